//! The credential of an award, signed and ready to be stored byte for byte.

use accolade_storage::assertions::Assertion;
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::evidence::Evidence;
use accolade_storage::issuers::Issuer;
use accolade_storage::signed_documents::SignedDocument;
use accolade_storage::types::{AssertionId, Digest, DocumentFormat, SigningKeyId, Timestamp};
use sha2::{Digest as _, Sha256};

use super::AwardResult;
use super::record::Places;
use crate::Tools;
use crate::content::BadgeContent;
use crate::documents::award::{self, AwardFacts, StatusEntry};
use crate::signing::{Signer, SigningError};

/// What is signed.
pub(super) struct Subject<'a> {
    pub(super) issuer: &'a Issuer,
    pub(super) version: &'a BadgeClassVersion,
    pub(super) content: &'a BadgeContent,
    pub(super) assertion: &'a Assertion,
    pub(super) evidence: &'a [Evidence],
    pub(super) results: &'a [AwardResult],
    pub(super) places: &'a Places,
}

/// The 3.0 credential with its proofs. The other forms are made of it when somebody asks for them.
pub(super) fn credential(
    tools: &Tools,
    signer: &Signer<'_>,
    subject: &Subject<'_>,
) -> Result<SignedDocument, SigningError> {
    let mut credential = award::credential_v3(&facts(tools, subject));
    if subject.issuer.compatibility_proof {
        credential = credential.with_compatibility_proof();
    }
    let now = tools.now();
    let body = signer.award(&credential.to_value(), now.as_jiff())?;
    let key = Some(signer.proof.id);
    Ok(stored(
        subject.assertion.id,
        DocumentFormat::V3Json,
        body,
        key,
        now,
    ))
}

pub(super) fn stored(
    assertion_id: AssertionId,
    format: DocumentFormat,
    body: String,
    key_id: Option<SigningKeyId>,
    created_at: Timestamp,
) -> SignedDocument {
    SignedDocument {
        assertion_id,
        format,
        digest: Digest::from_bytes(Sha256::digest(&body).into()),
        body,
        key_id,
        created_at,
    }
}

fn facts<'a>(tools: &'a Tools, subject: &'a Subject<'a>) -> AwardFacts<'a> {
    let slug = &subject.issuer.slug;
    let entry = |purpose, place: &crate::status::Place| StatusEntry {
        list: tools.addresses.status_list(slug, place.number),
        purpose,
        index: u64::try_from(place.index).unwrap_or_default(),
    };
    // Revocation first: some readers look at the first entry only.
    let mut status = vec![entry("revocation", &subject.places.revocation)];
    status.extend(
        subject
            .places
            .suspension
            .as_ref()
            .map(|place| entry("suspension", place)),
    );
    AwardFacts {
        addresses: &tools.addresses,
        issuer: subject.issuer,
        version: subject.version,
        content: subject.content,
        assertion: subject.assertion,
        evidence: subject.evidence,
        results: subject.results,
        status,
    }
}
