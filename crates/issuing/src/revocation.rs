//! Taking awards back, putting them on hold, and ending the hold.

mod many;

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::issuers::Issuer;
use accolade_storage::types::{AssertionId, AssertionState};
use accolade_storage::{DbConnection, StorageError, issuers};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::status::{self, StatusError};
use crate::violations::Violations;
use crate::webhooks::{self, Event};
use crate::{Tools, limits};

pub use many::{Left, ManyDeed, ManyDone, ManyOrder, change_many};

/// Why an award could not be taken back.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such award.
    #[error("there is no such award")]
    UnknownAward,
    /// A reason is missing or too long.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// It was taken back before.
    #[error("the award is revoked already")]
    AlreadyRevoked,
    /// The status list could not be published.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Why an award could not be put on hold or come back from it.
#[derive(Debug, thiserror::Error)]
pub enum SuspendError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such award.
    #[error("there is no such award")]
    UnknownAward,
    /// A reason is missing or too long.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// Its badge class did not allow holds when it was awarded.
    #[error("this award cannot be put on hold: its badge class was not suspendable")]
    NotSuspendable,
    /// It was taken back, which is final.
    #[error("the award is revoked, which is final")]
    AlreadyRevoked,
    /// It is on hold already.
    #[error("the award is on hold already")]
    AlreadySuspended,
    /// It is not on hold.
    #[error("the award is not on hold")]
    NotSuspended,
    /// The status list could not be published.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Takes an award back for good. The reason is public.
pub fn revoke(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    reason: &str,
) -> Result<Assertion, RevokeError> {
    let Some(found) = find(conn, caller, Action::Revoke, id)? else {
        return Err(RevokeError::UnknownAward);
    };
    check_reason(reason)?;
    if found.assertion.state == AssertionState::Revoked {
        return Err(RevokeError::AlreadyRevoked);
    }
    let (list, index) = (found.assertion.status_list_id, found.assertion.status_index);
    status::set(conn, tools, &found.issuer, list, &[index], true)?;
    let change = Change {
        state: AssertionState::Revoked,
        reason: Some(reason),
        deed: "revoked",
    };
    Ok(apply(conn, tools, caller, found.assertion, &change)?)
}

/// Puts an award on hold. The reason is public.
pub fn suspend(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    reason: &str,
) -> Result<Assertion, SuspendError> {
    let Some(found) = find(conn, caller, Action::Suspend, id)? else {
        return Err(SuspendError::UnknownAward);
    };
    check_reason(reason)?;
    let change = Change {
        state: AssertionState::Suspended,
        reason: Some(reason),
        deed: "suspended",
    };
    hold(conn, tools, caller, found, &change)
}

/// Ends the hold.
pub fn reinstate(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    reason: Option<&str>,
) -> Result<Assertion, SuspendError> {
    let Some(found) = find(conn, caller, Action::Reinstate, id)? else {
        return Err(SuspendError::UnknownAward);
    };
    let mut violations = Violations::default();
    violations.optional("/reason", reason, limits::REASON);
    violations.into_result()?;
    let change = Change {
        state: AssertionState::Issued,
        reason,
        deed: "reinstated",
    };
    hold(conn, tools, caller, found, &change)
}

/// Sets or clears the bit of the suspension list.
fn hold(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    found: Found,
    change: &Change<'_>,
) -> Result<Assertion, SuspendError> {
    let (Some(list), Some(index)) = (
        found.assertion.suspension_list_id,
        found.assertion.suspension_index,
    ) else {
        return Err(SuspendError::NotSuspendable);
    };
    check_hold(found.assertion.state, change.state)?;
    let on_hold = change.state == AssertionState::Suspended;
    status::set(conn, tools, &found.issuer, list, &[index], on_hold)?;
    Ok(apply(conn, tools, caller, found.assertion, change)?)
}

fn check_hold(state: AssertionState, wanted: AssertionState) -> Result<(), SuspendError> {
    match (state, wanted) {
        (AssertionState::Revoked, _) => Err(SuspendError::AlreadyRevoked),
        (AssertionState::Suspended, AssertionState::Suspended) => {
            Err(SuspendError::AlreadySuspended)
        }
        (AssertionState::Issued, AssertionState::Issued) => Err(SuspendError::NotSuspended),
        _ => Ok(()),
    }
}

struct Found {
    assertion: Assertion,
    issuer: Issuer,
}

struct Change<'a> {
    state: AssertionState,
    reason: Option<&'a str>,
    deed: &'a str,
}

fn find(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    id: AssertionId,
) -> Result<Option<Found>, AccessError> {
    let assertion = assertions::find(conn, id)?;
    authorize(
        conn,
        caller,
        action,
        assertion.as_ref().map(|award| award.issuer_id),
    )?;
    // From here on nobody else changes the award. The lists do not keep changes apart: withdrawal and hold have one each,
    // and a hold that was faster by a little must not end a withdrawal.
    let locked = assertion.map(|award| assertions::find_for_update(conn, award.id));
    let Some(assertion) = locked.transpose()?.flatten() else {
        return Ok(None);
    };
    let issuer = issuers::find(conn, assertion.issuer_id)?;
    Ok(issuer.map(|issuer| Found { assertion, issuer }))
}

fn check_reason(reason: &str) -> Result<(), Violations> {
    let mut found = Violations::default();
    found.required("/reason", reason, limits::REASON);
    found.into_result()
}

fn apply(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    mut assertion: Assertion,
    change: &Change<'_>,
) -> Result<Assertion, StorageError> {
    let now = tools.now();
    let reason = change
        .reason
        .map(str::trim)
        .filter(|reason| !reason.is_empty());
    assertions::set_state(conn, assertion.id, change.state, reason, now)?;
    let deed = Deed {
        action: &format!("award.{}", change.deed),
        subject_kind: "assertion",
        subject: assertion.id.into(),
        issuer: Some(assertion.issuer_id),
        detail: json!({ "reason": reason }),
    };
    audit::record(conn, tools, caller, deed)?;
    assertion.state = change.state;
    assertion.state_reason = reason.map(str::to_owned);
    assertion.state_changed_at = Some(now);
    let event = match change.state {
        AssertionState::Revoked => Event::Revoked(&assertion),
        AssertionState::Suspended => Event::Suspended(&assertion),
        AssertionState::Issued => Event::Reinstated(&assertion),
    };
    webhooks::note(conn, tools, assertion.issuer_id, &event)?;
    Ok(assertion)
}

#[cfg(test)]
mod tests;
