//! Letters with a link and a code, by which somebody shows that an address is theirs.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{can_be_stored, changed_one, find_locked};
use crate::schema::sign_ins;
use crate::types::{AccountId, Digest, SessionId, SignInId, Timestamp};

/// One letter, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sign_ins, treat_none_as_default_value = false)]
pub struct SignIn {
    /// Names the letter.
    pub id: SignInId,
    /// Where it went, in lower case.
    pub email: String,
    /// The signed-in account that wants to add this address; absent when somebody signs in.
    pub account_id: Option<AccountId>,
    /// The SHA-256 of what the browser holds in which this began.
    pub ticket_digest: Digest,
    /// The SHA-256 of the secret in the link.
    pub link_digest: Digest,
    /// The SHA-256 of ticket and code together, so that the row alone does not give the code away.
    pub code_digest: Digest,
    /// The page to show afterwards, a path of ours.
    pub onward: String,
    /// How many wrong codes were typed.
    pub tries: i32,
    /// When the letter was written.
    pub created_at: Timestamp,
    /// When it stops being good.
    pub expires_at: Timestamp,
    /// When it was used, or given up for too many wrong codes.
    pub used_at: Option<Timestamp>,
    /// The browser in which it was asked for, if something was kept there.
    pub session_id: Option<SessionId>,
}

/// Stores a new letter.
pub fn insert(conn: &mut DbConnection, sign_in: &SignIn) -> Result<()> {
    diesel::insert_into(sign_ins::table)
        .values(sign_in)
        .execute(conn)?;
    Ok(())
}

/// Finds the letter that began in the browser with this ticket, and keeps others from using it meanwhile.
pub fn by_ticket(conn: &mut DbConnection, digest: Digest) -> Result<Option<SignIn>> {
    Ok(find_locked!(
        conn,
        sign_ins::table.filter(sign_ins::ticket_digest.eq(digest)),
        SignIn
    )?)
}

/// Finds the letter with this link, and keeps others from using it meanwhile.
pub fn by_link(conn: &mut DbConnection, digest: Digest) -> Result<Option<SignIn>> {
    Ok(find_locked!(
        conn,
        sign_ins::table.filter(sign_ins::link_digest.eq(digest)),
        SignIn
    )?)
}

/// How many letters went to an address since a moment.
pub fn count_since(conn: &mut DbConnection, email: &str, since: Timestamp) -> Result<i64> {
    if !can_be_stored(email) {
        return Ok(0);
    }
    Ok(sign_ins::table
        .filter(sign_ins::email.eq(email))
        .filter(sign_ins::created_at.gt(since))
        .count()
        .get_result(conn)?)
}

/// Counts a wrong code.
pub fn count_try(conn: &mut DbConnection, id: SignInId) -> Result<()> {
    changed_one(
        diesel::update(sign_ins::table.find(id))
            .set(sign_ins::tries.eq(sign_ins::tries + 1))
            .execute(conn)?,
    )
}

/// Marks a letter as used.
pub fn mark_used(conn: &mut DbConnection, id: SignInId, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(sign_ins::table.find(id))
            .set(sign_ins::used_at.eq(Some(at)))
            .execute(conn)?,
    )
}

/// Whether [`forget_before`] would forget any.
pub fn any_before(conn: &mut DbConnection, moment: Timestamp) -> Result<bool> {
    let old = sign_ins::table.filter(sign_ins::expires_at.lt(moment));
    let first: Option<SignInId> = old.select(sign_ins::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// Forgets letters that ended before a moment, and says how many.
pub fn forget_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = sign_ins::table.filter(sign_ins::expires_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    fn letter(db: &TestDatabase, email: &str, digest: u8) -> SignIn {
        let letter = SignIn {
            id: db.id(),
            email: email.to_owned(),
            account_id: None,
            ticket_digest: Digest::from_bytes([digest; 32]),
            link_digest: Digest::from_bytes([digest; 32]),
            code_digest: Digest::from_bytes([digest; 32]),
            onward: "/desk".to_owned(),
            tries: 0,
            created_at: db.start(),
            expires_at: db.start(),
            used_at: None,
            session_id: None,
        };
        db.write(|conn| insert(conn, &letter)).unwrap();
        letter
    }

    fn before(db: &TestDatabase) -> Timestamp {
        Timestamp::from_microseconds(db.start().as_microseconds() - 1).unwrap()
    }

    crate::on_each_database! {
        fn a_letter_is_found_by_its_ticket_and_by_its_link(db: &TestDatabase) {
            let first = letter(db, "a@a.example", 1);
            letter(db, "a@a.example", 2);

            let found = db.write(|conn| by_ticket(conn, first.ticket_digest)).unwrap();
            let linked = db.write(|conn| by_link(conn, first.link_digest)).unwrap();

            assert_eq!(found, Some(first.clone()));
            assert_eq!(linked, Some(first));
        }

        fn letters_to_an_address_are_counted_from_a_moment_on(db: &TestDatabase) {
            letter(db, "a@a.example", 1);
            letter(db, "b@a.example", 2);

            let recent = db.read(|conn| count_since(conn, "a@a.example", before(db))).unwrap();
            let later = db.read(|conn| count_since(conn, "a@a.example", db.start())).unwrap();

            assert_eq!((recent, later), (1, 0));
        }

        fn wrong_codes_and_use_are_written_down(db: &TestDatabase) {
            let first = letter(db, "a@a.example", 1);

            db.write(|conn| count_try(conn, first.id)).unwrap();
            db.write(|conn| count_try(conn, first.id)).unwrap();
            db.write(|conn| mark_used(conn, first.id, db.start())).unwrap();

            let found = db.write(|conn| by_ticket(conn, first.ticket_digest)).unwrap().unwrap();
            assert_eq!((found.tries, found.used_at), (2, Some(db.start())));
        }
    }
}
