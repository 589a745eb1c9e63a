//! The outbox: letters that were written together with the change they tell of, and leave after it.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{insert_rows, on_backend};
use crate::schema::mails;
use crate::types::{BundleId, MailId, MailState, Timestamp};

/// A letter in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mails, treat_none_as_default_value = false)]
pub struct Mail {
    /// Its id; the `Message-ID` is made from it, so that a letter sent twice is recognised.
    pub id: MailId,
    /// To whom it goes and what it says, sealed: it may hold a sign-in code.
    pub sealed: Vec<u8>,
    /// How far it has come.
    pub state: MailState,
    /// What it belongs to, so that it can be called back with the rest.
    pub bundle_id: Option<BundleId>,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: i32,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent, given up or called back.
    pub ended_at: Option<Timestamp>,
}

/// Puts letters into the outbox.
pub fn insert_all(conn: &mut DbConnection, letters: &[Mail]) -> Result<()> {
    insert_rows!(conn, mails::table, letters)
}

/// Takes up to `limit` letters that are due, the oldest first, and keeps other copies of the server from taking
/// them before `until`. Each try is counted when it begins: one that never ends counts too.
pub fn lease(
    conn: &mut DbConnection,
    now: Timestamp,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Mail>> {
    let due: Vec<Mail> = mails::table
        .filter(waiting())
        .filter(mails::due_at.le(now))
        .order((mails::due_at, mails::id))
        .limit(limit)
        .select(Mail::as_select())
        .load(conn)?;
    let mut leased = Vec::with_capacity(due.len());
    for mut letter in due {
        // Whoever changed it in between has taken it.
        let unchanged = mails::table
            .find(letter.id)
            .filter(mails::state.eq(MailState::Waiting))
            .filter(mails::due_at.eq(letter.due_at));
        let taken = on_backend!(conn, |c| diesel::update(unchanged)
            .set((
                mails::due_at.eq(until),
                mails::attempts.eq(mails::attempts + 1)
            ))
            .execute(c))?;
        if taken == 1 {
            letter.due_at = until;
            letter.attempts += 1;
            leased.push(letter);
        }
    }
    Ok(leased)
}

/// Keeps a letter that is leased until `leased` from other copies of the server until `until`, and says whether it still
/// was: not if it was called back meanwhile, or if the lease ran out and another copy took it.
pub fn hold(
    conn: &mut DbConnection,
    id: MailId,
    leased: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    let ours = mails::table
        .find(id)
        .filter(mails::state.eq(MailState::Waiting))
        .filter(mails::due_at.eq(leased));
    let held = on_backend!(conn, |c| diesel::update(ours)
        .set(mails::due_at.eq(until))
        .execute(c))?;
    Ok(held == 1)
}

/// When the next letter is due, if any waits.
pub fn next_due(conn: &mut DbConnection) -> Result<Option<Timestamp>> {
    Ok(mails::table
        .filter(waiting())
        .order((mails::due_at, mails::id))
        .select(mails::due_at)
        .first(conn)
        .optional()?)
}

/// Notes that a letter has left, or was given up. What was called back, or has ended, stays as it is.
pub fn end(
    conn: &mut DbConnection,
    id: MailId,
    state: MailState,
    error: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    let waiting = mails::table
        .find(id)
        .filter(mails::state.eq(MailState::Waiting));
    on_backend!(conn, |c| diesel::update(waiting)
        .set((
            mails::state.eq(state),
            mails::last_error.eq(error),
            mails::ended_at.eq(at),
        ))
        .execute(c))?;
    Ok(())
}

/// Notes why a letter could not leave, and when it is tried again, unless it was called back meanwhile.
pub fn put_off(conn: &mut DbConnection, id: MailId, error: &str, due_at: Timestamp) -> Result<()> {
    let waiting = mails::table
        .find(id)
        .filter(mails::state.eq(MailState::Waiting));
    on_backend!(conn, |c| diesel::update(waiting)
        .set((mails::last_error.eq(error), mails::due_at.eq(due_at)))
        .execute(c))?;
    Ok(())
}

/// Calls back what of a bundle still waits, and says how many letters that were.
pub fn drop_bundle(conn: &mut DbConnection, bundle: BundleId, at: Timestamp) -> Result<usize> {
    let waiting = mails::table
        .filter(mails::bundle_id.eq(bundle))
        .filter(mails::state.eq(MailState::Waiting));
    Ok(diesel::update(waiting)
        .set((mails::state.eq(MailState::Dropped), mails::ended_at.eq(at)))
        .execute(conn)?)
}

/// The newest letters, whatever their state.
pub fn newest(conn: &mut DbConnection, limit: i64) -> Result<Vec<Mail>> {
    Ok(mails::table
        .order(mails::id.desc())
        .limit(limit)
        .select(Mail::as_select())
        .load(conn)?)
}

/// Finds a letter.
pub fn find(conn: &mut DbConnection, id: MailId) -> Result<Option<Mail>> {
    Ok(mails::table
        .find(id)
        .select(Mail::as_select())
        .first(conn)
        .optional()?)
}

/// Whether [`delete_ended_before`] would forget any.
pub fn any_ended_before(conn: &mut DbConnection, moment: Timestamp) -> Result<bool> {
    let old = mails::table.filter(mails::ended_at.lt(moment));
    let first: Option<MailId> = old.select(mails::id).first(conn).optional()?;
    Ok(first.is_some())
}

/// Forgets letters that ended before `moment`, and says how many there were.
pub fn delete_ended_before(conn: &mut DbConnection, moment: Timestamp) -> Result<usize> {
    let old = mails::table.filter(mails::ended_at.lt(moment));
    Ok(diesel::delete(old).execute(conn)?)
}

/// The condition of the partial index; neither database matches a bound value with it.
fn waiting() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("mails.state = 'waiting'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    fn letter(db: &TestDatabase, due_in: i64) -> Mail {
        Mail {
            id: db.id(),
            sealed: vec![1, 2, 3],
            state: MailState::Waiting,
            bundle_id: None,
            due_at: after(db, due_in),
            attempts: 0,
            last_error: None,
            created_at: db.start(),
            ended_at: None,
        }
    }

    fn after(db: &TestDatabase, seconds: i64) -> Timestamp {
        Timestamp::from_microseconds(db.start().as_microseconds() + seconds * 1_000_000).unwrap()
    }

    crate::on_each_database! {
        fn a_letter_is_taken_once_and_again_when_its_lease_has_run_out(db: &TestDatabase) {
            let waiting = [letter(db, 0), letter(db, 100)];
            db.write(|conn| insert_all(conn, &waiting)).unwrap();
            let lease_at = |at, until| {
                db.write(|conn| lease(conn, after(db, at), after(db, until), 10)).unwrap()
            };

            let first = lease_at(0, 60);
            let meanwhile = lease_at(30, 90);
            let later = lease_at(60, 120);

            assert_eq!(first.len(), 1);
            assert_eq!(first[0].id, waiting[0].id);
            assert!(meanwhile.is_empty());
            assert_eq!(later.len(), 1);
            assert_eq!(later[0].attempts, 2);
        }

        fn a_letter_that_another_copy_took_or_that_was_called_back_is_held_no_more(db: &TestDatabase) {
            let bundle: BundleId = db.id();
            let [mut slow, mut dropped] = [letter(db, 0), letter(db, 0)];
            slow.bundle_id = None;
            dropped.bundle_id = Some(bundle);
            db.write(|conn| insert_all(conn, &[slow.clone(), dropped.clone()])).unwrap();
            db.write(|conn| lease(conn, after(db, 0), after(db, 60), 10)).unwrap();
            let hold_at = |id, leased, until| {
                db.write(|conn| hold(conn, id, after(db, leased), after(db, until))).unwrap()
            };

            let in_time = hold_at(slow.id, 60, 70);
            db.write(|conn| drop_bundle(conn, bundle, after(db, 5))).unwrap();
            let called_back = hold_at(dropped.id, 60, 70);
            db.write(|conn| lease(conn, after(db, 70), after(db, 130), 10)).unwrap();
            let taken_over = hold_at(slow.id, 70, 140);

            assert_eq!((in_time, called_back, taken_over), (true, false, false));
        }

        fn what_was_called_back_stays_so_whatever_becomes_of_it(db: &TestDatabase) {
            let bundle: BundleId = db.id();
            let mut one = letter(db, 0);
            one.bundle_id = Some(bundle);
            db.write(|conn| insert_all(conn, std::slice::from_ref(&one))).unwrap();
            db.write(|conn| drop_bundle(conn, bundle, db.start())).unwrap();

            db.write(|conn| put_off(conn, one.id, "no answer", after(db, 300))).unwrap();
            db.write(|conn| end(conn, one.id, MailState::Sent, None, after(db, 9))).unwrap();

            let kept = db.read(|conn| find(conn, one.id)).unwrap().unwrap();
            assert_eq!((kept.state, kept.ended_at), (MailState::Dropped, Some(db.start())));
            assert_eq!(db.read(next_due).unwrap(), None);
        }

        fn what_still_waits_of_a_bundle_can_be_called_back(db: &TestDatabase) {
            let bundle: BundleId = db.id();
            let [mut sent, mut waits, other] = [letter(db, 0), letter(db, 0), letter(db, 0)];
            sent.bundle_id = Some(bundle);
            waits.bundle_id = Some(bundle);
            db.write(|conn| insert_all(conn, &[sent.clone(), waits.clone(), other.clone()])).unwrap();
            db.write(|conn| end(conn, sent.id, MailState::Sent, None, db.start())).unwrap();

            let dropped = db.write(|conn| drop_bundle(conn, bundle, db.start())).unwrap();

            let state = |id| db.read(|conn| find(conn, id)).unwrap().unwrap().state;
            assert_eq!(dropped, 1);
            assert_eq!(state(sent.id), MailState::Sent);
            assert_eq!(state(waits.id), MailState::Dropped);
            assert_eq!(state(other.id), MailState::Waiting);
        }

        fn a_letter_that_could_not_leave_waits_for_its_next_try(db: &TestDatabase) {
            let waiting = letter(db, 0);
            db.write(|conn| insert_all(conn, std::slice::from_ref(&waiting))).unwrap();

            db.write(|conn| put_off(conn, waiting.id, "no answer", after(db, 300))).unwrap();

            assert_eq!(db.read(next_due).unwrap(), Some(after(db, 300)));
            let kept = db.read(|conn| find(conn, waiting.id)).unwrap().unwrap();
            assert_eq!(kept.last_error.as_deref(), Some("no answer"));
        }

        fn letters_that_ended_long_ago_are_forgotten(db: &TestDatabase) {
            let [old, new, waiting] = [letter(db, 0), letter(db, 0), letter(db, 0)];
            db.write(|conn| insert_all(conn, &[old.clone(), new.clone(), waiting.clone()])).unwrap();
            db.write(|conn| end(conn, old.id, MailState::Sent, None, after(db, -10))).unwrap();
            db.write(|conn| end(conn, new.id, MailState::Sent, None, after(db, 0))).unwrap();

            let forgotten = db.write(|conn| delete_ended_before(conn, after(db, -5))).unwrap();

            assert_eq!(forgotten, 1);
            assert_eq!(db.read(|conn| find(conn, old.id)).unwrap(), None);
            assert!(db.read(|conn| find(conn, waiting.id)).unwrap().is_some());
        }
    }
}
