use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    BadgeClass, CONTEXT, Endorsement, Evidence, IdentityObject, Image, Reference, Related,
    Verification, classes,
};
use crate::document::{Members, chained, document_methods, serial};
use crate::time;

/// One person's badge.
///
/// One that was taken back may have lost all its members: look for `revoked` before, and read it as a
/// [`RevokedAssertion`](super::RevokedAssertion).
///
/// Open Badges 2.0, data classes: `Assertion`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assertion {
    /// The context.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// Contains `Assertion`.
    #[serde(
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single"
    )]
    pub r#type: Vec<String>,
    /// Its address, or a `urn:uuid` if it is signed.
    pub id: String,
    /// Who earned it.
    pub recipient: IdentityObject,
    /// What was earned.
    pub badge: Reference<BadgeClass>,
    /// The baked picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Reference<Image>>,
    /// How to check it.
    #[serde(alias = "verify")]
    pub verification: Verification,
    /// When it was awarded.
    pub issued_on: String,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// What the recipient did, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// What shows it.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub evidence: Vec<Reference<Evidence>>,
    /// Whether it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<bool>,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
    /// Language of the texts, such as `en` or `pt-BR`.
    #[serde(rename = "@language", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Other editions: translations, older versions, the same in 3.0.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub related: Vec<Reference<Related>>,
    /// Endorsements, or the addresses where they stand.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement: Vec<Reference<Endorsement>>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Assertion {
    /// An assertion that is true because it stands at its address.
    pub fn hosted(
        id: impl Into<String>,
        recipient: IdentityObject,
        badge: impl Into<Reference<BadgeClass>>,
        issued_on: Timestamp,
    ) -> Self {
        Self::new(
            id.into(),
            recipient,
            badge.into(),
            issued_on,
            Verification::hosted(),
        )
    }

    /// An assertion that is true because the key at `creator` signed it.
    ///
    /// The JWS is made by [`signed::sign`](super::signed::sign).
    pub fn signed(
        id: impl Into<String>,
        recipient: IdentityObject,
        badge: impl Into<Reference<BadgeClass>>,
        issued_on: Timestamp,
        creator: impl Into<String>,
    ) -> Self {
        let verification = Verification::signed(creator);
        Self::new(id.into(), recipient, badge.into(), issued_on, verification)
    }

    fn new(
        id: String,
        recipient: IdentityObject,
        badge: Reference<BadgeClass>,
        issued_on: Timestamp,
        verification: Verification,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["Assertion".into()],
            id,
            recipient,
            badge,
            image: None,
            verification,
            issued_on: time::format_seconds(issued_on),
            expires: None,
            narrative: None,
            evidence: Vec::new(),
            revoked: None,
            revocation_reason: None,
            language: None,
            related: Vec::new(),
            endorsement: Vec::new(),
            extra: Members::new(),
        }
    }

    /// Lets it end.
    pub fn expiring(mut self, end: Timestamp) -> Self {
        self.expires = Some(time::format_seconds(end));
        self
    }

    /// Adds evidence.
    pub fn with_evidence(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence
            .extend(evidence.into_iter().map(Reference::from));
        self
    }

    chained! {
        /// Tells what the recipient did, in Markdown.
        set with_narrative => narrative: String;
        /// Sets the baked picture.
        set with_image => image: Reference<Image>;
        /// Sets the language of the texts.
        set with_language => language: String;
        /// Adds another edition.
        add with_related => related: Reference<Related>;
        /// Adds an endorsement.
        add with_endorsement => endorsement: Reference<Endorsement>;
    }
}

document_methods!(
    Assertion,
    classes::ASSERTION,
    "an assertion that was not taken back"
);
