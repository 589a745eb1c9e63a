//! What the earner shows: added, replaced and removed until it is handed in.

use accolade_storage::application_evidence::{self, ApplicationEvidence};
use accolade_storage::applications::Application;
use accolade_storage::types::{EvidenceId, Timestamp};
use accolade_storage::{DbConnection, blobs};

use super::{ApplicationError, applying, content, points, save};
use crate::awards::{EvidenceContent, NewEvidence};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// Adds a piece of work for one criterion, or for the whole.
pub fn add(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
    criterion: Option<&str>,
    item: &NewEvidence,
) -> Result<ApplicationEvidence, ApplicationError> {
    let mut application = applying::draft(conn, tools, token)?;
    let present = application_evidence::of_application(conn, application.id)?;
    let position = present.last().map_or(1, |last| last.position + 1);
    let mut found = check(conn, &application, criterion, item, &present)?;
    found.count("", present.len() + 1, limits::APPLICATION_EVIDENCE);
    found.into_result()?;
    let added = ApplicationEvidence {
        id: ids::new(tools),
        application_id: application.id,
        criterion: criterion.map(str::to_owned),
        position,
        kept: false,
        created_at: tools.now(),
        ..row(conn, item, tools.now())?
    };
    application_evidence::insert_all(conn, std::slice::from_ref(&added))?;
    save(conn, tools, &mut application)?;
    Ok(added)
}

/// Puts another piece of work in the place of one. A file that is not sent anew stays, if the kind stays.
pub fn replace(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
    id: EvidenceId,
    item: &NewEvidence,
) -> Result<ApplicationEvidence, ApplicationError> {
    let mut application = applying::draft(conn, tools, token)?;
    let before =
        application_evidence::find(conn, application.id, id)?.ok_or(ApplicationError::Unknown)?;
    let mut item = item.clone();
    if item.kind == before.kind {
        item.file = item.file.or(before.blob);
        item.second_file = item.second_file.or(before.second_blob);
    }
    let mut others = application_evidence::of_application(conn, application.id)?;
    others.retain(|other| other.id != id);
    check(
        conn,
        &application,
        before.criterion.as_deref(),
        &item,
        &others,
    )?
    .into_result()?;
    let changed = ApplicationEvidence {
        id,
        application_id: application.id,
        criterion: before.criterion,
        position: before.position,
        kept: false,
        ..row(conn, &item, before.created_at)?
    };
    application_evidence::update(conn, &changed)?;
    save(conn, tools, &mut application)?;
    Ok(changed)
}

/// Takes a piece of work away. One that is gone already is no error.
pub fn remove(
    conn: &mut DbConnection,
    tools: &Tools,
    token: &str,
    id: EvidenceId,
) -> Result<(), ApplicationError> {
    let mut application = applying::draft(conn, tools, token)?;
    if application_evidence::remove(conn, application.id, id)? {
        save(conn, tools, &mut application)?;
    }
    Ok(())
}

/// The words of a piece of work. What cannot be read, as no row of ours should be, reads as none.
pub fn words(item: &ApplicationEvidence) -> EvidenceContent {
    serde_json::from_str(&item.content).unwrap_or_default()
}

/// A piece of work as an order for an award carries it.
pub(super) fn as_order(item: &ApplicationEvidence) -> NewEvidence {
    NewEvidence {
        kind: item.kind,
        visibility: item.visibility,
        content: words(item),
        file: item.blob,
        second_file: item.second_blob,
    }
}

fn check(
    conn: &mut DbConnection,
    application: &Application,
    criterion: Option<&str>,
    item: &NewEvidence,
    others: &[ApplicationEvidence],
) -> Result<Violations, ApplicationError> {
    let said = content(conn, application)?;
    let mut found = item.check(conn)?;
    let known = |id: &str| points(&said).iter().any(|point| point.id == id);
    if criterion.is_some_and(|id| !known(id)) {
        found.add("/criterion", "unknown", "The badge has no such criterion.");
    }
    let mut files: Vec<_> = others
        .iter()
        .flat_map(|other| [other.blob, other.second_blob])
        .chain([item.file, item.second_file])
        .flatten()
        .collect();
    files.sort();
    files.dedup();
    let bytes: i64 = blobs::describe(conn, &files)?
        .iter()
        .map(|facts| facts.byte_length)
        .sum();
    let most = limits::APPLICATION_BYTES.value;
    if usize::try_from(bytes).unwrap_or(usize::MAX) > most {
        let message = format!(
            "All files together may have {} MB. Send a link to the large one instead.",
            most / 1024 / 1024
        );
        found.add("/file", "too_long", message);
    }
    Ok(found)
}

/// The parts of a row that follow from what was sent.
fn row(
    conn: &mut DbConnection,
    item: &NewEvidence,
    at: Timestamp,
) -> Result<ApplicationEvidence, ApplicationError> {
    let stored = item.stored_content(conn)?;
    let nil = uuid::Uuid::nil();
    Ok(ApplicationEvidence {
        id: nil.into(),
        application_id: nil.into(),
        criterion: None,
        position: 0,
        kind: item.kind,
        visibility: item.visibility,
        content: serde_json::to_string(&stored).expect("text always serialises"),
        blob: item.file,
        second_blob: item.second_file,
        kept: false,
        created_at: at,
    })
}
