//! Sketches: badges that are drawn before they belong to an issuer.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{changed_one, find_locked};
use crate::schema::sketches;
use crate::types::{AccountId, BadgeClassId, SessionId, SketchId, Timestamp};

/// What somebody draws, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sketches, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Sketch {
    /// Names the sketch.
    pub id: SketchId,
    /// The browser in which it began.
    pub session_id: Option<SessionId>,
    /// Whose it is since they signed in.
    pub account_id: Option<AccountId>,
    /// What it says; only `issuing::sketches` reads and writes it.
    pub content: String,
    /// What became of it. A sketch that became a badge class is finished.
    pub badge_class_id: Option<BadgeClassId>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Stores a new sketch.
pub fn insert(conn: &mut DbConnection, sketch: &Sketch) -> Result<()> {
    diesel::insert_into(sketches::table)
        .values(sketch)
        .execute(conn)?;
    Ok(())
}

/// Writes all of a stored sketch.
pub fn update(conn: &mut DbConnection, sketch: &Sketch) -> Result<()> {
    changed_one(
        diesel::update(sketches::table.find(sketch.id))
            .set(sketch)
            .execute(conn)?,
    )
}

/// Finds a sketch.
pub fn find(conn: &mut DbConnection, id: SketchId) -> Result<Option<Sketch>> {
    Ok(sketches::table
        .find(id)
        .select(Sketch::as_select())
        .first(conn)
        .optional()?)
}

/// The unfinished sketch of a browser or an account that was changed last: that of the browser comes first, if nobody else
/// has taken it.
pub fn open_of(
    conn: &mut DbConnection,
    session: Option<SessionId>,
    account: Option<AccountId>,
) -> Result<Option<Sketch>> {
    if let Some(session) = session {
        let found: Option<Sketch> = sketches::table
            .filter(sketches::session_id.eq(session))
            .filter(sketches::badge_class_id.is_null())
            .order(sketches::id.desc())
            .select(Sketch::as_select())
            .first(conn)
            .optional()?;
        let is_ours = |sketch: &Sketch| sketch.account_id.is_none() || sketch.account_id == account;
        if let Some(sketch) = found.filter(is_ours) {
            return Ok(Some(sketch));
        }
    }
    let Some(account) = account else {
        return Ok(None);
    };
    // One that was drawn elsewhere and brought along may be older than it is new here: what was changed last comes first.
    Ok(sketches::table
        .filter(sketches::account_id.eq(account))
        .filter(sketches::badge_class_id.is_null())
        .order((sketches::updated_at.desc(), sketches::id.desc()))
        .select(Sketch::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a sketch and keeps other transactions from changing it until this one ends.
pub fn find_for_update(conn: &mut DbConnection, id: SketchId) -> Result<Option<Sketch>> {
    Ok(find_locked!(conn, sketches::table.find(id), Sketch)?)
}

/// The newest sketch of an account that became this badge class.
pub fn of_badge_class(
    conn: &mut DbConnection,
    account: AccountId,
    badge_class: BadgeClassId,
) -> Result<Option<Sketch>> {
    Ok(sketches::table
        .filter(sketches::account_id.eq(account))
        .filter(sketches::badge_class_id.eq(badge_class))
        .order(sketches::id.desc())
        .select(Sketch::as_select())
        .first(conn)
        .optional()?)
}

/// The newest unfinished sketch of a browser that is nobody's yet.
pub fn nobodys(conn: &mut DbConnection, session: SessionId) -> Result<Option<Sketch>> {
    Ok(sketches::table
        .filter(sketches::session_id.eq(session))
        .filter(sketches::badge_class_id.is_null())
        .filter(sketches::account_id.is_null())
        .order(sketches::id.desc())
        .select(Sketch::as_select())
        .first(conn)
        .optional()?)
}

/// Gives what was drawn in a browser to the account that signed in there. Returns how many sketches that were.
pub fn adopt(conn: &mut DbConnection, session: SessionId, account: AccountId) -> Result<usize> {
    Ok(diesel::update(sketches::table)
        .filter(sketches::session_id.eq(session))
        .filter(sketches::account_id.is_null())
        .set(sketches::account_id.eq(Some(account)))
        .execute(conn)?)
}

/// Whether [`forget_before`] would forget any.
pub fn any_before(conn: &mut DbConnection, day: Timestamp) -> Result<bool> {
    Ok(sketches::table
        .filter(sketches::updated_at.lt(day))
        .filter(sketches::account_id.is_null())
        .select(sketches::id)
        .first::<SketchId>(conn)
        .optional()?
        .is_some())
}

/// Forgets sketches of nobody's account that were last changed before `day`. Returns how many.
pub fn forget_before(conn: &mut DbConnection, day: Timestamp) -> Result<usize> {
    Ok(diesel::delete(sketches::table)
        .filter(sketches::updated_at.lt(day))
        .filter(sketches::account_id.is_null())
        .execute(conn)?)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;

    use super::*;
    use crate::testing::TestDatabase;

    fn sketch(db: &TestDatabase, session: SessionId, account: Option<AccountId>) -> Sketch {
        Sketch {
            id: db.id(),
            session_id: Some(session),
            account_id: account,
            content: "{}".to_owned(),
            badge_class_id: None,
            created_at: db.start(),
            updated_at: db.start(),
        }
    }

    crate::on_each_database! {
        fn the_newest_unfinished_sketch_of_a_browser_is_found(db: &TestDatabase) {
            let session: SessionId = db.id();
            let [older, newer] = [sketch(db, session, None), sketch(db, session, None)];
            db.write(|conn| {
                insert(conn, &older)?;
                insert(conn, &newer)
            }).unwrap();

            let found = db.write(|conn| open_of(conn, Some(session), None)).unwrap();
            let others = db.write(|conn| open_of(conn, Some(db.id()), None)).unwrap();

            assert_eq!(found, Some(newer));
            assert_eq!(others, None);
        }
    }

    crate::on_each_database! {
        fn what_was_drawn_before_signing_in_follows_the_account_and_nobody_else_gets_it(db: &TestDatabase) {
            let session: SessionId = db.id();
            let (ada, bob) = (db.account().insert(), db.account().insert());
            let drawn = sketch(db, session, None);
            db.write(|conn| insert(conn, &drawn)).unwrap();

            let adopted = db.write(|conn| adopt(conn, session, ada.id)).unwrap();
            let again = db.write(|conn| adopt(conn, session, bob.id)).unwrap();
            let elsewhere = db.write(|conn| open_of(conn, Some(db.id()), Some(ada.id))).unwrap();
            let others = db.write(|conn| open_of(conn, Some(session), Some(bob.id))).unwrap();
            let nobody = db.write(|conn| open_of(conn, Some(session), None)).unwrap();

            assert_eq!((adopted, again), (1, 0));
            assert_eq!(elsewhere.map(|sketch| sketch.id), Some(drawn.id));
            assert_eq!((others, nobody), (None, None));
        }
    }

    crate::on_each_database! {
        fn old_sketches_of_nobody_are_forgotten(db: &TestDatabase) {
            let ada = db.account().insert();
            let (lost, kept) = (sketch(db, db.id(), None), sketch(db, db.id(), Some(ada.id)));
            db.write(|conn| {
                insert(conn, &lost)?;
                insert(conn, &kept)
            }).unwrap();
            let later = Timestamp::from(db.start().as_jiff() + 1.hour());

            let forgotten = db.write(|conn| forget_before(conn, later)).unwrap();

            assert_eq!(forgotten, 1);
            assert!(db.write(|conn| find(conn, kept.id)).unwrap().is_some());
        }
    }
}
