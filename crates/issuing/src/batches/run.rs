//! Rows into awards, and awards into mails.

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use accolade_storage::batch_rows::{self, RowFilter};
use accolade_storage::batches::Batch;
use accolade_storage::types::{AssertionId, BatchState, DuplicateRule, Mailing, RowState, Twin};
use accolade_storage::{Database, DbConnection, StorageError, assertions, badge_classes, issuers};
use serde_json::json;

use super::BatchError;
use super::rows::{columns, order, problems, written};
use super::undo::bundle;
use super::work::{Taken, caller, release, renew, still_ours};
use crate::Tools;
use crate::audit::{self, Deed};
use crate::awards::{self, Drafts, Numbered, Series};
use crate::claims::mine;
use crate::mail::{self, Envelope, Letter, Posting};
use crate::tables::Person;

/// Rows that are signed together and committed together.
const CHUNK: i64 = 1_000;
/// Chunks of one turn: a few seconds' work, then another batch has its turn.
const CHUNKS: usize = 30;
/// Letters that are posted together.
const LETTERS: i64 = 500;

/// A chunk on its way from who signs to who stores.
struct Chunk {
    first: i32,
    last: i32,
    drafts: Drafts,
    people: Vec<(i32, Person)>,
}

/// What the last chunk of a turn left behind.
enum Rest {
    /// There may be more rows.
    More,
    /// Every row has its outcome.
    Nothing,
}

/// Awards row after row: while one chunk is stored, the next is signed.
pub(super) fn award(database: &Database, tools: &Tools, taken: &Taken) -> Result<(), BatchError> {
    let batch = &taken.batch;
    let caller = database.read(|conn| caller(conn, batch))?;
    let mut series = Series::begin(database, tools, &caller, batch.badge_class_id)?;
    let store = series.shelf();
    thread::scope(|scope| {
        let (sender, chunks) = sync_channel(1);
        let signing = scope.spawn(|| sign(database, tools, batch, &mut series, sender));
        let stored = store_all(database, tools, taken, &store, chunks);
        let rest = signing.join().expect("signing does not panic")?;
        if stored? {
            database.write(|conn| settle(conn, tools, taken, &rest))?;
        }
        Ok(())
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the channel closes when the one who signs is done"
)]
fn sign(
    database: &Database,
    tools: &Tools,
    batch: &Batch,
    series: &mut Series<'_>,
    sender: SyncSender<Chunk>,
) -> Result<Rest, BatchError> {
    let columns = columns(batch);
    let content = series.content().clone();
    let ready = RowFilter {
        state: Some(RowState::Ready),
        twins: false,
    };
    let mut after = 0;
    for _ in 0..CHUNKS {
        let rows = database.read(|conn| batch_rows::list(conn, batch.id, ready, after, CHUNK))?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(Rest::Nothing);
        };
        let (first, last) = (first.number, last.number);
        after = last;
        let mut people = Vec::with_capacity(rows.len());
        for row in &rows {
            people.push((
                row.number,
                super::rows::Words::open(tools, row)?.person(&columns),
            ));
        }
        let orders = people.iter().map(|(number, person)| Numbered {
            number: *number,
            order: order(
                batch.badge_class_id,
                person,
                batch.narrative.as_deref(),
                &content,
            ),
        });
        let drafts = series.draft(Some(batch.id), orders.collect())?;
        let chunk = Chunk {
            first,
            last,
            drafts,
            people,
        };
        // Nobody takes it any more: the batch was stopped.
        if sender.send(chunk).is_err() {
            return Ok(Rest::More);
        }
    }
    Ok(Rest::More)
}

/// Stores what comes; says whether the batch is still ours at the end.
fn store_all(
    database: &Database,
    tools: &Tools,
    taken: &Taken,
    store: &awards::Shelf<'_>,
    chunks: Receiver<Chunk>,
) -> Result<bool, BatchError> {
    for chunk in chunks {
        if !database.write(|conn| store_one(conn, tools, taken, store, chunk))? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Leaves those out who got the badge since the table was looked over, where nobody is to get it twice; gives their rows.
fn leave_out_holders(
    conn: &mut DbConnection,
    batch: &Batch,
    drafts: &Drafts,
) -> Result<HashSet<i32>, StorageError> {
    if batch.duplicates != DuplicateRule::Skip {
        return Ok(HashSet::new());
    }
    awards::one_at_a_time(conn, batch.badge_class_id)?;
    let keys: Vec<&[u8]> = drafts.recipients().map(|(_, key)| key).collect();
    let holders = batch_rows::holders(conn, batch.issuer_id, batch.badge_class_id, &keys)?;
    let held: HashSet<i32> = drafts
        .recipients()
        .filter(|(_, key)| holders.contains(*key))
        .map(|(number, _)| number)
        .collect();
    for number in &held {
        if let Some(mut row) = batch_rows::find(conn, batch.id, *number)? {
            row.state = RowState::Skipped;
            row.twin = Some(Twin::Holder);
            batch_rows::update(conn, &row)?;
        }
    }
    Ok(held)
}

/// One chunk: outcomes, awards, mails and the event of the audit trail, together or not at all.
fn store_one(
    conn: &mut DbConnection,
    tools: &Tools,
    taken: &Taken,
    store: &awards::Shelf<'_>,
    chunk: Chunk,
) -> Result<bool, BatchError> {
    let Some(mut batch) = still_ours(conn, taken.batch.id, taken.lease)? else {
        return Ok(false);
    };
    for (number, violations) in &chunk.drafts.refused {
        if let Some(mut row) = batch_rows::find(conn, batch.id, *number)? {
            row.state = RowState::Failed;
            row.problem = written(&problems(violations));
            batch_rows::update(conn, &row)?;
        }
    }
    let refused = chunk.drafts.refused.len();
    let held = leave_out_holders(conn, &batch, &chunk.drafts)?;
    let awards = store.store_without(conn, chunk.drafts, &held)?;
    let settled = batch_rows::settle(conn, batch.id, chunk.first, chunk.last)?;
    if settled != awards.len() {
        // Somebody changed a row meanwhile, which the state of the batch forbids: nothing of this chunk holds.
        return Err(
            StorageError::Conflict("the rows of a batch changed while it ran".to_owned()).into(),
        );
    }
    batch.awarded_rows += i32::try_from(awards.len()).unwrap_or_default();
    batch.failed_rows += i32::try_from(refused).unwrap_or_default();
    if batch.mailing == Mailing::Now {
        let letters = awards.iter().filter_map(|award| {
            let number = award.assertion.batch_row?;
            let position = chunk
                .people
                .binary_search_by_key(&number, |(row, _)| *row)
                .ok()?;
            Some((award.assertion.id, &chunk.people[position].1))
        });
        let words = Words::of(&batch, store.badge_name(), store.issuer_name());
        post(conn, tools, &batch, &words, letters)?;
        batch.mailed_through = chunk.last;
    }
    let deed = Deed {
        action: "batch.awarded",
        subject_kind: "batch",
        subject: batch.id.into(),
        issuer: Some(batch.issuer_id),
        // Each award names its batch and its row, so this event is found from each of them.
        detail: json!({
            "badgeClass": batch.badge_class_id,
            "version": store.version(),
            "firstRow": chunk.first,
            "lastRow": chunk.last,
            "awards": awards.len(),
        }),
    };
    let caller = caller(conn, &batch)?;
    audit::record(conn, tools, &caller, deed)?;
    renew(conn, tools, &mut batch)?;
    Ok(true)
}

/// What is left of a turn: the end of the batch, or the lease given back.
fn settle(
    conn: &mut DbConnection,
    tools: &Tools,
    taken: &Taken,
    rest: &Rest,
) -> Result<(), StorageError> {
    let Some(mut batch) = still_ours(conn, taken.batch.id, taken.lease)? else {
        return Ok(());
    };
    if matches!(rest, Rest::Nothing) {
        batch.finished_at = Some(tools.now());
        batch.state = match batch.mailing {
            Mailing::Later if batch.awarded_rows > 0 => BatchState::Mailing,
            _ => BatchState::Done,
        };
    }
    release(conn, tools, &mut batch)
}

/// Pauses a batch that cannot go on, with the reason for whoever looks at it.
pub(super) fn stop(
    database: &Database,
    tools: &Tools,
    taken: &Taken,
    error: &BatchError,
) -> Result<(), StorageError> {
    tracing::warn!(batch.id = %taken.batch.id, %error, "A batch was stopped");
    database.write(|conn| {
        let Some(mut batch) = still_ours(conn, taken.batch.id, taken.lease)? else {
            return Ok(());
        };
        // What the database could not do now it may do in a while: the lease is given back, no more.
        if !error.is_passing() {
            batch.state = BatchState::Paused;
            batch.problem = Some(error.to_string());
        }
        release(conn, tools, &mut batch)
    })
}

/// Posts the mails that waited until the batch could no longer be undone.
pub(super) fn mail(database: &Database, tools: &Tools, taken: &Taken) -> Result<(), BatchError> {
    while database.write(|conn| mail_some(conn, tools, taken))? {}
    Ok(())
}

/// The next few hundred; says whether there may be more.
fn mail_some(conn: &mut DbConnection, tools: &Tools, taken: &Taken) -> Result<bool, BatchError> {
    let Some(mut batch) = still_ours(conn, taken.batch.id, taken.lease)? else {
        return Ok(false);
    };
    let awarded = RowFilter {
        state: Some(RowState::Awarded),
        twins: false,
    };
    let rows = batch_rows::list(conn, batch.id, awarded, batch.mailed_through, LETTERS)?;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
        batch.state = BatchState::Done;
        release(conn, tools, &mut batch)?;
        return Ok(false);
    };
    let columns = columns(&batch);
    let standing = assertions::standing_of_batch(conn, batch.id, first.number, last.number)?;
    let mut people = Vec::with_capacity(rows.len());
    for row in &rows {
        // What was revoked in the meantime is not announced.
        if let Ok(position) = standing.binary_search_by_key(&row.number, |(number, _)| *number) {
            let person = super::rows::Words::open(tools, row)?.person(&columns);
            people.push((standing[position].1, person));
        }
    }
    for award in assertions::corrected_of_batch(conn, batch.id, first.number, last.number)? {
        // Whom the row names may be a stranger whose address was mistyped.
        let now = awards::unsealed_recipient(tools, &award)?;
        if let Some((_, person)) = people.iter_mut().find(|(id, _)| *id == award.id) {
            person.email = now
                .as_ref()
                .and_then(|now| now.email.clone())
                .unwrap_or_default();
            person.name = now.and_then(|now| now.name).unwrap_or_default();
        }
    }
    let badge = badge_classes::find(conn, batch.badge_class_id)?.ok_or(BatchError::Unknown)?;
    let issuer = issuers::find(conn, batch.issuer_id)?.ok_or(BatchError::Unknown)?;
    let words = Words::of(&batch, &badge.name, &issuer.name);
    let letters = people.iter().map(|(id, person)| (*id, person));
    post(conn, tools, &batch, &words, letters)?;
    batch.mailed_through = last.number;
    renew(conn, tools, &mut batch)?;
    Ok(true)
}

/// What the mails of one batch have in common.
struct Words {
    badge: String,
    issuer: String,
    note: Option<String>,
}

impl Words {
    fn of(batch: &Batch, badge: &str, issuer: &str) -> Self {
        Self {
            badge: badge.to_owned(),
            issuer: issuer.to_owned(),
            note: batch.note.clone(),
        }
    }
}

/// One letter to each who has an address.
fn post<'a>(
    conn: &mut DbConnection,
    tools: &Tools,
    batch: &Batch,
    words: &Words,
    recipients: impl Iterator<Item = (AssertionId, &'a Person)>,
) -> Result<(), StorageError> {
    let with_address = recipients.filter(|(_, person)| !person.email.is_empty());
    let letters: Vec<Posting> = with_address
        .map(|(award, person)| Posting {
            envelope: Envelope {
                to: person.email.clone(),
                letter: Letter::Awarded {
                    name: Some(person.name.clone()).filter(|name| !name.is_empty()),
                    badge: words.badge.clone(),
                    issuer: words.issuer.clone(),
                    note: words.note.clone(),
                    link: mine::address(tools, award),
                },
            },
            not_before: None,
            bundle: Some(bundle(batch.id)),
        })
        .collect();
    mail::post_all(conn, tools, &letters)?;
    Ok(())
}
