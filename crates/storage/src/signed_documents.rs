//! The documents that were given out, as the exact text that was signed.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::insert_rows;
use crate::schema::signed_documents;
use crate::types::{AssertionId, Digest, DocumentFormat, SigningKeyId, Timestamp};

/// One form of one assertion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = signed_documents, treat_none_as_default_value = false)]
pub struct SignedDocument {
    /// What it asserts.
    pub assertion_id: AssertionId,
    /// In which form.
    pub format: DocumentFormat,
    /// The exact text.
    pub body: String,
    /// The SHA-256 of the text, for `ETag`.
    pub digest: Digest,
    /// The key that signed it; absent for the hosted form, which trusts its address instead.
    pub key_id: Option<SigningKeyId>,
    /// When it was signed.
    pub created_at: Timestamp,
}

/// Stores the forms of one or more assertions.
pub fn insert_all(conn: &mut DbConnection, documents: &[SignedDocument]) -> Result<()> {
    insert_rows!(conn, signed_documents::table, documents)
}

/// Finds one form of an assertion.
pub fn find(
    conn: &mut DbConnection,
    assertion: AssertionId,
    format: DocumentFormat,
) -> Result<Option<SignedDocument>> {
    Ok(signed_documents::table
        .find((assertion, format))
        .select(SignedDocument::as_select())
        .first(conn)
        .optional()?)
}

/// All forms of an assertion.
pub fn of_assertion(
    conn: &mut DbConnection,
    assertion: AssertionId,
) -> Result<Vec<SignedDocument>> {
    Ok(signed_documents::table
        .filter(signed_documents::assertion_id.eq(assertion))
        .order(signed_documents::format)
        .select(SignedDocument::as_select())
        .load(conn)?)
}
