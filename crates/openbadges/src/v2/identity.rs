use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};
use crate::recipient;

/// The recipient of an assertion, hashed or in plain sight.
///
/// Open Badges 2.0, data classes: `IdentityObject`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdentityObject {
    /// `email`, `url`, `telephone` or `id`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// Whether `identity` is a hash.
    pub hashed: bool,
    /// The hash, or the value itself.
    pub identity: String,
    /// What was put behind the value before hashing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl IdentityObject {
    /// An e-mail address, lower-cased and hashed with a salt.
    pub fn hashed_email(email: &str, salt: impl Into<String>) -> Self {
        let salt = salt.into();
        let identity = recipient::hash_identity(&recipient::normalise_email(email), &salt);
        Self::hashed("email", identity, salt)
    }

    /// An identity of which only the hash is at hand.
    pub fn hashed(
        r#type: impl Into<String>,
        identity: impl Into<String>,
        salt: impl Into<String>,
    ) -> Self {
        Self {
            r#type: r#type.into(),
            hashed: true,
            identity: identity.into(),
            salt: Some(salt.into()),
            extra: Members::new(),
        }
    }

    /// An identity for all to read.
    pub fn plain(r#type: impl Into<String>, identity: impl Into<String>) -> Self {
        Self {
            r#type: r#type.into(),
            hashed: false,
            identity: identity.into(),
            salt: None,
            extra: Members::new(),
        }
    }
}
