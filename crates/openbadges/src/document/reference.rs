use serde::{Deserialize, Serialize};

/// Something named by its address, or written out in place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reference<T> {
    /// The address alone.
    Id(String),
    /// The whole object.
    Object(Box<T>),
}

impl<T> Reference<T> {
    /// The object, if it is written out.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

impl<T> From<T> for Reference<T> {
    fn from(object: T) -> Self {
        Self::Object(Box::new(object))
    }
}
