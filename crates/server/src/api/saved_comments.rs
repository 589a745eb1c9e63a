//! Comments that an assessor keeps for use again.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::applications::{ApplicationError, comments};
use accolade_storage::Page;
use accolade_storage::saved_comments::SavedComment;
use accolade_storage::types::SavedCommentId;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, moment, schemas};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// A comment that was kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SavedCommentView {
    /// Its id.
    id: Uuid,
    /// What it says.
    words: String,
    /// When it was kept.
    created_at: String,
}

/// A comment to be kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentRequest {
    words: String,
}

impl From<SavedComment> for SavedCommentView {
    fn from(comment: SavedComment) -> Self {
        Self {
            id: comment.id.into(),
            words: comment.words,
            created_at: moment(comment.created_at),
        }
    }
}

/// Lists one's own comments, in the order they were kept.
#[utoipa::path(
    get, path = "/api/v1/saved-comments", tag = "Applications",
    responses((status = 200, description = "All of them", body = Listing<SavedCommentView>)),
    security(("token" = ["applications:write"])),
)]
pub async fn list(exchange: Exchange) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            authorize(conn, caller, Action::KeepComments, None)?;
            let items = comments::list(conn, caller)?;
            Ok(Page { items, next: None }.map(SavedCommentView::from))
        })
        .await
}

/// Keeps a comment; one that is there already is kept once.
#[utoipa::path(
    post, path = "/api/v1/saved-comments", tag = "Applications",
    request_body = schemas::CommentToKeep,
    responses((status = 201, description = "The comment", body = SavedCommentView)),
    security(("token" = ["applications:write"])),
)]
pub async fn keep(
    exchange: Exchange,
    comment: JsonBody<CommentRequest>,
) -> Result<HttpResponse, Problem> {
    let (comment, bytes) = comment.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            authorize(conn, caller, Action::KeepComments, None)?;
            let kept = comments::keep(conn, tools, caller, &comment.words)?;
            let location = format!("{PREFIX}/saved-comments/{}", kept.id);
            Outcome::created(location, &SavedCommentView::from(kept))
        })
        .await
}

/// Forgets a comment of one's own.
#[utoipa::path(
    delete, path = "/api/v1/saved-comments/{id}", tag = "Applications",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It is not there any more")),
    security(("token" = ["applications:write"])),
)]
pub async fn forget(
    caller: Authenticated,
    id: web::Path<SavedCommentId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, _| -> Result<_, ApplicationError> {
            authorize(conn, &caller.0, Action::KeepComments, None)?;
            comments::forget(conn, &caller.0, *id)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
