//! What the API takes and shows of batches.

use std::collections::BTreeMap;

use accolade_issuing::batches::{self, Start};
use accolade_issuing::tables::{Columns, Meaning, Person};
use accolade_storage::batches::Batch;
use accolade_storage::types::{DuplicateRule, Mailing, RowState};
use accolade_storage::{DbConnection, StorageError, batch_rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::moment;

/// Many recipients of one badge.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BatchRequest {
    /// Where they come from, in a few words.
    pub(super) title: Option<String>,
    /// One row each.
    #[schema(value_type = Vec<RowRequest>)]
    pub(super) people: Vec<Person>,
}

/// One recipient: an e-mail address, a name, or both.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[derive(Default)]
pub struct RowRequest {
    /// The e-mail address.
    email: String,
    /// The name; needed where there is no address.
    name: String,
    /// What this person did (Markdown).
    narrative: String,
    /// The web address of the work.
    evidence: String,
    /// What was reached, by the ids of the badge's result descriptions: the name or the id of a level, or a value.
    results: BTreeMap<String, String>,
}

impl From<RowRequest> for Person {
    fn from(row: RowRequest) -> Self {
        Self {
            email: row.email,
            name: row.name,
            narrative: row.narrative,
            evidence: row.evidence,
            results: row.results,
        }
    }
}

/// What the columns of a table mean, in their order.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnsRequest {
    /// `name`, `first_name`, `last_name`, `email`, `person`, `narrative`, `evidence`, `ignored`, or `result:` and the id of a result
    /// description of the badge.
    #[schema(value_type = Vec<String>)]
    pub(super) meanings: Vec<Meaning>,
}

/// How a batch is to be run.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct StartRequest {
    /// What everybody did whose row says nothing else (Markdown).
    narrative: Option<String>,
    /// `none`, `now`, or `later`: when the batch can no longer be undone, which is the default.
    #[schema(value_type = Option<String>)]
    mailing: Option<Mailing>,
    /// A word of your own in the mail.
    note: Option<String>,
    /// What to do with recipients who were seen before, in the batch or among the holders: `skip` (the default) or `award`.
    #[schema(value_type = Option<String>)]
    duplicates: Option<DuplicateRule>,
    /// When to begin; now if unsaid.
    #[schema(value_type = Option<String>)]
    starts_at: Option<jiff::Timestamp>,
}

impl From<StartRequest> for Start {
    fn from(asked: StartRequest) -> Self {
        Self {
            narrative: asked.narrative,
            mailing: asked.mailing.unwrap_or(Mailing::Later),
            note: asked.note,
            duplicates: asked.duplicates.unwrap_or(DuplicateRule::Skip),
            starts_at: asked.starts_at,
        }
    }
}

/// A batch of awards.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BatchView {
    /// Its id.
    id: Uuid,
    /// Who awards.
    issuer: Uuid,
    /// What is awarded.
    badge_class: Uuid,
    /// Where the rows came from.
    title: String,
    /// `draft`, `scheduled`, `running`, `paused`, `mailing`, `done`, `cancelled` or `undone`.
    state: String,
    /// Why it stopped by itself.
    problem: Option<String>,
    /// The titles of its table, if it has any.
    titles: Vec<String>,
    /// What the columns of its table mean.
    columns: Vec<String>,
    /// How many rows there are.
    rows: i32,
    /// How many are ready to be awarded.
    ready: i64,
    /// How many cannot be awarded as they are.
    broken: i64,
    /// How many were awarded.
    awarded: i32,
    /// How many were refused when their turn came.
    failed: i32,
    /// How many are left out.
    skipped: i64,
    /// `none`, `now` or `later`.
    mailing: String,
    /// When it begins by itself.
    starts_at: Option<String>,
    /// When it began.
    started_at: Option<String>,
    /// When its last row had its outcome.
    finished_at: Option<String>,
    /// Until when it can be undone.
    undo_until: Option<String>,
    /// When it was handed in.
    created_at: String,
}

impl BatchView {
    /// A batch, with its rows counted.
    pub(super) fn load(conn: &mut DbConnection, batch: Batch) -> Result<Self, StorageError> {
        let counts = batch_rows::count_by_state(conn, batch.id)?;
        let count = |state| {
            let found = counts.iter().find(|(known, _)| *known == state);
            found.map_or(0, |(_, count)| *count)
        };
        let columns: Columns = serde_json::from_str(&batch.layout).unwrap_or_default();
        let meanings = columns.meanings.iter().map(|one| one.word().into_owned());
        Ok(Self {
            undo_until: batches::undo_until(&batch).map(|at| moment(at.into())),
            id: batch.id.into(),
            issuer: batch.issuer_id.into(),
            badge_class: batch.badge_class_id.into(),
            title: batch.title,
            state: batch.state.to_string(),
            problem: batch.problem,
            columns: meanings.collect(),
            titles: columns.titles,
            rows: batch.total_rows,
            ready: count(RowState::Ready),
            broken: count(RowState::Broken),
            awarded: batch.awarded_rows,
            failed: batch.failed_rows,
            skipped: count(RowState::Skipped),
            mailing: batch.mailing.to_string(),
            starts_at: batch.starts_at.map(moment),
            started_at: batch.started_at.map(moment),
            finished_at: batch.finished_at.map(moment),
            created_at: moment(batch.created_at),
        })
    }
}

/// One row of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// Its place in the batch, from 1.
    number: i32,
    /// `ready`, `broken`, `awarded`, `failed` or `skipped`.
    state: String,
    /// `row` if an earlier row has the same recipient, `holder` if they hold the badge already.
    twin: Option<String>,
    /// The e-mail address.
    email: String,
    /// The name.
    name: String,
    /// What this person did.
    narrative: String,
    /// The web address of the work.
    evidence: String,
    /// What was reached, by the ids of the badge's result descriptions.
    results: BTreeMap<String, String>,
    /// What is wrong with it.
    problems: Vec<RowProblemView>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowProblemView {
    /// `email`, `name`, `narrative`, `evidence` or `results`.
    field: String,
    /// One sentence for people.
    message: String,
}

impl From<batches::RowView> for RowView {
    fn from(row: batches::RowView) -> Self {
        Self {
            number: row.number,
            state: row.state.to_string(),
            twin: row.twin.map(|twin| twin.to_string()),
            email: row.person.email,
            name: row.person.name,
            narrative: row.person.narrative,
            evidence: row.person.evidence,
            results: row.person.results,
            problems: row
                .problems
                .into_iter()
                .map(|one| RowProblemView {
                    field: one.field,
                    message: one.message,
                })
                .collect(),
        }
    }
}
