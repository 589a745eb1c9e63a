use serde::{Deserialize, Serialize};

use crate::document::{Members, chained, serial};

/// The link from an achievement to a skill or a standard in somebody's framework.
///
/// Open Badges 3.0, B.1: class `Alignment`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alignment {
    /// Contains `Alignment`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Name of the skill or standard.
    pub target_name: String,
    /// Its address.
    pub target_url: String,
    /// Its code within the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_code: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_description: Option<String>,
    /// Name of the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_framework: Option<String>,
    /// What sort of thing it is, such as `CFItem`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Alignment {
    /// An alignment to what has this name and address.
    pub fn new(target_name: impl Into<String>, target_url: impl Into<String>) -> Self {
        Self {
            r#type: vec!["Alignment".into()],
            target_name: target_name.into(),
            target_url: target_url.into(),
            target_code: None,
            target_description: None,
            target_framework: None,
            target_type: None,
            extra: Members::new(),
        }
    }

    chained! {
        /// Sets its code within the framework.
        set with_code => target_code: String;
        /// Says what it means.
        set with_description => target_description: String;
        /// Sets the name of the framework.
        set with_framework => target_framework: String;
        /// Says what sort of thing it is: one of the words of [`TargetType`](super::TargetType).
        set with_target_type => target_type: String;
    }
}
