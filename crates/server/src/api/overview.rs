//! Where an organisation stands, in numbers.

use accolade_issuing::access::Action;
use accolade_issuing::overview::{self, By, Cell, OpenReview};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Exchange, issuers, moment};
use crate::problem::{Kind, Problem};

/// The numbers of an issuer and of all below it, over the last twelve months.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OverviewView {
    /// The first day that counts.
    since: String,
    /// How many issuers are counted, this one included.
    issuers: usize,
    /// Awards that stand.
    awards: i64,
    /// Different people who were given them.
    people: u64,
    /// Awards that show evidence.
    with_evidence: i64,
    /// Awards that went out by mail.
    mailed: i64,
    /// Those of the mailed ones that were taken by their earners.
    claimed: i64,
    /// Awards month by month, the oldest first.
    months: Vec<MonthView>,
    /// Applications that wait for a decision now.
    waiting_applications: i64,
    /// Drafts that others look at now, the newest first.
    open_reviews: Vec<OpenReviewView>,
}

/// A draft that waits for the yes of others.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenReviewView {
    /// The badge class.
    badge_class: Uuid,
    /// What it is called.
    name: String,
    /// Whose it is.
    issuer: Uuid,
    /// How many said yes.
    approved: usize,
    /// How many objected.
    objected: usize,
    /// How many have not answered.
    waiting: usize,
    /// How many must say yes.
    quorum: usize,
    /// Until when answers are taken; without end if null.
    deadline: Option<String>,
}

impl From<OpenReview> for OpenReviewView {
    fn from(review: OpenReview) -> Self {
        Self {
            badge_class: review.badge_class.into(),
            name: review.name,
            issuer: review.issuer.into(),
            approved: review.standing.approved,
            objected: review.standing.objected,
            waiting: review.standing.waiting,
            quorum: review.standing.quorum,
            deadline: review.deadline.map(moment),
        }
    }
}

/// The awards of one month.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthView {
    /// Its first day.
    first: String,
    /// How many awards were made in it.
    awards: i64,
}

/// How many people hold what, organisation by organisation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CapacityView {
    /// The skills, tags or badges, those of most people first.
    columns: Vec<ColumnView>,
    /// The organisations.
    rows: Vec<RowView>,
    /// How many columns were left out because there are too many.
    left_out: usize,
}

/// A column of the map.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ColumnView {
    /// What it is called.
    name: String,
    /// The badge classes that count for it.
    badge_classes: Vec<Uuid>,
}

/// A row of the map.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowView {
    /// The organisation.
    issuer: Uuid,
    /// Its name.
    name: String,
    /// A cell a column: a number, or null where there are some people but fewer than five.
    people: Vec<Option<u64>>,
}

/// What the columns of the map stand for.
#[derive(Debug, Default, Deserialize)]
pub struct CapacityWish {
    by: Option<String>,
}

/// Tells where an issuer and all below it stand.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/overview", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The numbers", body = OverviewView)),
    security(("token" = ["awards:read"])),
)]
pub async fn show(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewAwards, &issuer)?;
            let numbers = overview::overview(conn, tools, caller, issuer.id)?;
            let month = |month: &overview::Month| MonthView {
                first: month.first.to_string(),
                awards: month.awards,
            };
            Ok(OverviewView {
                since: numbers.since.to_string(),
                issuers: numbers.issuers,
                awards: numbers.tally.awards,
                people: numbers.people,
                with_evidence: numbers.tally.with_evidence,
                mailed: numbers.tally.mailed,
                claimed: numbers.tally.claimed,
                months: numbers.months.iter().map(month).collect(),
                waiting_applications: numbers.waiting_applications,
                open_reviews: numbers.open_reviews.into_iter().map(Into::into).collect(),
            })
        })
        .await
}

/// Tells how many people hold what, organisation by organisation.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/capacity", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id"),
        ("by" = Option<String>, Query, description = "What a column is: `skill` (the default), `tag` or `badge`")),
    responses((status = 200, description = "The map", body = CapacityView)),
    security(("token" = ["awards:read"])),
)]
pub async fn capacity(
    exchange: Exchange,
    issuer: web::Path<String>,
    wish: web::Query<CapacityWish>,
) -> Result<HttpResponse, Problem> {
    let by = match wish.by.as_deref() {
        None | Some("skill") => By::Skill,
        Some("tag") => By::Tag,
        Some("badge") => By::Badge,
        Some(_) => {
            return Err(Problem::new(Kind::BadQuery).detail("`by` is skill, tag or badge."));
        }
    };
    exchange
        .show(move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewAwards, &issuer)?;
            let map = overview::capacity(conn, tools, caller, issuer.id, by)?;
            Ok(CapacityView {
                columns: map
                    .columns
                    .into_iter()
                    .map(|column| ColumnView {
                        name: column.name,
                        badge_classes: column.badges.into_iter().map(Into::into).collect(),
                    })
                    .collect(),
                rows: map
                    .rows
                    .into_iter()
                    .map(|row| RowView {
                        issuer: row.issuer.id.into(),
                        name: row.issuer.name,
                        people: row.cells.into_iter().map(people).collect(),
                    })
                    .collect(),
                left_out: map.left_out,
            })
        })
        .await
}

fn people(cell: Cell) -> Option<u64> {
    match cell {
        Cell::Nobody => Some(0),
        Cell::Few => None,
        Cell::People(people) => Some(people),
    }
}
