//! Links and sheets of cards by which a badge is claimed.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{can_be_stored, changed_one, find_locked};
use crate::schema::claim_links;
use crate::types::{
    AccountId, BadgeClassId, ClaimLinkId, ClaimLinkKind, ClaimLinkState, IssuerId, Timestamp,
};

/// A way to claim a badge class.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = claim_links, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct ClaimLink {
    /// Names the link.
    pub id: ClaimLinkId,
    /// Who gives the badge.
    pub issuer_id: IssuerId,
    /// What is given.
    pub badge_class_id: BadgeClassId,
    /// One code for many, or cards.
    pub kind: ClaimLinkKind,
    /// The code in its eight letters and digits; absent for cards, which have one each.
    pub code: Option<String>,
    /// What the issuer calls it.
    pub title: String,
    /// Who gives it, as earners read it: "Ms Carvalho".
    pub giver: String,
    /// Whether it is answered.
    pub state: ClaimLinkState,
    /// What it asks and what it adds, as JSON.
    pub terms: String,
    /// How many may claim; any number if absent.
    pub seats: Option<i32>,
    /// How many have, waiting ones included.
    pub taken: i32,
    /// From when it is answered.
    pub opens_at: Option<Timestamp>,
    /// Until when.
    pub closes_at: Option<Timestamp>,
    /// When the last seat was taken.
    pub used_up_at: Option<Timestamp>,
    /// When it was closed for good.
    pub closed_at: Option<Timestamp>,
    /// Who made it; absent if the operator did from the terminal.
    pub created_by: Option<AccountId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last, by its issuer.
    pub updated_at: Timestamp,
}

/// Stores a new link; a conflict says that its code is taken.
pub fn insert(conn: &mut DbConnection, link: &ClaimLink) -> Result<()> {
    diesel::insert_into(claim_links::table)
        .values(link)
        .execute(conn)?;
    Ok(())
}

/// Finds a link.
pub fn find(conn: &mut DbConnection, id: ClaimLinkId) -> Result<Option<ClaimLink>> {
    Ok(claim_links::table
        .find(id)
        .select(ClaimLink::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a link and keeps other transactions from changing it until this one ends.
///
/// Whoever takes a seat reads it through this, or two may take the last one.
pub fn find_for_update(conn: &mut DbConnection, id: ClaimLinkId) -> Result<Option<ClaimLink>> {
    Ok(find_locked!(conn, claim_links::table.find(id), ClaimLink)?)
}

/// Finds the link that has this code.
pub fn by_code(conn: &mut DbConnection, code: &str) -> Result<Option<ClaimLink>> {
    if !can_be_stored(code) {
        return Ok(None);
    }
    Ok(claim_links::table
        .filter(claim_links::code.eq(code))
        .select(ClaimLink::as_select())
        .first(conn)
        .optional()?)
}

/// Stores a link as it is now.
pub fn update(conn: &mut DbConnection, link: &ClaimLink) -> Result<()> {
    changed_one(
        diesel::update(claim_links::table.find(link.id))
            .set(link)
            .execute(conn)?,
    )
}

/// The links of an issuer, newest first.
pub fn list_by_issuer(
    conn: &mut DbConnection,
    issuer: IssuerId,
    page: PageRequest,
) -> Result<Page<ClaimLink>> {
    let mut query = claim_links::table
        .filter(claim_links::issuer_id.eq(issuer))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(claim_links::id.lt(ClaimLinkId::from_uuid(after)));
    }
    let rows = query
        .order(claim_links::id.desc())
        .limit(page.rows())
        .select(ClaimLink::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |link| link.id.into()))
}

/// The links of a badge class, newest first.
pub fn list_by_badge_class(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
    page: PageRequest,
) -> Result<Page<ClaimLink>> {
    let mut query = claim_links::table
        .filter(claim_links::badge_class_id.eq(badge_class))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(claim_links::id.lt(ClaimLinkId::from_uuid(after)));
    }
    let rows = query
        .order(claim_links::id.desc())
        .limit(page.rows())
        .select(ClaimLink::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |link| link.id.into()))
}
