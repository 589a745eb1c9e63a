//! Answers that were given, kept so that a repeated request gets the same one.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::idempotency_keys;
use crate::types::{AccountId, Digest, Timestamp};

/// The answer to a request that carried an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys, treat_none_as_default_value = false)]
pub struct IdempotencyKey {
    /// Who asked.
    pub account_id: AccountId,
    /// The key the client chose.
    pub key: String,
    /// The SHA-256 of what was asked; another one under the same key is a mistake.
    pub request_digest: Digest,
    /// The status of the answer.
    pub status: i32,
    /// Its `Location`.
    pub location: Option<String>,
    /// Its body.
    pub body: String,
    /// When it was given.
    pub created_at: Timestamp,
}

/// Stores an answer; a conflict says that the same key is being answered elsewhere.
pub fn insert(conn: &mut DbConnection, answer: &IdempotencyKey) -> Result<()> {
    diesel::insert_into(idempotency_keys::table)
        .values(answer)
        .execute(conn)?;
    Ok(())
}

/// Finds the answer that was given under a key.
pub fn find(
    conn: &mut DbConnection,
    account: AccountId,
    key: &str,
) -> Result<Option<IdempotencyKey>> {
    Ok(idempotency_keys::table
        .find((account, key))
        .select(IdempotencyKey::as_select())
        .first(conn)
        .optional()?)
}

/// Forgets the answers that are older than `moment` and says how many there were.
pub fn delete_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}
