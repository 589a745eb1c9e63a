use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTEXT, Profile, Reference, Verification, classes};
use crate::document::{Members, document_methods, serial};
use crate::time;

/// A third party's word on a badge class, an issuer or an assertion.
///
/// Open Badges 2.0, data classes: `Endorsement`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endorsement {
    /// The context.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// Contains `Endorsement`.
    #[serde(
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single"
    )]
    pub r#type: Vec<String>,
    /// Its address.
    pub id: String,
    /// What is endorsed, and the words.
    pub claim: EndorsementClaim,
    /// Who endorses.
    pub issuer: Reference<Profile>,
    /// When.
    pub issued_on: String,
    /// How to check it.
    pub verification: Verification,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Endorsement {
    /// A hosted endorsement.
    pub fn hosted(
        id: impl Into<String>,
        claim: EndorsementClaim,
        issuer: impl Into<Reference<Profile>>,
        issued_on: Timestamp,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["Endorsement".into()],
            id: id.into(),
            claim,
            issuer: issuer.into(),
            issued_on: time::format_seconds(issued_on),
            verification: Verification::hosted(),
            revoked: None,
            revocation_reason: None,
            extra: Members::new(),
        }
    }

    /// An endorsement that is true because the key at `creator` signed it.
    ///
    /// The JWS is made with [`jws::sign`](crate::proof::jws::sign) over [`to_value`](Self::to_value) as text.
    pub fn signed(
        id: impl Into<String>,
        claim: EndorsementClaim,
        issuer: impl Into<Reference<Profile>>,
        issued_on: Timestamp,
        creator: impl Into<String>,
    ) -> Self {
        let mut endorsement = Self::hosted(id, claim, issuer, issued_on);
        endorsement.verification = Verification::signed(creator);
        endorsement
    }
}

document_methods!(Endorsement, classes::ENDORSEMENT, "an endorsement");

/// What is endorsed, and the words.
///
/// Open Badges 2.0, data classes: `EndorsementClaim`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndorsementClaim {
    /// Address of the endorsed thing.
    pub id: String,
    /// The words, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endorsement_comment: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl EndorsementClaim {
    /// What is endorsed, and the words.
    pub fn new(id: impl Into<String>, comment: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            endorsement_comment: Some(comment.into()),
            extra: Members::new(),
        }
    }
}
