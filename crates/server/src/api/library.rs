//! The library: badge classes that others may use, copies of them, and what changed.

#![expect(
    unused_qualifications,
    reason = "the macro that describes a route writes whole paths"
)]

use accolade_issuing::badge_classes as use_cases;
use accolade_issuing::changes::{self, Piece};
use accolade_issuing::content::BadgeContent;
use accolade_storage::types::{BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, Page, badge_class_versions, badge_classes, library};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::badge_classes::{BadgeClassView, visible};
use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, Query, schemas};
use crate::pages::library::filter;
use crate::problem::Problem;

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct LibrarySearch {
    /// Words that must all occur.
    pub q: Option<String>,
    /// A Creative Commons licence, such as `CC BY 4.0`.
    pub licence: Option<String>,
    /// A language it is to be had in, as a BCP 47 tag.
    pub language: Option<String>,
    /// A tag it carries.
    pub tag: Option<String>,
}

/// Into which issuer.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemixRequest {
    /// Where the new version will stand.
    pub issuer: IssuerId,
}

/// From which version to which.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Between {
    /// The older version; the one before `to` if not said.
    pub from: Option<i32>,
    /// The newer version; the draft, or else the newest one, if not said.
    pub to: Option<i32>,
}

/// What changed between two texts.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changes {
    /// The parts that changed, in the order of the page.
    items: Vec<ChangeView>,
}

/// One part that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// JSON pointer to it; a criterion is named by its id.
    pointer: String,
    /// What people call it.
    label: String,
    /// `added`, `removed`, `changed` or `moved`.
    kind: &'static str,
    /// Stretches of text: kept and added ones make the new text, kept and removed ones the old.
    words: Vec<PieceView>,
}

/// A stretch of text.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceView {
    /// `kept`, `added` or `removed`.
    what: &'static str,
    /// The text.
    text: String,
}

/// Lists badge classes that others may use, newest first.
#[utoipa::path(
    get, path = "/api/v1/library", tag = "Library", params(LibrarySearch, Paging),
    responses((status = 200, description = "A page of badge classes", body = Listing<BadgeClassView>)),
)]
pub async fn search(
    exchange: Exchange,
    query: Query<LibrarySearch>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    let LibrarySearch {
        q,
        licence,
        language,
        tag,
    } = query.0;
    let text = |text: Option<String>| text.unwrap_or_default();
    let filter = filter(&text(q), &text(licence), &text(language), &text(tag));
    exchange
        .list(move |conn, tools, _| {
            let found = library::search(conn, &filter, paging.request())?;
            let mut items = Vec::with_capacity(found.items.len());
            for (badge_class, _) in found.items {
                items.push(BadgeClassView::of(conn, tools, badge_class, false)?);
            }
            Ok(Page {
                items,
                next: found.next,
            })
        })
        .await
}

/// Begins one's own version of a badge class whose licence allows it. Where it came from stays written in it.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/remix", tag = "Library",
    params(("id" = Uuid, Path, description = "The original")),
    request_body = schemas::RemixRequest,
    responses((status = 201, description = "The draft", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn remix(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    request: JsonBody<RemixRequest>,
) -> Result<HttpResponse, Problem> {
    let (request, bytes) = request.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let copy = use_cases::remix(conn, tools, caller, *id, request.issuer)?;
            let location = format!("{PREFIX}/badge-classes/{}", copy.id);
            Outcome::created(location, &BadgeClassView::of(conn, tools, copy, true)?)
        })
        .await
}

/// Begins a badge class of the same issuer that says the same.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/duplicate", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "The original")),
    responses((status = 201, description = "The draft", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn duplicate(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let copy = use_cases::duplicate(conn, tools, caller, *id)?;
            let location = format!("{PREFIX}/badge-classes/{}", copy.id);
            Outcome::created(location, &BadgeClassView::of(conn, tools, copy, true)?)
        })
        .await
}

/// Takes a badge class out of the archive.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/unarchive", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The badge class", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn unarchive(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let badge_class = use_cases::unarchive(conn, tools, caller, *id)?;
            Outcome::changed(&BadgeClassView::of(conn, tools, badge_class, true)?)
        })
        .await
}

/// Lists what others made from a badge class.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/remixes", tag = "Library",
    params(("id" = Uuid, Path, description = "The original"), Paging),
    responses((status = 200, description = "A page of badge classes", body = Listing<BadgeClassView>)),
)]
pub async fn remixes(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            visible(conn, caller, *id)?;
            let page = badge_classes::remixes_of(conn, *id, paging.request())?;
            let mut items = Vec::with_capacity(page.items.len());
            for remix in page.items {
                if remix.current_version.is_some() {
                    items.push(BadgeClassView::of(conn, tools, remix, false)?);
                }
            }
            Ok(Page {
                items,
                next: page.next,
            })
        })
        .await
}

/// Shows what changed between two versions of a badge class, or up to its draft for those who may see that.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/changes", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id"), Between),
    responses((status = 200, description = "What changed", body = Changes)),
)]
pub async fn changes_between(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    between: Query<Between>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let (badge_class, drafts) = visible(conn, caller, *id)?;
            let newest = badge_class.current_version.unwrap_or(0);
            let draft = badge_class
                .draft
                .filter(|_| drafts && between.0.to.is_none());
            let (to, before) = match draft {
                Some(draft) => (read(&draft)?, newest),
                None => {
                    let to = between.0.to.unwrap_or(newest);
                    (version(conn, *id, to)?, to - 1)
                }
            };
            let from = match between.0.from.unwrap_or(before) {
                0 => BadgeContent::default(),
                number => version(conn, *id, number)?,
            };
            let items = changes::between(&from, &to).into_iter().map(told).collect();
            Ok(Changes { items })
        })
        .await
}

fn version(
    conn: &mut DbConnection,
    id: BadgeClassId,
    number: i32,
) -> Result<BadgeContent, Problem> {
    let found = badge_class_versions::by_number(conn, id, number)?;
    read(&found.ok_or_else(Problem::not_found)?.content)
}

fn read(text: &str) -> Result<BadgeContent, Problem> {
    BadgeContent::read(text).map_err(Problem::internal)
}

fn told(change: changes::Change) -> ChangeView {
    let piece = |piece| {
        let (what, text) = match piece {
            Piece::Kept(text) => ("kept", text),
            Piece::Added(text) => ("added", text),
            Piece::Removed(text) => ("removed", text),
        };
        PieceView { what, text }
    };
    ChangeView {
        pointer: change.pointer,
        label: change.label,
        kind: change.kind.as_str(),
        words: change.words.into_iter().map(piece).collect(),
    }
}
