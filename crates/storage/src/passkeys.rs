//! Public keys by which people sign in without a letter.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::passkeys;
use crate::types::{AccountId, PasskeyId, Timestamp};

/// One public key of one person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = passkeys, treat_none_as_default_value = false)]
pub struct Passkey {
    /// Names the passkey.
    pub id: PasskeyId,
    /// Whom it signs in.
    pub account_id: AccountId,
    /// By which the authenticator knows it; at most 1,023 bytes.
    pub credential: Vec<u8>,
    /// How it signs, by its COSE number.
    pub algorithm: i32,
    /// The key: an uncompressed point of P-256, or the 32 bytes of Ed25519.
    pub public_key: Vec<u8>,
    /// How often it was used, if the authenticator counts.
    pub counter: i64,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

/// Stores a new passkey; a conflict says that it is known already.
pub fn insert(conn: &mut DbConnection, passkey: &Passkey) -> Result<()> {
    diesel::insert_into(passkeys::table)
        .values(passkey)
        .execute(conn)?;
    Ok(())
}

/// Finds the passkey that an authenticator knows by this name.
pub fn by_credential(conn: &mut DbConnection, credential: &[u8]) -> Result<Option<Passkey>> {
    Ok(passkeys::table
        .filter(passkeys::credential.eq(credential))
        .select(Passkey::as_select())
        .first(conn)
        .optional()?)
}

/// The passkeys of an account, newest first.
pub fn of_account(conn: &mut DbConnection, account: AccountId) -> Result<Vec<Passkey>> {
    Ok(passkeys::table
        .filter(passkeys::account_id.eq(account))
        .order(passkeys::id.desc())
        .select(Passkey::as_select())
        .load(conn)?)
}

/// Notes that a passkey was used.
pub fn note_use(conn: &mut DbConnection, id: PasskeyId, counter: i64, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(passkeys::table.find(id))
            .set((
                passkeys::counter.eq(counter),
                passkeys::last_used_at.eq(Some(at)),
            ))
            .execute(conn)?,
    )
}

/// Removes a passkey of an account and says whether it was there.
pub fn remove(conn: &mut DbConnection, account: AccountId, id: PasskeyId) -> Result<bool> {
    let row = passkeys::table
        .find(id)
        .filter(passkeys::account_id.eq(account));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn a_passkey_is_found_used_and_removed_by_its_owner(db: &TestDatabase) {
            let (ada, eve) = (db.account().insert(), db.account().insert());
            let passkey = Passkey {
                id: db.id(),
                account_id: ada.id,
                credential: vec![1, 2, 3],
                algorithm: -7,
                public_key: vec![4; 65],
                counter: 0,
                name: "Phone".to_owned(),
                created_at: db.start(),
                last_used_at: None,
            };
            db.write(|conn| insert(conn, &passkey)).unwrap();

            db.write(|conn| note_use(conn, passkey.id, 7, db.start())).unwrap();
            let found = db.read(|conn| by_credential(conn, &[1, 2, 3])).unwrap().unwrap();
            let by_eve = db.write(|conn| remove(conn, eve.id, passkey.id)).unwrap();
            let by_ada = db.write(|conn| remove(conn, ada.id, passkey.id)).unwrap();

            assert_eq!((found.counter, found.last_used_at), (7, Some(db.start())));
            assert_eq!((by_eve, by_ada), (false, true));
            assert_eq!(db.read(|conn| of_account(conn, ada.id)).unwrap(), []);
        }
    }
}
