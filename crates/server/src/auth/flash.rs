//! A word that one page leaves for the next: "Saved." It travels sealed in a cookie and is shown once.

use serde::{Deserialize, Serialize};

/// What the next page should say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// How it went.
    pub tone: Tone,
    /// One sentence or two, plain text.
    pub text: String,
    /// A way onward: a path of ours, and its words.
    pub link: Option<(String, String)>,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Done.
    Good,
    /// Done, but look; or not done.
    Careful,
}

impl Flash {
    /// The word that the style sheet knows its colours by.
    pub fn state(&self) -> &'static str {
        match self.tone {
            Tone::Good => "valid",
            Tone::Careful => "expired",
        }
    }
}

/// Marks a request whose page says the word, so that it is not said again.
pub(super) struct FlashWasShown;
