use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    AchievementSubject, CredentialSchema, CredentialStatus, ED25519_2020, Evidence, Image, Profile,
    Reference, RefreshService, TermsOfUse, classes, contexts,
};
use crate::document::{Members, chained, document_methods, serial};
use crate::time;

/// One person's badge: the signed statement that they achieved something.
///
/// Open Badges 3.0, B.1: class `AchievementCredential`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenBadgeCredential {
    /// Contexts, in the order that the standard prescribes.
    #[serde(rename = "@context", deserialize_with = "serial::one_or_many")]
    pub context: Vec<Value>,
    /// Address of the award.
    pub id: String,
    /// Contains `VerifiableCredential` and `OpenBadgeCredential` (or `AchievementCredential`).
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Name to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Words to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Picture to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Who says so.
    pub issuer: Reference<Profile>,
    /// Since when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// What data model 1.1 called `validFrom`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuance_date: Option<String>,
    /// What data model 1.1 called `validUntil`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_date: Option<String>,
    /// When it was first awarded, if that was before this edition of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded_date: Option<String>,
    /// The recipient and what they achieved.
    pub credential_subject: AchievementSubject,
    /// What shows it.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub evidence: Vec<Evidence>,
    /// Endorsements with their own proofs, kept exactly as they were signed.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement: Vec<Value>,
    /// Endorsements as compact JWS.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement_jwt: Vec<String>,
    /// Where to look whether it still stands; a single entry is written as an object.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub credential_status: Vec<CredentialStatus>,
    /// Schemas that it follows.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub credential_schema: Vec<CredentialSchema>,
    /// Where its newest edition can be had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_service: Option<RefreshService>,
    /// Terms under which it was given.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub terms_of_use: Vec<TermsOfUse>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
    /// The proofs; a single one is written as an object.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub proof: Vec<Value>,
}

impl OpenBadgeCredential {
    /// A credential of the default profile, unsigned and without end.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        issuer: Profile,
        valid_from: Timestamp,
        subject: AchievementSubject,
    ) -> Self {
        Self {
            context: contexts(false),
            id: id.into(),
            r#type: vec!["VerifiableCredential".into(), "OpenBadgeCredential".into()],
            name: Some(name.into()),
            description: None,
            image: None,
            issuer: issuer.into(),
            valid_from: Some(time::format_seconds(valid_from)),
            valid_until: None,
            issuance_date: None,
            expiration_date: None,
            awarded_date: None,
            credential_subject: subject,
            evidence: Vec::new(),
            endorsement: Vec::new(),
            endorsement_jwt: Vec::new(),
            credential_status: Vec::new(),
            credential_schema: Vec::new(),
            refresh_service: None,
            terms_of_use: Vec::new(),
            extra: Members::new(),
            proof: Vec::new(),
        }
    }

    /// Lets it end.
    pub fn valid_until(mut self, end: Timestamp) -> Self {
        self.valid_until = Some(time::format_seconds(end));
        self
    }

    /// Adds evidence.
    pub fn with_evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// Adds an entry of a status list; the one for revocation must come first.
    pub fn with_status(mut self, status: CredentialStatus) -> Self {
        self.credential_status.push(status);
        self
    }

    /// Adds the context without which an `Ed25519Signature2020` proof would sign nothing.
    ///
    /// Call this before signing, also when only the first proof of several is made.
    pub fn with_compatibility_proof(self) -> Self {
        self.with_context(ED25519_2020)
    }

    /// Adds a context behind those that are there, once.
    pub fn with_context(mut self, url: &str) -> Self {
        if !self.context.iter().any(|context| context == url) {
            self.context.push(url.into());
        }
        self
    }

    chained! {
        /// Sets the words to show.
        set with_description => description: String;
        /// Sets the picture to show.
        set with_image => image: Image;
        /// Adds a signed endorsement.
        add with_endorsement => endorsement: Value;
        /// Adds an endorsement as compact JWS.
        add with_endorsement_jwt => endorsement_jwt: String;
        /// Adds a schema that it follows.
        add with_schema => credential_schema: CredentialSchema;
        /// Says where its newest edition can be had.
        set with_refresh_service => refresh_service: RefreshService;
        /// Adds terms under which it was given.
        add with_terms => terms_of_use: TermsOfUse;
    }

    /// Says when it was first awarded, where that was before this edition of it.
    #[must_use]
    pub fn awarded_on(mut self, day: Timestamp) -> Self {
        self.awarded_date = Some(time::format_seconds(day));
        self
    }
}

document_methods!(OpenBadgeCredential, classes::CREDENTIAL, "a credential");
