//! Badges that others approve before they are published: decided for an organisation, and for all below it.
//!
//! What is asked for above holds below. An organisation may ask for more than the one above it, never for less.

use accolade_storage::review_policies::{self, ReviewPolicy};
use accolade_storage::review_requests::ReviewRequest;
use accolade_storage::types::{IssuerId, ReviewAnswer};
use accolade_storage::{DbConnection, StorageError, issuers, reviewers};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::violations::Violations;
use crate::{Tools, limits};

/// Why a policy could not be set.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The number is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What holds at an issuer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// How many yeses a draft needs before it is published; none if absent.
    pub needed: Option<u32>,
    /// What the issuer itself has decided.
    pub own: Option<u32>,
    /// The issuer above that asks for as much or more, if one does.
    pub above: Option<String>,
}

/// What holds at an issuer: the strictest word of its own and of those above it.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Policy, StorageError> {
    let above = issuers::ancestors(conn, issuer)?;
    let mut line = vec![issuer];
    line.extend(above.iter().map(|one| one.id));
    let said = review_policies::of_issuers(conn, &line)?;
    let count = |policy: &ReviewPolicy| u32::try_from(policy.quorum).unwrap_or(1);
    let own = said
        .iter()
        .find(|policy| policy.issuer_id == issuer)
        .map(count);
    let strictest = said
        .iter()
        .filter(|policy| policy.issuer_id != issuer)
        .max_by_key(|policy| policy.quorum)
        .filter(|policy| own.is_none_or(|own| count(policy) >= own));
    let name = strictest.and_then(|policy| {
        let found = above.iter().find(|one| one.id == policy.issuer_id);
        found.map(|one| one.name.clone())
    });
    Ok(Policy {
        needed: said.iter().map(count).max(),
        own,
        above: name,
    })
}

/// Decides how many yeses a draft needs here and below; `None` asks for none.
pub fn decide(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    needed: Option<u32>,
) -> Result<Policy, PolicyError> {
    authorize(conn, caller, Action::EditIssuer, Some(issuer))?;
    let most = limits::REVIEWERS.value;
    if needed.is_some_and(|needed| needed == 0 || needed as usize > most) {
        let message = format!("From 1 to {most}, or nothing.");
        return Err(Violations::one("/needed", "out_of_range", &message).into());
    }
    match needed.and_then(|needed| i32::try_from(needed).ok()) {
        Some(quorum) => review_policies::set(
            conn,
            &ReviewPolicy {
                issuer_id: issuer,
                quorum,
                updated_at: tools.now(),
            },
        )?,
        None => review_policies::remove(conn, issuer)?,
    }
    let deed = Deed {
        action: "issuer.review_decided",
        subject_kind: "issuer",
        subject: issuer.into(),
        issuer: Some(issuer),
        detail: json!({ "needed": needed }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(of_issuer(conn, issuer)?)
}

/// How many yeses are needed, if what holds at the issuer is not kept: nobody was asked, too few must say yes, it is to be
/// published against their word, or too few said it by a link of which nobody else knows. The last is asked only where
/// letters leave the site: elsewhere every link is handed over.
pub(crate) fn breach(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: IssuerId,
    round: Option<&ReviewRequest>,
    despite: bool,
) -> Result<Option<u32>, StorageError> {
    let Some(needed) = of_issuer(conn, issuer)?.needed else {
        return Ok(None);
    };
    let asked = round.map_or(0, |round| u32::try_from(round.quorum).unwrap_or(0));
    if despite || asked < needed {
        return Ok(Some(needed));
    }
    let Some(round) = round.filter(|_| tools.rules.sends_mail) else {
        return Ok(None);
    };
    let said = reviewers::of_request(conn, round.id)?;
    let sure = said
        .iter()
        .filter(|one| one.by_letter && one.answer == Some(ReviewAnswer::Approved));
    Ok((sure.count() < needed as usize).then_some(needed))
}

#[cfg(test)]
mod tests;
