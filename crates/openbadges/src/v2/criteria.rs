use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};

/// What must be done to earn a badge.
///
/// Open Badges 2.0, data classes: `Criteria`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Criteria {
    /// Contains `Criteria`, if it says what it is.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// The page that tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words themselves, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Criteria {
    /// Criteria that stand on a page.
    pub fn at(id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::default()
        }
    }

    /// Criteria told in Markdown.
    pub fn narrative(narrative: impl Into<String>) -> Self {
        Self {
            narrative: Some(narrative.into()),
            ..Self::default()
        }
    }
}
