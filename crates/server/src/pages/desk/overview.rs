//! `/desk/{slug}`: an organisation in numbers, with the capacity map.

use accolade_issuing::overview::{self, By, OpenReview, Overview};
use accolade_issuing::waiting::Kind;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::chart::Chart;
use super::map::MapView;
use super::{DeskHead, DeskTab, issuer_of, waits};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::words::When;
use crate::pages::{paths, response, words};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/{slug}`
#[derive(Template)]
#[template(path = "desk/overview.html")]
pub(crate) struct OverviewPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    /// "since 1 December 2025"
    pub(crate) since: String,
    pub(crate) numbers: Vec<BigNumber>,
    /// Drafts that wait for the yes of others.
    pub(crate) drafts: Vec<DraftLine>,
    pub(crate) chart: Chart,
    /// `skill`, `tag` or `badge`
    pub(crate) by: &'static str,
    /// Where the other maps are.
    pub(crate) here: String,
    pub(crate) map: MapView,
}

/// A number and what it says.
#[derive(Debug, Clone)]
pub(crate) struct BigNumber {
    pub(crate) number: String,
    pub(crate) words: String,
}

/// A draft that waits for the yes of others.
#[derive(Debug, Clone)]
pub(crate) struct DraftLine {
    pub(crate) name: String,
    /// Whose it is.
    pub(crate) issuer: String,
    pub(crate) href: String,
    pub(crate) approved: usize,
    pub(crate) quorum: usize,
    /// "One objection"
    pub(crate) objections: Option<String>,
    /// "until 1 December 2026"
    pub(crate) until: Option<When>,
}

/// What the map is to show.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    by: Option<String>,
}

/// `GET /desk/{slug}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (by, name, what) = match wish.by.as_deref() {
        Some("tag") => (By::Tag, "tag", "tags"),
        Some("badge") => (By::Badge, "badge", "badges"),
        _ => (By::Skill, "skill", "skills"),
    };
    let tools = state.tools.clone();
    let here = format!("/desk/{slug}");
    let (head, numbers, map) = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Overview)?;
            let numbers = overview::overview(conn, &tools, &caller, issuer.id)?;
            let map = overview::capacity(conn, &tools, &caller, issuer.id, by)?;
            Ok((head, numbers, map))
        })
        .await?;
    let page = OverviewPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        head,
        since: words::day(since(&numbers)),
        numbers: big_numbers(&numbers),
        drafts: numbers.open_reviews.iter().map(draft).collect(),
        chart: Chart::of(&numbers.months),
        by: name,
        here,
        map: MapView::of(&map, what),
    };
    response::page(&page, Freshness::Never)
}

fn since(numbers: &Overview) -> jiff::Timestamp {
    numbers
        .since
        .to_zoned(jiff::tz::TimeZone::UTC)
        .map(|day| day.timestamp())
        .unwrap_or_default()
}

/// What can be said in a number, as long as there is something to say.
fn big_numbers(numbers: &Overview) -> Vec<BigNumber> {
    let tally = numbers.tally;
    let mut all = vec![BigNumber {
        number: words::thousands(tally.awards.unsigned_abs()),
        words: format!(
            "awards to {} in twelve months",
            words::count(numbers.people, "person", "people")
        ),
    }];
    if tally.awards > 0 {
        all.push(BigNumber {
            number: percent(tally.with_evidence, tally.awards),
            words: "of awards show evidence".to_owned(),
        });
    }
    if tally.mailed > 0 {
        all.push(BigNumber {
            number: percent(tally.claimed, tally.mailed),
            words: "of awards sent by mail were taken by their earners".to_owned(),
        });
    }
    let waiting = numbers.waiting_applications.unsigned_abs();
    if waiting > 0 {
        all.push(BigNumber {
            number: words::thousands(waiting),
            words: waits::words(Kind::Applications, waiting).to_owned(),
        });
    }
    all
}

fn draft(review: &OpenReview) -> DraftLine {
    let standing = review.standing;
    DraftLine {
        name: review.name.clone(),
        issuer: review.issuer_name.clone(),
        href: paths::review(review.badge_class),
        approved: standing.approved,
        quorum: standing.quorum,
        objections: match standing.objected {
            0 => None,
            1 => Some("One objection".to_owned()),
            many => Some(format!("{many} objections")),
        },
        until: review.deadline.map(|end| When::day(end.as_jiff())),
    }
}

/// "61%", never rounded up to a whole that it is not.
fn percent(part: i64, whole: i64) -> String {
    format!("{}%", part * 100 / whole.max(1))
}
