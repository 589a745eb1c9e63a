//! How heavy a document is, before any work is done, and what the quick way shares with the complete one.

use serde_json::Value;

pub(super) use crate::linked::{has_one_form, is_language};

/// More than any honest badge or transcript needs.
pub(super) const MOST_CONTEXTS: usize = 256;
pub(super) const MOST_OBJECTS: usize = 6_000;

/// A list may hold more items than there are objects, but not without end.
pub(super) const MOST_VALUES: usize = 200_000;

/// The same bound as for reading JSON.
pub(super) const DEEPEST: usize = crate::json::MAXIMUM_DEPTH;

/// About how much work a document is, told without doing any of it: its objects, and its contexts as many objects each.
pub(super) fn weight(document: &Value) -> usize {
    match document {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| weight_of_member(name, value))
            .fold(1, usize::saturating_add),
        Value::Array(items) => items.iter().map(weight).fold(0, usize::saturating_add),
        _ => 0,
    }
}

pub(super) fn weight_of_member(name: &str, value: &Value) -> usize {
    const CONTEXT: usize = 16;
    match name {
        "@context" => crate::json::items(value).len() * CONTEXT,
        _ => weight(value),
    }
}
