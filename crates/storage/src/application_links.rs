//! Secret links to applications, known by the digest of their secret.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::changed_one;
use crate::schema::application_links;
use crate::types::{
    AccountId, ApplicationId, ApplicationLinkId, ApplicationLinkKind, Digest, Timestamp,
};

/// Opens one application to whoever has its secret.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = application_links, treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
pub struct ApplicationLink {
    /// Names the link.
    pub id: ApplicationLinkId,
    /// The SHA-256 of its secret; the secret itself is kept nowhere.
    pub digest: Digest,
    /// What it opens; the earner's link moves on to the next try.
    pub application_id: ApplicationId,
    /// What may be done there.
    pub kind: ApplicationLinkKind,
    /// Whom it was made for.
    pub name: Option<String>,
    /// The address it was mailed to, encrypted.
    pub sealed: Option<Vec<u8>>,
    /// The same address as a keyed hash.
    pub person_key: Option<Digest>,
    /// Who made it; absent if the earner did.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was closed before that.
    pub closed_at: Option<Timestamp>,
}

/// Stores a new link.
pub fn insert(conn: &mut DbConnection, link: &ApplicationLink) -> Result<()> {
    diesel::insert_into(application_links::table)
        .values(link)
        .execute(conn)?;
    Ok(())
}

/// Writes a link anew.
pub fn update(conn: &mut DbConnection, link: &ApplicationLink) -> Result<()> {
    changed_one(
        diesel::update(application_links::table.find(link.id))
            .set(link)
            .execute(conn)?,
    )
}

/// Finds the link whose secret has this digest, also when it ended or was closed.
pub fn by_digest(conn: &mut DbConnection, digest: Digest) -> Result<Option<ApplicationLink>> {
    Ok(application_links::table
        .filter(application_links::digest.eq(digest))
        .select(ApplicationLink::as_select())
        .first(conn)
        .optional()?)
}

/// All links to an application, in the order they were made.
pub fn of_application(
    conn: &mut DbConnection,
    application: ApplicationId,
) -> Result<Vec<ApplicationLink>> {
    Ok(application_links::table
        .filter(application_links::application_id.eq(application))
        .order(application_links::id)
        .select(ApplicationLink::as_select())
        .load(conn)?)
}
