//! Invitations to a role, by mail to one person or as a link for several.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{changed_one, find_locked};
use crate::schema::invitations;
use crate::types::{AccountId, Digest, InvitationId, IssuerId, Role, Timestamp};

/// One invitation.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations, treat_none_as_default_value = false)]
pub struct Invitation {
    /// Names the invitation.
    pub id: InvitationId,
    /// Where the role is.
    pub issuer_id: IssuerId,
    /// Which role.
    pub role: Role,
    /// Whom it is for; absent for a link that is handed on.
    pub email: Option<String>,
    /// The SHA-256 of the secret in the link.
    pub digest: Digest,
    /// How many people it is for.
    pub seats: i32,
    /// How many have taken it.
    pub taken: i32,
    /// Who invites; absent for the operator at the terminal.
    pub invited_by: Option<AccountId>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// Whether the secret went to that address alone, so that whoever holds it has shown that the address is theirs.
    pub proves_email: bool,
}

/// Stores a new invitation.
pub fn insert(conn: &mut DbConnection, invitation: &Invitation) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values(invitation)
        .execute(conn)?;
    Ok(())
}

/// Finds an invitation.
pub fn find(conn: &mut DbConnection, id: InvitationId) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .find(id)
        .select(Invitation::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the invitation whose secret has this digest, also when it ended.
pub fn by_digest(conn: &mut DbConnection, digest: Digest) -> Result<Option<Invitation>> {
    Ok(invitations::table
        .filter(invitations::digest.eq(digest))
        .select(Invitation::as_select())
        .first(conn)
        .optional()?)
}

/// The same, and keeps others from taking a seat meanwhile.
pub fn by_digest_for_update(conn: &mut DbConnection, digest: Digest) -> Result<Option<Invitation>> {
    Ok(find_locked!(
        conn,
        invitations::table.filter(invitations::digest.eq(digest)),
        Invitation
    )?)
}

/// The invitations of an issuer that were not taken back, newest first.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Invitation>> {
    Ok(invitations::table
        .filter(invitations::issuer_id.eq(issuer))
        .filter(invitations::withdrawn_at.is_null())
        .order(invitations::id.desc())
        .select(Invitation::as_select())
        .load(conn)?)
}

/// Counts one more who took it.
pub fn take_seat(conn: &mut DbConnection, id: InvitationId) -> Result<()> {
    changed_one(
        diesel::update(invitations::table.find(id))
            .set(invitations::taken.eq(invitations::taken + 1))
            .execute(conn)?,
    )
}

/// Takes an invitation back. One that was taken back before keeps its first date.
pub fn withdraw(conn: &mut DbConnection, id: InvitationId, at: Timestamp) -> Result<()> {
    diesel::update(invitations::table.find(id))
        .filter(invitations::withdrawn_at.is_null())
        .set(invitations::withdrawn_at.eq(Some(at)))
        .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn an_invitation_counts_its_seats_and_can_be_taken_back(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let invitation = Invitation {
                id: db.id(),
                issuer_id: issuer.id,
                role: Role::Issuer,
                email: None,
                digest: Digest::from_bytes([1; 32]),
                seats: 5,
                taken: 0,
                invited_by: None,
                created_at: db.start(),
                expires_at: db.start(),
                withdrawn_at: None,
                proves_email: false,
            };
            db.write(|conn| insert(conn, &invitation)).unwrap();

            db.write(|conn| take_seat(conn, invitation.id)).unwrap();
            let listed = db.read(|conn| of_issuer(conn, issuer.id)).unwrap();
            db.write(|conn| withdraw(conn, invitation.id, db.start())).unwrap();

            let found = db.write(|conn| by_digest_for_update(conn, invitation.digest)).unwrap().unwrap();
            assert_eq!(listed.len(), 1);
            assert_eq!((found.taken, found.withdrawn_at), (1, Some(db.start())));
            assert_eq!(db.read(|conn| of_issuer(conn, issuer.id)).unwrap(), []);
        }
    }
}
