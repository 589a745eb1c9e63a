//! `/desk/{slug}/audit`: what was done in an organisation, by whom and when.

mod files;
mod names;

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_storage::audit_events::{self, AuditEvent, AuditFilter};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::{DbConnection, PageRequest, StorageError, accounts, memberships};
use actix_web::web;
use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use uuid::Uuid;

use super::{DeskHead, DeskTab, deeds, issuer_of};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::words::When;
use crate::problem::Problem;
use crate::state::State;
use names::Names;

pub(crate) use files::{csv, json};

/// How many events a page shows.
const A_PAGE: u32 = 50;

/// What can be chosen, and the kinds of subject behind it.
const TOPICS: [(&str, &str, &[&str]); 6] = [
    (
        "awards",
        "Awards",
        &[
            "assertion",
            "batch",
            "claim_link",
            "claim_card",
            "application",
        ],
    ),
    (
        "badges",
        "Badges",
        &["badge_class", "review_request", "framework"],
    ),
    (
        "people",
        "People",
        &["account", "membership", "invitation", "session"],
    ),
    ("organisation", "Organisation", &["issuer"]),
    ("keys", "Keys and tokens", &["signing_key", "api_token"]),
    ("webhooks", "Webhooks", &["webhook"]),
];

/// The kinds of subject behind a topic.
pub(crate) fn kinds_of(topic: &str) -> Option<&'static [&'static str]> {
    let found = TOPICS.iter().find(|(value, ..)| *value == topic);
    found.map(|(_, _, kinds)| *kinds)
}

/// `/desk/{slug}/audit`
#[derive(Template)]
#[template(path = "desk/audit.html")]
pub(crate) struct AuditPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    /// This page without a question.
    pub(crate) here: String,
    /// Value and name of what can be chosen.
    pub(crate) topics: Vec<(&'static str, &'static str)>,
    pub(crate) topic: String,
    /// Id and name of those who can be chosen.
    pub(crate) people: Vec<(String, String)>,
    /// Whose deeds are shown.
    pub(crate) who: String,
    /// Whether there are organisations below.
    pub(crate) has_below: bool,
    /// Whether what was done below is shown too.
    pub(crate) below: bool,
    pub(crate) from: String,
    pub(crate) until: String,
    /// What is wrong with the days.
    pub(crate) error: Option<String>,
    pub(crate) rows: Vec<AuditRow>,
    /// Where the next page is.
    pub(crate) next: Option<String>,
    /// The same events as files.
    pub(crate) csv: String,
    pub(crate) json: String,
}

/// One event.
#[derive(Debug, Clone)]
pub(crate) struct AuditRow {
    pub(crate) when: When,
    pub(crate) who: String,
    /// "Gave a badge"
    pub(crate) what: String,
    /// The sort of thing it was done to.
    pub(crate) kind: String,
    /// What that thing is called.
    pub(crate) name: Option<String>,
    pub(crate) id: String,
    /// In which organisation.
    pub(crate) place: String,
    /// The name of the deed for programs: `award.made`
    pub(crate) action: String,
    pub(crate) href: Option<String>,
    /// More about it, as the event says it.
    pub(crate) detail: String,
    /// The same for people: what it is about, and what it says.
    pub(crate) more: Vec<(String, String)>,
}

/// What the reader wants to see.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    topic: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    /// An account.
    #[serde(default)]
    who: String,
    /// Said if what was done below is wanted too.
    #[serde(default)]
    below: String,
    after: Option<Uuid>,
}

/// `GET /desk/{slug}/audit`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let wish = wish.into_inner();
    let here = format!("/desk/{slug}/audit");
    let (filter, error) = match wish.filter() {
        Ok(filter) => (filter, None),
        Err(error) => (AuditFilter::new(), Some(error)),
    };
    let page = PageRequest {
        after: wish.after,
        limit: A_PAGE,
    };
    let below = wish.is_below();
    let (head, rows, next, people, has_below) = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let (rows, next) = events(conn, &caller, &issuer, below, filter, page)?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Audit)?;
            let people = people(conn, &issuer, below)?;
            let has_below = !issuers::children(conn, issuer.id)?.is_empty();
            Ok((head, rows, next, people, has_below))
        })
        .await?;
    let page = AuditPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        head,
        topics: TOPICS
            .iter()
            .map(|(value, name, _)| (*value, *name))
            .collect(),
        next: next.map(|after| format!("{here}?{}&after={after}", wish.query())),
        csv: format!("{here}.csv?{}", wish.query()),
        json: format!("{here}.json?{}", wish.query()),
        here,
        people,
        has_below,
        below,
        who: wish.who,
        topic: wish.topic,
        from: wish.from,
        until: wish.until,
        error,
        rows,
    };
    response::page(&page, Freshness::Never)
}

/// The events of an organisation, and with `below` of those below it, as rows.
fn events(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: &Issuer,
    below: bool,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<(Vec<AuditRow>, Option<Uuid>), Problem> {
    authorize(conn, caller, Action::ViewAudit, Some(issuer.id))?;
    let mut houses = vec![issuer.id];
    if below {
        let descendants = issuers::descendants(conn, issuer.id)?;
        houses.extend(descendants.into_iter().map(|one| one.id));
    }
    let found = audit_events::list_of(conn, &houses, filter, page)?;
    let names = Names::load(conn, &found.items)?;
    let rows = found.items.into_iter();
    Ok((rows.map(|event| row(event, &names)).collect(), found.next))
}

/// Those who may have done something here, by name: whoever holds a role here, above, or below if that is shown.
fn people(
    conn: &mut DbConnection,
    issuer: &Issuer,
    below: bool,
) -> Result<Vec<(String, String)>, StorageError> {
    let mut houses = vec![issuer.id];
    houses.extend(
        issuers::ancestors(conn, issuer.id)?
            .into_iter()
            .map(|one| one.id),
    );
    if below {
        let descendants = issuers::descendants(conn, issuer.id)?;
        houses.extend(descendants.into_iter().map(|one| one.id));
    }
    let members = memberships::accounts_of(conn, &houses)?;
    let mut people: Vec<(String, String)> = accounts::names_of(conn, &members)?
        .into_iter()
        .map(|(id, name)| (id.to_string(), name))
        .collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    Ok(people)
}

fn row(event: AuditEvent, names: &Names) -> AuditRow {
    let who = match (event.account_id, deeds::by_link(&event.action)) {
        (Some(account), _) => names.of(account).unwrap_or("Somebody who is gone"),
        (None, Some(who)) => who,
        (None, None) => "The operator, by command",
    };
    let place = event.issuer_id.and_then(|issuer| names.of(issuer));
    let more = deeds::particulars(&event.detail)
        .into_iter()
        .map(|(term, value)| (term, names.instead_of(value)))
        .collect();
    AuditRow {
        when: When::in_column(event.at.into()),
        who: who.to_owned(),
        what: deeds::sentence(&event.action),
        kind: subject_words(&event.subject_kind),
        name: names.of(event.subject_id).map(str::to_owned),
        id: event.subject_id.to_string(),
        place: place.unwrap_or_default().to_owned(),
        href: deeds::page_of(&event.subject_kind, &event.subject_id.to_string()),
        more,
        action: event.action,
        detail: event.detail,
    }
}

/// The kind of thing, as people call it.
fn subject_words(kind: &str) -> String {
    match kind {
        "assertion" => "award".to_owned(),
        "badge_class" => "badge".to_owned(),
        "issuer" => "organisation".to_owned(),
        "api_token" => "token".to_owned(),
        "roster" => "class list".to_owned(),
        "claim_link" => "claim code".to_owned(),
        "claim_card" => "card".to_owned(),
        other => other.replace('_', " "),
    }
}

impl Wish {
    /// The filter; a sentence if a day cannot be read.
    fn filter(&self) -> Result<AuditFilter, String> {
        let mut filter = AuditFilter::new();
        if let Some(kinds) = kinds_of(&self.topic) {
            filter = filter.kinds(kinds);
        }
        if let Ok(account) = self.who.parse() {
            filter = filter.account(account);
        }
        if let Some(from) = day(&self.from)? {
            filter = filter.from(from.into());
        }
        // The day itself still counts.
        if let Some(until) = day(&self.until)? {
            let next = until + jiff::SignedDuration::from_hours(24);
            filter = filter.until(next.into());
        }
        Ok(filter)
    }

    /// Whether what was done below is wanted too.
    fn is_below(&self) -> bool {
        !self.below.is_empty()
    }

    /// The same wish as a query, without the page.
    fn query(&self) -> String {
        serde_urlencoded::to_string([
            ("topic", &self.topic),
            ("who", &self.who),
            ("below", &self.below),
            ("from", &self.from),
            ("until", &self.until),
        ])
        .unwrap_or_default()
    }
}

fn day(text: &str) -> Result<Option<jiff::Timestamp>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable = || format!("“{text}” is not a day. Write it as 2026-11-22.");
    let day: Date = text.parse().map_err(|_| unreadable())?;
    let begins = day.to_zoned(TimeZone::UTC).map_err(|_| unreadable())?;
    Ok(Some(begins.timestamp()))
}
