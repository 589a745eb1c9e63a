//! API tokens, known by the digest of their secret.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::changed_one;
use crate::schema::api_tokens;
use crate::types::{AccountId, ApiTokenId, Digest, Timestamp};

/// Lets a program act for an account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = api_tokens, treat_none_as_default_value = false)]
pub struct ApiToken {
    /// Names the token.
    pub id: ApiTokenId,
    /// For whom it acts.
    pub account_id: AccountId,
    /// What its owner calls it.
    pub name: String,
    /// The SHA-256 of its secret; the secret itself is kept nowhere.
    pub digest: Digest,
    /// What it may be used for, separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; never if absent.
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Stores a new token.
pub fn insert(conn: &mut DbConnection, token: &ApiToken) -> Result<()> {
    diesel::insert_into(api_tokens::table)
        .values(token)
        .execute(conn)?;
    Ok(())
}

/// Finds a token.
pub fn find(conn: &mut DbConnection, id: ApiTokenId) -> Result<Option<ApiToken>> {
    Ok(api_tokens::table
        .find(id)
        .select(ApiToken::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the token whose secret has this digest, also when it ended or was withdrawn.
pub fn by_digest(conn: &mut DbConnection, digest: Digest) -> Result<Option<ApiToken>> {
    Ok(api_tokens::table
        .filter(api_tokens::digest.eq(digest))
        .select(ApiToken::as_select())
        .first(conn)
        .optional()?)
}

/// Notes that a token was used.
pub fn touch(conn: &mut DbConnection, id: ApiTokenId, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(api_tokens::table.find(id))
            .set(api_tokens::last_used_at.eq(Some(at)))
            .execute(conn)?,
    )
}

/// Withdraws a token. One that was withdrawn before keeps its first date.
pub fn revoke(conn: &mut DbConnection, id: ApiTokenId, at: Timestamp) -> Result<()> {
    diesel::update(api_tokens::table.find(id))
        .filter(api_tokens::revoked_at.is_null())
        .set(api_tokens::revoked_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}

/// The tokens of an account, also those that ended, newest first.
pub fn list(
    conn: &mut DbConnection,
    account: AccountId,
    page: PageRequest,
) -> Result<Page<ApiToken>> {
    let mut query = api_tokens::table
        .filter(api_tokens::account_id.eq(account))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(api_tokens::id.lt(ApiTokenId::from_uuid(after)));
    }
    let rows = query
        .order(api_tokens::id.desc())
        .limit(page.rows())
        .select(ApiToken::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |token| token.id.into()))
}
