use serde::{Deserialize, Serialize};

use crate::document::Members;

/// What must be done to earn a badge.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Criteria {
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
    /// Criteria told in Markdown.
    pub fn narrative(narrative: impl Into<String>) -> Self {
        Self {
            narrative: Some(narrative.into()),
            ..Self::default()
        }
    }
}
