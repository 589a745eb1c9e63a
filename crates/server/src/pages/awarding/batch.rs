//! `/desk/batches/{id}`: looked over, under way, done.

use std::borrow::Borrow;

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::batches;
use accolade_issuing::content::ResultDescription;
use accolade_issuing::tables::{Columns, Meaning};
use accolade_storage::batch_rows::{self, RowFilter};
use accolade_storage::batches::Batch;
use accolade_storage::types::{BatchId, BatchState, DuplicateRule, Mailing, RowState};
use accolade_storage::{DbConnection, badge_classes};
use actix_web::web;
use askama::Template;
use jiff::Timestamp;
use serde::Deserialize;

use super::rows::{RowLine, suggest};
use super::{Badge, batch_path, content_of};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many rows a page shows.
const A_PAGE: i64 = 100;
/// How many rows that need a look are shown at a time, above the others.
const TO_MEND: i64 = 20;
/// How many seconds pass before the page of a running batch looks again.
const REFRESH: u8 = 2;

/// `/desk/batches/{id}`
#[derive(Template)]
#[template(path = "awarding/batch.html")]
pub(crate) struct BatchPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Badge,
    /// This page.
    pub(crate) here: String,
    /// The awards that it made.
    pub(crate) awards: String,
    /// Where the rows came from.
    pub(crate) title: String,
    pub(crate) stage: Stage,
    /// Seconds until the page looks again by itself.
    pub(crate) refresh: Option<u8>,
    pub(crate) counts: Counts,
    /// How many were awarded who have no address to write to.
    pub(crate) by_name: u64,
    pub(crate) columns: Vec<ColumnView>,
    pub(crate) broken: Vec<RowLine>,
    pub(crate) rows: Vec<RowLine>,
    /// Where the following rows are.
    pub(crate) next: Option<String>,
    pub(crate) narrative: String,
    pub(crate) note: String,
    /// Field and sentence of what was wrong with the last try.
    pub(crate) errors: Vec<(String, String)>,
    pub(crate) mailing: Mailing,
    pub(crate) award_twins: bool,
    pub(crate) can_mail: bool,
    pub(crate) starts: Option<When>,
    /// The name of a class list that is to be kept of these people.
    pub(crate) list_name: String,
    /// When it shall begin, as typed.
    pub(crate) starts_at: String,
    /// For how long all of it can still be taken back.
    pub(crate) undo: Option<UndoLeft>,
    /// Why it stopped by itself.
    pub(crate) problem: Option<String>,
}

/// How much is left of the time in which all of it can be taken back.
#[derive(Debug, Clone)]
pub(crate) struct UndoLeft {
    /// "for another 14 minutes"
    pub(crate) words: String,
    /// "14:05 UTC"
    pub(crate) until: When,
}

impl UndoLeft {
    fn at(now: Timestamp, until: Timestamp) -> Option<Self> {
        (until > now).then(|| Self {
            words: words::for_another(until.duration_since(now)),
            until: When::hour(until),
        })
    }
}

/// What the page is for just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Look,
    Scheduled,
    Running,
    Paused,
    Done,
    Cancelled,
    Undone,
}

/// How many rows are in each state.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) ready: u64,
    pub(crate) broken: u64,
    pub(crate) twins: u64,
    pub(crate) awarded: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// A column and what it may mean.
#[derive(Debug, Clone)]
pub(crate) struct ColumnView {
    pub(crate) number: usize,
    /// Its title, or what its first cell looks like.
    pub(crate) label: String,
    pub(crate) options: Vec<Option3>,
}

/// Value and words of a choice, and whether it is made.
pub(crate) type Option3 = (String, String, bool);

/// Which rows to show.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wish {
    #[serde(default)]
    after: i32,
}

/// `GET /desk/batches/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BatchId>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, *id, wish.after).await?;
    response::page(&page, Freshness::Never)
}

pub(super) async fn page(
    state: &State,
    visitor: &Visitor,
    id: BatchId,
    after: i32,
) -> Result<BatchPage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk).with_script("batch.js");
    let (tools, can_mail) = (state.tools.clone(), state.mail.is_on());
    state
        .read(move |conn| filled(conn, &tools, &caller, layout, id, after, can_mail))
        .await
}

fn filled(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    layout: Layout,
    id: BatchId,
    after: i32,
    can_mail: bool,
) -> Result<BatchPage, Problem> {
    let batch = batches::find(conn, caller, id)?;
    let class = badge_classes::find(conn, batch.badge_class_id)?.ok_or_else(Problem::not_found)?;
    let (badge, _) = Badge::load(conn, &class)?;
    let content = content_of(conn, &class)?;
    let mut lines = |filter, after, limit| -> Result<Vec<RowLine>, Problem> {
        let found = batches::rows(conn, tools, caller, id, filter, after, limit)?;
        Ok(found
            .into_iter()
            .map(|row| RowLine::of(row, &content.results))
            .collect())
    };
    let of = |state| RowFilter {
        state: Some(state),
        twins: false,
    };
    let stage = Stage::of(&batch);
    let mut broken = match stage {
        Stage::Look | Stage::Paused => lines(of(RowState::Broken), 0, TO_MEND)?,
        _ => Vec::new(),
    };
    let mut rows = lines(RowFilter::default(), after, A_PAGE + 1)?;
    if stage.step() == 4 {
        let left = batches::rows_left(conn, tools, caller, id, 0, TO_MEND)?;
        broken = left
            .into_iter()
            .map(|row| RowLine::of(row, &content.results))
            .collect();
    }
    let next = (rows.len() as i64 > A_PAGE).then(|| {
        rows.truncate(A_PAGE as usize);
        let last = rows.last().map_or(0, |row| row.number);
        format!("{}?after={last}#rows", batch_path(id))
    });
    suggest(&mut broken, &rows);
    let shown: Vec<i32> = broken.iter().map(|row| row.number).collect();
    rows.retain(|row| !shown.contains(&row.number));
    let counts = Counts::load(conn, &batch)?;
    let columns: Columns = serde_json::from_str(&batch.layout).unwrap_or_default();
    Ok(BatchPage {
        layout,
        here: batch_path(id),
        awards: format!("{}/awards?batch={id}", badge.desk),
        badge,
        title: batch.title.clone(),
        stage,
        refresh: matches!(stage, Stage::Running).then_some(REFRESH),
        by_name: match stage {
            Stage::Done | Stage::Cancelled => batches::count_slips(conn, caller, id)?,
            _ => 0,
        },
        counts,
        columns: match stage {
            Stage::Look => column_views(&columns, &content.results),
            _ => Vec::new(),
        },
        broken,
        rows,
        next,
        narrative: batch.narrative.clone().unwrap_or_default(),
        note: batch.note.clone().unwrap_or_default(),
        errors: Vec::new(),
        mailing: batch.mailing,
        award_twins: batch.duplicates == DuplicateRule::Award,
        can_mail,
        starts: batch.starts_at.map(|at| When::moment(at.as_jiff())),
        list_name: String::new(),
        starts_at: String::new(),
        undo: batches::undo_until(&batch).and_then(|until| UndoLeft::at(tools.clock.now(), until)),
        problem: batch.problem,
    })
}

fn column_views(columns: &Columns, results: &[ResultDescription]) -> Vec<ColumnView> {
    let words = |meaning: &Meaning| match meaning {
        Meaning::Ignored | Meaning::Result(_) => "leave it out",
        Meaning::Person => "is the name or the address",
        Meaning::Email => "is the e-mail address",
        Meaning::Name => "is the name",
        Meaning::FirstName => "is the first name",
        Meaning::LastName => "is the last name",
        Meaning::Narrative => "says what this person did",
        Meaning::Evidence => "is where the work can be seen",
    };
    let view = |(place, chosen): (usize, &Meaning)| ColumnView {
        number: place,
        label: match columns.titles.get(place).filter(|title| !title.is_empty()) {
            Some(title) => format!("Column {}, “{title}”", place + 1),
            None => format!("Column {}", place + 1),
        },
        options: Meaning::ALL
            .into_iter()
            .map(|one| {
                let is_chosen = one == *chosen;
                (one.word().into_owned(), words(&one).to_owned(), is_chosen)
            })
            .chain(results.iter().map(|result| {
                let one = Meaning::Result(result.id.clone());
                let is_chosen = one == *chosen;
                let words = format!("is the result “{}”", result.name);
                (one.word().into_owned(), words, is_chosen)
            }))
            .collect(),
    };
    columns.meanings.iter().enumerate().map(view).collect()
}

impl Stage {
    fn of(batch: &Batch) -> Self {
        match batch.state {
            BatchState::Draft => Self::Look,
            BatchState::Scheduled => Self::Scheduled,
            BatchState::Running => Self::Running,
            BatchState::Paused => Self::Paused,
            BatchState::Mailing | BatchState::Done => Self::Done,
            BatchState::Cancelled => Self::Cancelled,
            BatchState::Undone => Self::Undone,
        }
    }

    /// Which of the steps above the page is the present one.
    pub(crate) fn step(self) -> u8 {
        match self {
            Self::Look => 2,
            Self::Scheduled | Self::Running | Self::Paused => 3,
            Self::Done | Self::Cancelled | Self::Undone => 4,
        }
    }
}

impl Counts {
    fn load(conn: &mut DbConnection, batch: &Batch) -> Result<Self, Problem> {
        let counts = batch_rows::count_by_state(conn, batch.id)?;
        let count = |state| {
            let found = counts.iter().find(|(known, _)| *known == state);
            found.map_or(0, |(_, count)| count.unsigned_abs())
        };
        Ok(Self {
            total: u64::from(batch.total_rows.unsigned_abs()),
            ready: count(RowState::Ready),
            broken: count(RowState::Broken),
            twins: batch_rows::count_twins(conn, batch.id)?.unsigned_abs(),
            awarded: count(RowState::Awarded),
            failed: count(RowState::Failed),
            skipped: count(RowState::Skipped),
        })
    }

    /// How many would be awarded if those who were seen before are left out.
    pub(crate) fn fresh(&self) -> u64 {
        self.ready.saturating_sub(self.twins)
    }

    /// How many rows a finished batch left behind.
    pub(crate) fn left(&self, stage: Stage) -> u64 {
        match stage {
            Stage::Done => self.broken + self.failed,
            Stage::Cancelled => self.broken + self.failed + self.ready,
            _ => 0,
        }
    }

    /// How many rows have their outcome.
    pub(crate) fn settled(&self) -> u64 {
        self.awarded + self.failed
    }

    /// How many rows will have one.
    pub(crate) fn wanted(&self) -> u64 {
        self.settled() + self.ready
    }

    /// "26 rows"
    pub(crate) fn words(&self, number: impl Borrow<u64>) -> String {
        words::count(*number.borrow(), "row", "rows")
    }

    /// "1,204"
    pub(crate) fn figure(&self, number: impl Borrow<u64>) -> String {
        words::thousands(*number.borrow())
    }
}

impl BatchPage {
    /// What was wrong with one field.
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        let found = self.errors.iter().find(|(known, _)| known == field);
        found.map(|(_, sentence)| sentence.as_str())
    }

    /// Whether the mail goes as this word of the form says.
    pub(crate) fn mails(&self, word: &str) -> bool {
        self.mailing.as_str() == word
    }
}
