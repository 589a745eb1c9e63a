//! API tokens: made, listed, withdrawn.

use accolade_issuing::access::{AccessError, Action, Scope, authorize};
use accolade_issuing::tokens::{self, NewToken};
use accolade_storage::api_tokens::{self, ApiToken};
use accolade_storage::types::ApiTokenId;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Exchange, JsonBody, Listing, PREFIX, Paging, moment, schemas};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// A token as it can be seen later.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    /// Its id.
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// What it may be used for.
    scopes: Vec<String>,
    /// When it was made.
    created_at: String,
    /// When it ends; never if null.
    expires_at: Option<String>,
    /// When it was withdrawn.
    revoked_at: Option<String>,
    /// When it was last used, to the minute.
    last_used_at: Option<String>,
}

/// A token as it is seen once.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewTokenView {
    /// The token.
    #[serde(flatten)]
    token: TokenView,
    /// What goes behind `Bearer`. Nobody can read it again.
    secret: String,
}

/// What a new token should be.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenRequest {
    name: String,
    scopes: Vec<Scope>,
    expires_at: Option<jiff::Timestamp>,
}

impl From<ApiToken> for TokenView {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id.into(),
            name: token.name,
            scopes: token.scopes.split_whitespace().map(str::to_owned).collect(),
            created_at: moment(token.created_at),
            expires_at: token.expires_at.map(moment),
            revoked_at: token.revoked_at.map(moment),
            last_used_at: token.last_used_at.map(moment),
        }
    }
}

/// Lists the tokens of one's own account, ended ones too.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "Tokens", params(Paging),
    responses((status = 200, description = "A page of tokens", body = Listing<TokenView>)),
    security(("token" = ["tokens:write"])),
)]
pub async fn list(exchange: Exchange, paging: Paging) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            authorize(conn, caller, Action::CreateToken, None)?;
            let account = caller.account.ok_or(AccessError::Unauthenticated)?;
            let tokens = api_tokens::list(conn, account, paging.request())?;
            Ok(tokens.map(TokenView::from))
        })
        .await
}

/// Makes a token for one's own account, with no more scopes than the one that asks.
///
/// An `Idempotency-Key` is not taken here: to repeat the answer, the secret would have to be kept.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "Tokens",
    request_body = schemas::TokenRequest,
    responses((status = 201, description = "The token and its secret", body = NewTokenView)),
    security(("token" = ["tokens:write"])),
)]
pub async fn create(
    caller: Authenticated,
    new: JsonBody<TokenRequest>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let new = NewToken {
        account: None,
        name: new.value.name,
        scopes: new.value.scopes.into_iter().collect(),
        expires_at: new.value.expires_at.map(Into::into),
    };
    let (token, secret) = state
        .write(move |conn, tools| tokens::create(conn, tools, &caller.0, new))
        .await?;
    Ok(HttpResponse::Created()
        .insert_header(("location", format!("{PREFIX}/tokens/{}", token.id)))
        .insert_header(("cache-control", "no-store"))
        .json(NewTokenView {
            token: token.into(),
            secret,
        }))
}

/// Withdraws a token at once.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "Tokens",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It opens nothing any more")),
    security(("token" = ["tokens:write"])),
)]
pub async fn withdraw(
    caller: Authenticated,
    id: web::Path<ApiTokenId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, tools| tokens::revoke(conn, tools, &caller.0, *id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
