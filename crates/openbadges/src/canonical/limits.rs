//! How heavy a document is, before any work is done, and what the quick way shares with the complete one.

use serde_json::Value;

use crate::linked::Limits;

pub(super) use crate::linked::{has_one_form, is_language};

pub(super) const MOST_CONTEXTS: usize = Limits::DEFAULT.contexts;
pub(super) const MOST_OBJECTS: usize = Limits::DEFAULT.objects;
pub(super) const MOST_VALUES: usize = Limits::DEFAULT.values;
pub(super) const MOST_QUADS: usize = Limits::DEFAULT.quads;
pub(super) const DEEPEST: usize = Limits::DEFAULT.depth;

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
