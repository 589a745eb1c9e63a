//! Everything a badge ever said, and what changed from one version to the next, in words.

use accolade_issuing::access::Caller;
use accolade_issuing::changes;
use accolade_issuing::content::BadgeContent;
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, accounts, badge_class_versions};
use actix_web::web;
use askama::Template;

use super::overview::found;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::changes::{ChangeView, Piece};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::words::When;
use crate::pages::{editor, paths, response};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/badges/{id}/versions`
#[derive(Template)]
#[template(path = "desk_badges/versions.html")]
pub(crate) struct VersionsPage {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) badge: Link,
    /// What the draft would change; none if nothing is unpublished.
    pub(crate) draft: Option<Vec<ChangeView>>,
    /// The newest first.
    pub(crate) versions: Vec<VersionLine>,
    pub(crate) original: Option<OriginalChanges>,
}

/// One version, and what it changed.
pub(crate) struct VersionLine {
    pub(crate) number: i32,
    pub(crate) when: When,
    pub(crate) by: Option<String>,
    pub(crate) href: String,
    /// Nothing for the first.
    pub(crate) changes: Option<Vec<ChangeView>>,
}

/// What became of the original since this badge was made from it.
pub(crate) struct OriginalChanges {
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) href: String,
    pub(crate) changes: Vec<ChangeView>,
}

/// `GET /desk/badges/{id}/versions`
pub(crate) async fn versions(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(&state, &visitor, Place::Desk);
    let id = *id;
    let page = state
        .read(move |conn| load(conn, &caller, id, layout))
        .await?;
    response::page(&page, Freshness::Never)
}

fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
    layout: Layout,
) -> Result<VersionsPage, Problem> {
    let (badge_class, _) = found(conn, caller, id)?;
    let stored = badge_class_versions::of_badge_class(conn, id)?;
    let read = |text: &str| BadgeContent::read(text).map_err(Problem::internal);
    let mut versions = Vec::with_capacity(stored.len());
    for (at, version) in stored.iter().enumerate() {
        let before = stored.get(at + 1);
        let changed = match before {
            Some(before) => Some(changes::between(
                &read(&before.content)?,
                &read(&version.content)?,
            )),
            None => None,
        };
        let by = match version.published_by {
            Some(account) => accounts::find(conn, account)?.map(|account| account.name),
            None => None,
        };
        versions.push(VersionLine {
            number: version.number,
            when: When::day(version.published_at.as_jiff()),
            by,
            href: accolade_issuing::addresses::paths::badge_version(id, version.number),
            changes: changed.map(ChangeView::all),
        });
    }
    let draft = match (&badge_class.draft, stored.first()) {
        (Some(draft), Some(newest)) => Some(ChangeView::all(changes::between(
            &read(&newest.content)?,
            &read(draft)?,
        ))),
        _ => None,
    };
    let newest = badge_class
        .draft
        .as_ref()
        .or_else(|| stored.first().map(|version| &version.content));
    let original = match newest {
        Some(text) => original(conn, &read(text)?)?,
        None => None,
    };
    Ok(VersionsPage {
        layout,
        badge: Link {
            href: paths::badge(id),
            words: editor::called(&badge_class.name),
        },
        name: editor::called(&badge_class.name),
        draft,
        versions,
        original,
    })
}

fn original(
    conn: &mut DbConnection,
    content: &BadgeContent,
) -> Result<Option<OriginalChanges>, Problem> {
    let Some(from) = &content.remixed_from else {
        return Ok(None);
    };
    let copied = badge_class_versions::by_number(conn, from.badge, from.version)?;
    let newest = badge_class_versions::latest(conn, from.badge)?;
    let (Some(copied), Some(newest)) = (copied, newest) else {
        return Ok(None);
    };
    if newest.number == copied.number {
        return Ok(None);
    }
    let read = |text: &str| BadgeContent::read(text).map_err(Problem::internal);
    let changed = changes::between(&read(&copied.content)?, &read(&newest.content)?);
    Ok(Some(OriginalChanges {
        name: from.name.clone(),
        issuer: from.issuer.clone(),
        from: copied.number,
        to: newest.number,
        href: accolade_issuing::addresses::paths::badge(from.badge),
        changes: ChangeView::all(changed),
    }))
}
