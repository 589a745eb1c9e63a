//! Class lists: people who are awarded together again and again.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::rosters;
use crate::types::{IssuerId, RosterId, Timestamp};

/// A class list of one issuer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rosters)]
pub struct Roster {
    /// Names the list.
    pub id: RosterId,
    /// Whose it is.
    pub issuer_id: IssuerId,
    /// What people call it; each name once an issuer.
    pub name: String,
    /// How many people stand in it.
    pub people: i32,
    /// The people, sealed.
    pub sealed: Vec<u8>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Stores a new list; a conflict says that the issuer has one of that name.
pub fn insert(conn: &mut DbConnection, roster: &Roster) -> Result<()> {
    diesel::insert_into(rosters::table)
        .values(roster)
        .execute(conn)?;
    Ok(())
}

/// Stores what has changed of a list.
pub fn update(conn: &mut DbConnection, roster: &Roster) -> Result<()> {
    changed_one(
        diesel::update(rosters::table.find(roster.id))
            .set(roster)
            .execute(conn)?,
    )
}

/// Forgets a list.
pub fn delete(conn: &mut DbConnection, id: RosterId) -> Result<()> {
    changed_one(diesel::delete(rosters::table.find(id)).execute(conn)?)
}

/// Finds a list.
pub fn find(conn: &mut DbConnection, id: RosterId) -> Result<Option<Roster>> {
    Ok(rosters::table
        .find(id)
        .select(Roster::as_select())
        .first(conn)
        .optional()?)
}

/// The lists of an issuer, by name.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Roster>> {
    Ok(rosters::table
        .filter(rosters::issuer_id.eq(issuer))
        .order(rosters::name)
        .select(Roster::as_select())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn an_issuer_has_one_list_of_a_name(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let list = |name: &str| Roster {
                id: db.id(),
                issuer_id: issuer.id,
                name: name.to_owned(),
                people: 2,
                sealed: vec![1, 2],
                created_at: db.start(),
                updated_at: db.start(),
            };
            let (seven, eight) = (list("7b"), list("8a"));

            db.write(|conn| {
                insert(conn, &eight)?;
                insert(conn, &seven)
            })
            .unwrap();
            let again = db.write(|conn| insert(conn, &list("7b")));
            let found = db.read(|conn| of_issuer(conn, issuer.id)).unwrap();
            db.write(|conn| delete(conn, eight.id)).unwrap();

            assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
            assert_eq!(found, [seven, eight.clone()]);
            assert_eq!(db.read(|conn| find(conn, eight.id)).unwrap(), None);
        }
    }
}
