//! `/desk/{slug}/batches`: the batches of an organisation, and its class lists.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::idempotency::forms;
use accolade_issuing::rosters::{self, RosterError};
use accolade_storage::types::{BatchState, IssuerId, RosterId};
use accolade_storage::{DbConnection, PageRequest, badge_classes, batches};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::batch_path;
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::pages::desk::{DeskHead, DeskTab, issuer_of};
use crate::pages::layout::{Layout, Place};
use crate::pages::once;
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many batches a page shows.
const A_PAGE: u32 = 30;

/// `/desk/{slug}/batches`
#[derive(Template)]
#[template(path = "awarding/list.html")]
pub(crate) struct BatchesPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    /// This page.
    pub(crate) here: String,
    pub(crate) batches: Vec<BatchLine>,
    pub(crate) next: Option<String>,
    pub(crate) rosters: Vec<RosterLine>,
    /// The class list that is changed; empty for a new one.
    pub(crate) list: String,
    /// What it is called and who is in it, as typed.
    pub(crate) name: String,
    pub(crate) people: String,
    pub(crate) errors: Vec<(String, String)>,
}

impl BatchesPage {
    /// Where a badge is chosen to be awarded.
    pub(crate) fn badges_page(&self) -> String {
        self.here.replace("/batches", "/badges")
    }
}

/// One batch.
#[derive(Debug, Clone)]
pub(crate) struct BatchLine {
    pub(crate) href: String,
    pub(crate) badge: String,
    pub(crate) title: String,
    pub(crate) when: When,
    /// "26 of 28 awarded"
    pub(crate) words: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
}

/// One class list.
#[derive(Debug, Clone)]
pub(crate) struct RosterLine {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) words: String,
}

impl BatchesPage {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|(known, _)| known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }
}

/// Which page of the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wish {
    after: Option<Uuid>,
    /// The class list to change.
    list: Option<RosterId>,
}

/// A class list to keep, or to forget.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct RosterForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    people: String,
    /// The list that is changed; empty for a new one.
    #[serde(default)]
    list: String,
    forget: Option<RosterId>,
}

/// `GET /desk/{slug}/batches`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let mut page = page(&state, &visitor, &slug, wish.after).await?;
    if let Some(id) = wish.list {
        let (caller, tools) = (visitor.required()?, state.tools.clone());
        let (roster, people) = state
            .read(move |conn| rosters::people(conn, &tools, &caller, id))
            .await?;
        page.list = id.to_string();
        page.name = roster.name;
        page.people = rosters::text_of(&people);
    }
    response::page(&page, Freshness::Never)
}

/// `POST /desk/{slug}/batches`
pub(crate) async fn change(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<RosterForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (sent, slug) = (form.clone(), slug.into_inner());
    let name = slug.clone();
    let done = once::write(&state, move |conn, tools| {
        let issuer = issuer_of(conn, &caller, &name)?;
        if let Some(id) = sent.forget {
            rosters::delete(conn, tools, &caller, id)?;
            return Ok(Ok("The list is gone. What was awarded from it stays."));
        }
        match sent.keep(conn, tools, &caller, issuer.id) {
            Ok(()) => Ok(Ok("The list is kept.")),
            Err(RosterError::Invalid(found)) => Ok(Err(found)),
            Err(error) => Err(error.into()),
        }
    })
    .await?;
    match done {
        Ok(word) => Ok(Answer::see_other(format!("/desk/{slug}/batches#lists")).flash(word)),
        Err(found) => {
            let mut page = page(&state, &visitor, &slug, None).await?;
            page.list = form.list;
            page.name = form.name;
            page.people = form.people;
            page.errors = found
                .0
                .into_iter()
                .map(|one| (one.pointer.trim_start_matches('/').to_owned(), one.message))
                .collect();
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

impl RosterForm {
    /// Keeps the list that was typed. The same form once more changes nothing.
    fn keep(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        issuer: IssuerId,
    ) -> Result<(), RosterError> {
        if let Ok(id) = self.list.parse() {
            rosters::change(conn, tools, caller, id, &self.name, &self.people)?;
            return Ok(());
        }
        let (place, fields) = (
            issuer.to_string(),
            [("name", self.name.as_str()), ("people", &self.people)],
        );
        let press = once::digest(&place, fields);
        if forms::earlier(conn, tools, caller, press)?.is_some() {
            return Ok(());
        }
        let people = rosters::read(&self.people);
        let made = rosters::create(conn, tools, caller, issuer, &self.name, &people)?;
        Ok(forms::done(
            conn,
            tools,
            caller,
            press,
            &made.id.to_string(),
        )?)
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    slug: &str,
    after: Option<Uuid>,
) -> Result<BatchesPage, Problem> {
    let caller = visitor.required()?;
    let here = format!("/desk/{slug}/batches");
    let layout = Layout::of(state, visitor, Place::Desk);
    let slug = slug.to_owned();
    state
        .read(move |conn| filled(conn, &caller, layout, &slug, here, after))
        .await
}

fn filled(
    conn: &mut DbConnection,
    caller: &Caller,
    layout: Layout,
    slug: &str,
    here: String,
    after: Option<Uuid>,
) -> Result<BatchesPage, Problem> {
    let issuer = issuer_of(conn, caller, slug)?;
    authorize(conn, caller, Action::Award, Some(issuer.id))?;
    let request = PageRequest {
        after,
        limit: A_PAGE,
    };
    let found = batches::list_by_issuer(conn, issuer.id, request)?;
    let mut lines = Vec::with_capacity(found.items.len());
    for batch in found.items {
        let class = badge_classes::find(conn, batch.badge_class_id)?;
        let (state, tone) = word(batch.state);
        let total = u64::from(batch.total_rows.unsigned_abs());
        let awarded = u64::from(batch.awarded_rows.unsigned_abs());
        lines.push(BatchLine {
            href: batch_path(batch.id),
            badge: class.map(|class| class.name).unwrap_or_default(),
            title: batch.title,
            when: When::moment(batch.created_at.as_jiff()),
            words: match batch.state {
                BatchState::Draft => words::count(total, "row", "rows"),
                _ => format!(
                    "{} of {} awarded",
                    words::thousands(awarded),
                    words::thousands(total)
                ),
            },
            state,
            tone,
        });
    }
    let lists = rosters::list(conn, caller, issuer.id)?.into_iter();
    Ok(BatchesPage {
        head: DeskHead::load(conn, caller, &issuer, DeskTab::Batches)?,
        layout,
        next: found.next.map(|next| format!("{here}?after={next}")),
        here,
        batches: lines,
        rosters: lists
            .map(|one| RosterLine {
                id: one.id.to_string(),
                words: words::count(u64::from(one.people.unsigned_abs()), "person", "people"),
                name: one.name,
            })
            .collect(),
        list: String::new(),
        name: String::new(),
        people: String::new(),
        errors: Vec::new(),
    })
}

/// The word for a state, and its tone.
fn word(state: BatchState) -> (&'static str, &'static str) {
    match state {
        BatchState::Draft => ("Not started", "unknown"),
        BatchState::Scheduled => ("Planned", "unknown"),
        BatchState::Running => ("Under way", "valid"),
        BatchState::Paused => ("Paused", "expired"),
        BatchState::Mailing | BatchState::Done => ("Awarded", "valid"),
        BatchState::Cancelled => ("Stopped", "expired"),
        BatchState::Undone => ("Taken back", "withdrawn"),
    }
}
