//! Status lists: long rows of bits, one bit an award.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{changed_one, find_locked, on_backend};
use crate::schema::status_lists;
use crate::types::{IssuerId, StatusListId, StatusPurpose, Timestamp};

/// A status list of an issuer, with the documents that publish it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = status_lists)]
pub struct StatusList {
    /// Names the list.
    pub id: StatusListId,
    /// Whose it is.
    pub issuer_id: IssuerId,
    /// Counts from one within the issuer, over both purposes.
    pub number: i32,
    /// What a set bit means.
    pub purpose: StatusPurpose,
    /// How many bits it has.
    pub entries: i32,
    /// How many places were given to awards.
    pub used: i32,
    /// The bits.
    pub bits: Vec<u8>,
    /// The signed list credential as JSON-LD, exactly as published.
    pub signed_json: String,
    /// The same as JSON Web Token.
    pub signed_jwt: String,
    /// When the bits were last signed.
    pub updated_at: Timestamp,
}

/// Stores a new list; a conflict says that the issuer has a list of this number.
pub fn insert(conn: &mut DbConnection, list: &StatusList) -> Result<()> {
    diesel::insert_into(status_lists::table)
        .values(list)
        .execute(conn)?;
    Ok(())
}

/// Finds a list.
pub fn find(conn: &mut DbConnection, id: StatusListId) -> Result<Option<StatusList>> {
    Ok(status_lists::table
        .find(id)
        .select(StatusList::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a list and keeps other transactions from changing it until this one ends.
///
/// Whoever changes bits reads them through this, or two revocations at once lose one of the two.
pub fn find_for_update(conn: &mut DbConnection, id: StatusListId) -> Result<Option<StatusList>> {
    Ok(find_locked!(
        conn,
        status_lists::table.find(id),
        StatusList
    )?)
}

/// Finds the list of an issuer that carries `number`.
pub fn by_number(
    conn: &mut DbConnection,
    issuer: IssuerId,
    number: i32,
) -> Result<Option<StatusList>> {
    Ok(status_lists::table
        .filter(status_lists::issuer_id.eq(issuer))
        .filter(status_lists::number.eq(number))
        .select(StatusList::as_select())
        .first(conn)
        .optional()?)
}

/// All lists of an issuer, in the order of their numbers.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<StatusList>> {
    Ok(status_lists::table
        .filter(status_lists::issuer_id.eq(issuer))
        .order(status_lists::number)
        .select(StatusList::as_select())
        .load(conn)?)
}

/// Finds the newest list of an issuer in which fewer than `capacity` places were given away, and
/// keeps other transactions from giving places of it away until this one ends.
pub fn open_for(
    conn: &mut DbConnection,
    issuer: IssuerId,
    purpose: StatusPurpose,
    capacity: i32,
) -> Result<Option<StatusList>> {
    let query = status_lists::table
        .filter(status_lists::issuer_id.eq(issuer))
        .filter(status_lists::purpose.eq(purpose))
        .filter(status_lists::used.lt(capacity))
        .order(status_lists::number.desc());
    Ok(find_locked!(conn, query, StatusList)?)
}

/// The number that the next list of an issuer carries.
pub fn next_number(conn: &mut DbConnection, issuer: IssuerId) -> Result<i32> {
    let highest: Option<i32> = status_lists::table
        .filter(status_lists::issuer_id.eq(issuer))
        .select(diesel::dsl::max(status_lists::number))
        .first(conn)?;
    Ok(highest.unwrap_or(0) + 1)
}

/// Notes that `places` more were given to awards.
pub fn increment_used(conn: &mut DbConnection, id: StatusListId, places: i32) -> Result<()> {
    changed_one(on_backend!(conn, |c| diesel::update(
        status_lists::table.find(id)
    )
    .set(status_lists::used.eq(status_lists::used + places))
    .execute(c))?)
}

/// Writes new bits together with the documents that publish them.
pub fn replace_bits(
    conn: &mut DbConnection,
    id: StatusListId,
    bits: &[u8],
    signed_json: &str,
    signed_jwt: &str,
    at: Timestamp,
) -> Result<()> {
    changed_one(
        diesel::update(status_lists::table.find(id))
            .set((
                status_lists::bits.eq(bits),
                status_lists::signed_json.eq(signed_json),
                status_lists::signed_jwt.eq(signed_jwt),
                status_lists::updated_at.eq(at),
            ))
            .execute(conn)?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn the_newest_list_with_room_is_open(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let first = db.status_list(&issuer).used(99).insert();
            let full = db.status_list(&issuer).number(2).used(100).insert();
            let held = db
                .status_list(&issuer)
                .number(3)
                .purpose(StatusPurpose::Suspension)
                .insert();

            let open = db
                .write(|conn| open_for(conn, issuer.id, StatusPurpose::Revocation, 100))
                .unwrap();
            let none = db
                .write(|conn| open_for(conn, issuer.id, StatusPurpose::Revocation, 99))
                .unwrap();
            let next = db.read(|conn| next_number(conn, issuer.id)).unwrap();

            assert_eq!(open, Some(first.clone()));
            assert_eq!(none, None);
            assert_eq!(next, 4);
            assert_eq!(
                db.read(|conn| of_issuer(conn, issuer.id)).unwrap(),
                [first, full, held]
            );
        }

        fn the_first_list_carries_number_one(db: &TestDatabase) {
            let issuer = db.issuer().insert();

            assert_eq!(db.read(|conn| next_number(conn, issuer.id)).unwrap(), 1);
        }

        fn bits_are_replaced_with_their_documents(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let list = db.status_list(&issuer).insert();
            let bits: Vec<u8> = (0..=255).cycle().take(16_384).collect();

            db.write(|conn| {
                let found = find_for_update(conn, list.id)?;
                assert_eq!(found.as_ref(), Some(&list));
                increment_used(conn, list.id, 2)?;
                replace_bits(
                    conn,
                    list.id,
                    &bits,
                    "{\"new\":1}",
                    "e30.e30.e30",
                    db.start(),
                )
            })
            .unwrap();

            let found = db
                .read(|conn| by_number(conn, issuer.id, 1))
                .unwrap()
                .unwrap();
            assert_eq!(found.bits, bits);
            assert_eq!(found.signed_json, "{\"new\":1}");
            assert_eq!(found.signed_jwt, "e30.e30.e30");
            assert_eq!(found.used, 2);
        }

        fn a_number_is_given_once(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            db.status_list(&issuer).insert();
            let again = db.status_list(&issuer).build();

            let outcome = db.write(|conn| insert(conn, &again));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }
    }
}
