//! Everything that a batch awarded, taken back at one stroke.

use std::collections::BTreeMap;

use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, BatchState, BundleId, Timestamp};
use accolade_storage::{DbConnection, StorageError, assertions, issuers, mails};

use super::{BatchError, LetGo as _, locked, save, undo_until};
use crate::access::{Action, Caller, authorize};
use crate::webhooks::{self, Event, EventKind};
use crate::{Tools, status};

/// What the public page of an award says that was undone.
const REASON: &str = "Awarded by mistake";

/// Awards that are in memory at once while they are told of.
const TOLD_AT_ONCE: i64 = 500;

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
    let now = tools.now();
    assertions::revoke_batch(conn, id, REASON, now)?;
    for (list, indices) in places {
        status::set(conn, tools, &issuer, list, &indices, true)?;
    }
    mails::drop_bundle(conn, bundle(id), now)?;
    tell(conn, tools, &batch, now)?;
    batch.state = BatchState::Undone;
    batch.finished_at = Some(now);
    batch.let_go();
    save(conn, tools, caller, &mut batch, "batch.undone")?;
    Ok(batch)
}

/// Tells those who listen that the awards of a batch were taken back at a moment.
fn tell(
    conn: &mut DbConnection,
    tools: &Tools,
    batch: &Batch,
    at: Timestamp,
) -> Result<(), StorageError> {
    if !webhooks::is_heard(conn, batch.issuer_id, EventKind::Revoked)? {
        return Ok(());
    }
    let mut after = 0;
    loop {
        let revoked = assertions::revoked_of_batch(conn, batch.id, at, after, TOLD_AT_ONCE)?;
        let Some(last) = revoked.last().and_then(|award| award.batch_row) else {
            return Ok(());
        };
        after = last;
        let events: Vec<_> = revoked.iter().map(Event::Revoked).collect();
        webhooks::note_all(conn, tools, batch.issuer_id, &events)?;
    }
}

/// The letters of a batch, to call them back.
pub(super) fn bundle(batch: BatchId) -> BundleId {
    BundleId::from_uuid(*batch.as_uuid())
}
