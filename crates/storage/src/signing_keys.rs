//! Signing keys. They are retired, never deleted: old signatures still need them.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{can_be_stored, changed_one};
use crate::schema::signing_keys;
use crate::types::{IssuerId, KeyAlgorithm, KeyState, SigningKeyId, Timestamp};

/// A key pair of an issuer, the private half encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signing_keys, treat_none_as_default_value = false)]
pub struct SigningKey {
    /// Names the key within this installation.
    pub id: SigningKeyId,
    /// Whose it is.
    pub issuer_id: IssuerId,
    /// How it signs.
    pub algorithm: KeyAlgorithm,
    /// Names the key to the world, as the last part of its address.
    pub kid: String,
    /// The public half as JSON Web Key.
    pub public_jwk: String,
    /// The public half as Multikey, where that form exists.
    pub public_multikey: Option<String>,
    /// The private half, encrypted under the operator's key.
    pub sealed: Vec<u8>,
    /// What it is still good for.
    pub state: KeyState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stopped signing.
    pub retired_at: Option<Timestamp>,
}

/// Stores a new key; a conflict says that the issuer has a key of this name.
pub fn insert(conn: &mut DbConnection, key: &SigningKey) -> Result<()> {
    diesel::insert_into(signing_keys::table)
        .values(key)
        .execute(conn)?;
    Ok(())
}

/// Finds a key.
pub fn find(conn: &mut DbConnection, id: SigningKeyId) -> Result<Option<SigningKey>> {
    Ok(signing_keys::table
        .find(id)
        .select(SigningKey::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the key of an issuer that carries `kid`.
pub fn by_kid(conn: &mut DbConnection, issuer: IssuerId, kid: &str) -> Result<Option<SigningKey>> {
    if !can_be_stored(kid) {
        return Ok(None);
    }
    Ok(signing_keys::table
        .filter(signing_keys::issuer_id.eq(issuer))
        .filter(signing_keys::kid.eq(kid))
        .select(SigningKey::as_select())
        .first(conn)
        .optional()?)
}

/// All keys of an issuer in any state, oldest first.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<SigningKey>> {
    Ok(signing_keys::table
        .filter(signing_keys::issuer_id.eq(issuer))
        .order(signing_keys::id)
        .select(SigningKey::as_select())
        .load(conn)?)
}

/// Finds the key with which an issuer signs now; the newest if several are active.
pub fn active(
    conn: &mut DbConnection,
    issuer: IssuerId,
    algorithm: KeyAlgorithm,
) -> Result<Option<SigningKey>> {
    Ok(signing_keys::table
        .filter(signing_keys::issuer_id.eq(issuer))
        .filter(signing_keys::algorithm.eq(algorithm))
        .filter(signing_keys::state.eq(KeyState::Active))
        .order(signing_keys::id.desc())
        .select(SigningKey::as_select())
        .first(conn)
        .optional()?)
}

/// Says what a key is still good for. `retired_at` is absent for an active one.
pub fn set_state(
    conn: &mut DbConnection,
    id: SigningKeyId,
    state: KeyState,
    retired_at: Option<Timestamp>,
) -> Result<()> {
    changed_one(
        diesel::update(signing_keys::table.find(id))
            .set((
                signing_keys::state.eq(state),
                signing_keys::retired_at.eq(retired_at),
            ))
            .execute(conn)?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn the_newest_active_key_signs(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let old = db.signing_key(&issuer).insert();
            let new = db.signing_key(&issuer).insert();
            let other = db
                .signing_key(&issuer)
                .algorithm(KeyAlgorithm::Es256)
                .insert();

            let before = db
                .read(|conn| active(conn, issuer.id, KeyAlgorithm::EdDsa))
                .unwrap();
            db.write(|conn| set_state(conn, new.id, KeyState::Retired, Some(db.start())))
                .unwrap();
            let after = db
                .read(|conn| active(conn, issuer.id, KeyAlgorithm::EdDsa))
                .unwrap();
            let none = db
                .read(|conn| active(conn, issuer.id, KeyAlgorithm::Rs256))
                .unwrap();
            let all = db.read(|conn| of_issuer(conn, issuer.id)).unwrap();
            let retired = db.read(|conn| find(conn, new.id)).unwrap().unwrap();

            assert_eq!(before, Some(new));
            assert_eq!(after, Some(old.clone()));
            assert_eq!(none, None);
            assert_eq!(all, [old, retired.clone(), other]);
            assert_eq!(
                (retired.state, retired.retired_at),
                (KeyState::Retired, Some(db.start()))
            );
        }

        fn a_kid_is_unique_within_its_issuer(db: &TestDatabase) {
            let (one, two) = (db.issuer().insert(), db.issuer().insert());
            let key = db.signing_key(&one).kid("a").insert();
            db.signing_key(&two).kid("a").insert();
            let again = db.signing_key(&one).kid("a").build();

            let outcome = db.write(|conn| insert(conn, &again));

            let found = db.read(|conn| by_kid(conn, one.id, "a")).unwrap();
            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
            assert_eq!(found, Some(key));
        }
    }
}
