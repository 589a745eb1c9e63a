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

/// Whether a file is stored.
pub fn exists(conn: &mut DbConnection, digest: Digest) -> Result<bool> {
    Ok(select(diesel::dsl::exists(blobs::table.find(digest))).get_result(conn)?)
}
