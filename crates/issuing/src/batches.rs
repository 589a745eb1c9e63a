//! Batches: many awards of one badge class, looked through first, made in the background, undone at one stroke.
//!
//! A batch begins as a draft whose rows can be mended. Started, it is worked on by [`work::turn`], chunk by chunk: the rows'
//! outcomes and their awards are committed together, so that whatever happens in between, each row is awarded
//! exactly once. For a quarter of an hour after its last row all of it can be undone.

mod create;
mod left;
mod rows;
mod run;
mod slips;
mod undo;
pub mod work;

use accolade_storage::batches::{self, Batch};
use accolade_storage::types::{BatchId, BatchState, DuplicateRule, Mailing, Timestamp};
use accolade_storage::{DbConnection, StorageError, batch_rows};
use jiff::SignedDuration;
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::awards::AwardError;
use crate::keyring::KeyringError;
use crate::signing::SigningError;
use crate::status::StatusError;
use crate::violations::Violations;
use crate::{Tools, limits};

pub use create::{NewBatch, Source, create, discard, set_columns};
pub use left::{go_on, rows_left, states_left};
pub use rows::{RowProblem, RowView, mend, people, row, rows, skip};
pub use slips::{Slip, count_slips, slips};
pub use undo::undo;

/// For how long after its last row a batch can be undone, and held mails wait.
pub const UNDO_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// How far back a time to begin may lie and still mean now: whoever chose this very minute meant it.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(5);

/// Why something could not be done with a batch.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Something in the input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such batch, or no such row in it.
    #[error("there is no such batch")]
    Unknown,
    /// Its state does not allow it.
    #[error("the batch is {0}, which does not allow this")]
    WrongState(BatchState),
    /// The quarter of an hour is over.
    #[error("the batch can no longer be undone")]
    TooLate,
    /// The badge class cannot be awarded.
    #[error(transparent)]
    Award(#[from] AwardError),
    /// A status list could not be published.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// A row does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl BatchError {
    /// Whether it was the database alone, wherever on the way: then the same will do in a while.
    fn is_passing(&self) -> bool {
        let of_signing = |error: &SigningError| matches!(error, SigningError::Storage(_));
        let of_status = |error: &StatusError| match error {
            StatusError::Storage(_) => true,
            StatusError::Signing(error) => of_signing(error),
            StatusError::Damaged => false,
        };
        match self {
            Self::Storage(_) | Self::Access(AccessError::Storage(_)) => true,
            Self::Status(error) => of_status(error),
            Self::Award(error) => match error {
                AwardError::Storage(_) | AwardError::Access(AccessError::Storage(_)) => true,
                AwardError::Signing(error) => of_signing(error),
                AwardError::Status(error) => of_status(error),
                _ => false,
            },
            _ => false,
        }
    }
}

/// How a batch is to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// What every recipient did whose row says nothing else (Markdown).
    pub narrative: Option<String>,
    /// When the recipients get their mail.
    pub mailing: Mailing,
    /// A word of one's own in that mail.
    pub note: Option<String>,
    /// What to do with those who were seen before.
    pub duplicates: DuplicateRule,
    /// When to begin; now if unsaid.
    pub starts_at: Option<jiff::Timestamp>,
}

/// A batch, for those who may see it.
pub fn find(conn: &mut DbConnection, caller: &Caller, id: BatchId) -> Result<Batch, BatchError> {
    let batch = batches::find(conn, id)?;
    let issuer = batch.as_ref().map(|batch| batch.issuer_id);
    authorize(conn, caller, Action::Award, issuer)?;
    batch.ok_or(BatchError::Unknown)
}

/// The same, locked until the transaction ends.
fn locked(conn: &mut DbConnection, caller: &Caller, id: BatchId) -> Result<Batch, BatchError> {
    find(conn, caller, id)?;
    batches::find_for_update(conn, id)?.ok_or(BatchError::Unknown)
}

/// Starts a draft, now or at a set time. Rows that are broken stay behind.
pub fn start(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    start: Start,
) -> Result<Batch, BatchError> {
    let mut batch = locked(conn, caller, id)?;
    if !matches!(batch.state, BatchState::Draft | BatchState::Scheduled) {
        return Err(BatchError::WrongState(batch.state));
    }
    let (now, start) = (tools.now(), start.tidied());
    start.check(now)?;
    if batch.state == BatchState::Draft && start.duplicates == DuplicateRule::Skip {
        batch_rows::skip_twins(conn, id)?;
    }
    let starts_at: Option<Timestamp> = start.starts_at.map(Into::into).filter(|at| *at > now);
    batch.state = match starts_at {
        Some(_) => BatchState::Scheduled,
        None => BatchState::Running,
    };
    batch.starts_at = starts_at;
    batch.started_at = starts_at.is_none().then_some(now);
    batch.narrative = start.narrative;
    batch.mailing = start.mailing;
    batch.note = start.note;
    batch.duplicates = start.duplicates;
    save(conn, tools, caller, &mut batch, "batch.started")?;
    Ok(batch)
}

/// Stops a batch between two chunks.
pub fn pause(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let mut batch = locked(conn, caller, id)?;
    if !matches!(batch.state, BatchState::Running | BatchState::Scheduled) {
        return Err(BatchError::WrongState(batch.state));
    }
    batch.state = BatchState::Paused;
    batch.starts_at = None;
    batch.let_go();
    save(conn, tools, caller, &mut batch, "batch.paused")?;
    Ok(batch)
}

/// Goes on where a batch stopped.
pub fn resume(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let mut batch = locked(conn, caller, id)?;
    if batch.state != BatchState::Paused {
        return Err(BatchError::WrongState(batch.state));
    }
    batch.state = BatchState::Running;
    batch.problem = None;
    batch.started_at = batch.started_at.or(Some(tools.now()));
    save(conn, tools, caller, &mut batch, "batch.resumed")?;
    Ok(batch)
}

/// Gives up what was not awarded yet; what was awarded stays, and can still be undone.
pub fn cancel(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let mut batch = locked(conn, caller, id)?;
    let stopped = [
        BatchState::Running,
        BatchState::Paused,
        BatchState::Scheduled,
    ];
    if !stopped.contains(&batch.state) {
        return Err(BatchError::WrongState(batch.state));
    }
    batch.state = match batch.mailing {
        Mailing::Later if batch.awarded_rows > 0 => BatchState::Mailing,
        _ => BatchState::Cancelled,
    };
    batch.finished_at = Some(tools.now());
    batch.let_go();
    save(conn, tools, caller, &mut batch, "batch.cancelled")?;
    Ok(batch)
}

/// Until when everything that a batch awarded can be taken back at one stroke; never if it cannot be.
pub fn undo_until(batch: &Batch) -> Option<jiff::Timestamp> {
    match batch.state {
        BatchState::Mailing | BatchState::Done | BatchState::Cancelled
            if batch.awarded_rows > 0 =>
        {
            let finished = batch.finished_at?.as_jiff();
            finished.checked_add(UNDO_WINDOW).ok()
        }
        _ => None,
    }
}

impl Start {
    fn tidied(self) -> Self {
        let tidy = |text: Option<String>| {
            text.map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
        };
        Self {
            narrative: tidy(self.narrative),
            note: tidy(self.note),
            ..self
        }
    }

    fn check(&self, now: Timestamp) -> Result<(), Violations> {
        let mut found = Violations::default();
        found.optional("/narrative", self.narrative.as_deref(), limits::NARRATIVE);
        found.optional("/note", self.note.as_deref(), limits::BATCH_NOTE);
        let year = now
            .as_jiff()
            .checked_add(SignedDuration::from_hours(366 * 24));
        if let (Some(at), Ok(year)) = (self.starts_at, year)
            && at > year
        {
            found.add("/startsAt", "out_of_range", "At most a year from now.");
        }
        let long_ago = now.as_jiff().checked_sub(JUST_NOW);
        if let (Some(at), Ok(long_ago)) = (self.starts_at, long_ago)
            && at < long_ago
        {
            let message = "That time is over. Leave it empty to begin now.";
            found.add("/startsAt", "out_of_range", message);
        }
        found.into_result()
    }
}

/// Ends the work of whoever holds the lease.
trait LetGo {
    fn let_go(&mut self);
}

impl LetGo for Batch {
    fn let_go(&mut self) {
        self.lease = None;
        self.leased_until = None;
    }
}

fn save(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    batch: &mut Batch,
    action: &str,
) -> Result<(), StorageError> {
    batch.updated_at = tools.now();
    batches::update(conn, batch)?;
    let deed = Deed {
        action,
        subject_kind: "batch",
        subject: batch.id.into(),
        issuer: Some(batch.issuer_id),
        detail: json!({ "badgeClass": batch.badge_class_id, "rows": batch.total_rows, "awarded": batch.awarded_rows }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
