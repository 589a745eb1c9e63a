use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Number;

/// Which edition of an object this is: a text or a number, kept as it was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Version {
    /// Such as `2026-04`.
    Text(String),
    /// Such as `2`.
    Number(Number),
}

impl From<String> for Version {
    fn from(version: String) -> Self {
        Self::Text(version)
    }
}

impl From<&str> for Version {
    fn from(version: &str) -> Self {
        Self::Text(version.to_owned())
    }
}

impl From<u32> for Version {
    fn from(version: u32) -> Self {
        Self::Number(version.into())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}
