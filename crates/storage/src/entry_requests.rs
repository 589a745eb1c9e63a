//! People with an account who work nowhere yet and ask to be let in.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::{account_identities, accounts, entry_requests};
use crate::types::{AccountId, Timestamp};

/// One person who asks. Answered requests are gone.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = entry_requests, treat_none_as_default_value = false)]
pub struct EntryRequest {
    /// Who asks.
    pub account_id: AccountId,
    /// What the badge is called that they drew; empty if they drew none.
    pub badge: String,
    /// For how many people it is.
    pub people: i32,
    /// Since when they ask.
    pub created_at: Timestamp,
}

/// Stores a request; a conflict says that this person asks already.
pub fn insert(conn: &mut DbConnection, request: &EntryRequest) -> Result<()> {
    diesel::insert_into(entry_requests::table)
        .values(request)
        .execute(conn)?;
    Ok(())
}

/// The request of an account, if it asks.
pub fn find(conn: &mut DbConnection, account: AccountId) -> Result<Option<EntryRequest>> {
    Ok(entry_requests::table
        .find(account)
        .select(EntryRequest::as_select())
        .first(conn)
        .optional()?)
}

/// At most `limit` requests, the oldest first.
pub fn list(conn: &mut DbConnection, limit: i64) -> Result<Vec<EntryRequest>> {
    Ok(entry_requests::table
        .order((entry_requests::created_at, entry_requests::account_id))
        .limit(limit)
        .select(EntryRequest::as_select())
        .load(conn)?)
}

/// How many ask.
pub fn count(conn: &mut DbConnection) -> Result<i64> {
    Ok(entry_requests::table.count().get_result(conn)?)
}

/// Takes a request away; `false` if there was none.
pub fn remove(conn: &mut DbConnection, account: AccountId) -> Result<bool> {
    let rows = diesel::delete(entry_requests::table.find(account)).execute(conn)?;
    Ok(rows > 0)
}

/// The proved addresses of those who run this installation, at most `limit`.
pub fn operators(conn: &mut DbConnection, limit: i64) -> Result<Vec<String>> {
    Ok(account_identities::table
        .inner_join(accounts::table)
        .filter(accounts::is_operator.eq(true))
        .filter(account_identities::kind.eq("email"))
        .filter(account_identities::proved_at.is_not_null())
        .order(account_identities::value)
        .limit(limit)
        .select(account_identities::value)
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn who_asked_first_stands_first_and_is_gone_once_answered(db: &TestDatabase) {
            let (early, late) = (db.account().insert().id, db.account().insert().id);
            let request = |account_id, created_at| EntryRequest {
                account_id,
                badge: "Band".into(),
                people: 28,
                created_at,
            };
            let later = (db.start().as_jiff() + jiff::SignedDuration::from_secs(1)).into();

            let (order, left) = db
                .write(|conn| {
                    insert(conn, &request(late, later))?;
                    insert(conn, &request(early, db.start()))?;
                    let order: Vec<_> = list(conn, 9)?.into_iter().map(|one| one.account_id).collect();
                    remove(conn, early)?;
                    Ok::<_, crate::StorageError>((order, count(conn)?))
                })
                .unwrap();

            assert_eq!(order, [early, late]);
            assert_eq!(left, 1);
        }
    }
}
