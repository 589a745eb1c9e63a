use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ClrSubject, classes, contexts};
use crate::document::{Members, Reference, chained, document_methods, serial};
use crate::time;
use crate::v3::{
    CredentialSchema, CredentialStatus, Evidence, Image, Profile, RefreshService, TermsOfUse,
};

/// A learner's record (CLR 2.0, `ClrCredential`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClrCredential {
    /// Contexts, in the order that the standard prescribes.
    #[serde(rename = "@context", deserialize_with = "serial::one_or_many")]
    pub context: Vec<Value>,
    /// Address of the record.
    pub id: String,
    /// Contains `VerifiableCredential` and `ClrCredential`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Name to show.
    pub name: String,
    /// Words to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Picture to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Whether this is only a part of what the issuer knows of the learner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<bool>,
    /// Who says so.
    pub issuer: Reference<Profile>,
    /// Since when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// When it was first awarded, if that was before this edition of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded_date: Option<String>,
    /// The learner and what they have.
    pub credential_subject: ClrSubject,
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

impl ClrCredential {
    /// A record, unsigned and without end.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        issuer: impl Into<Reference<Profile>>,
        valid_from: Timestamp,
        subject: ClrSubject,
    ) -> Self {
        Self {
            context: contexts(),
            id: id.into(),
            r#type: vec!["VerifiableCredential".into(), "ClrCredential".into()],
            name: name.into(),
            description: None,
            image: None,
            partial: None,
            issuer: issuer.into(),
            valid_from: Some(time::format_seconds(valid_from)),
            valid_until: None,
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
    #[must_use]
    pub fn valid_until(mut self, end: Timestamp) -> Self {
        self.valid_until = Some(time::format_seconds(end));
        self
    }

    /// Says when it was first awarded.
    #[must_use]
    pub fn awarded_on(mut self, day: Timestamp) -> Self {
        self.awarded_date = Some(time::format_seconds(day));
        self
    }

    chained! {
        /// Sets the words to show.
        set with_description => description: String;
        /// Sets the picture to show.
        set with_image => image: Image;
        /// Says whether this is only a part of what the issuer knows.
        set partial => partial: bool;
        /// Adds what shows it.
        add with_evidence => evidence: Evidence;
        /// Adds a signed endorsement.
        add with_endorsement => endorsement: Value;
        /// Adds an endorsement as compact JWS.
        add with_endorsement_jwt => endorsement_jwt: String;
        /// Adds an entry of a status list; the one for revocation must come first.
        add with_status => credential_status: CredentialStatus;
        /// Adds a schema that it follows.
        add with_schema => credential_schema: CredentialSchema;
        /// Says where its newest edition can be had.
        set with_refresh_service => refresh_service: RefreshService;
        /// Adds terms under which it was given.
        add with_terms => terms_of_use: TermsOfUse;
    }
}

document_methods!(ClrCredential, classes::CREDENTIAL, "a learner's record");
