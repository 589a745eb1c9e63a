//! Badge classes: what can be earned.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::badge_classes::{self as use_cases, BadgeClassEdit, NewBadgeClass};
use accolade_storage::badge_classes::{self, BadgeClass, BadgeClassFilter};
use accolade_storage::types::{BadgeClassId, BadgeClassState};
use accolade_storage::{DbConnection, badge_class_versions};
use actix_web::{HttpResponse, web};
use serde_json::Value;

use super::assertions::OptionalReason;
use super::body::MaybeJson;
use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, issuers, schemas};
use crate::problem::Problem;

mod draft;
mod views;

pub use views::{BadgeClassView, VersionView, Versions};

/// Lists what can be earned now, from all issuers.
#[utoipa::path(
    get, path = "/api/v1/badge-classes", tag = "Badge classes", params(Paging),
    responses((status = 200, description = "A page of published badge classes", body = Listing<BadgeClassView>)),
)]
pub async fn list_published(exchange: Exchange, paging: Paging) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, _| {
            let page = badge_classes::list_published(conn, paging.request())?;
            views::page(conn, tools, page, false)
        })
        .await
}

/// Lists an issuer's badge classes; drafts too, for its members.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/badge-classes", tag = "Badge classes",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging),
    responses((status = 200, description = "A page of badge classes", body = Listing<BadgeClassView>)),
)]
pub async fn list_of_issuer(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let issuer = issuers::existing(conn, &issuer)?;
            let drafts = authorize(conn, caller, Action::ViewDrafts, Some(issuer.id)).is_ok();
            let filter = BadgeClassFilter::new().issuer(issuer.id);
            let filter = if drafts {
                filter
            } else {
                filter.state(BadgeClassState::Published)
            };
            let page = badge_classes::list(conn, filter, paging.request())?;
            views::page(conn, tools, page, drafts)
        })
        .await
}

/// Begins a badge class. A name is enough to begin with.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/badge-classes", tag = "Badge classes",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::BadgeClassDraft,
    responses((status = 201, description = "The draft", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn draft(
    exchange: Exchange,
    issuer: web::Path<String>,
    draft: JsonBody<Value>,
) -> Result<HttpResponse, Problem> {
    let (draft, bytes) = draft.parts();
    let (content, suspendable, _) = draft::parts(draft)?;
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::DraftBadge, &issuer)?;
            let new = NewBadgeClass {
                content: content.clone(),
                suspendable: suspendable.unwrap_or_default(),
            };
            let badge_class = use_cases::draft(conn, tools, caller, issuer.id, new)?;
            let location = format!("{PREFIX}/badge-classes/{}", badge_class.id);
            let view = BadgeClassView::of(conn, tools, badge_class, true)?;
            Outcome::created(location, &view)
        })
        .await
}

/// Shows a badge class; one that was never published only to the issuer's members.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The badge class", body = BadgeClassView)),
)]
pub async fn show(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let (badge_class, drafts) = visible(conn, caller, *id)?;
            BadgeClassView::of(conn, tools, badge_class, drafts)
        })
        .await
}

/// Lists all versions of a badge class, newest first.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/versions", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The versions", body = Versions)),
)]
pub async fn versions(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            visible(conn, caller, *id)?;
            let versions = badge_class_versions::of_badge_class(conn, *id)?;
            let items = versions
                .iter()
                .map(|version| VersionView::of(tools, version));
            Ok(Versions {
                items: items.collect::<Result<_, Problem>>()?,
            })
        })
        .await
}

/// Replaces the draft of a badge class. What is published stays until the next publication.
#[utoipa::path(
    put, path = "/api/v1/badge-classes/{id}", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::BadgeClassDraft,
    responses((status = 200, description = "The badge class as it is now", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn replace(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    draft: JsonBody<Value>,
) -> Result<HttpResponse, Problem> {
    let (draft, bytes) = draft.parts();
    let (content, suspendable, revision) = draft::parts(draft)?;
    rework(exchange, &bytes, move |conn, tools, caller| {
        let edit = BadgeClassEdit {
            content: Some(content.clone()),
            suspendable,
            revision,
        };
        Ok(use_cases::edit(conn, tools, caller, *id, edit)?)
    })
    .await
}

/// Changes single fields of the draft (JSON Merge Patch, RFC 7396): null takes a field away.
#[utoipa::path(
    patch, path = "/api/v1/badge-classes/{id}", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::BadgeClassDraft,
    responses((status = 200, description = "The badge class as it is now", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn patch(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    patch: JsonBody<Value>,
) -> Result<HttpResponse, Problem> {
    let (patch, bytes) = patch.parts();
    if !patch.is_object() {
        return Err(Problem::field("", "bad_format", "Send an object."));
    }
    rework(exchange, &bytes, move |conn, tools, caller| {
        let badge_class = editable(conn, caller, *id)?;
        let mut draft = draft::present(conn, &badge_class)?;
        draft::merge(&mut draft, &patch);
        let (content, suspendable, revision) = draft::parts(draft)?;
        let edit = BadgeClassEdit {
            content: Some(content),
            suspendable,
            revision,
        };
        Ok(use_cases::edit(conn, tools, caller, *id, edit)?)
    })
    .await
}

/// Publishes the draft as the next version. Awards made before keep the version they were made under.
///
/// Where others were asked for their word and have not said yes to this text, it takes a `reason`, which is kept.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/publish", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = Option<schemas::OptionalReason>,
    responses((status = 200, description = "The published badge class", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn publish(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    why: MaybeJson<OptionalReason>,
) -> Result<HttpResponse, Problem> {
    let reason = why.value.and_then(|why| why.reason);
    rework(exchange, &why.bytes, move |conn, tools, caller| {
        let (badge_class, _) = match &reason {
            Some(reason) => use_cases::publish_despite(conn, tools, caller, *id, reason)?,
            None => use_cases::publish(conn, tools, caller, *id)?,
        };
        Ok(badge_class)
    })
    .await
}

/// Archives a badge class: its awards stay, new ones are refused.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/archive", tag = "Badge classes",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The archived badge class", body = BadgeClassView)),
    security(("token" = ["badges:write"])),
)]
pub async fn archive(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    rework(exchange, &[], move |conn, tools, caller| {
        Ok(use_cases::archive(conn, tools, caller, *id)?)
    })
    .await
}

/// Changes a badge class, and answers with it as it is then.
async fn rework<F>(exchange: Exchange, body: &[u8], change: F) -> Result<HttpResponse, Problem>
where
    F: Fn(&mut DbConnection, &Tools, &Caller) -> Result<BadgeClass, Problem>
        + Send
        + Sync
        + 'static,
{
    exchange
        .change(body, move |conn, tools, caller| {
            let badge_class = change(conn, tools, caller)?;
            Outcome::changed(&BadgeClassView::of(conn, tools, badge_class, true)?)
        })
        .await
}

/// The badge class, and whether the caller may see its draft.
pub(super) fn visible(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, bool), Problem> {
    let badge_class = badge_classes::find(conn, id)?.ok_or_else(Problem::not_found)?;
    let allowed = authorize(
        conn,
        caller,
        Action::ViewDrafts,
        Some(badge_class.issuer_id),
    );
    if badge_class.current_version.is_none() && allowed.is_err() {
        return Err(Problem::not_found());
    }
    Ok((badge_class, allowed.is_ok()))
}

fn editable(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<BadgeClass, Problem> {
    let found = badge_classes::find(conn, id)?;
    let public = found
        .as_ref()
        .is_some_and(|badge_class| badge_class.current_version.is_some());
    let issuer = found.as_ref().map(|badge_class| badge_class.issuer_id);
    authorize(conn, caller, Action::EditBadge, issuer).map_err(|refusal| refusal.known(public))?;
    found.ok_or_else(Problem::not_found)
}
