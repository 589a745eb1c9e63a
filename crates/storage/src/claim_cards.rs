//! Cards of paper, each with a code for one use.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{can_be_stored, changed_one, insert_rows};
use crate::schema::claim_cards;
use crate::types::{ClaimCardId, ClaimLinkId, Timestamp};

/// One card of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = claim_cards, treat_none_as_default_value = false)]
pub struct ClaimCard {
    /// Names the card.
    pub id: ClaimCardId,
    /// The link whose terms hold.
    pub link_id: ClaimLinkId,
    /// Its number on the sheet, from one.
    pub position: i32,
    /// Its code in its eight letters and digits.
    pub code: String,
    /// For whom it is, encrypted; for anybody if absent.
    pub name_sealed: Option<Vec<u8>>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When the issuer withdrew it.
    pub withdrawn_at: Option<Timestamp>,
}

/// Stores the cards of a sheet; a conflict says that a code is taken.
pub fn insert_all(conn: &mut DbConnection, cards: &[ClaimCard]) -> Result<()> {
    insert_rows!(conn, claim_cards::table, cards)
}

/// Finds a card.
pub fn find(conn: &mut DbConnection, id: ClaimCardId) -> Result<Option<ClaimCard>> {
    Ok(claim_cards::table
        .find(id)
        .select(ClaimCard::as_select())
        .first(conn)
        .optional()?)
}

/// Finds the card that has this code.
pub fn by_code(conn: &mut DbConnection, code: &str) -> Result<Option<ClaimCard>> {
    if !can_be_stored(code) {
        return Ok(None);
    }
    Ok(claim_cards::table
        .filter(claim_cards::code.eq(code))
        .select(ClaimCard::as_select())
        .first(conn)
        .optional()?)
}

/// The cards of a sheet in their order. A sheet is bounded, so it is read as a whole.
pub fn of_link(conn: &mut DbConnection, link: ClaimLinkId) -> Result<Vec<ClaimCard>> {
    Ok(claim_cards::table
        .filter(claim_cards::link_id.eq(link))
        .order(claim_cards::position)
        .select(ClaimCard::as_select())
        .load(conn)?)
}

/// Says since when a card is used, or that it is not any more.
pub fn set_used(conn: &mut DbConnection, id: ClaimCardId, at: Option<Timestamp>) -> Result<()> {
    changed_one(
        diesel::update(claim_cards::table.find(id))
            .set(claim_cards::used_at.eq(at))
            .execute(conn)?,
    )
}

/// Withdraws a card. One that was withdrawn before keeps its first date.
pub fn withdraw(conn: &mut DbConnection, id: ClaimCardId, at: Timestamp) -> Result<bool> {
    let rows = diesel::update(claim_cards::table.find(id))
        .filter(claim_cards::withdrawn_at.is_null())
        .set(claim_cards::withdrawn_at.eq(Some(at)))
        .execute(conn)?;
    Ok(rows > 0)
}
