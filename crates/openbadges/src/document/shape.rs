//! Checks that JSON has the members its class asks for, and names each place where it has not.

use std::fmt;

use serde_json::Value;

/// One place where a document is not what its class asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer to the place.
    pub pointer: String,
    /// What is wrong there, in one sentence.
    pub message: String,
}

impl Fault {
    pub(crate) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// A class of a standard: the name that `type` must hold, and its members.
pub(crate) struct Class {
    /// Names of which `type` must hold one; empty if the class needs no type.
    pub(crate) types: &'static [&'static str],
    /// The members that are checked; all others are allowed.
    pub(crate) members: &'static [Member],
}

pub(crate) struct Member {
    name: &'static str,
    kind: Kind,
    required: bool,
    many: bool,
}

/// What a member may hold.
pub(crate) enum Kind {
    Text,
    Uri,
    Time,
    Flag,
    Number,
    Object(&'static Class),
    /// An address, or the object itself.
    UriOr(&'static Class),
}

/// Declares a member that must be there.
pub(crate) const fn must(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        required: true,
        many: false,
    }
}

/// Declares a member that may be there.
pub(crate) const fn may(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        required: false,
        many: false,
    }
}

impl Member {
    /// Allows an array of such values beside a single one.
    pub(crate) const fn many(mut self) -> Self {
        self.many = true;
        self
    }
}

impl Class {
    /// Checks `value` and everything below it; `pointer` is where it stands in its document.
    pub(crate) fn check(&self, value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
        let Some(object) = value.as_object() else {
            faults.push(Fault::new(pointer, "This must be an object."));
            return;
        };
        if !self.types.is_empty() && !self.types.iter().any(|name| has_type(value, name)) {
            let message = format!("The type must be {}.", self.types.join(" or "));
            faults.push(Fault::new(format!("{pointer}/type"), message));
        }
        for member in self.members {
            let place = format!("{pointer}/{}", member.name);
            match object.get(member.name) {
                None | Some(Value::Null) if member.required => {
                    faults.push(Fault::new(place, format!("{} is missing.", member.name)));
                }
                None | Some(Value::Null) => {}
                Some(Value::Array(items)) if member.many => {
                    if member.required && items.is_empty() {
                        faults.push(Fault::new(&place, format!("{} is empty.", member.name)));
                    }
                    for (index, item) in items.iter().enumerate() {
                        member.kind.check(item, &format!("{place}/{index}"), faults);
                    }
                }
                Some(value) => member.kind.check(value, &place, faults),
            }
        }
    }
}

impl Kind {
    fn check(&self, value: &Value, pointer: &str, faults: &mut Vec<Fault>) {
        let complaint = match self {
            Self::Object(class) => return class.check(value, pointer, faults),
            Self::UriOr(class) if value.is_object() => return class.check(value, pointer, faults),
            Self::Text if !value.is_string() => "This must be a text.",
            Self::Flag if !value.is_boolean() => "This must be true or false.",
            Self::Number if !value.is_number() => "This must be a number.",
            Self::Time if !value.as_str().is_some_and(is_time) => {
                "This must be a date and time with its zone."
            }
            Self::Uri if !value.as_str().is_some_and(is_uri) => "This must be an absolute address.",
            Self::UriOr(_) if !value.as_str().is_some_and(is_uri) => {
                "This must be an absolute address or an object."
            }
            _ => return,
        };
        faults.push(Fault::new(pointer, complaint));
    }
}

/// Whether the `type` of `value` is or contains `name`.
pub(crate) fn has_type(value: &Value, name: &str) -> bool {
    match value.get("type") {
        Some(Value::String(found)) => found == name,
        Some(Value::Array(found)) => found.iter().any(|found| found == name),
        _ => false,
    }
}

/// Whether `text` begins with a scheme and goes on after it.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_time(text: &str) -> bool {
    crate::time::parse_date_time_stamp(text).is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static LEAF: Class = Class {
        types: &["Leaf"],
        members: &[must("id", Kind::Uri)],
    };
    static TREE: Class = Class {
        types: &[],
        members: &[
            must("name", Kind::Text),
            may("leaf", Kind::Object(&LEAF)).many(),
            may("since", Kind::Time),
        ],
    };

    fn pointers(value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        TREE.check(value, "", &mut faults);
        faults.into_iter().map(|fault| fault.pointer).collect()
    }

    #[test]
    fn a_complete_object_has_no_fault() {
        let tree = json!({"name": "Ash", "leaf": {"type": ["Leaf", "Green"], "id": "urn:a"}, "since": "2026-01-01T00:00:00Z"});

        assert!(pointers(&tree).is_empty());
    }

    #[test]
    fn every_fault_is_named_by_its_place() {
        let tree = json!({"leaf": [{"type": "Leaf", "id": "urn:a"}, {"type": "Twig", "id": "no address"}], "since": "2026-01-01"});

        assert_eq!(
            pointers(&tree),
            ["/name", "/leaf/1/type", "/leaf/1/id", "/since"]
        );
    }
}
