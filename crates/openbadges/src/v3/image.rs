use serde::{Deserialize, Deserializer, Serialize};

use crate::document::{Members, serial};

/// A picture: an object in 3.0, never a bare address.
///
/// Open Badges 3.0, B.1: class `Image`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Image {
    /// Address of the picture, or a `data:` address that holds it.
    pub id: String,
    /// Always `Image`.
    pub r#type: String,
    /// What the picture shows, for those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// All other members; the standard allows none.
    #[serde(flatten)]
    pub extra: Members,
}

impl Image {
    /// A picture at an address.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: "Image".into(),
            caption: None,
            extra: Members::new(),
        }
    }

    /// Adds the words for those who cannot see it.
    #[must_use]
    pub fn captioned(mut self, caption: impl Into<String>) -> Self {
        self.caption = Some(caption.into());
        self
    }
}

/// How images were written over the years: early badges hold the bare address.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Bare(String),
    Object {
        id: String,
        #[serde(default = "image", deserialize_with = "type_of")]
        r#type: String,
        #[serde(default)]
        caption: Option<String>,
        #[serde(flatten)]
        extra: Members,
    },
}

fn image() -> String {
    "Image".to_owned()
}

fn type_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    serial::single_text(deserializer)
}

impl From<Written> for Image {
    fn from(written: Written) -> Self {
        match written {
            Written::Bare(id) => Self::new(id),
            Written::Object {
                id,
                r#type,
                caption,
                extra,
            } => Self {
                id,
                r#type,
                caption,
                extra,
            },
        }
    }
}
