//! Which awards their earners have taken as theirs.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{ROWS_A_STATEMENT, insert_rows, on_backend};
use crate::schema::{assertions, award_claims};
use crate::types::{AccountId, AssertionId, BadgeClassId, ClaimedHow, IssuerId, Timestamp};

/// That somebody said of an award: it is mine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = award_claims, treat_none_as_default_value = false)]
pub struct AwardClaim {
    /// The award.
    pub assertion_id: AssertionId,
    /// When it was claimed first.
    pub claimed_at: Timestamp,
    /// By whom, if the earner was signed in.
    pub account_id: Option<AccountId>,
    /// In which way.
    pub how: ClaimedHow,
}

/// Marks an award as claimed and says whether it was not so before. The first claim stays as it is.
pub fn mark(conn: &mut DbConnection, claim: &AwardClaim) -> Result<bool> {
    let rows = on_backend!(conn, |c| diesel::insert_into(award_claims::table)
        .values(claim)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows > 0)
}

/// Marks many awards that nobody has claimed yet, as a batch makes them.
pub fn insert_all(conn: &mut DbConnection, claims: &[AwardClaim]) -> Result<()> {
    insert_rows!(conn, award_claims::table, claims)
}

/// Takes the mark away again.
pub fn remove(conn: &mut DbConnection, assertion: AssertionId) -> Result<()> {
    diesel::delete(award_claims::table.find(assertion)).execute(conn)?;
    Ok(())
}

/// The claim of an award, if there is one.
pub fn of(conn: &mut DbConnection, assertion: AssertionId) -> Result<Option<AwardClaim>> {
    Ok(award_claims::table
        .find(assertion)
        .select(AwardClaim::as_select())
        .first(conn)
        .optional()?)
}

/// Which of these awards are claimed, and how.
pub fn of_many(
    conn: &mut DbConnection,
    assertions: &[AssertionId],
) -> Result<HashMap<AssertionId, AwardClaim>> {
    let mut found = HashMap::new();
    for some in assertions.chunks(ROWS_A_STATEMENT) {
        let rows: Vec<AwardClaim> = award_claims::table
            .filter(award_claims::assertion_id.eq_any(some))
            .select(AwardClaim::as_select())
            .load(conn)?;
        found.extend(rows.into_iter().map(|row| (row.assertion_id, row)));
    }
    Ok(found)
}

/// The awards that an account has taken, newest claim first by the award's age.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<HashSet<AssertionId>> {
    let ids: Vec<AssertionId> = award_claims::table
        .filter(award_claims::account_id.eq(account))
        .select(award_claims::assertion_id)
        .load(conn)?;
    Ok(ids.into_iter().collect())
}

/// How many awards of a badge class are claimed, in any state.
pub fn count_by_badge_class(conn: &mut DbConnection, badge_class: BadgeClassId) -> Result<i64> {
    Ok(assertions::table
        .inner_join(award_claims::table.on(award_claims::assertion_id.eq(assertions::id)))
        .filter(assertions::badge_class_id.eq(badge_class))
        .count()
        .get_result(conn)?)
}

/// How many awards of an issuer are claimed, in any state.
pub fn count_by_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<i64> {
    Ok(assertions::table
        .inner_join(award_claims::table.on(award_claims::assertion_id.eq(assertions::id)))
        .filter(assertions::issuer_id.eq(issuer))
        .count()
        .get_result(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assertions::Assertion;
    use crate::testing::TestDatabase;

    fn two_awards(db: &TestDatabase) -> (Assertion, Assertion) {
        let issuer = db.issuer().insert();
        let badge = db.badge_class(&issuer).insert();
        let version = db.version(&badge).insert();
        let list = db.status_list(&issuer).insert();
        let award = || db.assertion(&version, &list).insert();
        (award(), award())
    }

    fn claim(award: &Assertion, how: ClaimedHow) -> AwardClaim {
        AwardClaim {
            assertion_id: award.id,
            claimed_at: award.created_at,
            account_id: None,
            how,
        }
    }

    crate::on_each_database! {
        fn the_first_claim_of_an_award_stays(db: &TestDatabase) {
            let (award, _) = two_awards(db);
            let first = claim(&award, ClaimedHow::Mail);

            let (new, again) = db
                .write(|conn| {
                    Ok::<_, crate::StorageError>((
                        mark(conn, &first)?,
                        mark(conn, &claim(&award, ClaimedHow::Link))?,
                    ))
                })
                .unwrap();

            assert_eq!((new, again), (true, false));
            assert_eq!(db.read(|conn| of(conn, award.id)).unwrap(), Some(first));
        }

        fn claimed_awards_are_counted_by_badge_and_issuer(db: &TestDatabase) {
            let (award, other) = two_awards(db);
            let one = claim(&award, ClaimedHow::Mail);

            db.write(|conn| insert_all(conn, &[one])).unwrap();

            let by_badge = db.read(|conn| count_by_badge_class(conn, award.badge_class_id));
            let by_issuer = db.read(|conn| count_by_issuer(conn, award.issuer_id));
            let found = db.read(|conn| of_many(conn, &[award.id, other.id])).unwrap();
            assert_eq!((by_badge.unwrap(), by_issuer.unwrap()), (1, 1));
            assert_eq!(found, HashMap::from([(award.id, one)]));
        }
    }
}
