//! The issuer's word on claims that wait for it.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::claims::{self, Claim, Decision};
use accolade_storage::types::{ClaimId, ClaimLinkId, ClaimState, ClaimedHow};
use accolade_storage::{DbConnection, PageRequest, StorageError, claim_cards};
use serde_json::json;

use super::claiming::{ClaimError, claimant, held_already, make_award};
use super::letters;
use super::links::{LinkError, manageable, record};
use crate::Tools;
use crate::access::{AccessError, Caller};
use crate::limits;
use crate::violations::Violations;

/// How many claims one "yes to all" decides; the rest is there for the next.
pub const AT_ONCE: u32 = 200;

/// Why a claim could not be decided.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such claim.
    #[error("there is no such claim")]
    Unknown,
    /// It was decided the other way before.
    #[error("the claim is decided already")]
    Decided,
    /// The reason is too long.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The award could not be made.
    #[error(transparent)]
    Award(Box<ClaimError>),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Says yes: the award is made. Saying so again answers with the same award.
pub fn approve(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimId,
) -> Result<Assertion, DecisionError> {
    let (link, claim) = find(conn, caller, id)?;
    match claim.state {
        ClaimState::Waiting => {}
        ClaimState::Awarded => {
            let award = claim.assertion_id.ok_or(DecisionError::Unknown)?;
            return assertions::find(conn, award)?.ok_or(DecisionError::Unknown);
        }
        ClaimState::Declined | ClaimState::Repeated => return Err(DecisionError::Decided),
    }
    give(conn, tools, caller, &link, &claim)
}

/// Says yes to all that wait, oldest first and at most [`AT_ONCE`] of them; answers with how many there were.
pub fn approve_all(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    link: ClaimLinkId,
) -> Result<usize, DecisionError> {
    let link = manageable(conn, caller, link)?;
    let waiting = claims::list(
        conn,
        link.id,
        ClaimState::Waiting,
        PageRequest::first(AT_ONCE),
    )?
    .items;
    for claim in waiting.iter().rev() {
        give(conn, tools, caller, &link, claim)?;
    }
    Ok(waiting.len())
}

/// Says no; the seat is free again. The reason goes to the claimant alone.
pub fn decline(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimId,
    reason: Option<&str>,
) -> Result<Claim, DecisionError> {
    let (mut link, claim) = find(conn, caller, id)?;
    let mut found = Violations::default();
    found.optional("/reason", reason, limits::REASON);
    found.into_result()?;
    match claim.state {
        ClaimState::Waiting => {}
        ClaimState::Declined => return Ok(claim),
        ClaimState::Awarded | ClaimState::Repeated => return Err(DecisionError::Decided),
    }
    let decision = Decision {
        state: ClaimState::Declined,
        award: None,
        at: tools.now(),
        by: caller.account,
    };
    claims::decide(conn, id, decision)?;
    link.taken = (link.taken - 1).max(0);
    link.used_up_at = None;
    claim_links::update(conn, &link)?;
    if let Some(card) = claim.card_id {
        claim_cards::set_used(conn, card, None)?;
    }
    record(
        conn,
        tools,
        caller,
        &link,
        "claim.declined",
        id.into(),
        reason.map_or_else(|| json!({}), |reason| json!({ "reason": reason })),
    )?;
    letters::declined(conn, tools, &link, &claimant(tools, &claim), reason)?;
    Ok(claims::find(conn, id)?.unwrap_or(claim))
}

/// The claim and its link, both held; the link first, as claiming does it.
fn find(
    conn: &mut DbConnection,
    caller: &Caller,
    id: ClaimId,
) -> Result<(ClaimLink, Claim), DecisionError> {
    let claim = claims::find(conn, id)?;
    let Some(claim) = claim else {
        crate::access::authorize(conn, caller, crate::access::Action::ManageClaims, None)?;
        return Err(DecisionError::Unknown);
    };
    let link = manageable(conn, caller, claim.link_id)?;
    let claim = claims::find_for_update(conn, id)?.ok_or(DecisionError::Unknown)?;
    Ok((link, claim))
}

fn give(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    link: &ClaimLink,
    claim: &Claim,
) -> Result<Assertion, DecisionError> {
    let who = claimant(tools, claim);
    // While the claim waited the badge may have come some other way: then that is what the yes means.
    let held = match held_already(conn, tools, link, &who)? {
        Some(held) => assertions::find(conn, held)?,
        None => None,
    };
    let is_new = held.is_none();
    let award = match held {
        Some(award) => award,
        None => make_award(conn, tools, caller, link, &who)
            .map_err(|error| DecisionError::Award(Box::new(error)))?,
    };
    if is_new {
        let how = if claim.card_id.is_some() {
            ClaimedHow::Card
        } else {
            ClaimedHow::Link
        };
        super::mark(conn, tools, &Caller::anonymous(), &award, how)?;
    }
    let decision = Decision {
        state: ClaimState::Awarded,
        award: Some(award.id),
        at: tools.now(),
        by: caller.account,
    };
    claims::decide(conn, claim.id, decision)?;
    if let Some(address) = claim.address_digest {
        claims::settle_repeats(conn, address, award.id)?;
    }
    record(
        conn,
        tools,
        caller,
        link,
        "claim.approved",
        claim.id.into(),
        json!({ "award": award.id }),
    )?;
    let letter = if is_new {
        letters::awarded
    } else {
        letters::repeated
    };
    letter(conn, tools, &award, &who)?;
    Ok(award)
}

impl From<LinkError> for DecisionError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Access(error) => error.into(),
            LinkError::Storage(error) => error.into(),
            _ => Self::Unknown,
        }
    }
}
