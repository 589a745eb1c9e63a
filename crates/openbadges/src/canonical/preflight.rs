//! What is checked and prepared before a document goes to the JSON-LD processor.
//!
//! The processor drops what it cannot place. So every document gets, before its own contexts, one
//! that gives undefined terms an IRI with a tell-tale scheme, and is parsed against a base with
//! another tell-tale scheme: what would have vanished shows up in the quads (see `quads.rs`).

mod writer;

use serde_json::{Map, Number, Value};

pub(super) use super::scoped::is_reserved;
use super::{CanonicalError, ContextLookup};
use writer::Writer;

/// The scheme of terms that no context defines.
pub(super) const UNDEFINED: &str = "accolade-undefined:";

/// The base that relative references are resolved against.
pub(super) const BASE: &str = "accolade-relative://base/";

/// The scheme of [`BASE`].
pub(super) const RELATIVE: &str = "accolade-relative:";

/// More than any honest badge or transcript needs; each costs the processor a fraction of a millisecond.
pub(super) const MOST_CONTEXTS: usize = 256;
pub(super) const MOST_OBJECTS: usize = 6_000;

/// A list may hold more items than there are objects, but not without end.
pub(super) const MOST_VALUES: usize = 200_000;

/// The same bound as for reading JSON; the processor itself is not meant for deep nesting.
pub(super) const DEEPEST: usize = crate::json::MAXIMUM_DEPTH;

/// What takes the place of a text that looks like a keyword, in a probe.
pub(super) const STAND_IN: &str = "stand-in";

/// The one term of the known contexts whose value is JSON for others and never looked into.
const JSON_LITERAL: &str = "jsonSchema";

/// Members in whose values credentials/v2 forgets all contexts.
const RESETTING: &str = "verifiableCredential";

/// Members whose objects become graphs; the processor drops plain values there.
const GRAPHS: [&str; 2] = ["verifiableCredential", "proof"];

/// Which contexts a document may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contexts {
    ByAddressOnly,
    Inline,
}

/// JSON texts for the processor.
pub(super) struct Prepared {
    /// The document itself, able to show what is undefined or relative.
    pub(super) document: String,
    /// The document with stand-ins for what makes no quads, where it has such.
    pub(super) probe: Option<String>,
}

pub(super) fn prepare(
    document: &Value,
    lookup: ContextLookup,
    contexts: Contexts,
) -> Result<Prepared, CanonicalError> {
    let Value::Object(members) = document else {
        return Err(CanonicalError::InvalidJsonLd(
            "a document is an object".to_owned(),
        ));
    };
    let mut check = Check {
        lookup,
        contexts,
        seen: Seen::default(),
    };
    check.object(members, 1)?;
    let needs_probe = check.seen.nothing || check.seen.keyword_like;
    let write = |probe| Writer::write(members, lookup, probe).ok_or(CanonicalError::TooComplex);
    Ok(Prepared {
        document: write(false)?,
        probe: needs_probe.then(|| write(true)).transpose()?,
    })
}

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

struct Check {
    lookup: ContextLookup,
    contexts: Contexts,
    seen: Seen,
}

#[derive(Default)]
struct Seen {
    contexts: usize,
    objects: usize,
    values: usize,
    /// A member whose value makes no quads, so that its name would never be looked at.
    nothing: bool,
    /// A text such as `@everyone`, which vanishes where an identifier is expected.
    keyword_like: bool,
}

impl Check {
    fn object(&mut self, members: &Map<String, Value>, depth: usize) -> Result<(), CanonicalError> {
        self.seen.objects += 1;
        if depth > DEEPEST || self.seen.objects > MOST_OBJECTS {
            return Err(CanonicalError::TooComplex);
        }
        for (name, value) in members {
            match name.as_str() {
                "@context" => self.context(value)?,
                "@value" => {
                    if value.is_null() {
                        return Err(lost("a null in @value"));
                    }
                }
                "@language" => {
                    if !value.as_str().is_some_and(is_language) || !members.contains_key("@value") {
                        return Err(lost("a language tag without text, or an ill-formed one"));
                    }
                }
                "@id" | "@type" if self.is_disguised(name, members) => {
                    return Err(CanonicalError::Disguised { name: name.clone() });
                }
                "@id" | "@type" | "@list" => self.value(name, value, depth)?,
                _ if name.starts_with('@') || name.starts_with("_:") || is_reserved(name) => {
                    return Err(CanonicalError::UndefinedTerm { term: name.clone() });
                }
                _ if self.contexts == Contexts::ByAddressOnly && name.contains(':') => {
                    return Err(CanonicalError::Disguised { name: name.clone() });
                }
                JSON_LITERAL => self.json_literal(value)?,
                _ => self.value(name, value, depth)?,
            }
        }
        Ok(())
    }

    /// Whether `@id` or `@type` stands where `id` or `type` would be read. Only a value has its type as a keyword.
    fn is_disguised(&self, name: &str, members: &Map<String, Value>) -> bool {
        let of_value = name == "@type" && members.contains_key("@value");
        self.contexts == Contexts::ByAddressOnly && !of_value
    }

    fn json_literal(&mut self, value: &Value) -> Result<(), CanonicalError> {
        self.seen.nothing |= makes_no_quads(value);
        let keyword = |members: &Map<String, Value>| members.keys().any(|key| key.starts_with('@'));
        if crate::json::items(value)
            .iter()
            .filter_map(Value::as_object)
            .any(keyword)
        {
            return Err(lost("a JSON-LD keyword in a JSON literal"));
        }
        Ok(())
    }

    fn value(&mut self, name: &str, value: &Value, depth: usize) -> Result<(), CanonicalError> {
        self.seen.nothing |= makes_no_quads(value);
        self.item(name, value, depth)
    }

    fn item(&mut self, name: &str, value: &Value, depth: usize) -> Result<(), CanonicalError> {
        self.seen.values += 1;
        if depth > DEEPEST || self.seen.values > MOST_VALUES {
            return Err(CanonicalError::TooComplex);
        }
        let plain = value.is_string() || value.is_number() || value.is_boolean();
        if plain && GRAPHS.contains(&name) {
            return Err(lost("a plain value where a graph is expected"));
        }
        match value {
            Value::Array(items) => items
                .iter()
                .try_for_each(|item| self.item(name, item, depth + 1)),
            Value::Object(members) => {
                if GRAPHS.contains(&name) && !is_graph(members) {
                    return Err(lost("a plain value where a graph is expected"));
                }
                self.object(members, depth + 1)
            }
            Value::String(text) if is_reserved(text) => {
                Err(CanonicalError::UndefinedTerm { term: text.clone() })
            }
            Value::String(text) => {
                self.seen.keyword_like |= is_keyword_like(text);
                Ok(())
            }
            Value::Number(number) if !is_plain_number(number) => Err(
                CanonicalError::InvalidJsonLd(format!("{number} is read in different ways")),
            ),
            Value::Number(_) | Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn context(&mut self, value: &Value) -> Result<(), CanonicalError> {
        for context in crate::json::items(value) {
            self.seen.contexts += 1;
            if self.seen.contexts > MOST_CONTEXTS {
                return Err(CanonicalError::TooComplex);
            }
            match context {
                Value::String(url) if (self.lookup)(url).is_some() => {}
                Value::String(url) => {
                    return Err(CanonicalError::UnknownContext { url: url.clone() });
                }
                Value::Object(_) if self.contexts == Contexts::Inline => {}
                _ => return Err(CanonicalError::InlineContext),
            }
        }
        if value.is_null() {
            return Err(CanonicalError::InlineContext);
        }
        Ok(())
    }
}

/// Whether an object says anything beside its own name, which alone is forgotten in a graph.
fn is_graph(members: &Map<String, Value>) -> bool {
    let plain = ["@value", "@list"]
        .iter()
        .any(|keyword| members.contains_key(*keyword));
    !plain
        && members
            .keys()
            .any(|name| !matches!(name.as_str(), "id" | "@id" | "@context"))
}

/// Whether a number has the same canonical form for everybody.
///
/// Our processor takes integers of 21 digits for doubles; jsonld.js takes `1e-7` and other numbers
/// that are written without a point for integers. Neither has a place in a badge.
pub(super) fn is_plain_number(number: &Number) -> bool {
    let Some(value) = number.as_f64().filter(|value| value.is_finite()) else {
        return false;
    };
    if value.fract() == 0.0 {
        !(1e20..1e21).contains(&value.abs())
    } else {
        ryu_js::Buffer::new().format_finite(value).contains('.')
    }
}

fn makes_no_quads(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().all(makes_no_quads),
        _ => false,
    }
}

/// `@` and letters: what JSON-LD reserves for keywords to come.
fn is_keyword_like(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

pub(super) fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(index, part)| {
        let fits = |byte: u8| byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit();
        (1..=8).contains(&part.len()) && part.bytes().all(fits)
    })
}

fn lost(what: &str) -> CanonicalError {
    CanonicalError::InvalidJsonLd(format!("{what} would not be signed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_from_other_texts() {
        assert!(
            ["en", "de-CH", "zh-Hant-TW", "sl-rozaj-1994"]
                .into_iter()
                .all(is_language)
        );
        assert!(
            !["", "en_US", "en-", "12", "e n", "abcdefghi"]
                .into_iter()
                .any(is_language)
        );
    }
}
