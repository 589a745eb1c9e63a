//! Then and now: the first try beside the last, where the earner wants both to be seen.

use accolade_issuing::applications::showing;
use accolade_storage::application_evidence::ApplicationEvidence;
use accolade_storage::evidence::Evidence as Record;
use uuid::Uuid;

use super::evidence;
use super::records::{Records, Tries};
use crate::pages::parts::Evidence;
use crate::pages::words::{self, When};

/// Numbers of the first try's pieces begin here, behind all that an award can have.
const BEHIND: i32 = 1_000;

/// Two tries of one person.
#[derive(Debug, Clone)]
pub(crate) struct TriesView {
    pub(crate) first: Option<When>,
    pub(crate) last: Option<When>,
    /// What was shown first and is not shown any more.
    pub(crate) then: Vec<Evidence>,
    /// What was not there at first.
    pub(crate) now: Vec<Evidence>,
    /// "Second try, 19 days later."
    pub(crate) line: String,
}

/// The tries, and the pieces that both have in common.
pub(super) fn tries(records: &Records) -> (Option<TriesView>, Vec<Evidence>) {
    let Some(tries) = &records.tries else {
        return (None, evidence::views(&records.evidence, &records.shelf));
    };
    let was_there = |item: &Record| tries.first_shown.iter().any(|old| is_same(old, item));
    let stays = |old: &ApplicationEvidence| records.evidence.iter().any(|item| is_same(old, item));
    let gone: Vec<Record> = tries
        .first_shown
        .iter()
        .filter(|old| !stays(old))
        .map(as_record)
        .collect();
    let (common, fresh): (Vec<_>, Vec<_>) = records
        .evidence
        .iter()
        .cloned()
        .partition(|item| was_there(item) || is_judgement(item));
    if gone.is_empty() && fresh.is_empty() {
        return (None, evidence::views(&records.evidence, &records.shelf));
    }
    let view = TriesView {
        first: day(tries.first.submitted_at),
        last: day(tries.last.submitted_at),
        then: evidence::views(&gone, &records.shelf),
        now: evidence::views(&fresh, &records.shelf),
        line: line(tries),
    };
    (Some(view), evidence::views(&common, &records.shelf))
}

fn day(at: Option<accolade_storage::types::Timestamp>) -> Option<When> {
    at.map(|at| When::day(at.as_jiff()))
}

fn line(tries: &Tries) -> String {
    let attempt = match tries.count {
        2 => "The second try".to_owned(),
        3 => "The third try".to_owned(),
        more => format!("Try number {more}"),
    };
    let (Some(first), Some(last)) = (tries.first.submitted_at, tries.last.submitted_at) else {
        return format!("{attempt}.");
    };
    let days = last.as_jiff().duration_since(first.as_jiff()).as_hours() / 24;
    match u64::try_from(days).unwrap_or_default() {
        0 => format!("{attempt}, on the same day."),
        days => format!("{attempt}, {} later.", words::count(days, "day", "days")),
    }
}

fn is_same(old: &ApplicationEvidence, item: &Record) -> bool {
    let words = accolade_issuing::awards::evidence_content(item);
    old.kind == item.kind
        && old.blob == item.blob
        && old.second_blob == item.second_blob
        && showing::words(old) == words
}

/// What those who judged said is no work of the earner.
fn is_judgement(item: &Record) -> bool {
    accolade_issuing::awards::evidence_content(item)
        .genre
        .as_deref()
        == Some("Assessment")
}

fn as_record(old: &ApplicationEvidence) -> Record {
    Record {
        id: old.id,
        assertion_id: Uuid::nil().into(),
        position: BEHIND + old.position,
        kind: old.kind,
        visibility: old.visibility,
        content: old.content.clone(),
        blob: old.blob,
        second_blob: old.second_blob,
    }
}
