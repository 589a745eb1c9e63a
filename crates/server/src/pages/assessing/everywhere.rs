//! `/desk/applications`: what waits for one person, in every organisation where they assess.

use std::collections::HashMap;

use accolade_issuing::applications::ApplicationError;
use accolade_issuing::applications::queue::{self, Wanted};
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, badge_classes};
use actix_web::web;
use askama::Template;

use super::paths;
use super::queue::age;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::applying::view::attempt;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many are shown at once.
const ON_A_PAGE: u32 = 50;

/// `/desk/applications`
#[derive(Template)]
#[template(path = "assessing/everywhere.html")]
pub(crate) struct EverywherePage {
    pub(crate) layout: Layout,
    /// How many wait at all.
    pub(crate) waiting: i64,
    /// The organisations where somebody waits.
    pub(crate) desks: Vec<DeskLine>,
    /// Those who waited longest.
    pub(crate) lines: Vec<WaitingLine>,
}

/// One organisation, and how many wait there.
#[derive(Debug, Clone)]
pub(crate) struct DeskLine {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) count: i64,
}

/// One application.
#[derive(Debug, Clone)]
pub(crate) struct WaitingLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) badge: String,
    pub(crate) attempt: Option<String>,
    pub(crate) issuer: String,
    /// "2 days"
    pub(crate) age: String,
    pub(crate) ready: bool,
}

/// `GET /desk/applications`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(&state, &visitor, Place::Desk);
    let now = state.tools.now();
    let page = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let desks = queue::desks(conn, &caller)?;
            let rows = queue::waiting(conn, &caller, Wanted::default(), ON_A_PAGE)?;
            let mut badges = Names::default();
            let mut lines = Vec::with_capacity(rows.len());
            for row in rows {
                let since = row.submitted_at.unwrap_or(row.created_at);
                let desk = desks.iter().find(|desk| desk.issuer.id == row.issuer_id);
                lines.push(WaitingLine {
                    href: paths::application(row.id),
                    badge: badges.of(conn, row.badge_class_id)?,
                    name: row.applicant_name,
                    attempt: (row.attempt > 1).then(|| attempt(row.attempt)),
                    issuer: desk
                        .map(|desk| desk.issuer.name.clone())
                        .unwrap_or_default(),
                    age: age(now.as_jiff().duration_since(since.as_jiff())),
                    ready: row.ready,
                });
            }
            Ok(EverywherePage {
                layout,
                waiting: desks.iter().map(|desk| desk.waiting).sum(),
                desks: desks
                    .into_iter()
                    .map(|desk| DeskLine {
                        href: paths::applications(&desk.issuer.slug),
                        name: desk.issuer.name,
                        count: desk.waiting,
                    })
                    .collect(),
                lines,
            })
        })
        .await?;
    response::page(&page, Freshness::Never)
}

/// Names of badge classes, each looked up once.
#[derive(Default)]
struct Names(HashMap<BadgeClassId, String>);

impl Names {
    fn of(
        &mut self,
        conn: &mut DbConnection,
        id: BadgeClassId,
    ) -> Result<String, ApplicationError> {
        if let Some(name) = self.0.get(&id) {
            return Ok(name.clone());
        }
        let name = badge_classes::find(conn, id)?
            .map(|class| class.name)
            .unwrap_or_default();
        self.0.insert(id, name.clone());
        Ok(name)
    }
}

impl EverywherePage {
    fn heading(&self) -> String {
        match self.waiting {
            0 => "Nobody waits for you".to_owned(),
            1 => "One waits for you".to_owned(),
            many => format!("{many} wait for you"),
        }
    }
}
