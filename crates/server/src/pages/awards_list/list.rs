//! The list, and the form above it.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::awards;
use accolade_storage::assertions::{self, Assertion};
use accolade_storage::types::AssertionState;
use accolade_storage::{DbConnection, PageRequest, award_claims, badge_classes};
use actix_web::web;
use askama::Template;

use super::Wish;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::desk::{DeskHead, DeskTab, issuer_of};
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many awards a page shows.
const A_PAGE: u32 = 50;
/// How many awards can be changed in one go.
pub(super) const AT_ONCE: u32 = 1_000;
/// How many badges can be chosen from.
const BADGES: u32 = 200;

/// `/desk/{slug}/awards`
#[derive(Template)]
#[template(path = "awards_list/list.html")]
pub(crate) struct AwardsPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    /// This page without a question.
    pub(crate) here: String,
    /// The question, to come back to.
    pub(crate) query: String,
    pub(crate) wish: Wish,
    /// Id and name of each badge.
    pub(crate) badges: Vec<(String, String)>,
    pub(crate) rows: Vec<AwardLine>,
    pub(crate) next: Option<String>,
    /// How many were found in all, where the page shows but some of them.
    pub(crate) found: Found,
    /// Whether the reader may change what is chosen.
    pub(crate) may_change: bool,
    pub(crate) can_mail: bool,
}

/// How many awards were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// No more than the page shows.
    Shown,
    /// So many, on several pages.
    Many(u64),
    /// More than can be changed in one go.
    TooMany,
}

/// One award.
#[derive(Debug, Clone)]
pub(crate) struct AwardLine {
    pub(crate) id: String,
    pub(crate) href: String,
    /// Whose it is: the name, else the address, else that neither is known.
    pub(crate) who: String,
    pub(crate) badge: String,
    pub(crate) when: When,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) claimed: bool,
}

impl AwardsPage {
    /// Where a badge is chosen to be awarded.
    pub(crate) fn badges_page(&self) -> String {
        self.here.replace("/awards", "/badges")
    }

    /// "312"
    pub(crate) fn figure(&self, number: &u64) -> String {
        words::thousands(*number)
    }

    /// Whether a choice of the form is made.
    pub(crate) fn is(&self, field: &str, value: &str) -> bool {
        let chosen = match field {
            "badge" => &self.wish.badge,
            "state" => &self.wish.state,
            _ => &self.wish.claimed,
        };
        chosen == value
    }
}

impl Found {
    fn of(count: usize) -> Self {
        match u64::try_from(count) {
            Ok(count) if count <= AT_ONCE.into() => Self::Many(count),
            _ => Self::TooMany,
        }
    }
}

/// `GET /desk/{slug}/awards`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let wish = wish.into_inner();
    let here = format!("/desk/{slug}/awards");
    let layout = Layout::of(&state, &visitor, Place::Desk).with_script("choose-all.js");
    let (tools, can_mail) = (state.tools.clone(), state.mail.is_on());
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            let search = wish.sought().at(conn, &tools, &caller, issuer.id)?;
            let request = PageRequest {
                after: wish.after,
                limit: A_PAGE,
            };
            let found = assertions::search(conn, &search, request)?;
            let may_open = authorize(conn, &caller, Action::OpenRecipient, Some(issuer.id)).is_ok();
            let mut names = Names::default();
            let ids: Vec<_> = found.items.iter().map(|award| award.id).collect();
            let claims = award_claims::of_many(conn, &ids)?;
            let mut rows = Vec::with_capacity(found.items.len());
            for award in &found.items {
                let sealed = match may_open {
                    true => awards::recipient(conn, &tools, &caller, award)?,
                    false => None,
                };
                let (state, tone) = word(award.state);
                rows.push(AwardLine {
                    id: award.id.to_string(),
                    href: format!("/desk/awards/{}", award.id),
                    who: who(award, sealed),
                    badge: names.of(conn, award)?,
                    when: When::day(award.created_at.as_jiff()),
                    state,
                    tone,
                    claimed: claims.contains_key(&award.id),
                });
            }
            let badges =
                badge_classes::list_by_issuer(conn, issuer.id, PageRequest::first(BADGES))?;
            let query = wish.query();
            let may_change = authorize(conn, &caller, Action::Revoke, Some(issuer.id)).is_ok();
            let several = found.next.is_some() || wish.after.is_some();
            let all = match may_change && several {
                true => Found::of(assertions::search_ids(conn, &search, AT_ONCE + 1)?.len()),
                false => Found::Shown,
            };
            Ok(AwardsPage {
                head: DeskHead::load(conn, &caller, &issuer, DeskTab::Awards)?,
                layout,
                next: found
                    .next
                    .map(|next| format!("{here}?{query}&after={next}")),
                here,
                query,
                badges: badges
                    .items
                    .into_iter()
                    .filter(|class| class.current_version.is_some())
                    .map(|class| (class.id.to_string(), class.name))
                    .collect(),
                rows,
                found: all,
                may_change,
                can_mail,
                wish,
            })
        })
        .await?;
    response::page(&page, Freshness::Never)
}

/// Whose an award is, as far as the reader may know.
pub(super) fn who(award: &Assertion, sealed: Option<awards::SealedRecipient>) -> String {
    let sealed = sealed.and_then(|sealed| sealed.name.or(sealed.email));
    award
        .recipient_name
        .clone()
        .or(sealed)
        .unwrap_or_else(|| "Name not shown".to_owned())
}

/// The word for a state, and its tone.
pub(super) fn word(state: AssertionState) -> (&'static str, &'static str) {
    match state {
        AssertionState::Issued => ("Good", "valid"),
        AssertionState::Suspended => ("On hold", "expired"),
        AssertionState::Revoked => ("Withdrawn", "withdrawn"),
    }
}

/// Names of badge classes, each looked up once.
#[derive(Default)]
pub(super) struct Names(std::collections::HashMap<accolade_storage::types::BadgeClassId, String>);

impl Names {
    pub(super) fn of(
        &mut self,
        conn: &mut DbConnection,
        award: &Assertion,
    ) -> Result<String, Problem> {
        if let Some(name) = self.0.get(&award.badge_class_id) {
            return Ok(name.clone());
        }
        let class = badge_classes::find(conn, award.badge_class_id)?;
        let name = class.map(|class| class.name).unwrap_or_default();
        self.0.insert(award.badge_class_id, name.clone());
        Ok(name)
    }
}
