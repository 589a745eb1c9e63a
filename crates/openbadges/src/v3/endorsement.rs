use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    CredentialSchema, CredentialStatus, Evidence, Profile, Reference, RefreshService, TermsOfUse,
    classes, contexts,
};
use crate::document::{Members, chained, document_methods, serial};
use crate::time;

/// A third party's signed word on a profile, an achievement or an award.
///
/// Open Badges 3.0, B.1: class `EndorsementCredential`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndorsementCredential {
    /// Contexts, in the order that the standard prescribes.
    #[serde(rename = "@context", deserialize_with = "serial::one_or_many")]
    pub context: Vec<Value>,
    /// Its address.
    pub id: String,
    /// Contains `VerifiableCredential` and `EndorsementCredential`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Name to show; mandatory here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Words to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who endorses.
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
    /// When it was first given, if that was before this edition of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarded_date: Option<String>,
    /// What is endorsed, and the words.
    pub credential_subject: EndorsementSubject,
    /// Where to look whether it still stands; a single entry is written as an object.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub credential_status: Vec<CredentialStatus>,
    /// What it rests on.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub evidence: Vec<Evidence>,
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

impl EndorsementCredential {
    /// An endorsement, unsigned and without end.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        issuer: Profile,
        valid_from: Timestamp,
        subject: EndorsementSubject,
    ) -> Self {
        Self {
            context: contexts(false),
            id: id.into(),
            r#type: vec![
                "VerifiableCredential".into(),
                "EndorsementCredential".into(),
            ],
            name: Some(name.into()),
            description: None,
            issuer: issuer.into(),
            valid_from: Some(time::format_seconds(valid_from)),
            valid_until: None,
            issuance_date: None,
            expiration_date: None,
            awarded_date: None,
            credential_subject: subject,
            credential_status: Vec::new(),
            evidence: Vec::new(),
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

    chained! {
        /// Sets the words to show.
        set with_description => description: String;
        /// Adds an entry of a status list; the one for revocation must come first.
        add with_status => credential_status: CredentialStatus;
        /// Adds what it rests on.
        add with_evidence => evidence: Evidence;
        /// Adds a schema that it follows.
        add with_schema => credential_schema: CredentialSchema;
        /// Says where its newest edition can be had.
        set with_refresh_service => refresh_service: RefreshService;
        /// Adds terms under which it was given.
        add with_terms => terms_of_use: TermsOfUse;
    }
}

document_methods!(
    EndorsementCredential,
    classes::ENDORSEMENT,
    "an endorsement"
);

/// What is endorsed, and the words.
///
/// Open Badges 3.0, B.1: class `EndorsementSubject`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndorsementSubject {
    /// Id of the endorsed thing.
    pub id: String,
    /// Contains `EndorsementSubject`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// The words, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement_comment: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl EndorsementSubject {
    /// What is endorsed, and the words.
    pub fn new(id: impl Into<String>, comment: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["EndorsementSubject".into()],
            endorsement_comment: Some(comment.into()),
            extra: Members::new(),
        }
    }
}
