//! Awards: one badge class, one recipient, four signed documents.

mod baked;
mod evidence;
mod order;
mod record;
mod sign;

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::badge_class_versions::{self, BadgeClassVersion};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::evidence::Evidence;
use accolade_storage::types::{BadgeClassState, Digest, StatusPurpose, Visibility};
use accolade_storage::{DbConnection, StorageError, blobs, issuers, signed_documents};
use serde_json::json;

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::content::{BadgeContent, UnreadableContent};
use crate::signing::{Signer, SigningError};
use crate::status::{self, StatusError};
use crate::violations::Violations;

pub use baked::{BakedError, baked};
pub use evidence::{EvidenceContent, NewEvidence, evidence_content};
pub use openbadges::baking::Version;
pub use order::{Assessment, AwardOrder, AwardResult, Recipient};
pub use record::{
    RecipientError, SealedRecipient, assessment, recipient, recipient_email, results,
};

/// What came of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Award {
    /// The award.
    pub assertion: Assertion,
    /// What shows that it was earned.
    pub evidence: Vec<Evidence>,
}

/// Why a badge class could not be awarded.
#[derive(Debug, thiserror::Error)]
pub enum AwardError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The order is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such badge class.
    #[error("there is no such badge class")]
    UnknownBadgeClass,
    /// It has not been published yet.
    #[error("the badge class is not published yet")]
    NotPublished,
    /// It is archived.
    #[error("the badge class is archived")]
    Archived,
    /// The documents could not be signed.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// No place in a status list could be given.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Awards the current version of a badge class to one recipient.
pub fn award(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    order: AwardOrder,
) -> Result<Award, AwardError> {
    let (badge_class, version) = awardable(conn, caller, &order)?;
    let content = BadgeContent::read(&version.content)?;
    let order = order.tidied();
    order::check(conn, &order, &content, tools.clock.now())?.into_result()?;
    let issuer =
        issuers::find(conn, badge_class.issuer_id)?.ok_or(AwardError::UnknownBadgeClass)?;
    let signer = Signer::load(conn, tools, &issuer)?;
    let revocation = status::allocate(conn, tools, &signer, &issuer, StatusPurpose::Revocation)?;
    let suspension = if badge_class.suspendable {
        Some(status::allocate(
            conn,
            tools,
            &signer,
            &issuer,
            StatusPurpose::Suspension,
        )?)
    } else {
        None
    };
    let places = record::Places {
        revocation,
        suspension,
    };
    let assertion = record::assertion(
        tools,
        caller,
        &badge_class,
        &version,
        &content,
        &order,
        &places,
    );
    let evidence = record::evidence(conn, tools, assertion.id, &order.evidence)?;
    let subject = sign::Subject {
        issuer: &issuer,
        version: &version,
        content: &content,
        assertion: &assertion,
        evidence: &evidence,
        results: &order.results,
        places: &places,
    };
    let documents = sign::documents(conn, tools, &signer, &subject)?;
    assertions::insert(conn, &assertion)?;
    accolade_storage::evidence::insert_all(conn, &evidence)?;
    blobs::publish(conn, &public_files(&evidence), assertion.created_at)?;
    signed_documents::insert_all(conn, &documents)?;
    let deed = Deed {
        action: "award.made",
        subject_kind: "assertion",
        subject: assertion.id.into(),
        issuer: Some(issuer.id),
        detail: json!({ "badgeClass": badge_class.id, "version": version.number }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(Award {
        assertion,
        evidence,
    })
}

/// The files that the award shows to everyone.
fn public_files(evidence: &[Evidence]) -> Vec<Digest> {
    evidence
        .iter()
        .filter(|item| item.visibility == Visibility::Public)
        .flat_map(|item| [item.blob, item.second_blob])
        .flatten()
        .collect()
}

/// The badge class and its current version, if the caller may award it and it can be awarded.
fn awardable(
    conn: &mut DbConnection,
    caller: &Caller,
    order: &AwardOrder,
) -> Result<(BadgeClass, BadgeClassVersion), AwardError> {
    let badge_class = badge_classes::find(conn, order.badge_class)?;
    let issuer = badge_class
        .as_ref()
        .map(|badge_class| badge_class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, Action::Award, issuer).map_err(|refusal| refusal.known(public))?;
    let badge_class = badge_class.ok_or(AwardError::UnknownBadgeClass)?;
    if badge_class.state == BadgeClassState::Archived {
        return Err(AwardError::Archived);
    }
    let number = badge_class
        .current_version
        .ok_or(AwardError::NotPublished)?;
    let version = badge_class_versions::by_number(conn, badge_class.id, number)?
        .ok_or(AwardError::NotPublished)?;
    Ok((badge_class, version))
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod verification_tests;
