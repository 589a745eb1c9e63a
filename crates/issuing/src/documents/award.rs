//! An award as an OB 3.0 credential and as OB 2.0 assertions.

use accolade_storage::assertions::Assertion;
use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::evidence::Evidence;
use accolade_storage::issuers::Issuer;
use accolade_storage::types::{
    AssertionId, AssertionState, Digest, EvidenceKind, RecipientKind, Visibility,
};
use openbadges::{v2, v3};
use serde_json::Value;

use super::badge::{embedded_achievement, result_id};
use super::issuer::embedded_profile;
use crate::addresses::Addresses;
use crate::awards::{AwardResult, EvidenceContent, evidence_content};
use crate::content::BadgeContent;

/// Everything that the documents of one award are made of.
pub(crate) struct AwardFacts<'a> {
    pub(crate) addresses: &'a Addresses,
    pub(crate) issuer: &'a Issuer,
    pub(crate) version: &'a BadgeClassVersion,
    pub(crate) content: &'a BadgeContent,
    pub(crate) assertion: &'a Assertion,
    pub(crate) evidence: &'a [Evidence],
    pub(crate) results: &'a [AwardResult],
    pub(crate) status: Vec<StatusEntry>,
}

/// One place in a status list.
pub(crate) struct StatusEntry {
    pub(crate) list: String,
    pub(crate) purpose: &'static str,
    pub(crate) index: u64,
}

/// The name of the OB 2.0 signed assertion. It is never fetched: only the revocation list
/// mentions it. The hosted assertion has an address of its own.
pub fn signed_v2_id(id: AssertionId) -> String {
    id.as_uuid().urn().to_string()
}

/// What stands at the hosted assertion's address after revocation, answered with 410.
pub fn revoked_stub_v2(addresses: &Addresses, assertion: &Assertion) -> Value {
    let id = addresses.award_file(assertion.id, "v2.json");
    v2::RevokedAssertion::new(id, reason_v2(assertion)).to_value()
}

/// Why an assertion does not hold, as 2.0 can say it: a suspension is told in words.
pub(super) fn reason_v2(assertion: &Assertion) -> Option<String> {
    match (&assertion.state, &assertion.state_reason) {
        (AssertionState::Suspended, Some(reason)) => Some(format!("Suspended for now: {reason}")),
        (AssertionState::Suspended, None) => Some("Suspended for now".to_owned()),
        (_, reason) => reason.clone(),
    }
}

/// The credential without proof and without subject id.
pub(crate) fn credential_v3(facts: &AwardFacts<'_>) -> v3::OpenBadgeCredential {
    let assertion = facts.assertion;
    let mut credential = v3::OpenBadgeCredential::new(
        facts.addresses.award(assertion.id),
        facts.content.name.as_str(),
        embedded_profile(facts.addresses, facts.issuer),
        assertion.valid_from.as_jiff(),
        subject_v3(facts),
    );
    // The claim is written for whoever reads the award; the achievement's description for whoever
    // wants to earn it.
    credential.description = Some(facts.content.claim.clone()).filter(|claim| !claim.is_empty());
    credential.awarded_date = Some(openbadges::time::format_seconds(awarded(assertion)));
    if let Some(end) = assertion.valid_until {
        credential = credential.valid_until(end.as_jiff());
    }
    for entry in &facts.status {
        let status = v3::CredentialStatus::bitstring(&entry.list, entry.purpose, entry.index);
        credential = credential.with_status(status);
    }
    let evidence = public(facts.evidence).map(|item| evidence_v3(facts.addresses, item));
    credential.with_evidence(evidence)
}

fn subject_v3(facts: &AwardFacts<'_>) -> v3::AchievementSubject {
    let assertion = facts.assertion;
    let achievement = embedded_achievement(facts.addresses, facts.version, facts.content);
    let mut subject =
        v3::AchievementSubject::new(achievement).identified_by(identity_v3(assertion));
    if let Some(name) = &assertion.recipient_name {
        subject = subject.identified_by(v3::IdentityObject::plain("name", name));
    }
    subject.narrative.clone_from(&assertion.narrative);
    subject.result = facts
        .results
        .iter()
        .map(|result| result_v3(facts, result))
        .collect();
    subject
}

fn identity_v3(assertion: &Assertion) -> v3::IdentityObject {
    let (identity, salt) = (
        assertion.recipient_hash.as_str(),
        assertion.recipient_salt.as_str(),
    );
    match assertion.recipient_kind {
        RecipientKind::Email => v3::IdentityObject::hashed("emailAddress", identity, salt),
        RecipientKind::Named => v3::IdentityObject::plain("identifier", identity),
    }
}

fn identity_v2(assertion: &Assertion) -> v2::IdentityObject {
    let (identity, salt) = (
        assertion.recipient_hash.as_str(),
        assertion.recipient_salt.as_str(),
    );
    match assertion.recipient_kind {
        RecipientKind::Email => v2::IdentityObject::hashed("email", identity, salt),
        RecipientKind::Named => v2::IdentityObject::plain("id", identity),
    }
}

fn result_v3(facts: &AwardFacts<'_>, result: &AwardResult) -> v3::AchievementResult {
    let id = |level| result_id(facts.addresses, facts.version, &result.result, level);
    let mut reached = v3::AchievementResult::new(id(None));
    reached.value.clone_from(&result.value);
    reached.achieved_level = result.level.as_deref().map(|level| id(Some(level)));
    reached.status.clone_from(&result.status);
    reached
}

/// The assertion that OB 2.0 readers fetch.
pub(crate) fn hosted_v2(facts: &AwardFacts<'_>) -> v2::Assertion {
    let id = facts.addresses.award_file(facts.assertion.id, "v2.json");
    let (recipient, badge) = parts_v2(facts);
    fill_v2(
        v2::Assertion::hosted(id, recipient, badge, awarded(facts.assertion)),
        facts,
    )
}

/// The assertion that is carried as a JWS, signed by the key at `creator`.
pub(crate) fn signed_v2(facts: &AwardFacts<'_>, creator: &str) -> v2::Assertion {
    let id = signed_v2_id(facts.assertion.id);
    let (recipient, badge) = parts_v2(facts);
    fill_v2(
        v2::Assertion::signed(id, recipient, badge, awarded(facts.assertion), creator),
        facts,
    )
}

fn parts_v2(facts: &AwardFacts<'_>) -> (v2::IdentityObject, v2::Reference<v2::BadgeClass>) {
    let version = facts.version;
    let badge = facts
        .addresses
        .badge_version(version.badge_class_id, version.number);
    (identity_v2(facts.assertion), v2::Reference::Id(badge))
}

fn fill_v2(mut assertion: v2::Assertion, facts: &AwardFacts<'_>) -> v2::Assertion {
    assertion.narrative.clone_from(&facts.assertion.narrative);
    if let Some(end) = facts.assertion.valid_until {
        assertion = assertion.expiring(end.as_jiff());
    }
    assertion.with_evidence(public(facts.evidence).map(|item| evidence_v2(facts.addresses, item)))
}

/// The day it was awarded. OB 2.0 readers refuse one that lies ahead, even where the award begins
/// to hold later.
fn awarded(assertion: &Assertion) -> jiff::Timestamp {
    assertion.valid_from.min(assertion.created_at).as_jiff()
}

fn public(evidence: &[Evidence]) -> impl Iterator<Item = &Evidence> {
    evidence
        .iter()
        .filter(|item| item.visibility == Visibility::Public)
}

fn evidence_v3(addresses: &Addresses, item: &Evidence) -> v3::Evidence {
    let content = evidence_content(item);
    let mut evidence = v3::Evidence::at(evidence_address(addresses, item, &content));
    evidence.description = description(&content);
    evidence.name = content.name;
    evidence.narrative = content.narrative;
    evidence.genre = content.genre;
    evidence
}

fn evidence_v2(addresses: &Addresses, item: &Evidence) -> v2::Evidence {
    let content = evidence_content(item);
    let mut evidence = v2::Evidence::at(evidence_address(addresses, item, &content));
    evidence.description = description(&content);
    evidence.name = content.name;
    evidence.narrative = content.narrative;
    evidence.genre = content.genre;
    evidence
}

/// The thing itself where it has an address, else its place on the award's page.
fn evidence_address(addresses: &Addresses, item: &Evidence, content: &EvidenceContent) -> String {
    let file = |digest: &Digest, ending: &str| addresses.file(digest, ending);
    match (item.kind, &content.url, &item.blob) {
        (EvidenceKind::Link, Some(url), _) => url.clone(),
        (EvidenceKind::File | EvidenceKind::Picture, _, Some(digest)) => {
            file(digest, content.file_ending())
        }
        _ => addresses.evidence(item.assertion_id, item.position),
    }
}

/// What there is to say besides the narrative: who speaks, or what a picture shows.
fn description(content: &EvidenceContent) -> Option<String> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let author = said(&content.author).map(|author| match said(&content.author_role) {
        Some(role) => format!("{author}, {role}"),
        None => author,
    });
    author
        .or_else(|| said(&content.caption))
        .or_else(|| said(&content.alt))
}
