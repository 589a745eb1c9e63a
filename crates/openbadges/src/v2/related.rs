use serde::{Deserialize, Serialize};

use super::Version;
use crate::document::{Members, chained, serial};

/// Another edition of a badge class, a profile or an assertion: a translation, an older version, the same in 3.0.
///
/// Open Badges 2.0, versioning and internationalisation: `related`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// What the other document is, if it says so.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its language.
    #[serde(rename = "@language", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Which edition it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Related {
    /// Another edition at this address.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            r#type: Vec::new(),
            id: Some(id.into()),
            language: None,
            version: None,
            extra: Members::new(),
        }
    }

    /// The same badge class as a 3.0 achievement (3.0 implementation guide, "Using both versions").
    pub fn achievement(id: impl Into<String>) -> Self {
        Self::of_version_3(id.into(), "Achievement")
    }

    /// The same issuer as a 3.0 profile.
    pub fn profile(id: impl Into<String>) -> Self {
        Self::of_version_3(id.into(), "Profile")
    }

    fn of_version_3(id: String, class: &str) -> Self {
        let mut related = Self::new(id);
        related.r#type = vec![format!(
            "https://purl.imsglobal.org/spec/vc/ob/vocab.html#{class}"
        )];
        related.version = Some("Open Badges v3p0".into());
        related
    }

    chained! {
        /// Sets its language.
        set with_language => language: String;
        /// Says which edition it is.
        set with_version => version: Version;
    }
}
