use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CredentialStatus, Fault, Profile, Reference, contexts, shape};
use crate::document::{self, Members, serial};
use crate::time;

/// A third party's signed word on a profile, an achievement or an award.
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
    /// Who endorses.
    pub issuer: Reference<Profile>,
    /// Since when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
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
            issuer: issuer.into(),
            valid_from: Some(time::format_seconds(valid_from)),
            valid_until: None,
            credential_subject: subject,
            credential_status: Vec::new(),
            extra: Members::new(),
            proof: Vec::new(),
        }
    }

    /// Reads an endorsement, or says at which places it is not one.
    pub fn read(value: &Value) -> Result<Self, Vec<Fault>> {
        shape::read(value, &shape::ENDORSEMENT)
    }

    /// The endorsement as JSON, its proofs last.
    pub fn to_value(&self) -> Value {
        document::to_value(self)
    }
}

/// What is endorsed, and the words.
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
