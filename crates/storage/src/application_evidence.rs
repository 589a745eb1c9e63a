//! What an earner shows with an application, each item beside the criterion it answers.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{changed_one, insert_rows};
use crate::schema::application_evidence;
use crate::types::{ApplicationId, Digest, EvidenceId, EvidenceKind, Timestamp, Visibility};

/// One item of evidence of one application.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = application_evidence, treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
pub struct ApplicationEvidence {
    /// Names the item.
    pub id: EvidenceId,
    /// The application it belongs to.
    pub application_id: ApplicationId,
    /// The criterion it answers; absent if it stands for the whole.
    pub criterion: Option<String>,
    /// Its place among the items of the application.
    pub position: i32,
    /// What sort of thing it is.
    pub kind: EvidenceKind,
    /// Who sees it once the badge is given.
    pub visibility: Visibility,
    /// Title, words, links and the like, as JSON.
    pub content: String,
    /// The uploaded file, or the picture before.
    pub blob: Option<Digest>,
    /// The picture after.
    pub second_blob: Option<Digest>,
    /// Whether it was there in the try before.
    pub kept: bool,
    /// When it was added.
    pub created_at: Timestamp,
}

/// Stores items of evidence.
pub fn insert_all(conn: &mut DbConnection, items: &[ApplicationEvidence]) -> Result<()> {
    insert_rows!(conn, application_evidence::table, items)
}

/// Writes an item anew.
pub fn update(conn: &mut DbConnection, item: &ApplicationEvidence) -> Result<()> {
    changed_one(
        diesel::update(application_evidence::table.find(item.id))
            .set(item)
            .execute(conn)?,
    )
}

/// Takes an item away and says whether it was there.
pub fn remove(conn: &mut DbConnection, of: ApplicationId, id: EvidenceId) -> Result<bool> {
    let row = application_evidence::table
        .find(id)
        .filter(application_evidence::application_id.eq(of));
    Ok(diesel::delete(row).execute(conn)? > 0)
}

/// Finds an item of an application.
pub fn find(
    conn: &mut DbConnection,
    of: ApplicationId,
    id: EvidenceId,
) -> Result<Option<ApplicationEvidence>> {
    Ok(application_evidence::table
        .find(id)
        .filter(application_evidence::application_id.eq(of))
        .select(ApplicationEvidence::as_select())
        .first(conn)
        .optional()?)
}

/// The evidence of an application, in its order.
pub fn of_application(
    conn: &mut DbConnection,
    application: ApplicationId,
) -> Result<Vec<ApplicationEvidence>> {
    Ok(application_evidence::table
        .filter(application_evidence::application_id.eq(application))
        .order(application_evidence::position)
        .select(ApplicationEvidence::as_select())
        .load(conn)?)
}
