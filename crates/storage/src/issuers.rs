//! Issuers and how they stand under each other.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::changed_one;
use crate::schema::issuers;
use crate::types::{Digest, IssuerId, IssuerKind, KeyAlgorithm, Timestamp};

/// How many levels [`ancestors`] climbs before it takes the chain for a circle.
pub const DEEPEST: usize = 16;

/// An organisation that awards badges.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = issuers, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Issuer {
    /// Names the issuer.
    pub id: IssuerId,
    /// Its part of the public address; never changes once given out.
    pub slug: String,
    /// The issuer above, if there is one.
    pub parent_id: Option<IssuerId>,
    /// What sort of organisation it is.
    pub kind: IssuerKind,
    /// What it is called.
    pub name: String,
    /// What it says about itself.
    pub description: String,
    /// Its own web site.
    pub url: String,
    /// Where to write to.
    pub email: String,
    /// Its image.
    pub image_blob: Option<Digest>,
    /// The colours of its pages, by name.
    pub palette: String,
    /// Its organisation number at LinkedIn.
    pub linkedin_id: Option<String>,
    /// Whether a second proof in the older suite is added to what it signs.
    pub compatibility_proof: bool,
    /// Which key signs its JSON Web Tokens.
    pub jwt_algorithm: KeyAlgorithm,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub updated_at: Timestamp,
}

/// Stores a new issuer; a conflict says that its slug is taken or its parent unknown.
pub fn insert(conn: &mut DbConnection, issuer: &Issuer) -> Result<()> {
    diesel::insert_into(issuers::table)
        .values(issuer)
        .execute(conn)?;
    Ok(())
}

/// Writes every field of an issuer that is stored already.
pub fn update(conn: &mut DbConnection, issuer: &Issuer) -> Result<()> {
    changed_one(
        diesel::update(issuers::table.find(issuer.id))
            .set(issuer)
            .execute(conn)?,
    )
}

/// Finds an issuer.
pub fn find(conn: &mut DbConnection, id: IssuerId) -> Result<Option<Issuer>> {
    Ok(issuers::table
        .find(id)
        .select(Issuer::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the issuer whose public address carries `slug`.
pub fn by_slug(conn: &mut DbConnection, slug: &str) -> Result<Option<Issuer>> {
    Ok(issuers::table
        .filter(issuers::slug.eq(slug))
        .select(Issuer::as_select())
        .first(conn)
        .optional()?)
}

/// The issuers above one, nearest first, without itself.
pub fn ancestors(conn: &mut DbConnection, id: IssuerId) -> Result<Vec<Issuer>> {
    let mut above = Vec::new();
    let mut next = find(conn, id)?.and_then(|issuer| issuer.parent_id);
    while let Some(parent) = next {
        let Some(issuer) = find(conn, parent)? else {
            break;
        };
        next = issuer.parent_id;
        above.push(issuer);
        if above.len() == DEEPEST {
            break;
        }
    }
    Ok(above)
}

/// The issuers directly below one, in the order of their names.
pub fn children(conn: &mut DbConnection, id: IssuerId) -> Result<Vec<Issuer>> {
    Ok(issuers::table
        .filter(issuers::parent_id.eq(Some(id)))
        .order((issuers::name, issuers::id))
        .select(Issuer::as_select())
        .load(conn)?)
}

/// All issuers, newest first.
pub fn list_all(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Issuer>> {
    list(conn, page, false)
}

/// The issuers that stand under no other, newest first.
pub fn top(conn: &mut DbConnection, page: PageRequest) -> Result<Page<Issuer>> {
    list(conn, page, true)
}

fn list(conn: &mut DbConnection, page: PageRequest, only_top: bool) -> Result<Page<Issuer>> {
    let mut query = issuers::table.into_boxed();
    if only_top {
        query = query.filter(issuers::parent_id.is_null());
    }
    if let Some(after) = page.after {
        query = query.filter(issuers::id.lt(IssuerId::from_uuid(after)));
    }
    let rows = query
        .order(issuers::id.desc())
        .limit(page.rows())
        .select(Issuer::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |issuer| issuer.id.into()))
}
