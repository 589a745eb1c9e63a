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

/// Forgets the answer that was given under a key, if there is one.
pub fn delete(conn: &mut DbConnection, account: AccountId, key: &str) -> Result<()> {
    diesel::delete(idempotency_keys::table.find((account, key))).execute(conn)?;
    Ok(())
}

/// Whether [`delete_before`] would forget any.
pub fn any_before(conn: &mut DbConnection, moment: Timestamp) -> Result<bool> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(moment));
    let first: Option<String> = old.select(idempotency_keys::key).first(conn).optional()?;
    Ok(first.is_some())
}

/// Forgets the answers that are older than `moment` and says how many there were.
pub fn delete_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn an_answer_is_kept_for_its_account_and_key(db: &TestDatabase) {
            let (ada, grace) = (db.account().insert(), db.account().insert());
            let answer = IdempotencyKey {
                account_id: ada.id,
                key: "once".to_owned(),
                request_digest: Digest::from_bytes([1; 32]),
                status: 201,
                location: Some("/api/v1/awards/1".to_owned()),
                body: "{}".to_owned(),
                created_at: db.start(),
            };

            db.write(|conn| insert(conn, &answer)).unwrap();
            let again = db.write(|conn| insert(conn, &answer));

            assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
            assert_eq!(db.read(|conn| find(conn, grace.id, "once")).unwrap(), None);
            assert_eq!(
                db.read(|conn| find(conn, ada.id, "once")).unwrap(),
                Some(answer)
            );
        }

        fn old_answers_are_forgotten(db: &TestDatabase) {
            let ada = db.account().insert();
            for (key, age) in [("old", 2), ("new", 1)] {
                let answer = IdempotencyKey {
                    account_id: ada.id,
                    key: key.to_owned(),
                    request_digest: Digest::from_bytes([1; 32]),
                    status: 201,
                    location: None,
                    body: String::new(),
                    created_at: Timestamp::from_microseconds(db.start().as_microseconds() - age)
                        .unwrap(),
                };
                db.write(|conn| insert(conn, &answer)).unwrap();
            }
            let moment = Timestamp::from_microseconds(db.start().as_microseconds() - 1).unwrap();

            let forgotten = db.write(|conn| delete_before(conn, moment)).unwrap();

            assert_eq!(forgotten, 1);
            assert!(db.read(|conn| find(conn, ada.id, "old")).unwrap().is_none());
            assert!(db.read(|conn| find(conn, ada.id, "new")).unwrap().is_some());
        }
    }
}
