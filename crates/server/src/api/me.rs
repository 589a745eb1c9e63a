//! Who the token speaks for.

use accolade_issuing::access::{AccessError, Caller};
use accolade_storage::{DbConnection, accounts, issuers, memberships};
use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Exchange;
use crate::problem::Problem;

/// The account behind a token, and what the token may do.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MeView {
    /// The account.
    account: Uuid,
    /// What the account is called.
    name: String,
    /// Whether it runs this platform.
    operator: bool,
    /// What the token may be used for.
    scopes: Vec<String>,
    /// Roles the account holds; each reaches to the issuers below.
    memberships: Vec<MembershipView>,
}

/// One role at one issuer.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipView {
    /// The issuer.
    issuer: Uuid,
    /// Its slug.
    slug: String,
    /// `owner`, `steward`, `issuer`, `assessor` or `viewer`.
    role: String,
}

/// Shows the account behind the token.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "Account",
    responses((status = 200, description = "The account", body = MeView)),
    security(("token" = [])),
)]
pub async fn show(exchange: Exchange) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| MeView::of(conn, caller))
        .await
}

impl MeView {
    /// The account of the caller.
    pub(super) fn of(conn: &mut DbConnection, caller: &Caller) -> Result<Self, Problem> {
        let id = caller.account.ok_or(AccessError::Unauthenticated)?;
        let account = accounts::find(conn, id)?.ok_or(AccessError::Unauthenticated)?;
        let mut roles = Vec::new();
        for membership in memberships::of_account(conn, id)? {
            let Some(issuer) = issuers::find(conn, membership.issuer_id)? else {
                continue;
            };
            roles.push(MembershipView {
                issuer: issuer.id.into(),
                slug: issuer.slug,
                role: membership.role.to_string(),
            });
        }
        Ok(Self {
            account: id.into(),
            name: account.name,
            operator: caller.operator,
            scopes: caller
                .scopes
                .iter()
                .map(|scope| scope.as_str().to_owned())
                .collect(),
            memberships: roles,
        })
    }
}
