use serde::{Deserialize, Serialize};

use super::{Profile, Reference};
use crate::document::{Members, serial};

/// A picture with words about it; where there are none, the bare address is enough.
///
/// Open Badges 2.0, data classes: `Image`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Its type, if it says one, such as `schema:ImageObject`.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// Address of the picture, or a `data:` address that holds it.
    pub id: String,
    /// What the picture shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who drew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Reference<Profile>>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Image {
    /// A picture with the words for those who cannot see it.
    pub fn captioned(id: impl Into<String>, caption: impl Into<String>) -> Self {
        Self {
            r#type: Vec::new(),
            id: id.into(),
            caption: Some(caption.into()),
            author: None,
            extra: Members::new(),
        }
    }
}

impl Reference<Image> {
    /// Address of the picture.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(image) => &image.id,
        }
    }
}
