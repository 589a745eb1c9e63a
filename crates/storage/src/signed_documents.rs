//! The documents that were given out, as the exact text that was signed.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{insert_many, on_backend};
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
    insert_many!(conn, signed_documents::table, documents)
}

/// Stores a form unless the assertion has it already; then that one stays.
pub fn insert_if_absent(conn: &mut DbConnection, document: &SignedDocument) -> Result<()> {
    on_backend!(conn, |c| diesel::insert_into(signed_documents::table)
        .values(document)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn the_exact_text_comes_back(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let version = db.version(&db.badge_class(&issuer).insert()).insert();
            let list = db.status_list(&issuer).insert();
            let assertion = db.assertion(&version, &list).insert();
            let key = db.signing_key(&issuer).insert();
            let document = |format, body: &str, key_id| SignedDocument {
                assertion_id: assertion.id,
                format,
                body: body.to_owned(),
                digest: Digest::from_bytes([format as u8; 32]),
                key_id,
                created_at: db.start(),
            };
            let signed = document(
                DocumentFormat::V3Json,
                "{\"z\": 1,  \"a\":\t1.0, \"é\":\"\\u00e9\"}\r\n",
                Some(key.id),
            );
            let hosted = document(DocumentFormat::V2Json, "{}", None);

            db.write(|conn| insert_all(conn, &[signed.clone(), hosted.clone()]))
                .unwrap();
            let again = db.write(|conn| insert_all(conn, std::slice::from_ref(&hosted)));

            let found = db
                .read(|conn| find(conn, assertion.id, DocumentFormat::V3Json))
                .unwrap();
            let missing = db
                .read(|conn| find(conn, assertion.id, DocumentFormat::V3Jwt))
                .unwrap();
            let all = db.read(|conn| of_assertion(conn, assertion.id)).unwrap();
            assert_eq!(found, Some(signed.clone()));
            assert_eq!(missing, None);
            assert_eq!(all, [hosted, signed]);
            assert!(matches!(again, Err(StorageError::Conflict(_))), "{again:?}");
        }
    }
}
