//! A table or a list of people becomes a batch.

use std::collections::HashSet;

use accolade_storage::batch_rows::{self, BatchRow, RowFilter};
use accolade_storage::batches::{self, Batch};
use accolade_storage::types::{
    BadgeClassId, BatchId, BatchState, DuplicateRule, Mailing, RowState, Twin,
};
use accolade_storage::{DbConnection, StorageError};

use super::rows::{Words, checked_row, columns, open_for_changes, touch};
use super::{BatchError, locked, save};
use crate::access::Caller;
use crate::awards::Press;
use crate::tables::{Columns, Meaning, Person, Table};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// How many rows are looked at and stored at a time.
const CHUNK: usize = 1_000;

/// Where the rows come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// Text with one row a line, in cells or not.
    Text(String),
    /// People, one by one.
    People(Vec<Person>),
}

/// A batch to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBatch {
    /// What is awarded.
    pub badge_class: BadgeClassId,
    /// Where the rows came from, in a few words.
    pub title: String,
    /// The rows.
    pub source: Source,
}

/// Makes a draft of everything that was handed in, with what is wrong noted at each row.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an order is used up by carrying it out"
)]
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    new: NewBatch,
) -> Result<Batch, BatchError> {
    let press = Press::load(conn, tools, caller, new.badge_class)?;
    let now = tools.now();
    let title = new.title.trim().chars().filter(|c| !c.is_control());
    let mut batch = Batch {
        id: ids::new(tools),
        issuer_id: press.issuer.id,
        badge_class_id: press.badge_class.id,
        title: title.take(limits::NAME.value).collect(),
        state: BatchState::Draft,
        problem: None,
        layout: String::new(),
        narrative: None,
        mailing: Mailing::Later,
        note: None,
        duplicates: DuplicateRule::Skip,
        total_rows: 0,
        awarded_rows: 0,
        failed_rows: 0,
        mailed_through: 0,
        starts_at: None,
        started_at: None,
        finished_at: None,
        lease: None,
        leased_until: None,
        created_by: caller.account,
        created_at: now,
        updated_at: now,
    };
    batches::insert(conn, &batch)?;
    batch.total_rows = match &new.source {
        Source::Text(text) => {
            check_size(text.len())?;
            let mut table = Table::of(text);
            let mut columns = table.columns();
            columns.recognise(&press.content.results);
            batch.layout = as_json(&columns);
            let words = table.map(|cells| Words {
                cells,
                person: None,
            });
            fill(conn, &press, batch.id, &columns, words)?
        }
        Source::People(people) => {
            let words = people.iter().map(|person| Words {
                cells: Vec::new(),
                person: Some(person.clone()),
            });
            batch.layout = as_json(&Columns::default());
            fill(conn, &press, batch.id, &Columns::default(), words)?
        }
    };
    if batch.total_rows == 0 {
        let message = "There is nobody in it. Put one person on a line.";
        return Err(Violations::one("/rows", "required", message).into());
    }
    save(conn, tools, caller, &mut batch, "batch.created")?;
    Ok(batch)
}

/// Says what the columns mean, and looks at every row anew. Rows that were mended keep what was said there.
pub fn set_columns(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    meanings: &[Meaning],
) -> Result<Batch, BatchError> {
    let mut batch = open_for_changes(conn, caller, id)?;
    if batch.state != BatchState::Draft {
        return Err(BatchError::WrongState(batch.state));
    }
    let press = Press::load(conn, tools, caller, batch.badge_class_id)?;
    let mut columns = columns(&batch);
    columns.meanings = meanings.to_vec();
    batch.layout = as_json(&columns);
    let mut seen = HashSet::new();
    let mut after = 0;
    loop {
        let some = batch_rows::list(conn, id, RowFilter::default(), after, CHUNK as i64)?;
        let Some(last) = some.last() else { break };
        after = last.number;
        let mut looked_at = Vec::with_capacity(some.len());
        for row in &some {
            let words = Words::open(tools, row)?;
            let mut new = checked_row(conn, &press, id, row.number, &words, &columns)?;
            if row.state == RowState::Skipped {
                new.state = RowState::Skipped;
            }
            looked_at.push(new);
        }
        mark_twins(conn, &press, &mut looked_at, &mut seen)?;
        batch_rows::replace(conn, id, &looked_at)?;
    }
    touch(conn, tools, &mut batch)?;
    Ok(batch)
}

/// Throws a draft away.
pub fn discard(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
) -> Result<(), BatchError> {
    let mut batch = locked(conn, caller, id)?;
    if batch.state != BatchState::Draft {
        return Err(BatchError::WrongState(batch.state));
    }
    save(conn, tools, caller, &mut batch, "batch.discarded")?;
    batch_rows::delete_all(conn, id)?;
    Ok(batches::delete(conn, id)?)
}

/// Stores rows a chunk at a time, so that a long table is never in memory twice.
fn fill(
    conn: &mut DbConnection,
    press: &Press<'_>,
    batch: BatchId,
    columns: &Columns,
    mut words: impl Iterator<Item = Words>,
) -> Result<i32, BatchError> {
    let mut seen = HashSet::new();
    let mut number = 0;
    loop {
        let mut rows = Vec::with_capacity(CHUNK);
        for words in words.by_ref().take(CHUNK) {
            number += 1;
            rows.push(checked_row(conn, press, batch, number, &words, columns)?);
        }
        if rows.is_empty() {
            return Ok(number);
        }
        if number as usize > limits::BATCH_ROWS.value {
            let message = format!(
                "At most {} rows; cut the file in two.",
                limits::BATCH_ROWS.value
            );
            return Err(Violations::one("/rows", "too_many", &message).into());
        }
        mark_twins(conn, press, &mut rows, &mut seen)?;
        batch_rows::insert_all(conn, &rows)?;
    }
}

/// Notes which recipients were seen before, in the batch or among the holders.
fn mark_twins(
    conn: &mut DbConnection,
    press: &Press<'_>,
    rows: &mut [BatchRow],
    seen: &mut HashSet<Vec<u8>>,
) -> Result<(), StorageError> {
    let keys: Vec<&[u8]> = rows
        .iter()
        .filter_map(|row| row.recipient_key.as_deref())
        .collect();
    let holders = batch_rows::holders(conn, press.issuer.id, press.badge_class.id, &keys)?;
    for row in rows {
        let Some(key) = &row.recipient_key else {
            continue;
        };
        row.twin = if !seen.insert(key.clone()) {
            Some(Twin::Row)
        } else if holders.contains(key) {
            Some(Twin::Holder)
        } else {
            None
        };
    }
    Ok(())
}

fn check_size(bytes: usize) -> Result<(), Violations> {
    if bytes <= limits::BATCH_BYTES.value {
        return Ok(());
    }
    let most = limits::BATCH_BYTES.value / 1024 / 1024;
    let message = format!("The table is larger than {most} MB.");
    Err(Violations::one("/rows", "too_large", &message))
}

fn as_json(columns: &Columns) -> String {
    serde_json::to_string(columns).expect("words always serialise")
}
