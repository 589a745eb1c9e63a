use serde::{Deserialize, Serialize};

use crate::document::{Members, chained, serial};

/// Something that shows how the achievement was earned.
///
/// Open Badges 3.0, B.1: class `Evidence`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Where it is, or a name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Contains `Evidence`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The story in it, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// What sort of thing it is: text, photograph, film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
    /// For whom it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Evidence {
    /// Evidence told in words.
    pub fn told(narrative: impl Into<String>) -> Self {
        Self {
            narrative: Some(narrative.into()),
            ..Self::default()
        }
    }

    /// Evidence that stands at an address.
    pub fn at(id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::default()
        }
    }

    chained! {
        /// Sets its title.
        set with_name => name: String;
        /// Says what it is.
        set with_description => description: String;
        /// Tells the story in it, in Markdown.
        set with_narrative => narrative: String;
        /// Says what sort of thing it is.
        set with_genre => genre: String;
        /// Says for whom it was made.
        set with_audience => audience: String;
    }
}

impl Default for Evidence {
    fn default() -> Self {
        Self {
            id: None,
            r#type: vec!["Evidence".into()],
            name: None,
            description: None,
            narrative: None,
            genre: None,
            audience: None,
            extra: Members::new(),
        }
    }
}
