//! Badges as those see them who care for them: an issuer's list, drafts and all, and one badge with all that can be
//! done to it.

mod deeds;
pub(super) mod overview;
pub(super) mod versions;

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::badge_classes::{self, NewBadgeClass};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::violations::Violations;
use accolade_storage::badge_classes::{self as stored, BadgeClass, BadgeClassFilter};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{BadgeClassId, BadgeClassState, IssuerId};
use accolade_storage::{DbConnection, PageRequest, StorageError};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::desk::{DeskHead, DeskTab};
use super::editor::{Errors, missing};
use super::layout::{Layout, Place};
use super::parts::{Link, Picture};
use super::{editor, paths, response, words};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::problem::Problem;
use crate::state::State;

pub(crate) use deeds::{archive, duplicate, publish, unarchive};
pub(crate) use overview::show;
pub(crate) use versions::versions;

/// `/desk/{slug}/badges`
#[derive(Template)]
#[template(path = "desk_badges/list.html")]
pub(crate) struct DeskBadgesPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) issuer: Link,
    pub(crate) badges: Vec<DeskBadge>,
    /// Where the next page begins, if there is more.
    pub(crate) next: Option<String>,
    /// Whether the visitor may begin a badge here.
    pub(crate) may_begin: bool,
    /// What was typed for a new badge.
    pub(crate) typed: String,
    pub(crate) action: String,
    pub(crate) frameworks: String,
    pub(crate) errors: Errors,
}

/// One badge in the list.
pub(crate) struct DeskBadge {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) picture: Option<Picture>,
    pub(crate) chip: Chip,
    /// "Version 3, given 26 times", "Two things are missing".
    pub(crate) line: String,
}

/// A state in a word with the edge that goes with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chip {
    pub(crate) word: &'static str,
    pub(crate) tone: &'static str,
}

impl Chip {
    /// How far a badge has come.
    pub(crate) fn of(badge_class: &BadgeClass) -> Self {
        let chip = |word, tone| Self { word, tone };
        match (badge_class.state, &badge_class.draft) {
            (BadgeClassState::Draft, _) => chip("Draft", "unknown"),
            (BadgeClassState::InReview, _) => chip("With reviewers", "expired"),
            (BadgeClassState::Published, Some(_)) => chip("Published, being edited", "valid"),
            (BadgeClassState::Published, None) => chip("Published", "valid"),
            (BadgeClassState::Archived, _) => chip("Archived", "unknown"),
        }
    }
}

/// How many badges one page of the list shows.
const A_PAGE: u32 = 40;

/// Where a page of the list begins.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ListQuery {
    after: Option<Uuid>,
}

/// The form for a new badge.
#[derive(Debug, Deserialize)]
pub(crate) struct NewBadge {
    #[serde(default)]
    name: String,
}

/// `GET /desk/{slug}/badges`
pub(crate) async fn list(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    query: web::Query<ListQuery>,
) -> Result<Answer, Problem> {
    let page = page(
        &state,
        &visitor,
        &slug,
        query.after,
        String::new(),
        Violations::default(),
    );
    response::page(&page.await?, Freshness::Never)
}

/// `POST /desk/{slug}/badges`: a name is enough to begin with.
pub(crate) async fn create(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<NewBadge>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (place, name) = (slug.clone(), form.name.clone());
    let made = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = issuer(conn, &caller, Action::DraftBadge, &place)?;
            let content = BadgeContent {
                name: name.trim().to_owned(),
                ..BadgeContent::default()
            };
            let new = NewBadgeClass {
                content,
                suspendable: false,
            };
            match badge_classes::draft(conn, tools, &caller, issuer.id, new) {
                Ok(badge_class) => Ok(Ok(badge_class.id)),
                Err(badge_classes::BadgeClassError::Invalid(found)) => Ok(Err(found)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match made {
        Ok(id) => Ok(Answer::see_other(paths::badge_edit(id))),
        Err(found) => {
            let page = page(&state, &visitor, &slug, None, form.name, found).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn page(
    state: &web::Data<State>,
    visitor: &Visitor,
    slug: &str,
    after: Option<Uuid>,
    name: String,
    errors: Violations,
) -> Result<DeskBadgesPage, Problem> {
    let caller = visitor.required()?;
    let place = slug.to_owned();
    let (issuer, head, badges, next, may_begin) = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer(conn, &caller, Action::ViewDrafts, &place)?;
            let request = match after {
                Some(after) => PageRequest::after(after, A_PAGE),
                None => PageRequest::first(A_PAGE),
            };
            let page = stored::list_by_issuer(conn, issuer.id, request)?;
            let mut badges = Vec::with_capacity(page.items.len());
            for badge_class in &page.items {
                badges.push(line(conn, badge_class)?);
            }
            let begin = authorize(conn, &caller, Action::DraftBadge, Some(issuer.id)).is_ok();
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Badges)?;
            Ok((issuer, head, badges, page.next, begin))
        })
        .await?;
    let here = paths::issuer_badges(&issuer.slug);
    Ok(DeskBadgesPage {
        layout: Layout::of(state, visitor, Place::Desk),
        head,
        frameworks: paths::frameworks(&issuer.slug),
        issuer: Link {
            href: accolade_issuing::addresses::paths::issuer(&issuer.slug),
            words: issuer.name,
        },
        badges,
        next: next.map(|after| format!("{here}?after={after}")),
        may_begin,
        typed: name,
        action: here,
        errors: Errors(errors),
    })
}

fn line(conn: &mut DbConnection, badge_class: &BadgeClass) -> Result<DeskBadge, Problem> {
    let content = badge_classes::present(conn, badge_class)?;
    let mut line = match badge_class.current_version {
        Some(number) => {
            let given = stored::count_awards(conn, badge_class.id)?;
            match u64::try_from(given).unwrap_or_default() {
                0 => format!("Version {number}, not given yet"),
                given => format!("Version {number}, given {}", words::times(given)),
            }
        }
        None => match missing(badge_class.id, &content).len() {
            0 => "Nothing is missing".to_owned(),
            1 => "One thing is missing".to_owned(),
            many => format!("{many} things are missing"),
        },
    };
    if overview::origin(conn, &content)?.is_some_and(|origin| origin.newer.is_some()) {
        line.push_str("; what it was made from has gone on");
    }
    Ok(DeskBadge {
        href: paths::badge(badge_class.id),
        name: editor::called(&badge_class.name),
        picture: editor::niche(badge_class.id, &content),
        chip: Chip::of(badge_class),
        line,
    })
}

/// The issuer of an address, for those who may do this there.
pub(crate) fn issuer(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    slug: &str,
) -> Result<Issuer, Problem> {
    let issuer = issuers::by_slug(conn, slug)?;
    authorize(
        conn,
        caller,
        action,
        issuer.as_ref().map(|issuer| issuer.id),
    )?;
    issuer.ok_or_else(Problem::not_found)
}

/// Id and name of the published badges of an issuer and those above it: what an editor may want to point to.
pub(crate) fn published_of_house(
    conn: &mut DbConnection,
    issuer: IssuerId,
) -> Result<Vec<(BadgeClassId, String)>, StorageError> {
    let mut badges = Vec::new();
    for one in editor::house(conn, issuer)? {
        let filter = BadgeClassFilter::new()
            .issuer(one)
            .state(BadgeClassState::Published);
        let page = stored::list(conn, filter, PageRequest::first(200))?;
        badges.extend(page.items.into_iter().map(|class| (class.id, class.name)));
    }
    Ok(badges)
}
