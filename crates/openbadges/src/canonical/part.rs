//! Parts of a document that has been read into tokens, as proofs see them.

use serde_json::{Map, Value};

use super::rdfc::Hash;
use super::{CanonicalError, canonicalize_hashed, compiled};
use crate::contexts::Edition;
use crate::json::tape::{Tape, Token};

/// The members of an object, less one, and perhaps under the contexts of another object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// The place of the object.
    pub(crate) object: usize,
    pub(crate) without: Option<&'static str>,
    /// The place of the `@context` that counts instead of the object's own.
    pub(crate) context: Option<usize>,
}

impl Part {
    /// The whole document.
    pub(crate) const WHOLE: Self = Self {
        object: 0,
        without: None,
        context: None,
    };

    /// The document without its proofs.
    pub(crate) const UNSECURED: Self = Self {
        without: Some("proof"),
        ..Self::WHOLE
    };

    fn to_value(self, tape: &Tape<'_>) -> Value {
        if !matches!(tape.token(self.object), Token::Object { .. }) {
            return tape.to_value(self.object);
        }
        let mut members: Map<String, Value> = tape
            .members(self.object)
            .filter(|(name, _)| self.without != Some(*name))
            .map(|(name, value)| (name.to_owned(), tape.to_value(value)))
            .collect();
        if let Some(context) = self.context {
            members.insert("@context".to_owned(), tape.to_value(context));
        }
        Value::Object(members)
    }
}

/// Brings a part of a document into canonical form, like [`super::canonicalize`].
pub(crate) fn canonicalize_part(
    tape: &Tape<'_>,
    part: Part,
    edition: Edition,
    hash: Hash,
) -> Result<String, CanonicalError> {
    match compiled::canonicalize(tape, part, edition, hash) {
        Some(answer) => answer.map(|(lines, _)| lines),
        None => canonicalize_hashed(&part.to_value(tape), edition.lookup(), hash),
    }
}
