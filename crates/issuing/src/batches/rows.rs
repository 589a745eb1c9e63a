//! The rows of a batch: what they say, what is wrong with them, and how that is mended.

use accolade_storage::batch_rows::{self, BatchRow, RowFilter};
use accolade_storage::batches::{self, Batch};
use accolade_storage::types::{BadgeClassId, BatchId, BatchState, EvidenceKind, RowState, Twin};
use accolade_storage::{DbConnection, StorageError};
use serde::{Deserialize, Serialize};

use super::{BatchError, find, locked};
use crate::Tools;
use crate::access::Caller;
use crate::awards::{AwardOrder, AwardResult, NewEvidence, Press, Recipient, recipient_key};
use crate::content::BadgeContent;
use crate::keyring::{KeyringError, SealedFor};
use crate::tables::{Columns, Person};
use crate::violations::Violations;

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// `email`, `name`, `narrative`, `evidence` or `results`.
    pub field: String,
    /// One sentence for people.
    pub message: String,
}

/// A row, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowView {
    /// Its place in the batch, from 1.
    pub number: i32,
    /// What became of it.
    pub state: RowState,
    /// Where its recipient was seen before.
    pub twin: Option<Twin>,
    /// What it says.
    pub person: Person,
    /// What is wrong with it.
    pub problems: Vec<RowProblem>,
}

/// What is sealed of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Words {
    /// The cells as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cells: Vec<String>,
    /// What stands in their place since somebody mended the row, or where there never were cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<Person>,
}

impl Words {
    pub(super) fn person(&self, columns: &Columns) -> Person {
        match &self.person {
            Some(person) => person.clone(),
            None => columns.read(&self.cells),
        }
    }

    pub(super) fn seal(&self, tools: &Tools, batch: BatchId, number: i32) -> Vec<u8> {
        let text = serde_json::to_vec(self).expect("text and lists always serialise");
        let row = SealedFor::BatchRow(batch, number);
        tools.keyring.seal(&*tools.random, row, &text)
    }

    pub(super) fn open(tools: &Tools, row: &BatchRow) -> Result<Self, KeyringError> {
        let place = SealedFor::BatchRow(row.batch_id, row.number);
        let text = tools.keyring.open(place, &row.sealed)?;
        serde_json::from_slice(&text)
            .map_err(|_| KeyringError::Damaged("a row cannot be read".to_owned()))
    }
}

/// What a row asks for.
pub(super) fn order(
    badge_class: BadgeClassId,
    person: &Person,
    narrative: Option<&str>,
    content: &BadgeContent,
) -> AwardOrder {
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let recipient = Recipient {
        email: said(&person.email),
        name: said(&person.name),
        show_name: true,
    };
    let mut order = AwardOrder::to(badge_class, recipient);
    order.narrative = said(&person.narrative).or_else(|| narrative.map(str::to_owned));
    if let Some(url) = said(&person.evidence) {
        let mut link = NewEvidence::new(EvidenceKind::Link);
        link.content.url = Some(url);
        order.evidence = vec![link];
    }
    let results = person.results.iter();
    order.results = results
        .map(|(id, said)| result(id, said, content))
        .collect();
    order
}

/// What a row says of one result. What cannot be read goes on as it is, so that the award is refused.
fn result(id: &str, said: &str, content: &BadgeContent) -> AwardResult {
    let described = content.results.iter().find(|known| known.id == id);
    let read = described.and_then(|described| described.read(said).ok());
    read.unwrap_or_else(|| {
        let has_levels = described.is_some_and(|known| !known.levels.is_empty());
        let (level, value) = match has_levels {
            true => (Some(said.to_owned()), None),
            false => (None, Some(said.to_owned())),
        };
        AwardResult {
            result: id.to_owned(),
            level,
            value,
            status: None,
        }
    })
}

/// What is wrong with the results of a row, in words that say what there is to choose.
fn wrong_results(person: &Person, content: &BadgeContent) -> Vec<RowProblem> {
    let wrong = |(id, said): (&String, &String)| {
        let message = match content.results.iter().find(|known| known.id == *id) {
            None => "The badge has no such result.".to_owned(),
            Some(described) => format!("{}: {}", described.name, described.read(said).err()?),
        };
        Some(RowProblem {
            field: RESULTS.to_owned(),
            message,
        })
    };
    person.results.iter().filter_map(wrong).collect()
}

/// The field of a problem with a result.
const RESULTS: &str = "results";

/// A row as it is stored: checked, and with the key by which its recipient is known.
pub(super) fn checked_row(
    conn: &mut DbConnection,
    press: &Press<'_>,
    batch: BatchId,
    number: i32,
    words: &Words,
    columns: &Columns,
) -> Result<BatchRow, StorageError> {
    let tools = press.tools;
    let person = words.person(columns);
    let order = order(press.badge_class.id, &person, None, &press.content);
    let someone = order.recipient.email.is_some() || order.recipient.name.is_some();
    let key = someone.then(|| recipient_key(tools, &order.recipient));
    let problems = match press.check(conn, order)? {
        Ok(_) => Vec::new(),
        Err(violations) => {
            let mut found = problems(&violations);
            found.retain(|one| one.field != RESULTS);
            found.extend(wrong_results(&person, &press.content));
            found
        }
    };
    Ok(BatchRow {
        batch_id: batch,
        number,
        state: match problems.is_empty() {
            true => RowState::Ready,
            false => RowState::Broken,
        },
        twin: None,
        problem: written(&problems),
        recipient_key: key,
        sealed: words.seal(tools, batch, number),
    })
}

/// Violations of an order in the words of a table.
pub(super) fn problems(violations: &Violations) -> Vec<RowProblem> {
    let field = |pointer: &str| match pointer {
        "/recipient/name" => "name",
        "/narrative" => "narrative",
        pointer if pointer.starts_with("/evidence") => "evidence",
        pointer if pointer.starts_with("/results") => RESULTS,
        _ => "email",
    };
    let list = violations.0.iter().map(|one| RowProblem {
        field: field(&one.pointer).to_owned(),
        message: one.message.clone(),
    });
    list.collect()
}

pub(super) fn written(problems: &[RowProblem]) -> Option<String> {
    let text = || serde_json::to_string(problems).expect("text always serialises");
    (!problems.is_empty()).then(text)
}

pub(super) fn columns(batch: &Batch) -> Columns {
    serde_json::from_str(&batch.layout).unwrap_or_default()
}

pub(super) fn view(
    tools: &Tools,
    columns: &Columns,
    row: &BatchRow,
) -> Result<RowView, KeyringError> {
    let problems = row.problem.as_deref();
    Ok(RowView {
        number: row.number,
        state: row.state,
        twin: row.twin,
        person: Words::open(tools, row)?.person(columns),
        problems: problems
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default(),
    })
}

/// At most `limit` rows of a batch that pass a filter, in order, from behind row `after`.
pub fn rows(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    filter: RowFilter,
    after: i32,
    limit: i64,
) -> Result<Vec<RowView>, BatchError> {
    let batch = find(conn, caller, id)?;
    let columns = columns(&batch);
    let rows = batch_rows::list(conn, id, filter, after, limit)?;
    let views = rows.iter().map(|row| view(tools, &columns, row));
    Ok(views.collect::<Result<_, _>>()?)
}

/// Who stands in a batch, each once, with what was said of them left out: at most `most`.
pub fn people(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    most: usize,
) -> Result<Vec<Person>, BatchError> {
    let batch = find(conn, caller, id)?;
    let columns = columns(&batch);
    let (mut people, mut after) = (Vec::new(), 0);
    loop {
        let some = batch_rows::list(conn, id, RowFilter::default(), after, 1_000)?;
        let Some(last) = some.last() else { break };
        after = last.number;
        for row in some.iter().filter(|row| row.twin != Some(Twin::Row)) {
            let person = Words::open(tools, row)?.person(&columns);
            if !person.name.is_empty() || !person.email.is_empty() {
                people.push(Person {
                    name: person.name,
                    email: person.email,
                    ..Person::default()
                });
            }
        }
        if people.len() >= most {
            people.truncate(most);
            break;
        }
    }
    Ok(people)
}

/// One row of a batch.
pub fn row(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    number: i32,
) -> Result<RowView, BatchError> {
    let batch = find(conn, caller, id)?;
    let row = batch_rows::find(conn, id, number)?.ok_or(BatchError::Unknown)?;
    Ok(view(tools, &columns(&batch), &row)?)
}

/// Says what a row should have said. It may still be wrong; then it stays broken and tells why.
pub fn mend(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    number: i32,
    person: Person,
) -> Result<RowView, BatchError> {
    let batch = open_for_changes(conn, caller, id)?;
    let before = batch_rows::find(conn, id, number)?.ok_or(BatchError::Unknown)?;
    if matches!(before.state, RowState::Awarded) {
        return Err(BatchError::WrongState(batch.state));
    }
    let press = Press::load(conn, tools, caller, batch.badge_class_id)?;
    let columns = columns(&batch);
    let mut words = Words::open(tools, &before)?;
    words.person = Some(person);
    let mut row = checked_row(conn, &press, id, number, &words, &columns)?;
    row.twin = twin(conn, &batch, &row)?;
    batch_rows::update(conn, &row)?;
    Ok(view(tools, &columns, &row)?)
}

/// Leaves a row out, or takes it in again.
pub fn skip(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    number: i32,
    out: bool,
) -> Result<RowView, BatchError> {
    let batch = open_for_changes(conn, caller, id)?;
    let mut row = batch_rows::find(conn, id, number)?.ok_or(BatchError::Unknown)?;
    row.state = match (row.state, out) {
        (RowState::Ready | RowState::Broken | RowState::Failed, true) => RowState::Skipped,
        (RowState::Skipped, false) if row.problem.is_some() => RowState::Broken,
        (RowState::Skipped, false) => RowState::Ready,
        (state, _) => state,
    };
    batch_rows::update(conn, &row)?;
    Ok(view(tools, &columns(&batch), &row)?)
}

/// A batch whose rows can still be changed: nobody works on it.
pub(super) fn open_for_changes(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BatchId,
) -> Result<Batch, BatchError> {
    let batch = locked(conn, caller, id)?;
    match batch.state {
        BatchState::Draft | BatchState::Paused => Ok(batch),
        state => Err(BatchError::WrongState(state)),
    }
}

fn twin(
    conn: &mut DbConnection,
    batch: &Batch,
    row: &BatchRow,
) -> Result<Option<Twin>, StorageError> {
    let Some(key) = &row.recipient_key else {
        return Ok(None);
    };
    if batch_rows::is_repeated(conn, batch.id, key, row.number)? {
        return Ok(Some(Twin::Row));
    }
    let holders = batch_rows::holders(conn, batch.issuer_id, batch.badge_class_id, &[key])?;
    Ok((!holders.is_empty()).then_some(Twin::Holder))
}

/// Notes how a whole batch looks now that its rows changed.
pub(super) fn touch(
    conn: &mut DbConnection,
    tools: &Tools,
    batch: &mut Batch,
) -> Result<(), StorageError> {
    batch.updated_at = tools.now();
    batches::update(conn, batch)
}
