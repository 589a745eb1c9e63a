//! Many awards at once: one reason, each status list signed once, and a word on each award that stays as it was.

use std::collections::BTreeMap;

use accolade_storage::DbConnection;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{AssertionId, AssertionState, IssuerId, StatusListId};

use super::{Change, Found, SuspendError, apply, find};
use crate::access::{Action, Caller, authorize};
use crate::reminders::{self, ReminderError};
use crate::status;
use crate::violations::Violations;
use crate::{Tools, limits};

/// What shall be done to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ManyDeed {
    /// Take them back for good.
    Revoke,
    /// Put them on hold.
    Suspend,
    /// End their hold.
    Reinstate,
    /// Send the letter that brings them once more.
    Resend,
}

/// Which awards, what, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManyOrder {
    /// What.
    pub deed: ManyDeed,
    /// Which; each once, however often it is named.
    pub awards: Vec<AssertionId>,
    /// Why: needed to take back and to hold, and public then.
    pub reason: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManyDone {
    /// What was changed.
    pub changed: Vec<AssertionId>,
    /// What stays as it was, and why.
    pub left: Vec<(AssertionId, Left)>,
}

/// Why an award stays as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// It was taken back, which is final.
    Revoked,
    /// It is on hold already.
    OnHold,
    /// It is not on hold.
    NotOnHold,
    /// It was made without a place for a hold.
    NotSuspendable,
    /// Nobody knows where to write to.
    NoAddress,
}

/// Does one thing to many awards of an issuer and of those below it. What cannot be changed is passed over.
pub fn change_many(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    order: &ManyOrder,
) -> Result<ManyDone, SuspendError> {
    let action = order.deed.action();
    authorize(conn, caller, action, Some(issuer))?;
    check(order)?;
    let (mut ids, mut found, mut done) = (order.awards.clone(), Vec::new(), ManyDone::default());
    // In one order, so that two who do this at once never wait for each other.
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let one = find(conn, caller, action, id)?.ok_or(SuspendError::UnknownAward)?;
        if !is_within(conn, &one.issuer, issuer)? {
            return Err(SuspendError::UnknownAward);
        }
        match order.deed.hindrance(&one) {
            Some(why) => done.left.push((id, why)),
            None => found.push(one),
        }
    }
    if order.deed == ManyDeed::Resend {
        return resend(conn, tools, caller, found, done);
    }
    let reason = order.reason.as_deref().map(str::trim);
    let reason = reason.filter(|reason| !reason.is_empty());
    sign_lists(conn, tools, order.deed, &found)?;
    let change = Change {
        reason,
        ..order.deed.change()
    };
    for one in found {
        done.changed.push(one.assertion.id);
        apply(conn, tools, caller, one.assertion, &change)?;
    }
    Ok(done)
}

fn check(order: &ManyOrder) -> Result<(), Violations> {
    let mut found = Violations::default();
    if order.awards.is_empty() {
        found.add("/awards", "required", "Choose one or more awards first.");
    }
    found.count("/awards", order.awards.len(), limits::AWARDS_AT_ONCE);
    match order.deed {
        ManyDeed::Revoke | ManyDeed::Suspend => found.required(
            "/reason",
            order.reason.as_deref().unwrap_or_default(),
            limits::REASON,
        ),
        ManyDeed::Reinstate | ManyDeed::Resend => {
            found.optional("/reason", order.reason.as_deref(), limits::REASON);
        }
    }
    found.into_result()
}

fn is_within(
    conn: &mut DbConnection,
    owner: &Issuer,
    issuer: IssuerId,
) -> Result<bool, SuspendError> {
    if owner.id == issuer {
        return Ok(true);
    }
    let above = issuers::ancestors(conn, owner.id)?;
    Ok(above.iter().any(|one| one.id == issuer))
}

/// Sets or clears the bits of all of them, a list at a time.
fn sign_lists(
    conn: &mut DbConnection,
    tools: &Tools,
    deed: ManyDeed,
    found: &[Found],
) -> Result<(), SuspendError> {
    let mut lists = BTreeMap::<StatusListId, (Issuer, Vec<i32>)>::new();
    for one in found {
        let award = &one.assertion;
        let place = match deed {
            ManyDeed::Revoke => Some((award.status_list_id, award.status_index)),
            _ => award.suspension_list_id.zip(award.suspension_index),
        };
        let Some((list, index)) = place else {
            continue;
        };
        let entry = lists.entry(list);
        let (_, places) = entry.or_insert_with(|| (one.issuer.clone(), Vec::new()));
        places.push(index);
    }
    for (list, (issuer, places)) in lists {
        let on = deed != ManyDeed::Reinstate;
        status::set(conn, tools, &issuer, list, &places, on)?;
    }
    Ok(())
}

fn resend(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    found: Vec<Found>,
    mut done: ManyDone,
) -> Result<ManyDone, SuspendError> {
    for one in found {
        let id = one.assertion.id;
        match reminders::resend(conn, tools, caller, id) {
            Ok(_) => done.changed.push(id),
            Err(ReminderError::NoAddress) => done.left.push((id, Left::NoAddress)),
            Err(ReminderError::Revoked) => done.left.push((id, Left::Revoked)),
            Err(ReminderError::Access(error)) => return Err(error.into()),
            Err(ReminderError::Invalid(found)) => return Err(found.into()),
            Err(ReminderError::UnknownAward) => return Err(SuspendError::UnknownAward),
            Err(ReminderError::Storage(error)) => return Err(error.into()),
        }
    }
    Ok(done)
}

impl ManyDeed {
    /// What it takes to be allowed.
    pub fn action(self) -> Action {
        match self {
            Self::Revoke => Action::Revoke,
            Self::Suspend => Action::Suspend,
            Self::Reinstate => Action::Reinstate,
            Self::Resend => Action::Award,
        }
    }

    fn hindrance(self, found: &Found) -> Option<Left> {
        let award = &found.assertion;
        let holds = matches!(self, Self::Suspend | Self::Reinstate);
        match (self, award.state) {
            (_, AssertionState::Revoked) => Some(Left::Revoked),
            _ if holds && award.suspension_list_id.is_none() => Some(Left::NotSuspendable),
            (Self::Suspend, AssertionState::Suspended) => Some(Left::OnHold),
            (Self::Reinstate, AssertionState::Issued) => Some(Left::NotOnHold),
            _ => None,
        }
    }

    fn change(self) -> Change<'static> {
        let (state, deed) = match self {
            Self::Revoke => (AssertionState::Revoked, "revoked"),
            Self::Suspend => (AssertionState::Suspended, "suspended"),
            Self::Reinstate | Self::Resend => (AssertionState::Issued, "reinstated"),
        };
        Change {
            state,
            reason: None,
            deed,
        }
    }
}

impl Left {
    /// A stable word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::OnHold => "on_hold",
            Self::NotOnHold => "not_on_hold",
            Self::NotSuspendable => "not_suspendable",
            Self::NoAddress => "no_address",
        }
    }
}
