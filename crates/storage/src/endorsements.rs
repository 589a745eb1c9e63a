//! Endorsements: an organisation's signed word on a badge class.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::endorsements;
use crate::types::{AccountId, BadgeClassId, EndorsementId, IssuerId, SigningKeyId, Timestamp};

/// One organisation's word on one version of a badge class.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = endorsements, treat_none_as_default_value = false)]
pub struct Endorsement {
    /// Names the endorsement.
    pub id: EndorsementId,
    /// What is endorsed.
    pub badge_class_id: BadgeClassId,
    /// The version that was read for it.
    pub version_number: i32,
    /// The organisation that endorses, and signed.
    pub endorser_id: IssuerId,
    /// What it says.
    pub comment: Option<String>,
    /// The credential exactly as it was signed.
    pub document: String,
    /// The key that signed it.
    pub key_id: SigningKeyId,
    /// Who did so for the organisation.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// Stores a new endorsement; a conflict says that this organisation endorsed the version before.
pub fn insert(conn: &mut DbConnection, endorsement: &Endorsement) -> Result<()> {
    diesel::insert_into(endorsements::table)
        .values(endorsement)
        .execute(conn)?;
    Ok(())
}

/// Finds an endorsement.
pub fn find(conn: &mut DbConnection, id: EndorsementId) -> Result<Option<Endorsement>> {
    Ok(endorsements::table
        .find(id)
        .select(Endorsement::as_select())
        .first(conn)
        .optional()?)
}

/// The endorsements of a version that stand, oldest first.
pub fn of_version(
    conn: &mut DbConnection,
    id: BadgeClassId,
    number: i32,
) -> Result<Vec<Endorsement>> {
    Ok(endorsements::table
        .filter(endorsements::badge_class_id.eq(id))
        .filter(endorsements::version_number.eq(number))
        .filter(endorsements::withdrawn_at.is_null())
        .order(endorsements::id.asc())
        .select(Endorsement::as_select())
        .load(conn)?)
}

/// Takes an endorsement back.
pub fn withdraw(conn: &mut DbConnection, id: EndorsementId, at: Timestamp) -> Result<()> {
    changed_one(
        diesel::update(endorsements::table.find(id))
            .set(endorsements::withdrawn_at.eq(Some(at)))
            .execute(conn)?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn an_organisation_endorses_a_version_once_and_may_take_it_back(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let class = db.badge_class(&issuer).insert();
            let key = db.signing_key(&issuer).insert();
            let endorsement = Endorsement {
                id: db.id(),
                badge_class_id: class.id,
                version_number: 1,
                endorser_id: issuer.id,
                comment: Some("We use it.".into()),
                document: "{ \"b\": 1 }".into(),
                key_id: key.id,
                created_by: None,
                created_at: db.start(),
                withdrawn_at: None,
            };
            db.write(|conn| insert(conn, &endorsement)).unwrap();
            let again = Endorsement { id: db.id(), ..endorsement.clone() };

            let twice = db.write(|conn| insert(conn, &again));

            assert!(matches!(twice, Err(StorageError::Conflict(_))), "{twice:?}");
            let standing = || db.read(|conn| of_version(conn, class.id, 1)).unwrap();
            assert_eq!(standing(), std::slice::from_ref(&endorsement));
            db.write(|conn| withdraw(conn, endorsement.id, db.start())).unwrap();
            assert!(standing().is_empty());
            let kept = db.read(|conn| find(conn, endorsement.id)).unwrap();
            assert!(kept.unwrap().withdrawn_at.is_some());
        }
    }
}
