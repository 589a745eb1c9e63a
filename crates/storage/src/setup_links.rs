//! The one-time link by which the first operator sets the site up.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::setup_links;
use crate::types::{Digest, Timestamp};

/// One link, and whether it was used.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = setup_links, treat_none_as_default_value = false)]
pub struct SetupLink {
    /// The SHA-256 of the secret in the link.
    pub digest: Digest,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops being good.
    pub expires_at: Timestamp,
    /// When the site was set up with it.
    pub used_at: Option<Timestamp>,
}

/// Stores a link in place of all others that were not used.
pub fn replace(conn: &mut DbConnection, link: &SetupLink) -> Result<()> {
    diesel::delete(setup_links::table.filter(setup_links::used_at.is_null())).execute(conn)?;
    diesel::insert_into(setup_links::table)
        .values(link)
        .execute(conn)?;
    Ok(())
}

/// Finds the link whose secret has this digest.
pub fn find(conn: &mut DbConnection, digest: Digest) -> Result<Option<SetupLink>> {
    Ok(setup_links::table
        .find(digest)
        .select(SetupLink::as_select())
        .first(conn)
        .optional()?)
}

/// Marks a link as used; `false` if somebody was faster.
pub fn mark_used(conn: &mut DbConnection, digest: Digest, at: Timestamp) -> Result<bool> {
    let link = setup_links::table
        .find(digest)
        .filter(setup_links::used_at.is_null());
    let rows = diesel::update(link)
        .set(setup_links::used_at.eq(Some(at)))
        .execute(conn)?;
    Ok(rows > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestDatabase;

    fn link(db: &TestDatabase, digest: u8) -> SetupLink {
        SetupLink {
            digest: Digest::from_bytes([digest; 32]),
            created_at: db.start(),
            expires_at: db.start(),
            used_at: None,
        }
    }

    crate::on_each_database! {
        fn a_new_link_takes_the_place_of_the_old_and_is_used_once(db: &TestDatabase) {
            let (old, new) = (link(db, 1), link(db, 2));
            db.write(|conn| replace(conn, &old)).unwrap();
            db.write(|conn| replace(conn, &new)).unwrap();

            let first = db.write(|conn| mark_used(conn, new.digest, db.start())).unwrap();
            let second = db.write(|conn| mark_used(conn, new.digest, db.start())).unwrap();

            assert_eq!((first, second), (true, false));
            assert_eq!(db.read(|conn| find(conn, old.digest)).unwrap(), None);
        }
    }
}
