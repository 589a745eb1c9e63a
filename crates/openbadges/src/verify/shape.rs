//! Does a document have the parts it must have? A small table-driven check over hostile JSON.
//!
//! The tables of the two standards are in [`v2`] and [`v3`]; this module walks a value along such a table and notes each
//! fault with a JSON pointer. Grave faults make a badge invalid, the others are told as deviations.

use serde_json::{Map, Value};

use crate::json::pointer_to;
use crate::time::parse_date_time_stamp;

pub(super) mod v2;
pub(super) mod v3;
mod words;

pub(super) use words::{has_type, id_of, is_uri, is_web_address, shorten, types, web_address};

/// Something in a document that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) grave: bool,
}

/// The faults found so far; at most [`Faults::MOST`] are kept, so that a hostile document cannot fill the report.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    const MOST: usize = 24;

    pub(super) fn grave(&mut self, pointer: &str, message: impl Into<String>) {
        self.add(pointer, message.into(), true);
    }

    pub(super) fn deviation(&mut self, pointer: &str, message: impl Into<String>) {
        self.add(pointer, message.into(), false);
    }

    fn add(&mut self, pointer: &str, message: String, grave: bool) {
        // A grave fault must never be lost behind a heap of harmless ones.
        let kept = self.0.iter().filter(|fault| fault.grave == grave).count();
        if kept < Self::MOST {
            self.0.push(Fault {
                pointer: pointer.to_owned(),
                message,
                grave,
            });
        }
    }

    pub(super) fn any_grave(&self) -> bool {
        self.0.iter().any(|fault| fault.grave)
    }
}

/// A kind of object, as a table.
pub(super) struct Class {
    pub(super) name: &'static str,
    /// One of these must be among the types, if types are given.
    pub(super) types: &'static [&'static str],
    /// Whether `type` may be left out.
    pub(super) untyped: bool,
    pub(super) members: &'static [Member],
    /// Whether members that are not listed are against the standard.
    pub(super) closed: bool,
}

/// One member of an object.
pub(super) struct Member {
    name: &'static str,
    kind: Kind,
    need: Need,
    many: bool,
    tolerant: bool,
}

#[derive(Clone, Copy)]
enum Need {
    Must,
    Should,
    May,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Any,
    Text,
    Uri,
    /// A URI that people follow: http or https.
    WebAddress,
    DateTime,
    Boolean,
    Number,
    Object(&'static Class),
    /// A URI, or the object behind it.
    UriOr(&'static Class),
    /// One of these and nothing else.
    OneOf(&'static [&'static str]),
    /// One of these or `ext:…`; other words are told, not refused.
    Vocabulary(&'static [&'static str]),
}

/// A member without which the object means nothing.
pub(super) const fn must(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        need: Need::Must,
        many: false,
        tolerant: false,
    }
}

/// A member that the standard wants, but whose absence misleads nobody.
pub(super) const fn should(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        need: Need::Should,
        many: false,
        tolerant: false,
    }
}

/// A member that may be there.
pub(super) const fn may(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        need: Need::May,
        many: false,
        tolerant: false,
    }
}

impl Member {
    /// The member may hold several values.
    pub(super) const fn many(mut self) -> Self {
        self.many = true;
        self
    }

    /// A value of the wrong kind is told, not refused: software in the wild writes it otherwise.
    pub(super) const fn tolerant(mut self) -> Self {
        self.tolerant = true;
        self
    }
}

/// Checks one object against its class.
pub(super) fn check(value: &Value, class: &'static Class, pointer: &str, faults: &mut Faults) {
    let Some(object) = value.as_object() else {
        faults.grave(pointer, format!("{} must be an object", class.name));
        return;
    };
    check_type(object, class, pointer, faults);
    for member in class.members {
        check_member(object, member, class, pointer, faults);
    }
    if class.closed {
        let listed =
            |name: &str| name == "type" || class.members.iter().any(|member| member.name == name);
        for name in object.keys().filter(|name| !listed(name)) {
            faults.deviation(
                &pointer_to(pointer, name),
                format!("{} has no member `{name}`", class.name),
            );
        }
    }
}

fn check_type(object: &Map<String, Value>, class: &Class, pointer: &str, faults: &mut Faults) {
    let at = pointer_to(pointer, "type");
    match object.get("type") {
        None if class.untyped => {}
        None => faults.grave(&at, format!("{} must have a type", class.name)),
        Some(value) => {
            let types = types(value);
            if !class.types.is_empty() && !class.types.iter().any(|wanted| types.contains(wanted)) {
                faults.grave(
                    &at,
                    format!(
                        "the type of {} must be {}",
                        class.name,
                        class.types.join(" or ")
                    ),
                );
            }
        }
    }
}

fn check_member(
    object: &Map<String, Value>,
    member: &Member,
    class: &Class,
    pointer: &str,
    faults: &mut Faults,
) {
    let at = pointer_to(pointer, member.name);
    let value = match object.get(member.name) {
        Some(Value::Null) => {
            faults.deviation(&at, format!("`{}` is null; leave it out", member.name));
            None
        }
        other => other,
    };
    let Some(value) = value else {
        let message = || format!("{} must have `{}`", class.name, member.name);
        match member.need {
            Need::Must => faults.grave(&at, message()),
            Need::Should => faults.deviation(&at, message()),
            Need::May => {}
        }
        return;
    };
    if !member.many {
        check_value(value, member, &at, faults);
        return;
    }
    match value {
        Value::Array(list) if list.is_empty() && matches!(member.need, Need::Must) => {
            faults.grave(&at, format!("`{}` must not be empty", member.name));
        }
        Value::Array(list) if list.is_empty() => {
            faults.deviation(&at, "an empty list; leave it out");
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                check_value(item, member, &pointer_to(&at, index), faults);
            }
        }
        single => check_value(single, member, &at, faults),
    }
}

fn check_value(value: &Value, member: &Member, at: &str, faults: &mut Faults) {
    let wrong = |faults: &mut Faults, message: String| {
        if member.tolerant {
            faults.deviation(at, message);
        } else {
            faults.grave(at, message);
        }
    };
    let name = member.name;
    match (member.kind, value) {
        (Kind::Any, _) => {}
        (Kind::Text, Value::String(text)) if text.trim().is_empty() => {
            faults.deviation(at, format!("`{name}` is empty"));
        }
        (Kind::Text, Value::String(_)) => {}
        (Kind::Text, Value::Object(object)) if object.contains_key("@value") => {
            faults.deviation(at, format!("`{name}` should be plain text"));
        }
        (Kind::Text, _) => wrong(faults, format!("`{name}` must be text")),
        (Kind::Uri, Value::String(text)) if is_uri(text) => {}
        (Kind::Uri, _) => wrong(faults, format!("`{name}` must be an absolute URI")),
        (Kind::WebAddress, Value::String(text)) if is_web_address(text) => {}
        (Kind::WebAddress, _) => {
            wrong(faults, format!("`{name}` must be an http or https address"));
        }
        (Kind::DateTime, Value::String(text)) if parse_date_time_stamp(text).is_ok() => {}
        (Kind::DateTime, _) => wrong(
            faults,
            format!("`{name}` must be a date-time with a time zone"),
        ),
        (Kind::Boolean, Value::Bool(_)) | (Kind::Number, Value::Number(_)) => {}
        (Kind::Boolean, _) => wrong(faults, format!("`{name}` must be true or false")),
        (Kind::Number, _) => wrong(faults, format!("`{name}` must be a number")),
        (Kind::UriOr(_), Value::String(text)) if is_uri(text) => {}
        (Kind::UriOr(_), Value::String(_)) => wrong(
            faults,
            format!("`{name}` must be an absolute URI or an object"),
        ),
        (Kind::Object(_), Value::String(_)) => wrong(faults, format!("`{name}` must be an object")),
        (Kind::Object(class) | Kind::UriOr(class), other) => check(other, class, at, faults),
        (Kind::OneOf(words), Value::String(text)) if words.contains(&text.as_str()) => {}
        (Kind::OneOf(words), _) => wrong(
            faults,
            format!("`{name}` must be one of {}", words.join(", ")),
        ),
        (Kind::Vocabulary(words), Value::String(text)) => {
            let extension = text
                .strip_prefix("ext:")
                .is_some_and(|rest| !rest.is_empty());
            if !extension && !words.contains(&text.as_str()) {
                faults.deviation(
                    at,
                    format!("\"{}\" is not in the vocabulary of `{name}`", shorten(text)),
                );
            }
        }
        (Kind::Vocabulary(_), _) => wrong(faults, format!("`{name}` must be a word")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    static LEAF: Class = Class {
        name: "Leaf",
        types: &["Leaf"],
        untyped: false,
        members: &[must("id", Kind::Uri)],
        closed: true,
    };
    static TREE: Class = Class {
        name: "Tree",
        types: &["Tree"],
        untyped: true,
        members: &[
            must("leaf", Kind::UriOr(&LEAF)).many(),
            should("name", Kind::Text),
            may("on", Kind::DateTime).tolerant(),
        ],
        closed: false,
    };

    fn faults(value: &Value) -> Vec<(String, bool)> {
        let mut faults = Faults::default();
        check(value, &TREE, "", &mut faults);
        faults
            .0
            .into_iter()
            .map(|fault| (fault.pointer, fault.grave))
            .collect()
    }

    #[test]
    fn a_good_object_has_no_faults() {
        assert_eq!(
            faults(
                &json!({"name": "n", "leaf": ["urn:x:1", {"type": ["Leaf"], "id": "urn:x:2"}], "on": "2026-01-01T00:00:00Z"})
            ),
            []
        );
    }

    #[test]
    fn every_fault_has_its_place_and_weight() {
        let value =
            json!({"leaf": ["no uri", {"type": "Stone", "id": 7, "more": 1}], "on": "yesterday"});

        assert_eq!(
            faults(&value),
            [
                ("/leaf/0".to_owned(), true),
                ("/leaf/1/type".to_owned(), true),
                ("/leaf/1/id".to_owned(), true),
                ("/leaf/1/more".to_owned(), false),
                ("/name".to_owned(), false),
                ("/on".to_owned(), false),
            ]
        );
    }

    #[test]
    fn a_grave_fault_is_not_lost_behind_many_small_ones() {
        let mut faults = Faults::default();
        for _ in 0..1000 {
            faults.deviation("/a", "small");
        }
        faults.grave("/b", "large");

        assert!(faults.any_grave());
        assert!(faults.0.len() < 60);
    }
}
