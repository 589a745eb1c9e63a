//! Everything that a batch awarded, taken back at one stroke.

use std::collections::BTreeMap;

use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, BatchState, BundleId};
use accolade_storage::{DbConnection, assertions, issuers, mails};

use super::{BatchError, LetGo as _, locked, save, undo_until};
use crate::access::{Action, Caller, authorize};
use crate::{Tools, status};

/// What the public page of an award says that was undone.
const REASON: &str = "Awarded by mistake";

/// Takes back what a batch awarded: at any time while it runs or is paused, and for a quarter of an hour after.
///
/// Each status list is signed once. Mails that did not leave yet never will.
pub fn undo(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let mut batch = locked(conn, caller, id)?;
    authorize(conn, caller, Action::Revoke, Some(batch.issuer_id))?;
    let at_work = matches!(batch.state, BatchState::Running | BatchState::Paused);
    match undo_until(&batch) {
        _ if at_work => {}
        Some(until) if tools.clock.now() < until => {}
        Some(_) => return Err(BatchError::TooLate),
        None => return Err(BatchError::WrongState(batch.state)),
    }
    let issuer = issuers::find(conn, batch.issuer_id)?.ok_or(BatchError::Unknown)?;
    let mut places = BTreeMap::<_, Vec<i32>>::new();
    for (list, index) in assertions::places_of_batch(conn, id)? {
        places.entry(list).or_default().push(index);
    }
    // Awards before lists, as every other withdrawal: two at once then never wait for each other.
    assertions::revoke_batch(conn, id, REASON, tools.now())?;
    for (list, indices) in places {
        status::set(conn, tools, &issuer, list, &indices, true)?;
    }
    mails::drop_bundle(conn, bundle(id), tools.now())?;
    batch.state = BatchState::Undone;
    batch.finished_at = Some(tools.now());
    batch.let_go();
    save(conn, tools, caller, &mut batch, "batch.undone")?;
    Ok(batch)
}

/// The letters of a batch, to call them back.
pub(super) fn bundle(batch: BatchId) -> BundleId {
    BundleId::from_uuid(*batch.as_uuid())
}
