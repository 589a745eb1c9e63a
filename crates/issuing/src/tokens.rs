//! API tokens: shown once, kept as a digest, limited to scopes.

use accolade_storage::api_tokens::{self, ApiToken};
use accolade_storage::types::{AccountId, ApiTokenId, Digest, Timestamp};
use accolade_storage::{DbConnection, StorageError, accounts};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::access::{AccessError, Action, Caller, Scopes, authorize};
use crate::audit::{self, Deed};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// What every token begins with, so that leaked ones are found by scanners.
pub const PREFIX: &str = "acc_";

/// What a new token should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// For whom; the caller if unsaid. Only the operator makes tokens for others.
    pub account: Option<AccountId>,
    /// What it is for, in the owner's words.
    pub name: String,
    /// What it may be used for.
    pub scopes: Scopes,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
}

/// Why a token could not be made or ended.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such token of this caller.
    #[error("there is no such token")]
    UnknownToken,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes a token and gives its secret, which nobody can read again.
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    mut new: NewToken,
) -> Result<(ApiToken, String), TokenError> {
    authorize(conn, caller, Action::CreateToken, None)?;
    new.name = new.name.trim().to_owned();
    check(tools, caller, &new)?;
    outlives_nobody(conn, caller, &new)?.into_result()?;
    let account = new
        .account
        .or(caller.account)
        .ok_or_else(|| Violations::one("/account", "required", "Say whose token this is."))?;
    if accounts::find(conn, account)?.is_none() {
        return Err(Violations::one("/account", "unknown", "There is no such account.").into());
    }
    let random: [u8; 32] = tools.random.bytes();
    let secret = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random));
    let token = ApiToken {
        id: ids::new(tools),
        account_id: account,
        name: new.name,
        digest: digest(&secret),
        scopes: new.scopes.to_string(),
        created_at: tools.now(),
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    api_tokens::insert(conn, &token)?;
    record(conn, tools, caller, &token, "token.created")?;
    Ok((token, secret))
}

/// Ends a token at once.
pub fn revoke(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApiTokenId,
) -> Result<(), TokenError> {
    authorize(conn, caller, Action::RevokeToken, None)?;
    let token = api_tokens::find(conn, id)?
        .filter(|token| caller.operator || caller.account == Some(token.account_id))
        .ok_or(TokenError::UnknownToken)?;
    if token.revoked_at.is_none() {
        api_tokens::revoke(conn, id, tools.now())?;
        record(conn, tools, caller, &token, "token.revoked")?;
    }
    Ok(())
}

/// Who stands behind a secret; nobody if it is unknown, revoked or expired.
pub fn authenticate(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &str,
) -> Result<Option<Caller>, StorageError> {
    if !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    let now = tools.now();
    let alive = |token: &ApiToken| {
        token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end)
    };
    let Some(token) = api_tokens::by_digest(conn, digest(secret))?.filter(alive) else {
        return Ok(None);
    };
    let Some(account) = accounts::find(conn, token.account_id)? else {
        return Ok(None);
    };
    Ok(Some(Caller {
        account: Some(account.id),
        operator: account.is_operator,
        // A scope that was taken out of the list since gives nothing.
        scopes: token
            .scopes
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect(),
        token: Some(token.id),
    }))
}

/// Notes that a token was used just now. Apart from [`authenticate`], so that a request that only
/// reads need not write.
pub fn note_use(
    conn: &mut DbConnection,
    tools: &Tools,
    token: ApiTokenId,
) -> Result<(), StorageError> {
    api_tokens::touch(conn, token, tools.now())
}

/// A token that ends makes none that is good for longer: its end would mean nothing.
fn outlives_nobody(
    conn: &mut DbConnection,
    caller: &Caller,
    new: &NewToken,
) -> Result<Violations, StorageError> {
    let mut found = Violations::default();
    let maker = match caller.token {
        Some(id) => api_tokens::find(conn, id)?,
        None => None,
    };
    if let Some(end) = maker.and_then(|maker| maker.expires_at)
        && new.expires_at.is_none_or(|wanted| wanted > end)
    {
        let message = "A token cannot make one that is good for longer than itself.";
        found.add("/expiresAt", "not_allowed", message);
    }
    Ok(found)
}

fn check(tools: &Tools, caller: &Caller, new: &NewToken) -> Result<(), TokenError> {
    let for_another = new.account.is_some() && new.account != caller.account;
    if for_another && !caller.operator {
        return Err(AccessError::Forbidden.into());
    }
    let mut found = Violations::default();
    found.required("/name", &new.name, limits::NAME);
    if new.scopes.is_empty() {
        found.add(
            "/scopes",
            "required",
            "A token without scopes opens nothing.",
        );
    }
    if !caller.scopes.includes(new.scopes) {
        let message = "A token cannot make one that may do more than itself.";
        found.add("/scopes", "not_allowed", message);
    }
    if new.expires_at.is_some_and(|end| end <= tools.now()) {
        found.add("/expiresAt", "in_the_past", "This moment has passed.");
    }
    Ok(found.into_result()?)
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    token: &ApiToken,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "api_token",
        subject: token.id.into(),
        issuer: None,
        detail: json!({ "name": token.name, "scopes": token.scopes }),
    };
    audit::record(conn, tools, caller, deed)
}

fn digest(secret: &str) -> Digest {
    Digest::from_bytes(Sha256::digest(secret).into())
}

#[cfg(test)]
mod tests;
