//! After the award: what was written wrong is put right, and an award is given anew in the place of another.

mod history;

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::types::{AssertionId, AssertionState, RecipientKind, StatusListId};
use accolade_storage::{DbConnection, StorageError, award_claims, evidence, status_lists};
use accolade_storage::{signed_documents, superseded_documents};
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::awards::{
    self, Award, AwardError, AwardOrder, AwardResult, NewEvidence, Origin, Press, Recipient,
    RecipientError, SealedRecipient,
};
use crate::revocation::{self, RevokeError};
use crate::violations::Violations;
use crate::webhooks::{self, Event};
use crate::{Tools, limits};

pub use history::{Said, Wording, history};

/// Why an award could not be corrected or given anew.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Something in the input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such award.
    #[error("there is no such award")]
    Unknown,
    /// It was taken back.
    #[error("the award is revoked, which is final")]
    Revoked,
    /// The new documents could not be made.
    #[error(transparent)]
    Award(#[from] AwardError),
    /// The earlier award could not be taken back.
    #[error(transparent)]
    Revoke(#[from] RevokeError),
    /// The recipient could not be opened.
    #[error(transparent)]
    Recipient(#[from] RecipientError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What an award shall say from now on.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// To whom it was given.
    pub recipient: Recipient,
    /// What the recipient did.
    pub narrative: Option<String>,
    /// Which results were reached.
    pub results: Vec<AwardResult>,
    /// Until when it holds.
    pub valid_until: Option<jiff::Timestamp>,
    /// What was wrong; kept in the log, not shown.
    pub reason: Option<String>,
}

/// What an award says now, as the beginning of a correction.
pub fn present(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    assertion: &Assertion,
) -> Result<Correction, CorrectionError> {
    let sealed = awards::recipient(conn, tools, caller, assertion)?;
    let sealed = sealed.unwrap_or(SealedRecipient {
        email: None,
        name: assertion.recipient_name.clone(),
    });
    Ok(Correction {
        recipient: Recipient {
            email: sealed.email,
            show_name: sealed.name.is_none() || assertion.recipient_name.is_some(),
            name: sealed.name,
        },
        narrative: assertion.narrative.clone(),
        results: awards::results(assertion),
        valid_until: assertion.valid_until.map(|at| at.as_jiff()),
        reason: None,
    })
}

/// What to change of an award; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CorrectionEdit {
    /// To whom it was given.
    pub recipient: Option<Recipient>,
    /// What the recipient did; `Some(None)` takes it away.
    pub narrative: Option<Option<String>>,
    /// Which results were reached; an empty list takes them away.
    pub results: Option<Vec<AwardResult>>,
    /// Until when it holds; `Some(None)` is for good.
    pub valid_until: Option<Option<jiff::Timestamp>>,
    /// What was wrong; kept in the log, not shown.
    pub reason: Option<String>,
}

/// Corrects single parts of an award, and leaves the others as they are.
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    edit: CorrectionEdit,
) -> Result<Assertion, CorrectionError> {
    let before = locked(conn, caller, id)?;
    let now = present(conn, tools, caller, &before)?;
    let correction = Correction {
        recipient: edit.recipient.unwrap_or(now.recipient),
        narrative: edit.narrative.unwrap_or(now.narrative),
        results: edit.results.unwrap_or(now.results),
        valid_until: edit.valid_until.unwrap_or(now.valid_until),
        reason: edit.reason,
    };
    correct(conn, tools, caller, id, correction)
}

/// Writes an award anew under the same address. What it said before is kept, and no longer given out.
pub fn correct(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    correction: Correction,
) -> Result<Assertion, CorrectionError> {
    let before = locked(conn, caller, id)?;
    let reason = checked_reason(correction.reason.as_deref())?;
    let press = Press::of_award(conn, tools, caller, &before)?;
    let mut order = AwardOrder::to(before.badge_class_id, correction.recipient);
    order.narrative = correction.narrative;
    order.results = correction.results;
    order.valid_from = Some(before.valid_from.as_jiff());
    order.valid_until = correction.valid_until;
    let checked = press.check(conn, order)??;
    let places = awards::Places {
        revocation: place(conn, before.status_list_id, before.status_index)?,
        suspension: match (before.suspension_list_id, before.suspension_index) {
            (Some(list), Some(index)) => Some(place(conn, list, index)?),
            _ => None,
        },
    };
    let items = evidence::of_assertion(conn, id)?;
    let (after, document) = press.correction(&before, &checked, &items, &places)?;
    superseded_documents::supersede(conn, id, tools.now())?;
    assertions::correct(conn, &after)?;
    let was_mailed = before.recipient_kind == RecipientKind::Email;
    if was_mailed && before.recipient_key != after.recipient_key {
        // It belongs to another address now, whose owner has not taken it yet.
        award_claims::remove(conn, id)?;
    }
    signed_documents::insert_all(conn, &[document])?;
    note(
        conn,
        tools,
        caller,
        &after,
        "award.corrected",
        json!({ "reason": reason }),
    )?;
    Ok(after)
}

/// Gives the present version of the badge to the same person, and takes the earlier award back. The reason is shown with
/// the earlier one; without any it says that another stands in its place.
pub fn reissue(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    reason: Option<&str>,
) -> Result<Award, CorrectionError> {
    let before = locked(conn, caller, id)?;
    let reason = checked_reason(reason)?;
    let present = present(conn, tools, caller, &before)?;
    let press = Press::load(conn, tools, caller, before.badge_class_id)?;
    let mut order = AwardOrder::to(before.badge_class_id, present.recipient);
    order.narrative = present.narrative;
    order.assessment = awards::assessment(&before);
    // Results of another version may mean nothing in this one.
    if before.version_id == press.version.id {
        order.results = awards::results(&before);
    }
    let items = evidence::of_assertion(conn, id)?;
    order.evidence = items
        .iter()
        .map(|item| NewEvidence {
            kind: item.kind,
            visibility: item.visibility,
            content: awards::evidence_content(item),
            file: item.blob,
            second_file: item.second_blob,
        })
        .collect();
    let checked = press.check(conn, order)??;
    let places = press.allocate(conn)?;
    let origin = Origin {
        row: None,
        replaces: Some(id),
    };
    let draft = press
        .draft(&checked, &places, origin)
        .map_err(AwardError::from)?;
    let award = Press::store(conn, vec![draft])?.remove(0);
    note(
        conn,
        tools,
        caller,
        &award.assertion,
        "award.reissued",
        json!({ "replaces": id, "reason": reason }),
    )?;
    let made = Event::Awarded(&award.assertion);
    webhooks::note(conn, tools, award.assertion.issuer_id, &made)?;
    let shown = reason.unwrap_or("Given anew: another award stands in its place");
    revocation::revoke(conn, tools, caller, id, shown)?;
    Ok(award)
}

/// An award that stands or is on hold, locked, for those who may change it.
fn locked(
    conn: &mut DbConnection,
    caller: &Caller,
    id: AssertionId,
) -> Result<Assertion, CorrectionError> {
    let found = assertions::find(conn, id)?;
    let issuer = found.as_ref().map(|award| award.issuer_id);
    authorize(conn, caller, Action::Award, issuer)?;
    let assertion = assertions::find_for_update(conn, id)?.ok_or(CorrectionError::Unknown)?;
    match assertion.state {
        AssertionState::Revoked => Err(CorrectionError::Revoked),
        AssertionState::Issued | AssertionState::Suspended => Ok(assertion),
    }
}

fn place(
    conn: &mut DbConnection,
    list: StatusListId,
    index: i32,
) -> Result<crate::status::Place, CorrectionError> {
    let found = status_lists::find_for_update(conn, list)?.ok_or(CorrectionError::Unknown)?;
    Ok(crate::status::Place {
        list,
        number: found.number,
        index,
    })
}

fn checked_reason(reason: Option<&str>) -> Result<Option<&str>, Violations> {
    let mut found = Violations::default();
    found.optional("/reason", reason, limits::REASON);
    found.into_result()?;
    Ok(reason.map(str::trim).filter(|reason| !reason.is_empty()))
}

fn note(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    assertion: &Assertion,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "assertion",
        subject: assertion.id.into(),
        issuer: Some(assertion.issuer_id),
        detail,
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
