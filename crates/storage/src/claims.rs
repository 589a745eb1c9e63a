//! Claims: that somebody asked for a badge by a link or a card.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, find_locked};
use crate::schema::claims;
use crate::types::{
    AccountId, AssertionId, ClaimCardId, ClaimId, ClaimLinkId, ClaimState, Digest, Timestamp,
};

/// One claim by one person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = claims, treat_none_as_default_value = false)]
pub struct Claim {
    /// Names the claim.
    pub id: ClaimId,
    /// By which link.
    pub link_id: ClaimLinkId,
    /// By which card of it.
    pub card_id: Option<ClaimCardId>,
    /// What came of it.
    pub state: ClaimState,
    /// The digest of what the form carried, so that sending it twice is one claim.
    pub once: Digest,
    /// The keyed digest of the address; absent for somebody without one.
    pub address_digest: Option<Digest>,
    /// Who it is and what they said, encrypted.
    pub sealed: Vec<u8>,
    /// The award it led to.
    pub assertion_id: Option<AssertionId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the issuer decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
}

/// Stores a new claim; a conflict says that the same form was sent twice.
pub fn insert(conn: &mut DbConnection, claim: &Claim) -> Result<()> {
    diesel::insert_into(claims::table)
        .values(claim)
        .execute(conn)?;
    Ok(())
}

/// Finds a claim.
pub fn find(conn: &mut DbConnection, id: ClaimId) -> Result<Option<Claim>> {
    Ok(claims::table
        .find(id)
        .select(Claim::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a claim and keeps other transactions from deciding it until this one ends.
pub fn find_for_update(conn: &mut DbConnection, id: ClaimId) -> Result<Option<Claim>> {
    Ok(find_locked!(conn, claims::table.find(id), Claim)?)
}

/// Finds the claim that this form led to.
pub fn by_once(conn: &mut DbConnection, once: Digest) -> Result<Option<Claim>> {
    Ok(claims::table
        .filter(claims::once.eq(once))
        .select(Claim::as_select())
        .first(conn)
        .optional()?)
}

/// The claims of an address, newest first; the digest says for which badge class.
pub fn by_address(conn: &mut DbConnection, digest: Digest) -> Result<Vec<Claim>> {
    Ok(claims::table
        .filter(claims::address_digest.eq(digest))
        .order(claims::id.desc())
        .select(Claim::as_select())
        .load(conn)?)
}

/// The claim by which an award was made, if it was made so.
pub fn by_assertion(conn: &mut DbConnection, assertion: AssertionId) -> Result<Option<Claim>> {
    Ok(claims::table
        .filter(claims::assertion_id.eq(assertion))
        .filter(claims::state.eq(ClaimState::Awarded))
        .select(Claim::as_select())
        .first(conn)
        .optional()?)
}

/// The claims of one link in one state, newest first.
pub fn list(
    conn: &mut DbConnection,
    link: ClaimLinkId,
    state: ClaimState,
    page: PageRequest,
) -> Result<Page<Claim>> {
    let mut query = claims::table
        .filter(claims::link_id.eq(link))
        .filter(claims::state.eq(state))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(claims::id.lt(ClaimId::from_uuid(after)));
    }
    let rows = query
        .order(claims::id.desc())
        .limit(page.rows())
        .select(Claim::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |claim| claim.id.into()))
}

/// How many claims of a link are in each state.
pub fn counts(conn: &mut DbConnection, link: ClaimLinkId) -> Result<HashMap<ClaimState, i64>> {
    let rows: Vec<(ClaimState, i64)> = claims::table
        .filter(claims::link_id.eq(link))
        .group_by(claims::state)
        .select((claims::state, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The claims made with the cards of a link, by card.
pub fn by_card(conn: &mut DbConnection, link: ClaimLinkId) -> Result<HashMap<ClaimCardId, Claim>> {
    let rows: Vec<Claim> = claims::table
        .filter(claims::link_id.eq(link))
        .filter(claims::card_id.is_not_null())
        .filter(claims::state.ne(ClaimState::Declined))
        .select(Claim::as_select())
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|claim| Some((claim.card_id?, claim)))
        .collect())
}

/// The claim made with one card, if it was not declined.
pub fn of_card(conn: &mut DbConnection, card: ClaimCardId) -> Result<Option<Claim>> {
    Ok(claims::table
        .filter(claims::card_id.eq(card))
        .filter(claims::state.ne(ClaimState::Declined))
        .select(Claim::as_select())
        .first(conn)
        .optional()?)
}

/// What an issuer decided on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Awarded or declined.
    pub state: ClaimState,
    /// The award it led to.
    pub award: Option<AssertionId>,
    /// When.
    pub at: Timestamp,
    /// Who decided.
    pub by: Option<AccountId>,
}

/// Writes a decision down.
pub fn decide(conn: &mut DbConnection, id: ClaimId, decision: Decision) -> Result<()> {
    changed_one(
        diesel::update(claims::table.find(id))
            .set((
                claims::state.eq(decision.state),
                claims::assertion_id.eq(decision.award),
                claims::decided_at.eq(Some(decision.at)),
                claims::decided_by.eq(decision.by),
            ))
            .execute(conn)?,
    )
}

/// Points the claims of an address that came later to the award they were waiting for.
pub fn settle_repeats(
    conn: &mut DbConnection,
    address: Digest,
    award: AssertionId,
) -> Result<usize> {
    Ok(diesel::update(claims::table)
        .filter(claims::address_digest.eq(address))
        .filter(claims::state.eq(ClaimState::Repeated))
        .set(claims::assertion_id.eq(Some(award)))
        .execute(conn)?)
}
