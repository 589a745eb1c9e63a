//! `/desk/{slug}/audit`: what was done in an organisation, by whom and when.

use std::collections::HashMap;

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_storage::audit_events::{self, AuditEvent, AuditFilter};
use accolade_storage::issuers::Issuer;
use accolade_storage::types::AccountId;
use accolade_storage::{DbConnection, PageRequest, StorageError, accounts};
use actix_web::http::header;
use actix_web::web;
use askama::Template;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{DeskHead, DeskTab, deeds, issuer_of};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::words::When;
use crate::pages::{response, spreadsheet};
use crate::problem::Problem;
use crate::state::State;

/// How many events a page shows.
const A_PAGE: u32 = 50;

/// How many events one file holds at most: a range of days brings the others.
const A_FILE: u32 = 50_000;

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
    /// The thing it was done to, in the words of its kind.
    pub(crate) subject: String,
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
    let (head, rows, next) = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let (rows, next) = events(conn, &caller, &issuer, filter, page)?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Audit)?;
            Ok((head, rows, next))
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
        topic: wish.topic,
        from: wish.from,
        until: wish.until,
        error,
        rows,
    };
    response::page(&page, Freshness::Never)
}

/// `GET /desk/{slug}/audit.csv`
pub(crate) async fn csv(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let rows = file(&state, &visitor, slug.into_inner(), &wish).await?;
    let lines = rows.iter().map(|row| {
        [
            row.when.machine.as_str(),
            &row.who,
            &row.what,
            &row.subject,
            &row.detail,
        ]
    });
    let text = spreadsheet::csv(["When", "Who", "What", "Subject", "Detail"], lines);
    Ok(attached("text/csv; charset=utf-8", "log.csv", text))
}

/// `GET /desk/{slug}/audit.json`
pub(crate) async fn json(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let rows = file(&state, &visitor, slug.into_inner(), &wish).await?;
    let events: Vec<_> = rows
        .iter()
        .map(|row| {
            let detail: serde_json::Value = serde_json::from_str(&row.detail).unwrap_or_default();
            json!({
                "when": row.when.machine, "who": row.who, "what": row.what,
                "subject": row.subject, "detail": detail,
            })
        })
        .collect();
    let text = json!({ "events": events }).to_string();
    Ok(attached("application/json", "log.json", text))
}

async fn file(
    state: &State,
    visitor: &Visitor,
    slug: String,
    wish: &Wish,
) -> Result<Vec<AuditRow>, Problem> {
    let caller = visitor.required()?;
    let filter = wish.filter().map_err(Problem::unreadable)?;
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let page = PageRequest::first(A_FILE);
            Ok(events(conn, &caller, &issuer, filter, page)?.0)
        })
        .await
}

fn attached(media_type: &str, name: &str, text: String) -> Answer {
    Answer::bytes(media_type, text)
        .fresh(Freshness::Never)
        .header(
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        )
}

fn events(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: &Issuer,
    filter: AuditFilter,
    page: PageRequest,
) -> Result<(Vec<AuditRow>, Option<Uuid>), Problem> {
    authorize(conn, caller, Action::ViewAudit, Some(issuer.id))?;
    let found = audit_events::list(conn, filter.issuer(issuer.id), page)?;
    let next = found.next;
    let mut names = Names::default();
    let mut rows = Vec::with_capacity(found.items.len());
    for event in found.items {
        let who = match deeds::by_link(&event.action) {
            Some(who) if event.account_id.is_none() => who.to_owned(),
            _ => names.of(conn, event.account_id)?,
        };
        rows.push(row(event, who));
    }
    Ok((rows, next))
}

/// Who is who: few people do many things, so each is looked up once.
#[derive(Default)]
struct Names(HashMap<AccountId, String>);

impl Names {
    fn of(
        &mut self,
        conn: &mut DbConnection,
        account: Option<AccountId>,
    ) -> Result<String, StorageError> {
        let Some(account) = account else {
            return Ok("The operator, by command".to_owned());
        };
        if let Some(name) = self.0.get(&account) {
            return Ok(name.clone());
        }
        let name = accounts::find(conn, account)?
            .map_or_else(|| "Somebody who is gone".to_owned(), |account| account.name);
        self.0.insert(account, name.clone());
        Ok(name)
    }
}

fn row(event: AuditEvent, who: String) -> AuditRow {
    AuditRow {
        when: When::in_column(event.at.into()),
        who,
        what: deeds::sentence(&event.action),
        subject: subject_words(&event.subject_kind),
        href: deeds::page_of(&event.subject_kind, &event.subject_id.to_string()),
        more: deeds::particulars(&event.detail),
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

    /// The same wish as a query, without the page.
    fn query(&self) -> String {
        serde_urlencoded::to_string([
            ("topic", &self.topic),
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
