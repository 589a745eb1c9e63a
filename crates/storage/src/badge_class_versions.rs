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
pub fn find(
    conn: &mut DbConnection,
    id: BadgeClassVersionId,
) -> Result<Option<BadgeClassVersion>> {
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
