//! Who is told by letter of what waits at their desk, and when somebody looked last whether anything does.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::on_backend;
use crate::schema::desk_letters;
use crate::types::{AccountId, Timestamp};

/// One person's letters about their desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = desk_letters, treat_none_as_default_value = false)]
pub struct DeskLetters {
    /// Whose.
    pub account_id: AccountId,
    /// Whether they want none.
    pub is_off: bool,
    /// When the last one was written.
    pub written_at: Option<Timestamp>,
    /// When to look next whether there is something to write.
    pub look_at: Timestamp,
}

/// Begins a person's letters; whoever has them already keeps them as they are.
pub fn begin(conn: &mut DbConnection, account: AccountId, look_at: Timestamp) -> Result<()> {
    let row = DeskLetters {
        account_id: account,
        is_off: false,
        written_at: None,
        look_at,
    };
    on_backend!(conn, |c| diesel::insert_into(desk_letters::table)
        .values(&row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// A person's letters; none for somebody who never held a role.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<Option<DeskLetters>> {
    Ok(desk_letters::table
        .find(account)
        .select(DeskLetters::as_select())
        .first(conn)
        .optional()?)
}

/// Those who want letters and whose desk was not looked at for long enough, the longest first.
pub fn due(conn: &mut DbConnection, now: Timestamp, limit: i64) -> Result<Vec<DeskLetters>> {
    Ok(desk_letters::table
        .filter(desk_letters::is_off.eq(false))
        .filter(desk_letters::look_at.le(now))
        .order(desk_letters::look_at)
        .limit(limit)
        .select(DeskLetters::as_select())
        .load(conn)?)
}

/// Notes that a desk was looked at, and says whether nobody had since `read` was read: two copies of the server that
/// look at once get one "yes" between them.
pub fn looked(
    conn: &mut DbConnection,
    read: &DeskLetters,
    written_at: Option<Timestamp>,
    look_at: Timestamp,
) -> Result<bool> {
    let row = desk_letters::table
        .find(read.account_id)
        .filter(desk_letters::is_off.eq(false))
        .filter(desk_letters::look_at.eq(read.look_at));
    let rows = diesel::update(row)
        .set((
            desk_letters::written_at.eq(written_at),
            desk_letters::look_at.eq(look_at),
        ))
        .execute(conn)?;
    Ok(rows > 0)
}

/// Switches a person's letters off or on.
pub fn set_off(
    conn: &mut DbConnection,
    account: AccountId,
    is_off: bool,
    look_at: Timestamp,
) -> Result<()> {
    begin(conn, account, look_at)?;
    diesel::update(desk_letters::table.find(account))
        .set(desk_letters::is_off.eq(is_off))
        .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn a_desk_is_due_until_one_copy_has_looked_at_it(db: &TestDatabase) {
            let ada = db.account().insert();
            let now = db.start();
            let later = Timestamp::from(now.as_jiff() + jiff::SignedDuration::from_hours(1));
            db.write(|conn| begin(conn, ada.id, now)).unwrap();
            let due_at = |at| db.read(|conn| due(conn, at, 10)).unwrap();
            let found = due_at(now);

            let first = db.write(|conn| looked(conn, &found[0], Some(now), later)).unwrap();
            let second = db.write(|conn| looked(conn, &found[0], Some(now), later)).unwrap();

            assert_eq!((found.len(), first, second), (1, true, false));
            assert!(due_at(now).is_empty());
            assert_eq!(due_at(later)[0].written_at, Some(now));
        }

        fn who_wants_no_letters_is_not_looked_for(db: &TestDatabase) {
            let ada = db.account().insert();
            let now = db.start();

            db.write(|conn| set_off(conn, ada.id, true, now)).unwrap();
            let off = db.read(|conn| due(conn, now, 10)).unwrap();
            db.write(|conn| set_off(conn, ada.id, false, now)).unwrap();
            let on = db.read(|conn| due(conn, now, 10)).unwrap();

            assert_eq!((off.len(), on.len()), (0, 1));
            assert!(!db.read(|conn| of_account(conn, ada.id)).unwrap().unwrap().is_off);
        }
    }
}
