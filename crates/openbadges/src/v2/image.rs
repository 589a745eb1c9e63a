use serde::{Deserialize, Serialize};

use super::Reference;
use crate::document::Members;

/// A picture with words about it; where there are none, the bare address is enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Address of the picture, or a `data:` address that holds it.
    pub id: String,
    /// What the picture shows, for those who cannot see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who drew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Image {
    /// A picture with the words for those who cannot see it.
    pub fn captioned(id: impl Into<String>, caption: impl Into<String>) -> Self {
        Self {
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
