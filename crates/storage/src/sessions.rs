//! Sessions: browsers that are known again, by the digest of the secret in their cookie.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::sessions;
use crate::types::{AccountId, Digest, SessionId, Timestamp};

/// One browser that is known again.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    /// Names the session; it never leaves the server.
    pub id: SessionId,
    /// The SHA-256 of the secret in the cookie; the secret itself is kept nowhere.
    pub digest: Digest,
    /// Who signed in; absent for a visitor who only keeps something.
    pub account_id: Option<AccountId>,
    /// When it began, or when its person signed in.
    pub created_at: Timestamp,
    /// When it was last used, give or take some minutes.
    pub last_seen_at: Timestamp,
    /// When it ends however much it is used.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
    /// What the browser calls itself, cut short.
    pub user_agent: String,
    /// The network it came from, without the part that names one machine.
    pub address: String,
}

/// Stores a new session.
pub fn insert(conn: &mut DbConnection, session: &Session) -> Result<()> {
    diesel::insert_into(sessions::table)
        .values(session)
        .execute(conn)?;
    Ok(())
}

/// Finds the session whose secret has this digest, also when it ended.
pub fn by_digest(conn: &mut DbConnection, digest: Digest) -> Result<Option<Session>> {
    Ok(sessions::table
        .filter(sessions::digest.eq(digest))
        .select(Session::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a session.
pub fn find(conn: &mut DbConnection, id: SessionId) -> Result<Option<Session>> {
    Ok(sessions::table
        .find(id)
        .select(Session::as_select())
        .first(conn)
        .optional()?)
}

/// The sessions of an account that were not ended, newest first.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<Vec<Session>> {
    Ok(sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::revoked_at.is_null())
        .order(sessions::id.desc())
        .select(Session::as_select())
        .load(conn)?)
}

/// Makes a visitor's session that of a person, under another secret.
pub fn sign_in(
    conn: &mut DbConnection,
    id: SessionId,
    account: AccountId,
    digest: Digest,
    at: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    changed_one(
        diesel::update(sessions::table.find(id))
            .set((
                sessions::account_id.eq(Some(account)),
                sessions::digest.eq(digest),
                sessions::created_at.eq(at),
                sessions::last_seen_at.eq(at),
                sessions::expires_at.eq(expires_at),
            ))
            .execute(conn)?,
    )
}

/// Notes that a session was used.
pub fn touch(conn: &mut DbConnection, id: SessionId, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(sessions::table.find(id))
            .set(sessions::last_seen_at.eq(at))
            .execute(conn)?,
    )
}

/// Ends a session. One that was ended before keeps its first date.
pub fn revoke(conn: &mut DbConnection, id: SessionId, at: Timestamp) -> Result<()> {
    diesel::update(sessions::table.find(id))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}

/// Ends every session of an account but one, and says how many ended.
pub fn revoke_others(
    conn: &mut DbConnection,
    account: AccountId,
    kept: Option<SessionId>,
    at: Timestamp,
) -> Result<usize> {
    let mut ended = 0;
    for session in of_account(conn, account)? {
        if Some(session.id) != kept {
            revoke(conn, session.id, at)?;
            ended += 1;
        }
    }
    Ok(ended)
}

/// Whether [`forget_before`] would forget any.
pub fn any_before(conn: &mut DbConnection, moment: Timestamp) -> Result<bool> {
    let old = sessions::table.filter(sessions::last_seen_at.lt(moment));
    let first: Option<SessionId> = old.select(sessions::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// Forgets sessions that were last used before `moment`, and says how many there were.
pub fn forget_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = sessions::table.filter(sessions::last_seen_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

/// Moves every session of one account to another.
pub fn move_all(conn: &mut DbConnection, from: AccountId, to: AccountId) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::account_id.eq(from)))
        .set(sessions::account_id.eq(Some(to)))
        .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    fn session(db: &TestDatabase, account: Option<AccountId>, digest: u8) -> Session {
        let session = Session {
            id: db.id(),
            digest: Digest::from_bytes([digest; 32]),
            account_id: account,
            created_at: db.start(),
            last_seen_at: db.start(),
            expires_at: db.start(),
            revoked_at: None,
            user_agent: "A browser".to_owned(),
            address: "192.0.2.0/24".to_owned(),
        };
        db.write(|conn| insert(conn, &session)).unwrap();
        session
    }

    crate::on_each_database! {
        fn a_session_is_found_by_the_digest_of_its_secret(db: &TestDatabase) {
            let visitor = session(db, None, 1);
            session(db, None, 2);

            let found = db.read(|conn| by_digest(conn, visitor.digest)).unwrap();

            assert_eq!(found, Some(visitor));
        }

        fn signing_in_leaves_the_old_secret_without_a_session(db: &TestDatabase) {
            let ada = db.account().insert();
            let visitor = session(db, None, 1);
            let new = Digest::from_bytes([9; 32]);

            db.write(|conn| sign_in(conn, visitor.id, ada.id, new, db.start(), db.start())).unwrap();

            assert_eq!(db.read(|conn| by_digest(conn, visitor.digest)).unwrap(), None);
            let found = db.read(|conn| by_digest(conn, new)).unwrap().unwrap();
            assert_eq!((found.id, found.account_id), (visitor.id, Some(ada.id)));
        }

        fn all_sessions_of_an_account_but_one_can_be_ended(db: &TestDatabase) {
            let (ada, grace) = (db.account().insert(), db.account().insert());
            let kept = session(db, Some(ada.id), 1);
            session(db, Some(ada.id), 2);
            let other = session(db, Some(grace.id), 3);

            let ended = db.write(|conn| revoke_others(conn, ada.id, Some(kept.id), db.start())).unwrap();

            assert_eq!(ended, 1);
            assert_eq!(db.read(|conn| of_account(conn, ada.id)).unwrap(), [kept]);
            assert_eq!(db.read(|conn| of_account(conn, grace.id)).unwrap(), [other]);
        }
    }
}
