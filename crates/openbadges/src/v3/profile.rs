use serde::{Deserialize, Serialize};

use super::{Image, Reference};
use crate::document::{self, Members, serial};

/// Who issues, made or endorses something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its DID or address.
    pub id: String,
    /// Contains `Profile`.
    #[serde(default, deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Other names by which it is known.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub other_identifier: Vec<IdentifierEntry>,
    /// The organisation above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_org: Option<Box<Profile>>,
    /// All other members: address, the names of a person, endorsements.
    #[serde(flatten)]
    pub extra: Members,
}

impl Profile {
    /// A profile with an id and a name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["Profile".into()],
            name: Some(name.into()),
            url: None,
            email: None,
            phone: None,
            description: None,
            image: None,
            other_identifier: Vec::new(),
            parent_org: None,
            extra: Members::new(),
        }
    }

    /// The profile as JSON.
    pub fn to_value(&self) -> serde_json::Value {
        document::to_value(self)
    }
}

impl Reference<Profile> {
    /// The DID or address of the profile.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(profile) => &profile.id,
        }
    }
}

/// Another name of a profile or an achievement, such as its 2.0 address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentifierEntry {
    /// Always `IdentifierEntry`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// The name itself.
    pub identifier: String,
    /// What sort of name it is.
    pub identifier_type: String,
}

impl IdentifierEntry {
    /// A name and its sort.
    pub fn new(identifier: impl Into<String>, identifier_type: impl Into<String>) -> Self {
        Self {
            r#type: "IdentifierEntry".into(),
            identifier: identifier.into(),
            identifier_type: identifier_type.into(),
        }
    }
}
