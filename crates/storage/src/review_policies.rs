//! Which issuers let nothing be published before others have approved it.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::on_backend;
use crate::schema::review_policies;
use crate::types::{IssuerId, Timestamp};

/// What an issuer has decided; without a row nothing is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = review_policies)]
pub struct ReviewPolicy {
    /// Whose badges, and those of the issuers below.
    pub issuer_id: IssuerId,
    /// How many people, at least, must be asked to say yes.
    pub quorum: i32,
    /// When this was decided.
    pub updated_at: Timestamp,
}

/// What these issuers have decided, in no order.
pub fn of_issuers(conn: &mut DbConnection, issuers: &[IssuerId]) -> Result<Vec<ReviewPolicy>> {
    Ok(review_policies::table
        .filter(review_policies::issuer_id.eq_any(issuers))
        .select(ReviewPolicy::as_select())
        .load(conn)?)
}

/// Stores what an issuer decides.
pub fn set(conn: &mut DbConnection, policy: &ReviewPolicy) -> Result<()> {
    on_backend!(conn, |c| diesel::insert_into(review_policies::table)
        .values(policy)
        .on_conflict(review_policies::issuer_id)
        .do_update()
        .set(policy)
        .execute(c))?;
    Ok(())
}

/// Forgets what an issuer decided.
pub fn remove(conn: &mut DbConnection, issuer: IssuerId) -> Result<()> {
    diesel::delete(review_policies::table.find(issuer)).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::on_each_database;

    on_each_database! {
        fn the_last_word_of_an_issuer_counts(db: &TestDatabase) {
            let (issuer, other) = (db.issuer().insert(), db.issuer().insert());
            let policy = |quorum| ReviewPolicy { issuer_id: issuer.id, quorum, updated_at: db.start() };

            db.write(|conn| set(conn, &policy(1))).unwrap();
            db.write(|conn| set(conn, &policy(3))).unwrap();
            let said = db.read(|conn| of_issuers(conn, &[issuer.id, other.id])).unwrap();
            db.write(|conn| remove(conn, issuer.id)).unwrap();
            let nothing = db.read(|conn| of_issuers(conn, &[issuer.id])).unwrap();

            assert_eq!(said, [policy(3)]);
            assert_eq!(nothing, []);
        }
    }
}
