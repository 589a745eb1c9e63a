//! `/desk/{slug}/claims`: the codes of an organisation.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::claims::Code;
use accolade_issuing::reminders;
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::types::{BadgeClassState, ClaimState, Timestamp};
use accolade_storage::{DbConnection, PageRequest, badge_classes, claims};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::{here, now_words};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::desk::{DeskHead, DeskTab, issuer_of};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many links a page shows.
const A_PAGE: u32 = 30;

/// `/desk/{slug}/claims`
#[derive(Template)]
#[template(path = "claims/list.html")]
pub(crate) struct ListPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) links: Vec<LinkRow>,
    pub(crate) next: Option<String>,
    /// The badges for which a code can be made.
    pub(crate) badges: Vec<Link>,
    /// After how many days earners are reminded, for those who may say so.
    pub(crate) reminders: Option<Reminders>,
}

/// The form about reminders, with the days that hold now.
#[derive(Debug, Clone)]
pub(crate) struct Reminders {
    pub(crate) action: String,
    pub(crate) unclaimed: String,
    pub(crate) expiring: String,
}

/// One link in the list.
#[derive(Debug, Clone)]
pub(crate) struct LinkRow {
    pub(crate) href: String,
    pub(crate) title: String,
    /// The code, or "cards".
    pub(crate) code: String,
    pub(crate) badge: String,
    /// "17 of 28"
    pub(crate) taken: String,
    pub(crate) waiting: i64,
    pub(crate) tone: &'static str,
    pub(crate) now: String,
}

/// Where the page begins.
#[derive(Debug, Deserialize)]
pub(crate) struct After {
    after: Option<Uuid>,
}

/// `GET /desk/{slug}/claims`
pub(crate) async fn of_issuer(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    after: web::Query<After>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let now = state.tools.now();
    let request = PageRequest {
        after: after.after,
        limit: A_PAGE,
    };
    let path = format!("/desk/{slug}/claims");
    let (head, links, next, badges, reminders) = state
        .read(move |conn| load(conn, &caller, &slug, request, now))
        .await?;
    let page = ListPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        head,
        links,
        next: next.map(|after| format!("{path}?after={after}")),
        badges,
        reminders,
    };
    response::page(&page, Freshness::Never)
}

type Loaded = (
    DeskHead,
    Vec<LinkRow>,
    Option<Uuid>,
    Vec<Link>,
    Option<Reminders>,
);

fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    slug: &str,
    request: PageRequest,
    now: Timestamp,
) -> Result<Loaded, Problem> {
    let issuer = issuer_of(conn, caller, slug)?;
    authorize(conn, caller, Action::ViewClaims, Some(issuer.id))?;
    let head = DeskHead::load(conn, caller, &issuer, DeskTab::Claims)?;
    let page = claim_links::list_by_issuer(conn, issuer.id, request)?;
    let mut rows = Vec::with_capacity(page.items.len());
    for link in &page.items {
        rows.push(row(conn, link, now)?);
    }
    let classes = badge_classes::list_by_issuer(conn, issuer.id, PageRequest::first(100))?;
    let badges = classes
        .items
        .into_iter()
        .filter(|class| class.current_version.is_some() && class.state != BadgeClassState::Archived)
        .map(|class| Link {
            href: format!("/desk/badges/{}/claims", class.id),
            words: class.name,
        })
        .collect();
    let reminders = match authorize(conn, caller, Action::EditIssuer, Some(issuer.id)) {
        Ok(()) => {
            let days = reminders::days_of(conn, issuer.id)?;
            let said = |days: Option<u32>| days.map(|days| days.to_string()).unwrap_or_default();
            Some(Reminders {
                action: format!("/desk/{}/reminders", issuer.slug),
                unclaimed: said(days.unclaimed),
                expiring: said(days.expiring),
            })
        }
        Err(_) => None,
    };
    Ok((head, rows, page.next, badges, reminders))
}

fn row(conn: &mut DbConnection, link: &ClaimLink, now: Timestamp) -> Result<LinkRow, Problem> {
    let badge = badge_classes::find(conn, link.badge_class_id)?;
    let counts = claims::counts(conn, link.id)?;
    let (tone, now) = now_words(link, now);
    let code = link
        .code
        .as_deref()
        .and_then(|code| code.parse::<Code>().ok());
    Ok(LinkRow {
        href: here(link.id),
        title: link.title.clone(),
        code: code.map_or_else(|| "cards".to_owned(), |code| code.to_string()),
        badge: badge.map(|class| class.name).unwrap_or_default(),
        taken: match link.seats {
            Some(seats) => format!("{} of {seats}", link.taken),
            None => link.taken.to_string(),
        },
        waiting: counts
            .get(&ClaimState::Waiting)
            .copied()
            .unwrap_or_default(),
        tone,
        now,
    })
}
