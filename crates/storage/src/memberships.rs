//! Which account holds which role for which issuer.

use diesel::prelude::*;

use crate::connection::DbConnection;
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

/// Gives an account a role; a role it held there before is replaced.
pub fn set(conn: &mut DbConnection, membership: &Membership) -> Result<()> {
    on_backend!(conn, |c| diesel::insert_into(memberships::table)
        .values(membership)
        .on_conflict((memberships::account_id, memberships::issuer_id))
        .do_update()
        .set(memberships::role.eq(membership.role))
        .execute(c))?;
    Ok(())
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
