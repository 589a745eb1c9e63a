use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};
use crate::v3::AssociationType;

/// How one achievement of a record belongs to another (CLR 2.0, `Association`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    /// Always `Association`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// One of the words of [`AssociationType`].
    pub association_type: String,
    /// Id of the achievement that is spoken of.
    pub source_id: String,
    /// Id of the achievement that it belongs to.
    pub target_id: String,
    /// All other members; the standard allows none.
    #[serde(flatten)]
    pub extra: Members,
}

impl Association {
    /// `source` is to `target` what `how` says: a course `isPartOf` a degree.
    pub fn new(how: AssociationType, source: impl Into<String>, target: impl Into<String>) -> Self {
        Self {
            r#type: "Association".into(),
            association_type: how.into(),
            source_id: source.into(),
            target_id: target.into(),
            extra: Members::new(),
        }
    }
}
