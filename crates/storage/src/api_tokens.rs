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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Account;
    use crate::error::StorageError;
    use crate::testing::TestDatabase;

    fn token(db: &TestDatabase, account: &Account, digest: u8) -> ApiToken {
        let token = ApiToken {
            id: db.id(),
            account_id: account.id,
            name: "For the gradebook".to_owned(),
            digest: Digest::from_bytes([digest; 32]),
            scopes: "awards:read awards:write".to_owned(),
            created_at: db.start(),
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        };
        db.write(|conn| insert(conn, &token)).unwrap();
        token
    }

    crate::on_each_database! {
        fn a_token_is_found_by_the_digest_of_its_secret(db: &TestDatabase) {
            let ada = db.account().insert();
            let first = token(db, &ada, 1);
            token(db, &ada, 2);

            assert_eq!(
                db.read(|conn| by_digest(conn, first.digest)).unwrap(),
                Some(first.clone())
            );
            assert_eq!(
                db.read(|conn| by_digest(conn, Digest::from_bytes([3; 32])))
                    .unwrap(),
                None
            );
            assert_eq!(db.read(|conn| find(conn, first.id)).unwrap(), Some(first));
        }

        fn a_secret_is_given_out_once(db: &TestDatabase) {
            let ada = db.account().insert();
            let mut again = token(db, &ada, 1);
            again.id = db.id();

            let outcome = db.write(|conn| insert(conn, &again));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }

        fn a_withdrawn_token_keeps_its_first_date(db: &TestDatabase) {
            let ada = db.account().insert();
            let given = token(db, &ada, 1);
            let later = Timestamp::from_microseconds(db.start().as_microseconds() + 1).unwrap();

            db.write(|conn| touch(conn, given.id, db.start())).unwrap();
            db.write(|conn| revoke(conn, given.id, db.start())).unwrap();
            db.write(|conn| revoke(conn, given.id, later)).unwrap();

            let found = db.read(|conn| find(conn, given.id)).unwrap().unwrap();
            assert_eq!(found.last_used_at, Some(db.start()));
            assert_eq!(found.revoked_at, Some(db.start()));
        }

        fn an_account_lists_its_own_tokens(db: &TestDatabase) {
            let (ada, grace) = (db.account().insert(), db.account().insert());
            let first = token(db, &ada, 1);
            token(db, &grace, 2);
            let second = token(db, &ada, 3);

            let page = db
                .read(|conn| list(conn, ada.id, PageRequest::first(1)))
                .unwrap();
            let rest = PageRequest::after(page.next.unwrap(), 1);
            let last = db.read(|conn| list(conn, ada.id, rest)).unwrap();

            assert_eq!(page.items, [second]);
            assert_eq!(last.items, [first]);
            assert_eq!(last.next, None);
        }
    }
}
