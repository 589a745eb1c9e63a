//! Who holds a badge, found by the key of the recipient.

use std::cmp::Reverse;

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::assertions;
use crate::types::{AssertionId, AssertionState, BadgeClassId, IssuerId, Timestamp};

/// An award that was not taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Holding {
    /// The award.
    pub assertion: AssertionId,
    /// What was earned.
    pub badge_class: BadgeClassId,
    /// Whether it stands or is on hold.
    pub state: AssertionState,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
}

/// The awards of a badge class to one of these recipients that were not taken back, newest first.
pub fn holdings(
    conn: &mut DbConnection,
    issuer: IssuerId,
    badge_class: BadgeClassId,
    keys: &[Vec<u8>],
) -> Result<Vec<Holding>> {
    let mut held: Vec<Holding> = assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .filter(assertions::recipient_key.eq_any(keys))
        .filter(assertions::state.ne(AssertionState::Revoked))
        .select((
            assertions::id,
            assertions::badge_class_id,
            assertions::state,
            assertions::valid_until,
        ))
        .load(conn)?;
    // A person has few. Asked for the badge or the order too, a database would rather read all awards of the badge.
    held.retain(|one| one.badge_class == badge_class);
    held.sort_unstable_by_key(|one| Reverse(one.assertion));
    Ok(held)
}

impl Holding {
    /// Whether it stands at this moment.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.state == AssertionState::Issued && self.valid_until.is_none_or(|end| now < end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::on_each_database;

    on_each_database! {
        fn a_holder_is_found_by_the_key_while_the_badge_was_not_taken_back(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let version = db.version(&db.badge_class(&issuer).insert()).insert();
            let list = db.status_list(&issuer).insert();
            let award = |index: i32| db.assertion(&version, &list).index(index);
            let standing = award(1).recipient_key(vec![1; 16]).insert();
            let ended = award(2).recipient_key(vec![1; 16]).valid_until(db.start()).insert();
            award(3).recipient_key(vec![2; 16]).state(AssertionState::Revoked).insert();
            award(4).recipient_key(vec![3; 16]).insert();

            let keys = [vec![1; 16], vec![2; 16]];
            let found = db
                .read(|conn| holdings(conn, issuer.id, version.badge_class_id, &keys))
                .unwrap();

            let told: Vec<_> = found.iter().map(|one| (one.assertion, one.stands(db.start()))).collect();
            assert_eq!(told, [(ended.id, false), (standing.id, true)]);
        }
    }
}
