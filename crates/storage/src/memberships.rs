//! Which account holds which role for which issuer.

use diesel::prelude::*;
use jiff::SignedDuration;

use crate::connection::DbConnection;
use crate::desk_letters;
use crate::error::Result;
use crate::rows::on_backend;
use crate::schema::memberships;
use crate::types::{AccountId, IssuerId, Role, Timestamp};

/// One role of one account for one issuer.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = memberships)]
pub struct Membership {
    /// Who holds the role.
    pub account_id: AccountId,
    /// Where.
    pub issuer_id: IssuerId,
    /// Which role.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
}

/// How long after somebody took a role their desk is first looked at: they have it before their eyes just now.
const FIRST_LOOK: SignedDuration = SignedDuration::from_hours(1);

/// Gives an account a role; a role it held there before is replaced. With the first one their letters begin.
pub fn set(conn: &mut DbConnection, membership: &Membership) -> Result<()> {
    on_backend!(conn, |c| diesel::insert_into(memberships::table)
        .values(membership)
        .on_conflict((memberships::account_id, memberships::issuer_id))
        .do_update()
        .set(memberships::role.eq(membership.role))
        .execute(c))?;
    let since = membership.created_at.as_jiff();
    let look_at = since.checked_add(FIRST_LOOK).unwrap_or(since);
    desk_letters::begin(conn, membership.account_id, look_at.into())
}

/// Takes an account's role away and says whether it had one.
pub fn remove(conn: &mut DbConnection, account: AccountId, issuer: IssuerId) -> Result<bool> {
    let rows = diesel::delete(memberships::table.find((account, issuer))).execute(conn)?;
    Ok(rows > 0)
}

/// All roles of an account.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::account_id.eq(account))
        .order(memberships::issuer_id.desc())
        .select(Membership::as_select())
        .load(conn)?)
}

/// All roles that were given for an issuer, without those it inherits.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Membership>> {
    Ok(memberships::table
        .filter(memberships::issuer_id.eq(issuer))
        .order(memberships::account_id.desc())
        .select(Membership::as_select())
        .load(conn)?)
}

/// Those who hold a role for any of these issuers, each once.
pub fn accounts_of(conn: &mut DbConnection, issuers: &[IssuerId]) -> Result<Vec<AccountId>> {
    Ok(memberships::table
        .filter(memberships::issuer_id.eq_any(issuers))
        .select(memberships::account_id)
        .distinct()
        .load(conn)?)
}

/// The roles that an account holds for any of these issuers.
pub fn roles_for(
    conn: &mut DbConnection,
    account: AccountId,
    issuers: &[IssuerId],
) -> Result<Vec<(IssuerId, Role)>> {
    Ok(memberships::table
        .filter(memberships::account_id.eq(account))
        .filter(memberships::issuer_id.eq_any(issuers))
        .select((memberships::issuer_id, memberships::role))
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Account;
    use crate::issuers::Issuer;
    use crate::testing::TestDatabase;

    fn give(db: &TestDatabase, account: &Account, issuer: &Issuer, role: Role) {
        let membership = Membership {
            account_id: account.id,
            issuer_id: issuer.id,
            role,
            created_at: db.start(),
        };
        db.write(|conn| set(conn, &membership)).unwrap();
    }

    crate::on_each_database! {
        fn a_second_role_replaces_the_first(db: &TestDatabase) {
            let (ada, acme) = (db.account().insert(), db.issuer().insert());

            give(db, &ada, &acme, Role::Viewer);
            give(db, &ada, &acme, Role::Owner);

            let roles = db.read(|conn| of_account(conn, ada.id)).unwrap();
            assert_eq!(roles.len(), 1);
            assert_eq!(roles[0].role, Role::Owner);
        }

        fn roles_are_told_for_the_issuers_asked_about(db: &TestDatabase) {
            let (ada, grace) = (db.account().insert(), db.account().insert());
            let (one, two, three) = (
                db.issuer().insert(),
                db.issuer().insert(),
                db.issuer().insert(),
            );
            give(db, &ada, &one, Role::Owner);
            give(db, &ada, &two, Role::Issuer);
            give(db, &grace, &three, Role::Steward);

            let mut roles = db
                .read(|conn| roles_for(conn, ada.id, &[one.id, two.id, three.id]))
                .unwrap();
            let none = db.read(|conn| roles_for(conn, ada.id, &[])).unwrap();

            roles.sort();
            assert_eq!(roles, [(one.id, Role::Owner), (two.id, Role::Issuer)]);
            assert_eq!(none, []);
        }

        fn a_role_can_be_taken_away_once(db: &TestDatabase) {
            let (ada, acme) = (db.account().insert(), db.issuer().insert());
            give(db, &ada, &acme, Role::Viewer);

            let first = db.write(|conn| remove(conn, ada.id, acme.id)).unwrap();
            let second = db.write(|conn| remove(conn, ada.id, acme.id)).unwrap();

            assert!(first);
            assert!(!second);
            assert_eq!(db.read(|conn| of_issuer(conn, acme.id)).unwrap(), []);
        }
    }
}
