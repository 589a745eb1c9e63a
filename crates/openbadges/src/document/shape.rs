//! Classes of a standard as tables, and the walk of a document along such a table.
//!
//! One table serves all: [`read`](super::read) and the builders refuse whatever departs from it, a verification report
//! weighs each fault. The tables are [`crate::v2::classes`], [`crate::v3::classes`] and [`crate::clr::classes`].

use serde_json::{Map, Value};

use super::fault::{At, Faults};
use super::words::{is_compact_jws, is_date, is_language, is_uri, is_web_address};
use crate::time::parse_date_time_stamp;

mod contexts;
mod walk;

pub(crate) use contexts::Family;
pub(crate) use walk::{check, check_object};

/// A kind of object, as a table.
pub(crate) struct Class {
    pub(crate) name: &'static str,
    /// One of these must be among the types, if types are given.
    pub(crate) types: &'static [&'static str],
    /// How `type` is written.
    pub(crate) typing: Typing,
    pub(crate) members: &'static [Member],
    /// Whether members that are not listed are against the standard.
    pub(crate) closed: bool,
    /// What the members must be to each other; asked when a whole document is checked.
    pub(crate) rule: Option<Rule>,
}

/// A rule about an object as a whole.
pub(crate) type Rule = fn(&Map<String, Value>, &At<'_>, &mut Faults);

/// How an object says what it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typing {
    /// `type` may be left out.
    Optional,
    /// `type` is one name or a list of names.
    Needed,
    /// `type` is exactly one name and no list.
    Alone,
}

impl Class {
    /// An object that must have one of the types.
    pub(crate) const fn new(
        name: &'static str,
        types: &'static [&'static str],
        members: &'static [Member],
    ) -> Self {
        Self {
            name,
            types,
            typing: Typing::Needed,
            members,
            closed: false,
            rule: None,
        }
    }

    /// The type may be left out.
    pub(crate) const fn untyped(mut self) -> Self {
        self.typing = Typing::Optional;
        self
    }

    /// The type is one name, and no member beside the listed ones is allowed.
    pub(crate) const fn closed(mut self) -> Self {
        self.typing = Typing::Alone;
        self.closed = true;
        self
    }

    /// The type is one name and no list of names.
    pub(crate) const fn alone(mut self) -> Self {
        self.typing = Typing::Alone;
        self
    }

    /// Adds the rule about the object as a whole.
    pub(crate) const fn with_rule(mut self, rule: Rule) -> Self {
        self.rule = Some(rule);
        self
    }
}

/// One member of an object.
pub(crate) struct Member {
    name: &'static str,
    kind: Kind,
    need: Need,
    many: bool,
    tolerant: bool,
    elsewhere: bool,
    older: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Need {
    Must,
    Should,
    May,
}

/// What a value must be.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Any,
    Text,
    TextOrNumber,
    Uri,
    /// A URI that people follow: http or https.
    WebAddress,
    DateTime,
    Date,
    Boolean,
    Number,
    /// A language tag such as `pt-BR`.
    Language,
    CompactJws,
    /// The `@context` of a credential.
    Contexts(Family),
    Object(&'static Class),
    /// A URI, or the object behind it.
    UriOr(&'static Class),
    /// A signed object inside another: its own faults are told where it is checked by itself, and when the whole is.
    Signed(&'static Class),
    /// The same, or the address where it stands.
    UriOrSigned(&'static Class),
    /// One of these and nothing else.
    OneOf(&'static [&'static str]),
    /// One of these or `ext:…`; other words are told, not refused.
    Vocabulary(&'static [&'static str]),
}

const fn member(name: &'static str, kind: Kind, need: Need) -> Member {
    Member {
        name,
        kind,
        need,
        many: false,
        tolerant: false,
        elsewhere: false,
        older: None,
    }
}

/// A member without which the object means nothing.
pub(crate) const fn must(name: &'static str, kind: Kind) -> Member {
    member(name, kind, Need::Must)
}

/// A member that the standard wants, but whose absence misleads nobody.
pub(crate) const fn should(name: &'static str, kind: Kind) -> Member {
    member(name, kind, Need::Should)
}

/// A member that may be there.
pub(crate) const fn may(name: &'static str, kind: Kind) -> Member {
    member(name, kind, Need::May)
}

impl Member {
    /// The member may hold several values.
    pub(crate) const fn many(mut self) -> Self {
        self.many = true;
        self
    }

    /// A value of the wrong kind is told, not refused: software in the wild writes it otherwise.
    pub(crate) const fn tolerant(mut self) -> Self {
        self.tolerant = true;
        self
    }

    /// The name under which older documents have the member. A report has brought them to the present one before.
    pub(crate) const fn older_name(mut self, name: &'static str) -> Self {
        self.older = Some(name);
        self
    }

    /// A report has a check of its own for the value, and looks here only whether it is text.
    pub(crate) const fn told_elsewhere(mut self) -> Self {
        self.elsewhere = true;
        self
    }
}

impl Kind {
    /// What is wrong with a value, if the kind can tell without looking inside objects.
    fn complaint(self, name: &str, value: &Value) -> Option<String> {
        let text = value.as_str();
        let must_be = |what: &str| Some(format!("`{name}` must be {what}"));
        let unless = |fine: bool, what: &str| if fine { None } else { must_be(what) };
        match self {
            Self::Text => unless(text.is_some(), "text"),
            Self::TextOrNumber => {
                unless(value.is_string() || value.is_number(), "text or a number")
            }
            Self::Uri => unless(text.is_some_and(is_uri), "an absolute URI"),
            Self::WebAddress => {
                unless(text.is_some_and(is_web_address), "an http or https address")
            }
            Self::DateTime => unless(
                text.is_some_and(|text| parse_date_time_stamp(text).is_ok()),
                "a date-time with a time zone",
            ),
            Self::Date => unless(text.is_some_and(is_date), "a date"),
            Self::Boolean => unless(value.is_boolean(), "true or false"),
            Self::Number => unless(value.is_number(), "a number"),
            Self::Language => unless(text.is_some_and(is_language), "a language tag"),
            Self::CompactJws => unless(text.is_some_and(is_compact_jws), "a compact JWS"),
            Self::OneOf(words) => unless(
                text.is_some_and(|text| words.contains(&text)),
                &format!("one of {}", words.join(", ")),
            ),
            Self::Vocabulary(_) => unless(text.is_some(), "a word"),
            Self::UriOr(_) | Self::UriOrSigned(_) => unless(
                value.is_object() || text.is_some_and(is_uri),
                "an absolute URI or an object",
            ),
            Self::Object(_) | Self::Signed(_) => unless(value.is_object(), "an object"),
            Self::Any | Self::Contexts(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
