use serde::{Deserialize, Serialize};

use crate::document::{Members, chained, serial};

/// The link from a badge to a skill or a standard in somebody's framework.
///
/// Open Badges 2.0, data classes: `AlignmentObject`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// Contains `AlignmentObject`, if it says what it is.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// Name of the skill or standard.
    pub target_name: String,
    /// Its address.
    pub target_url: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_description: Option<String>,
    /// Name of the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_framework: Option<String>,
    /// Its code within the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_code: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Alignment {
    /// An alignment to what has this name and address.
    pub fn new(target_name: impl Into<String>, target_url: impl Into<String>) -> Self {
        Self {
            r#type: Vec::new(),
            target_name: target_name.into(),
            target_url: target_url.into(),
            target_description: None,
            target_framework: None,
            target_code: None,
            extra: Members::new(),
        }
    }

    chained! {
        /// Says what it means.
        set with_description => target_description: String;
        /// Sets the name of the framework.
        set with_framework => target_framework: String;
        /// Sets its code within the framework.
        set with_code => target_code: String;
    }
}
