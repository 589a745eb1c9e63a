use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTEXT, Profile, Reference, classes};
use crate::document::{Members, document_methods, serial};

/// The signed assertions that an issuer has taken back.
///
/// Open Badges 2.0, data classes: `RevocationList`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevocationList {
    /// The context.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// `RevocationList`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Address of the issuer, or the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Reference<Profile>>,
    /// The assertions that no longer hold.
    #[serde(default, deserialize_with = "serial::one_or_many")]
    pub revoked_assertions: Vec<RevokedEntry>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl RevocationList {
    /// The list at an address, its issuer, and what it revokes.
    pub fn new(
        id: impl Into<String>,
        issuer: impl Into<String>,
        revoked: impl IntoIterator<Item = RevokedEntry>,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: "RevocationList".into(),
            id: Some(id.into()),
            issuer: Some(Reference::Id(issuer.into())),
            revoked_assertions: revoked.into_iter().collect(),
            extra: Members::new(),
        }
    }

    /// The entry that revokes an assertion, known by its id or, in old badges, its `uid`.
    pub fn entry(&self, id: &str, uid: Option<&str>) -> Option<&RevokedEntry> {
        self.revoked_assertions
            .iter()
            .find(|entry| entry.names(id) || uid.is_some_and(|uid| entry.names(uid)))
    }
}

document_methods!(
    RevocationList,
    classes::REVOCATION_LIST,
    "a revocation list"
);

/// One entry of a revocation list: the bare id, or an object with a reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum RevokedEntry {
    /// The id alone.
    Id(String),
    /// The id and more.
    #[serde(rename_all = "camelCase")]
    Object {
        /// Id of the assertion.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// What old badges had for an id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        uid: Option<String>,
        /// Why it was taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revocation_reason: Option<String>,
        /// All other members.
        #[serde(flatten)]
        extra: Members,
    },
}

impl RevokedEntry {
    /// An entry with the id of an assertion and, if there is one, the reason.
    pub fn new(id: impl Into<String>, reason: Option<String>) -> Self {
        Self::Object {
            id: Some(id.into()),
            uid: None,
            revocation_reason: reason,
            extra: Members::new(),
        }
    }

    /// Why the assertion was taken back.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Id(_) => None,
            Self::Object {
                revocation_reason, ..
            } => revocation_reason.as_deref(),
        }
    }

    fn names(&self, wanted: &str) -> bool {
        match self {
            Self::Id(id) => id == wanted,
            Self::Object { id, uid, .. } => {
                id.as_deref() == Some(wanted) || uid.as_deref() == Some(wanted)
            }
        }
    }
}

/// What stays at the address of a hosted assertion that was taken back; served with 410.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RevokedAssertion {
    /// The context.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// Contains `Assertion`.
    #[serde(
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single"
    )]
    pub r#type: Vec<String>,
    /// Address of the assertion.
    pub id: String,
    /// Always true.
    pub revoked: bool,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
    /// All other members: many issuers leave the assertion as it was.
    #[serde(flatten)]
    pub extra: Members,
}

impl RevokedAssertion {
    /// The remains of the assertion at this address.
    pub fn new(id: impl Into<String>, reason: Option<String>) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["Assertion".into()],
            id: id.into(),
            revoked: true,
            revocation_reason: reason,
            extra: Members::new(),
        }
    }
}

document_methods!(
    RevokedAssertion,
    classes::REVOKED,
    "an assertion that was taken back"
);
