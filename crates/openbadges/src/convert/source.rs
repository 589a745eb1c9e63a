//! A source document that is emptied member by member, so that what nobody asked for is told as lost.

use serde_json::{Map, Value};

use super::Loss;
use crate::json::pointer_to;

/// One object of the source.
pub(super) struct Source {
    members: Map<String, Value>,
    at: String,
}

impl Source {
    /// The object at a place; anything else is an empty one.
    pub(super) fn new(value: Value, at: impl Into<String>) -> Self {
        let members = match value {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        Self {
            members,
            at: at.into(),
        }
    }

    pub(super) fn pointer(&self, name: &str) -> String {
        pointer_to(&self.at, name)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.members.shift_remove(name)
    }

    /// Looks at a member and leaves it.
    pub(super) fn peek(&self, name: &str) -> Option<&Value> {
        self.members.get(name)
    }

    /// Takes a text; anything else stays, and so is lost.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.members.get(name) {
            Some(Value::String(_)) => match self.take(name) {
                Some(Value::String(text)) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Takes an object.
    pub(super) fn object(&mut self, name: &str) -> Option<Self> {
        match self.members.get(name) {
            Some(Value::Object(_)) => {
                let at = self.pointer(name);
                self.take(name).map(|value| Self::new(value, at))
            }
            _ => None,
        }
    }

    /// Takes a list, or a single value as a list of one; each with its place.
    pub(super) fn list(&mut self, name: &str) -> Vec<(Value, String)> {
        let at = self.pointer(name);
        match self.take(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(list)) => list
                .into_iter()
                .enumerate()
                .map(|(index, value)| {
                    let at = pointer_to(&at, index);
                    (value, at)
                })
                .collect(),
            Some(single) => vec![(single, at)],
        }
    }

    /// Takes the types and gives those beside `class`, each with its place.
    pub(super) fn other_types(&mut self, class: &[&str]) -> Vec<(String, String)> {
        self.list("type")
            .into_iter()
            .filter_map(|(value, at)| match value {
                Value::String(name) if !class.contains(&name.as_str()) => Some((name, at)),
                _ => None,
            })
            .collect()
    }

    /// Takes the types; those beside `class` are lost.
    pub(super) fn typed(&mut self, class: &[&str], lost: &mut Vec<Loss>) {
        let others = self.other_types(class);
        lost.extend(others.into_iter().map(|(_, pointer)| Loss {
            pointer,
            reason: "the other version has no such class".into(),
        }));
    }

    /// Takes a member that has no place, for a reason of its own.
    pub(super) fn lose(&mut self, name: &str, reason: &str, lost: &mut Vec<Loss>) {
        let pointer = self.pointer(name);
        if self.take(name).is_some() {
            lost.push(Loss {
                pointer,
                reason: reason.into(),
            });
        }
    }

    /// Ends the reading of this object: what is still there is lost.
    pub(super) fn leave(self, lost: &mut Vec<Loss>) {
        for name in self.members.keys() {
            lost.push(Loss {
                pointer: self.pointer(name),
                reason: "the other version has no such member".into(),
            });
        }
    }
}

/// Notes a loss.
pub(super) fn lose(pointer: impl Into<String>, reason: &str, lost: &mut Vec<Loss>) {
    lost.push(Loss {
        pointer: pointer.into(),
        reason: reason.into(),
    });
}
