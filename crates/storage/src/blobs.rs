//! Files, each stored once under the digest of its bytes.

use diesel::dsl::select;
use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::on_backend;
use crate::schema::blobs;
use crate::types::{Digest, Timestamp};

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = blobs, treat_none_as_default_value = false)]
pub struct Blob {
    /// The SHA-256 of the bytes.
    pub digest: Digest,
    /// What the bytes are, such as "image/png".
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How many bytes there are.
    pub byte_length: i64,
    /// Pixels across, of an image.
    pub width: Option<i32>,
    /// Pixels down, of an image.
    pub height: Option<i32>,
    /// When it was first stored.
    pub created_at: Timestamp,
    /// When something public first showed it; before that, it has no public address. Never taken
    /// back: what was given out once stays reachable.
    pub published_at: Option<Timestamp>,
}

/// What is known of a file without reading its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = blobs)]
pub struct BlobFacts {
    /// The SHA-256 of the bytes.
    pub digest: Digest,
    /// What the bytes are.
    pub media_type: String,
    /// How many bytes there are.
    pub byte_length: i64,
    /// Pixels across, of an image.
    pub width: Option<i32>,
    /// Pixels down, of an image.
    pub height: Option<i32>,
}

/// Stores a file unless it is stored already, and says whether it was new.
pub fn insert_if_absent(conn: &mut DbConnection, blob: &Blob) -> Result<bool> {
    let rows = on_backend!(conn, |c| diesel::insert_into(blobs::table)
        .values(blob)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(rows > 0)
}

/// Finds a file.
pub fn find(conn: &mut DbConnection, digest: Digest) -> Result<Option<Blob>> {
    Ok(blobs::table
        .find(digest)
        .select(Blob::as_select())
        .first(conn)
        .optional()?)
}

/// Gives files a public address. Those that have one keep the time they got it.
pub fn publish(conn: &mut DbConnection, digests: &[Digest], at: Timestamp) -> Result<()> {
    diesel::update(blobs::table)
        .filter(blobs::digest.eq_any(digests))
        .filter(blobs::published_at.is_null())
        .set(blobs::published_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Whether a file is stored.
pub fn exists(conn: &mut DbConnection, digest: Digest) -> Result<bool> {
    Ok(select(diesel::dsl::exists(blobs::table.find(digest))).get_result(conn)?)
}

/// What is known of these files, in no particular order; those that are not stored are missing.
pub fn describe(conn: &mut DbConnection, digests: &[Digest]) -> Result<Vec<BlobFacts>> {
    Ok(blobs::table
        .filter(blobs::digest.eq_any(digests))
        .select(BlobFacts::as_select())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn a_file_is_stored_once(db: &TestDatabase) {
            let bytes: Vec<u8> = (0..=255).collect();
            let blob = db.blob(&bytes);

            let again = db.write(|conn| insert_if_absent(conn, &blob)).unwrap();

            assert!(!again);
            assert_eq!(
                db.read(|conn| find(conn, blob.digest)).unwrap(),
                Some(blob.clone())
            );
            assert!(db.read(|conn| exists(conn, blob.digest)).unwrap());
        }

        fn a_file_is_public_from_the_first_time_it_is_shown(db: &TestDatabase) {
            let (shown, kept) = (db.blob(b"shown"), db.blob(b"kept"));
            let published = |digest| db.read(|conn| find(conn, digest)).unwrap().unwrap().published_at;
            let later = Timestamp::from(jiff::Timestamp::UNIX_EPOCH);

            db.write(|conn| publish(conn, &[shown.digest], db.start())).unwrap();
            db.write(|conn| publish(conn, &[shown.digest], later)).unwrap();

            assert_eq!(published(shown.digest), Some(db.start()));
            assert_eq!(published(kept.digest), None);
        }

        fn a_file_that_is_not_stored_is_missing(db: &TestDatabase) {
            let digest = Digest::from_bytes([7; 32]);

            assert_eq!(db.read(|conn| find(conn, digest)).unwrap(), None);
            assert!(!db.read(|conn| exists(conn, digest)).unwrap());
        }

        fn files_are_described_without_their_bytes(db: &TestDatabase) {
            let blob = db.blob(b"drawing");

            let facts = db
                .read(|conn| describe(conn, &[blob.digest, Digest::from_bytes([7; 32])]))
                .unwrap();

            assert_eq!(facts.len(), 1);
            assert_eq!((facts[0].digest, facts[0].byte_length), (blob.digest, 7));
        }
    }
}
