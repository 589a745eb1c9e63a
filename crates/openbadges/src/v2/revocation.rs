use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTEXT, Fault, shape};
use crate::document::{self, Members, serial};

/// The signed assertions that an issuer has taken back.
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
    /// Address of the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
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
            issuer: Some(issuer.into()),
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

    /// Reads a list, or says at which places it is not one.
    pub fn read(value: &Value) -> Result<Self, Vec<Fault>> {
        shape::read(value, &shape::REVOCATION_LIST)
    }

    /// The list as JSON.
    pub fn to_value(&self) -> Value {
        document::to_value(self)
    }
}

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
    },
}

impl RevokedEntry {
    /// An entry with the id of an assertion and, if there is one, the reason.
    pub fn new(id: impl Into<String>, reason: Option<String>) -> Self {
        Self::Object {
            id: Some(id.into()),
            uid: None,
            revocation_reason: reason,
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
    #[serde(rename = "@context")]
    pub context: Value,
    /// `Assertion`.
    pub r#type: String,
    /// Address of the assertion.
    pub id: String,
    /// Always true.
    pub revoked: bool,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_reason: Option<String>,
}

impl RevokedAssertion {
    /// The remains of the assertion at this address.
    pub fn new(id: impl Into<String>, reason: Option<String>) -> Self {
        Self {
            context: CONTEXT.into(),
            r#type: "Assertion".into(),
            id: id.into(),
            revoked: true,
            revocation_reason: reason,
        }
    }

    /// The remains as JSON.
    pub fn to_value(&self) -> Value {
        document::to_value(self)
    }
}
