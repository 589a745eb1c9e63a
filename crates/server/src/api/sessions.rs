//! Where one is signed in, and ending that from elsewhere.

use accolade_issuing::access::{AccessError, Action, authorize};
use accolade_issuing::sessions as use_cases;
use accolade_storage::Page;
use accolade_storage::sessions::Session;
use accolade_storage::types::SessionId;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Exchange, Listing, moment};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// One browser in which the account is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Its id.
    id: Uuid,
    /// What the browser calls itself.
    user_agent: String,
    /// The network it came from.
    network: String,
    /// When its person signed in.
    created_at: String,
    /// When it was last used, give or take some minutes.
    last_seen_at: String,
    /// When it ends however much it is used.
    expires_at: String,
}

impl From<Session> for SessionView {
    fn from(session: Session) -> Self {
        Self {
            id: session.id.into(),
            user_agent: session.user_agent,
            network: session.address,
            created_at: moment(session.created_at),
            last_seen_at: moment(session.last_seen_at),
            expires_at: moment(session.expires_at),
        }
    }
}

/// Lists where one's own account is signed in, newest first.
#[utoipa::path(
    get, path = "/api/v1/sessions", tag = "Account",
    responses((status = 200, description = "All of them", body = Listing<SessionView>)),
    security(("token" = ["tokens:write"])),
)]
pub async fn list(exchange: Exchange) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            authorize(conn, caller, Action::RevokeToken, None)?;
            let account = caller.account.ok_or(AccessError::Unauthenticated)?;
            let items = use_cases::of_account(conn, tools, account)?;
            Ok(Page { items, next: None }.map(SessionView::from))
        })
        .await
}

/// Signs one's own account out in one browser.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{id}", tag = "Account",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It is signed out")),
    security(("token" = ["tokens:write"])),
)]
pub async fn end(
    caller: Authenticated,
    id: web::Path<SessionId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let ended = state
        .write(move |conn, tools| -> Result<_, AccessError> {
            authorize(conn, &caller.0, Action::RevokeToken, None)?;
            use_cases::end(conn, tools, &caller.0, *id)
        })
        .await?;
    match ended {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(Problem::not_found()),
    }
}
