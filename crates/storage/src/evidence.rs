//! Evidence: what shows that an award was earned.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::insert_rows;
use crate::schema::evidence;
use crate::types::{AssertionId, Digest, EvidenceId, EvidenceKind, Visibility};

/// One item of evidence of one assertion.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence, treat_none_as_default_value = false)]
pub struct Evidence {
    /// Names the item.
    pub id: EvidenceId,
    /// The assertion it belongs to.
    pub assertion_id: AssertionId,
    /// Its place among the items of that assertion.
    pub position: i32,
    /// What sort of thing it is.
    pub kind: EvidenceKind,
    /// Who sees it.
    pub visibility: Visibility,
    /// Title, words, links and the like, as JSON.
    pub content: String,
    /// The uploaded file, or the picture before.
    pub blob: Option<Digest>,
    /// The picture after.
    pub second_blob: Option<Digest>,
}

/// Stores the evidence of one or more assertions.
pub fn insert_all(conn: &mut DbConnection, items: &[Evidence]) -> Result<()> {
    insert_rows!(conn, evidence::table, items)
}

/// Finds one item.
pub fn find(conn: &mut DbConnection, id: EvidenceId) -> Result<Option<Evidence>> {
    Ok(evidence::table
        .find(id)
        .select(Evidence::as_select())
        .first(conn)
        .optional()?)
}

/// The evidence of an assertion, in its order.
pub fn of_assertion(conn: &mut DbConnection, assertion: AssertionId) -> Result<Vec<Evidence>> {
    Ok(evidence::table
        .filter(evidence::assertion_id.eq(assertion))
        .order(evidence::position)
        .select(Evidence::as_select())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::on_each_database! {
        fn evidence_keeps_its_order(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let version = db.version(&db.badge_class(&issuer).insert()).insert();
            let list = db.status_list(&issuer).insert();
            let assertion = db.assertion(&version, &list).insert();
            let before = db.blob(b"before");
            let after = db.blob(b"after");
            let item = |position, kind, blob, second_blob| Evidence {
                id: db.id(),
                assertion_id: assertion.id,
                position,
                kind,
                visibility: Visibility::Public,
                content: "{}".to_owned(),
                blob,
                second_blob,
            };
            let pair = item(
                2,
                EvidenceKind::Pair,
                Some(before.digest),
                Some(after.digest),
            );
            let text = item(1, EvidenceKind::Text, None, None);

            db.write(|conn| insert_all(conn, &[pair.clone(), text.clone()]))
                .unwrap();

            let stored = db.read(|conn| of_assertion(conn, assertion.id)).unwrap();
            let found = db.read(|conn| find(conn, text.id)).unwrap();
            assert_eq!(found.as_ref(), Some(&text));
            assert_eq!(stored, [text, pair]);
        }
    }
}
