//! What is checked and prepared before a document goes to the JSON-LD processor.
//!
//! The processor drops what it cannot place. So every document gets, before its own contexts, one
//! that gives undefined terms an IRI with a tell-tale scheme, and is parsed against a base with
//! another tell-tale scheme: what would have vanished shows up in the quads (see `quads.rs`).

use serde_json::{Map, Number, Value, json};

use super::scoped::{CombinedTypes, Scope, is_reserved};
use super::{CanonicalError, ContextLookup};

/// The scheme of terms that no context defines.
pub(super) const UNDEFINED: &str = "accolade-undefined:";

/// The base that relative references are resolved against.
pub(super) const BASE: &str = "accolade-relative://base/";

/// The scheme of [`BASE`].
pub(super) const RELATIVE: &str = "accolade-relative:";

/// More than any honest badge or transcript needs; each costs the processor a fraction of a millisecond.
const MOST_CONTEXTS: usize = 256;
const MOST_OBJECTS: usize = 6_000;

/// A list may hold more items than there are objects, but not without end.
const MOST_VALUES: usize = 200_000;

/// The same bound as for reading JSON; the processor itself is not meant for deep nesting.
const DEEPEST: usize = crate::json::MAXIMUM_DEPTH;

/// Members whose value is data for others and never looked into.
const JSON_LITERALS: [&str; 2] = ["jsonSchema", "@value"];

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
    let text = |probe| {
        let mut writer = Writer {
            text: String::new(),
            probe,
            lookup,
            combined: CombinedTypes::default(),
        };
        writer.object(members, &Scope::default(), true);
        writer.text
    };
    let needs_probe = check.seen.nothing || check.seen.keyword_like;
    Ok(Prepared {
        document: text(false),
        probe: needs_probe.then(|| text(true)),
    })
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
                    if !value.as_str().is_some_and(is_language) {
                        return Err(lost("an ill-formed language tag"));
                    }
                }
                "@id" | "@type" | "@list" => self.value(name, value, depth)?,
                _ if name.starts_with('@') || name.starts_with("_:") || is_reserved(name) => {
                    return Err(CanonicalError::UndefinedTerm { term: name.clone() });
                }
                name if JSON_LITERALS.contains(&name) => {}
                _ => self.value(name, value, depth)?,
            }
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
        match value {
            Value::Array(items) => items
                .iter()
                .try_for_each(|item| self.item(name, item, depth + 1)),
            Value::Object(members) => {
                if GRAPHS.contains(&name)
                    && ["@value", "@list"].iter().any(|k| members.contains_key(*k))
                {
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
            Value::Number(number) => match number.as_f64() {
                Some(value) if value.is_finite() => Ok(()),
                _ => Err(lost("a number that is out of range")),
            },
            Value::Null | Value::Bool(_) => Ok(()),
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

struct Writer {
    text: String,
    probe: bool,
    lookup: ContextLookup,
    combined: CombinedTypes,
}

impl Writer {
    /// Writes an object; `detecting` puts the detecting context before its own ones.
    fn object(&mut self, members: &Map<String, Value>, outer: &Scope, detecting: bool) {
        let mut scope = outer.clone();
        if let Some(context) = members.get("@context") {
            scope.enter(context, self.lookup);
        }
        self.text.push('{');
        let start = self.text.len();
        for (name, value) in members.iter().filter(|(name, _)| *name != "@context") {
            self.text.push_str(&Value::from(name.as_str()).to_string());
            self.text.push(':');
            self.member(name, value, &scope);
            self.text.push(',');
        }
        if detecting || members.contains_key("@context") {
            let context = self.context(members.get("@context"), detecting);
            // The processor wants to see it first only when it is streaming, which it is not here.
            self.text.push_str(&format!("\"@context\":{context}"));
        } else if self.text.len() > start {
            self.text.pop();
        }
        self.text.push('}');
    }

    fn context(&self, own: Option<&Value>, detecting: bool) -> Value {
        let mut contexts = Vec::new();
        if detecting {
            contexts.push(json!({"@vocab": UNDEFINED}));
        }
        for context in own.map(crate::json::items).unwrap_or_default() {
            contexts.push(unwrapped(context).clone());
        }
        if detecting {
            contexts.extend(self.combined.context());
        }
        Value::Array(contexts)
    }

    fn member(&mut self, name: &str, value: &Value, scope: &Scope) {
        if JSON_LITERALS.contains(&name) && (value.is_object() || value.is_array()) {
            self.text.push_str(&value.to_string());
        } else if self.probe && !name.starts_with('@') && makes_no_quads(value) {
            self.text.push_str("true");
        } else if let Some(added) = self.combined_type(name, value, scope) {
            let types = crate::json::items(value)
                .iter()
                .chain(std::iter::once(&added));
            let types: Vec<_> = types.cloned().collect();
            self.value(name, &Value::Array(types), scope);
        } else {
            self.value(name, value, scope);
        }
    }

    fn combined_type(&mut self, name: &str, value: &Value, scope: &Scope) -> Option<Value> {
        let types = matches!(name, "type" | "@type");
        types
            .then(|| self.combined.for_types(value, scope))?
            .map(Value::String)
    }

    fn value(&mut self, name: &str, value: &Value, scope: &Scope) {
        match value {
            Value::Array(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push(',');
                    }
                    self.value(name, item, scope);
                }
                self.text.push(']');
            }
            Value::Object(members) => {
                let resets = name == RESETTING;
                let scope = if resets { &Scope::default() } else { scope };
                self.object(members, scope, resets);
            }
            Value::Number(number) => self.text.push_str(&number_text(number)),
            Value::String(text) if self.probe && is_keyword_like(text) && text != "@json" => {
                self.text.push_str("\"stand-in\"");
            }
            other => self.text.push_str(&other.to_string()),
        }
    }
}

/// Some documents wrap an inline context into one more `@context`, which is tolerated as elsewhere.
fn unwrapped(context: &Value) -> &Value {
    match context {
        Value::Object(members) if members.len() == 1 => members.get("@context").unwrap_or(context),
        _ => context,
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

fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(index, part)| {
        let fits = |byte: u8| byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit();
        (1..=8).contains(&part.len()) && part.bytes().all(fits)
    })
}

/// Numbers as every JSON-LD processor that computes with doubles sees them.
///
/// Our processor keeps all digits of the text; others round to 16 significant digits (the rule is
/// `%1.15E`) and integers beyond 2^53 to the nearest double.
fn number_text(number: &Number) -> String {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Some(value) = number.as_f64() else {
        return number.to_string();
    };
    if !number.is_f64() && value.abs() <= EXACT {
        number.to_string()
    } else if value.fract() == 0.0 && value.abs() < 1e21 {
        format!("{value:.0}")
    } else {
        format!("{value:.15e}")
    }
}

fn lost(what: &str) -> CanonicalError {
    CanonicalError::InvalidJsonLd(format!("{what} would not be signed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_what_doubles_lose() {
        for (number, text) in [
            (json!(3), "3"),
            (json!(3.0), "3"),
            (json!(-0.0), "-0"),
            (json!(1.5), "1.500000000000000e0"),
            (json!(0.1 + 0.2), "3.000000000000000e-1"),
            (
                json!(12_345_678_901_234_567_890_u64),
                "12345678901234567168",
            ),
            (json!(1e21), "1.000000000000000e21"),
        ] {
            let Value::Number(number) = number else {
                unreachable!()
            };
            assert_eq!(number_text(&number), text);
        }
    }

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
