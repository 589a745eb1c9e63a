//! The four documents of an award, signed and ready to be stored byte for byte.

use accolade_storage::DbConnection;
use accolade_storage::assertions::Assertion;
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::evidence::Evidence;
use accolade_storage::issuers::Issuer;
use accolade_storage::signed_documents::SignedDocument;
use accolade_storage::types::{Digest, DocumentFormat, SigningKeyId};
use openbadges::v2;
use sha2::{Digest as _, Sha256};

use super::AwardResult;
use super::record::Places;
use crate::Tools;
use crate::content::BadgeContent;
use crate::documents::award::{self, AwardFacts, StatusEntry};
use crate::signing::{Signer, SigningError, V2Signer};

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

pub(super) fn documents(
    conn: &mut DbConnection,
    tools: &Tools,
    signer: &Signer<'_>,
    subject: &Subject<'_>,
) -> Result<Vec<SignedDocument>, SigningError> {
    let v2_signer = V2Signer::load(conn, tools, subject.issuer)?;
    let facts = facts(tools, subject);
    let now = tools.clock.now();
    let credential = award::credential_v3(&facts);
    let mut for_json = credential.clone();
    if subject.issuer.compatibility_proof {
        for_json = for_json.with_compatibility_proof();
    }
    let mut for_jwt = credential;
    for_jwt.credential_subject.id = Some(subject.assertion.subject_urn.clone());
    let hosted = award::hosted_v2(&facts);
    let signed = award::signed_v2(&facts, &v2_signer.creator);

    let document = |format, body: String, key_id: Option<SigningKeyId>| SignedDocument {
        assertion_id: subject.assertion.id,
        format,
        digest: Digest::from_bytes(Sha256::digest(&body).into()),
        body,
        key_id,
        created_at: tools.now(),
    };
    Ok(vec![
        document(
            DocumentFormat::V3Json,
            signer.json(&for_json.to_value(), now)?,
            Some(signer.proof.id),
        ),
        document(
            DocumentFormat::V3Jwt,
            signer.jwt(&for_jwt.to_value())?,
            Some(signer.jwt.id),
        ),
        document(DocumentFormat::V2Json, hosted.to_value().to_string(), None),
        document(
            DocumentFormat::V2Jws,
            v2_signer.jws(&v2::signed::payload(&signed))?,
            Some(v2_signer.key.id),
        ),
    ])
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
