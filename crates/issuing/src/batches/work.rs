//! What the server does for batches while nobody waits.
//!
//! One copy of the server at a time works on a batch: it writes a lease into the row and renews it with each chunk. A
//! copy that dies loses at most the chunk that it had not committed; its lease runs out, and another goes on behind
//! the last committed row.

use accolade_storage::batches::{self, Batch, Due};
use accolade_storage::types::{BatchId, BatchState, LeaseId, Timestamp};
use accolade_storage::{Database, DbConnection, StorageError, accounts};
use jiff::SignedDuration;

use super::{BatchError, LetGo as _, UNDO_WINDOW, run};
use crate::access::Caller;
use crate::{Tools, ids};

/// For how long one chunk may take before others believe that its worker is gone.
const LEASE: SignedDuration = SignedDuration::from_secs(20);

/// What came of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Something was done, and there may be more.
    Busy,
    /// There is nothing to do until then.
    Idle(Option<Timestamp>),
}

/// A batch that is ours for a while.
pub(super) struct Taken {
    pub(super) batch: Batch,
    pub(super) lease: LeaseId,
}

/// Works on one batch for a few seconds, if one has work.
pub fn turn(database: &Database, tools: &Tools) -> Result<Step, BatchError> {
    // Looking takes no lock; only a batch that is due is worth one.
    let now = tools.now();
    let candidates = database.read(batches::at_work)?;
    if !candidates.iter().any(|batch| batch.is_due(due(now))) {
        return Ok(Step::Idle(next(&candidates, now)));
    }
    let Some(taken) = database.write(|conn| take(conn, tools, &candidates))? else {
        // Another copy was faster.
        return Ok(Step::Idle(next(&candidates, now)));
    };
    let done = match taken.batch.state {
        BatchState::Mailing => run::mail(database, tools, &taken),
        _ => run::award(database, tools, &taken),
    };
    if let Err(error) = &done {
        // Whatever it was, the batch must not be tried again and again by itself.
        run::stop(database, tools, &taken, error)?;
    }
    Ok(Step::Busy)
}

/// In whose name a batch is worked on, with the rights that they have now.
pub(super) fn caller(conn: &mut DbConnection, batch: &Batch) -> Result<Caller, StorageError> {
    let Some(account) = batch.created_by else {
        return Ok(Caller::operator());
    };
    let operator = accounts::find(conn, account)?.is_some_and(|account| account.is_operator);
    Ok(Caller {
        operator,
        ..Caller::person(account)
    })
}

/// Takes the oldest of the batches that have work now.
fn take(
    conn: &mut DbConnection,
    tools: &Tools,
    candidates: &[Batch],
) -> Result<Option<Taken>, StorageError> {
    let now = tools.now();
    let due = due(now);
    for candidate in candidates.iter().filter(|batch| batch.is_due(due)) {
        let Some(mut batch) = batches::find_for_update(conn, candidate.id)? else {
            continue;
        };
        // Another copy may have been faster.
        if batch.is_leased(now) || !batch.is_due(due) {
            continue;
        }
        let lease = ids::new(tools);
        if batch.state == BatchState::Scheduled {
            batch.state = BatchState::Running;
            batch.started_at = Some(now);
        }
        batch.lease = Some(lease);
        batch.leased_until = Some(later(now, LEASE));
        batches::update(conn, &batch)?;
        return Ok(Some(Taken { batch, lease }));
    }
    Ok(None)
}

/// When the first of these batches will have work.
fn next(candidates: &[Batch], now: Timestamp) -> Option<Timestamp> {
    let moments = candidates.iter().filter_map(|batch| match batch.state {
        BatchState::Scheduled => batch.starts_at,
        BatchState::Mailing if !batch.is_due(due(now)) => {
            batch.finished_at.map(|at| later(at, UNDO_WINDOW))
        }
        _ => batch.leased_until,
    });
    moments.min()
}

/// The batch, locked, if the lease is still ours and nobody stopped it.
pub(super) fn still_ours(
    conn: &mut DbConnection,
    id: BatchId,
    lease: LeaseId,
) -> Result<Option<Batch>, StorageError> {
    let batch = batches::find_for_update(conn, id)?;
    Ok(batch.filter(|batch| {
        let at_work = matches!(batch.state, BatchState::Running | BatchState::Mailing);
        at_work && batch.lease == Some(lease)
    }))
}

/// Writes a batch back with the lease renewed.
pub(super) fn renew(
    conn: &mut DbConnection,
    tools: &Tools,
    batch: &mut Batch,
) -> Result<(), StorageError> {
    let now = tools.now();
    batch.leased_until = Some(later(now, LEASE));
    batch.updated_at = now;
    batches::update(conn, batch)
}

/// Writes a batch back and leaves it to whoever comes next.
pub(super) fn release(
    conn: &mut DbConnection,
    tools: &Tools,
    batch: &mut Batch,
) -> Result<(), StorageError> {
    batch.let_go();
    batch.updated_at = tools.now();
    batches::update(conn, batch)
}

fn due(now: Timestamp) -> Due {
    Due {
        now,
        final_before: later(now, -UNDO_WINDOW),
    }
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.as_jiff().checked_add(by).unwrap_or(at.as_jiff()).into()
}
