//! One's own account: its name, the ways to sign in to it, its passkeys.
//!
//! What is added to an account is added in a browser: a passkey is made by a device for the page that asks, and an
//! address is proved by a code in the browser that asked for it. The same holds for joining two accounts.

#![expect(
    unused_qualifications,
    reason = "the macro that describes a route writes whole paths"
)]

use accolade_issuing::access::{AccessError, Action, authorize};
use accolade_issuing::accounts::{self as use_cases, identities};
use accolade_issuing::{passkeys as passkey_cases, sessions};
use accolade_storage::accounts::{self, AccountIdentity};
use accolade_storage::passkeys::{self, Passkey};
use accolade_storage::types::PasskeyId;
use accolade_storage::{DbConnection, Page};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::me::MeView;
use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, Query, moment, schemas};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// One way to sign in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// `email`, or `oidc` for an account at somebody else's.
    kind: String,
    /// The address, or the provider and its name for the account.
    value: String,
    /// When it was proved to be the account's; what was not proved signs nobody in.
    proved_at: Option<String>,
}

/// One passkey.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyView {
    /// Its id.
    id: Uuid,
    /// What its owner calls it.
    name: String,
    /// When it was added.
    created_at: String,
    /// When it last signed somebody in.
    last_used_at: Option<String>,
}

/// What to change of the account.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountEdit {
    name: String,
}

/// Which way to sign in.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct WhichIdentity {
    /// Its kind, as it is listed.
    #[param(required = true)]
    kind: String,
    /// Its value, as it is listed.
    #[param(required = true)]
    value: String,
}

impl From<AccountIdentity> for IdentityView {
    fn from(identity: AccountIdentity) -> Self {
        Self {
            kind: identity.kind,
            value: identity.value,
            proved_at: identity.proved_at.map(moment),
        }
    }
}

impl From<Passkey> for PasskeyView {
    fn from(passkey: Passkey) -> Self {
        Self {
            id: passkey.id.into(),
            name: passkey.name,
            created_at: moment(passkey.created_at),
            last_used_at: passkey.last_used_at.map(moment),
        }
    }
}

/// Changes what one's own account is called.
#[utoipa::path(
    patch, path = "/api/v1/me", tag = "Account",
    request_body = schemas::AccountEdit,
    responses((status = 200, description = "The account", body = MeView)),
    security(("token" = ["account:write"])),
)]
pub async fn rename(
    exchange: Exchange,
    edit: JsonBody<AccountEdit>,
) -> Result<HttpResponse, Problem> {
    let (edit, bytes) = edit.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            use_cases::rename(conn, tools, caller, &edit.name)?;
            Outcome::changed(&MeView::of(conn, caller)?)
        })
        .await
}

/// Lists the ways to sign in to one's own account.
#[utoipa::path(
    get, path = "/api/v1/me/identities", tag = "Account",
    responses((status = 200, description = "All of them", body = Listing<IdentityView>)),
    security(("token" = ["account:write"])),
)]
pub async fn identities(exchange: Exchange) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            authorize(conn, caller, Action::EditAccount, None)?;
            let account = caller.account.ok_or(AccessError::Unauthenticated)?;
            let items = accounts::identities_of(conn, account)?;
            Ok(Page { items, next: None }.map(IdentityView::from))
        })
        .await
}

/// Takes one of them away; never the last that was proved.
#[utoipa::path(
    delete, path = "/api/v1/me/identities", tag = "Account", params(WhichIdentity),
    responses((status = 204, description = "It signs nobody in any more")),
    security(("token" = ["account:write"])),
)]
pub async fn remove_identity(
    caller: Authenticated,
    which: Query<WhichIdentity>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let WhichIdentity { kind, value } = which.0;
    state
        .write(move |conn, tools| identities::remove(conn, tools, &caller.0, &kind, &value))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the passkeys of one's own account.
#[utoipa::path(
    get, path = "/api/v1/me/passkeys", tag = "Account",
    responses((status = 200, description = "All of them", body = Listing<PasskeyView>)),
    security(("token" = ["account:write"])),
)]
pub async fn list_passkeys(exchange: Exchange) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn: &mut DbConnection, _, caller| {
            authorize(conn, caller, Action::EditAccount, None)?;
            let account = caller.account.ok_or(AccessError::Unauthenticated)?;
            let items = passkeys::of_account(conn, account)?;
            Ok(Page { items, next: None }.map(PasskeyView::from))
        })
        .await
}

/// Removes a passkey of one's own.
#[utoipa::path(
    delete, path = "/api/v1/me/passkeys/{id}", tag = "Account",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It signs nobody in any more")),
    security(("token" = ["account:write"])),
)]
pub async fn remove_passkey(
    caller: Authenticated,
    id: web::Path<PasskeyId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let removed = state
        .write(move |conn, tools| passkey_cases::remove(conn, tools, &caller.0, *id))
        .await?;
    match removed {
        true => Ok(HttpResponse::NoContent().finish()),
        false => Err(Problem::not_found()),
    }
}

/// Signs one's own account out in every browser.
#[utoipa::path(
    delete, path = "/api/v1/sessions", tag = "Account",
    responses((status = 204, description = "Nobody is signed in with it any more; tokens still work")),
    security(("token" = ["tokens:write"])),
)]
pub async fn end_sessions(
    caller: Authenticated,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, tools| -> Result<_, AccessError> {
            authorize(conn, &caller.0, Action::RevokeToken, None)?;
            sessions::end_others(conn, tools, &caller.0, None)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
