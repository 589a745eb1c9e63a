//! What awards said before they were corrected.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::{signed_documents, superseded_documents};
use crate::signed_documents::SignedDocument;
use crate::types::{AssertionId, Digest, DocumentFormat, SigningKeyId, Timestamp};

/// One form of one assertion as it was.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = superseded_documents, treat_none_as_default_value = false)]
pub struct SupersededDocument {
    /// What it asserts.
    pub assertion_id: AssertionId,
    /// In which form.
    pub format: DocumentFormat,
    /// Counts the corrections of an assertion from 1: what the first correction took away has 1.
    pub revision: i32,
    /// The exact text.
    pub body: String,
    /// The SHA-256 of the text.
    pub digest: Digest,
    /// The key that signed it.
    pub key_id: Option<SigningKeyId>,
    /// When it was signed.
    pub created_at: Timestamp,
    /// When another took its place.
    pub superseded_at: Timestamp,
}

/// Moves everything that was signed for an assertion to the past, and says as which revision.
pub fn supersede(conn: &mut DbConnection, assertion: AssertionId, at: Timestamp) -> Result<i32> {
    let last: Option<i32> = superseded_documents::table
        .filter(superseded_documents::assertion_id.eq(assertion))
        .select(diesel::dsl::max(superseded_documents::revision))
        .first(conn)?;
    let revision = last.unwrap_or(0) + 1;
    for document in crate::signed_documents::of_assertion(conn, assertion)? {
        let SignedDocument {
            assertion_id,
            format,
            body,
            digest,
            key_id,
            created_at,
        } = document;
        let past = SupersededDocument {
            assertion_id,
            format,
            revision,
            body,
            digest,
            key_id,
            created_at,
            superseded_at: at,
        };
        diesel::insert_into(superseded_documents::table)
            .values(&past)
            .execute(conn)?;
    }
    let current = signed_documents::table.filter(signed_documents::assertion_id.eq(assertion));
    diesel::delete(current).execute(conn)?;
    Ok(revision)
}

/// Everything that an assertion said before, the oldest first.
pub fn of_assertion(
    conn: &mut DbConnection,
    assertion: AssertionId,
) -> Result<Vec<SupersededDocument>> {
    Ok(superseded_documents::table
        .filter(superseded_documents::assertion_id.eq(assertion))
        .order((superseded_documents::revision, superseded_documents::format))
        .select(SupersededDocument::as_select())
        .load(conn)?)
}
