use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};

/// Where to look whether a credential still stands.
///
/// Open Badges 3.0, B.1: class `CredentialStatus`. VC Data Model 2.0, 4.10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialStatus {
    /// A name for this entry; never the address of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `BitstringStatusListEntry`, or an older type.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// `revocation` or `suspension`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_purpose: Option<String>,
    /// The place in the list, in decimal figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_list_index: Option<String>,
    /// Address of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status_list_credential: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl CredentialStatus {
    /// Entry `index` of the Bitstring status list at `list`.
    pub fn bitstring(list: &str, purpose: &str, index: u64) -> Self {
        Self {
            id: Some(format!("{list}#{index}")),
            r#type: "BitstringStatusListEntry".into(),
            status_purpose: Some(purpose.into()),
            status_list_index: Some(index.to_string()),
            status_list_credential: Some(list.into()),
            extra: Members::new(),
        }
    }
}
