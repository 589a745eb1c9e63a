//! The published versions of badge classes. They are written once and never changed.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::schema::badge_class_versions;
use crate::types::{AccountId, BadgeClassId, BadgeClassVersionId, Digest, Timestamp};

/// What a badge class said from one publication to the next.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = badge_class_versions, treat_none_as_default_value = false)]
pub struct BadgeClassVersion {
    /// Names the version.
    pub id: BadgeClassVersionId,
    /// The badge class that says it.
    pub badge_class_id: BadgeClassId,
    /// Counts from one within the badge class.
    pub number: i32,
    /// The name it carried.
    pub name: String,
    /// Everything it said, as JSON.
    pub content: String,
    /// Its image as uploaded and cleaned.
    pub image_blob: Digest,
    /// The same image as PNG, to bake into.
    pub image_png_blob: Digest,
    /// When it was published.
    pub published_at: Timestamp,
    /// Who published it; absent if the operator did from the terminal.
    pub published_by: Option<AccountId>,
}

/// Stores a new version; a conflict says that the number is taken or an image not stored.
pub fn insert(conn: &mut DbConnection, version: &BadgeClassVersion) -> Result<()> {
    diesel::insert_into(badge_class_versions::table)
        .values(version)
        .execute(conn)?;
    Ok(())
}

/// Finds a version.
pub fn find(conn: &mut DbConnection, id: BadgeClassVersionId) -> Result<Option<BadgeClassVersion>> {
    Ok(badge_class_versions::table
        .find(id)
        .select(BadgeClassVersion::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the version of a badge class that carries `number`.
pub fn by_number(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
    number: i32,
) -> Result<Option<BadgeClassVersion>> {
    Ok(badge_class_versions::table
        .filter(badge_class_versions::badge_class_id.eq(badge_class))
        .filter(badge_class_versions::number.eq(number))
        .select(BadgeClassVersion::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the newest version of a badge class.
pub fn latest(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
) -> Result<Option<BadgeClassVersion>> {
    Ok(badge_class_versions::table
        .filter(badge_class_versions::badge_class_id.eq(badge_class))
        .order(badge_class_versions::number.desc())
        .select(BadgeClassVersion::as_select())
        .first(conn)
        .optional()?)
}

/// All versions of a badge class, newest first.
pub fn of_badge_class(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
) -> Result<Vec<BadgeClassVersion>> {
    Ok(badge_class_versions::table
        .filter(badge_class_versions::badge_class_id.eq(badge_class))
        .order(badge_class_versions::number.desc())
        .select(BadgeClassVersion::as_select())
        .load(conn)?)
}

/// The versions with these ids, in no particular order; for lists of awards.
pub fn find_many(
    conn: &mut DbConnection,
    ids: &[BadgeClassVersionId],
) -> Result<Vec<BadgeClassVersion>> {
    Ok(badge_class_versions::table
        .filter(badge_class_versions::id.eq_any(ids))
        .select(BadgeClassVersion::as_select())
        .load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::StorageError;

    crate::on_each_database! {
        fn versions_are_found_by_number_and_newest_first(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let ada = db.account().insert();
            let badge_class = db.badge_class(&issuer).insert();
            let first = db.version(&badge_class).published_by(ada.id).insert();
            let second = db
                .version(&badge_class)
                .number(2)
                .content("{ \"z\": 1, \"a\": 2 }")
                .insert();

            let by_number = db.read(|conn| by_number(conn, badge_class.id, 1)).unwrap();
            let latest = db.read(|conn| latest(conn, badge_class.id)).unwrap();
            let all = db
                .read(|conn| of_badge_class(conn, badge_class.id))
                .unwrap();
            let some = db
                .read(|conn| find_many(conn, &[second.id, db.id()]))
                .unwrap();

            assert_eq!(by_number, Some(first.clone()));
            assert_eq!(latest, Some(second.clone()));
            assert_eq!(all, [second.clone(), first]);
            assert_eq!(some, [second]);
        }

        fn a_number_is_given_once(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let badge_class = db.badge_class(&issuer).insert();
            db.version(&badge_class).insert();
            let again = db.version(&badge_class).build();

            let outcome = db.write(|conn| insert(conn, &again));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }

        fn a_version_needs_its_image_stored(db: &TestDatabase) {
            let issuer = db.issuer().insert();
            let badge_class = db.badge_class(&issuer).insert();
            let mut version = db.version(&badge_class).build();
            version.image_png_blob = Digest::from_bytes([9; 32]);

            let outcome = db.write(|conn| insert(conn, &version));

            assert!(
                matches!(outcome, Err(StorageError::Conflict(_))),
                "{outcome:?}"
            );
        }
    }
}
