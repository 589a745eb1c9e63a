//! One account taken up in another: everything that hangs on a person moves; the audit trail stays as it was.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::{
    account_identities, accounts, api_tokens, applications, award_claims, idempotency_keys,
    memberships, passkeys, reviews, saved_comments, sessions, sketches,
};
use crate::types::AccountId;

/// Writes another account into one column of every row that names the first.
macro_rules! moves {
    ($conn:expr, $from:expr, $to:expr; $($table:ident: $value:expr;)+) => {$(
        diesel::update($table::table.filter($table::account_id.eq($from)))
            .set($table::account_id.eq($value))
            .execute($conn)?;
    )+};
}

/// Moves what hangs on `from` to `to`, but its roles and kept answers: those are told apart by account and
/// are removed. Returns nothing of them: read the roles first.
pub fn move_everything(conn: &mut DbConnection, from: AccountId, to: AccountId) -> Result<()> {
    moves! { conn, from, to;
        account_identities: to;
        api_tokens: to;
        passkeys: to;
        saved_comments: to;
        sketches: Some(to);
        sessions: Some(to);
        award_claims: Some(to);
        applications: Some(to);
        reviews: Some(to);
    }
    let kept_answers = idempotency_keys::table.filter(idempotency_keys::account_id.eq(from));
    diesel::delete(kept_answers).execute(conn)?;
    let roles = memberships::table.filter(memberships::account_id.eq(from));
    diesel::delete(roles).execute(conn)?;
    changed_one(
        diesel::update(accounts::table.find(from))
            .set((
                accounts::merged_into.eq(Some(to)),
                accounts::is_operator.eq(false),
            ))
            .execute(conn)?,
    )
}
