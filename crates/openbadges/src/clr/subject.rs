use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Association;
use crate::document::{Members, chained, serial};
use crate::v3::{Achievement, IdentityObject};

/// The learner, and what they have (CLR 2.0, `ClrSubject`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClrSubject {
    /// The learner's own id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Contains `ClrSubject`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Other ways to know the learner.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub identifier: Vec<IdentityObject>,
    /// Achievements that the associations speak of and that no credential here holds.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub achievement: Vec<Achievement>,
    /// The credentials, each exactly as its issuer signed it; at least one.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub verifiable_credential: Vec<Value>,
    /// How the achievements belong together.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub association: Vec<Association>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl ClrSubject {
    /// A subject with its credentials and, so far, nobody who has them.
    pub fn new(credentials: impl IntoIterator<Item = Value>) -> Self {
        Self {
            id: None,
            r#type: vec!["ClrSubject".into()],
            identifier: Vec::new(),
            achievement: Vec::new(),
            verifiable_credential: credentials.into_iter().collect(),
            association: Vec::new(),
            extra: Members::new(),
        }
    }

    chained! {
        /// Sets the learner's own id.
        set with_id => id: String;
        /// Adds a way to know the learner.
        add identified_by => identifier: IdentityObject;
        /// Adds an achievement that the associations speak of.
        add with_achievement => achievement: Achievement;
        /// Adds how two achievements belong together.
        add with_association => association: Association;
    }
}
