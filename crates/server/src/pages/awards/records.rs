//! Everything the database knows about one award.

use accolade_issuing::content::BadgeContent;
use accolade_storage::{
    DbConnection, StorageError, application_evidence,
    application_evidence::ApplicationEvidence,
    applications,
    applications::Application,
    assertions::Assertion,
    badge_class_versions,
    badge_class_versions::BadgeClassVersion,
    evidence,
    evidence::Evidence,
    issuers,
    issuers::Issuer,
    signed_documents,
    types::{DocumentFormat, Visibility},
};

use crate::{pages::files::Shelf, problem::Problem, state::State};

/// An award with all that its page shows.
pub(super) struct Records {
    pub(super) assertion: Assertion,
    pub(super) issuer: Issuer,
    /// The organisations above the issuer, the nearest first.
    pub(super) above: Vec<Issuer>,
    pub(super) version: BadgeClassVersion,
    pub(super) content: BadgeContent,
    /// Only what everybody may see.
    pub(super) evidence: Vec<Evidence>,
    /// The signed documents with their lengths in bytes.
    pub(super) documents: Vec<(DocumentFormat, u64)>,
    pub(super) shelf: Shelf,
    /// The first try and the last, where the earner wants both to be seen.
    pub(super) tries: Option<Tries>,
}

/// Two tries of one person, with what everybody may see of them.
pub(super) struct Tries {
    pub(super) first: Application,
    pub(super) first_shown: Vec<ApplicationEvidence>,
    pub(super) last: Application,
    pub(super) count: i32,
}

/// Reads an award's records in one go.
pub(super) async fn load(state: &State, assertion: Assertion) -> Result<Records, Problem> {
    let rows = state.read(move |conn| rows(conn, assertion)).await?;
    rows.ok_or_else(|| Problem::internal("an award without its issuer or version"))
}

fn rows(conn: &mut DbConnection, assertion: Assertion) -> Result<Option<Records>, StorageError> {
    let Some(issuer) = issuers::find(conn, assertion.issuer_id)? else {
        return Ok(None);
    };
    let Some(version) = badge_class_versions::find(conn, assertion.version_id)? else {
        return Ok(None);
    };
    let mut evidence = evidence::of_assertion(conn, assertion.id)?;
    evidence.retain(|item| item.visibility == Visibility::Public);
    let documents = signed_documents::of_assertion(conn, assertion.id)?;
    let pictures = evidence
        .iter()
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten();
    let badge = [version.image_blob, version.image_png_blob];
    // Content that another program wrote shows as empty rather than not at all.
    let content = BadgeContent::read(&version.content).unwrap_or_default();
    let tries = tries(conn, &assertion)?;
    let before = tries.iter().flat_map(|tries| &tries.first_shown);
    let before = before
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten();
    let shelf = Shelf::of(conn, badge.into_iter().chain(pictures).chain(before))?;
    Ok(Some(Records {
        above: issuers::ancestors(conn, issuer.id)?,
        content,
        tries,
        documents: documents
            .iter()
            .map(|one| (one.format, one.body.len() as u64))
            .collect(),
        assertion,
        issuer,
        version,
        evidence,
        shelf,
    }))
}

/// What an award that came from a second try shows of the first, if the earner wants that.
///
/// Only what everybody may see: the files of the first try get a public address with the earner's word.
fn tries(conn: &mut DbConnection, assertion: &Assertion) -> Result<Option<Tries>, StorageError> {
    let Some(last) = applications::of_assertion(conn, assertion.id)? else {
        return Ok(None);
    };
    if !last.then_and_now {
        return Ok(None);
    }
    let Some(first) = applications::earlier(conn, &last)?.pop() else {
        return Ok(None);
    };
    let mut first_shown = application_evidence::of_application(conn, first.id)?;
    first_shown.retain(|item| item.visibility == Visibility::Public);
    Ok(Some(Tries {
        count: last.attempt,
        first,
        first_shown,
        last,
    }))
}
