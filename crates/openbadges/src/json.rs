//! Reading JSON strictly, so that everybody who reads a badge reads the same badge.

use std::cell::Cell;
use std::fmt;

pub(crate) mod reader;
pub(crate) mod scan;
pub(crate) mod tape;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The largest document that is read, in bytes.
pub const MAXIMUM_BYTES: usize = 4 * 1024 * 1024;

/// The deepest nesting of objects and arrays that is read.
pub const MAXIMUM_DEPTH: usize = 64;

/// The most values (texts, numbers, lists, objects and so on) that are read in one document.
///
/// In memory a value takes many times the two bytes that it may take in a file; the largest honest documents, records with
/// hundreds of badges, have some ten thousand.
pub const MAXIMUM_VALUES: usize = 150_000;

/// Why bytes were not read as JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The text is longer than [`MAXIMUM_BYTES`], or than the limit that was asked for.
    #[error("the document is larger than {limit} bytes")]
    TooLarge {
        /// The limit that was passed.
        limit: usize,
    },
    /// The document has more than [`MAXIMUM_VALUES`] values.
    #[error("the document has more than {MAXIMUM_VALUES} values")]
    TooMany,
    /// The bytes are not UTF-8.
    #[error("the document is not UTF-8 text")]
    NotUtf8,
    /// The text is not JSON, nests deeper than [`MAXIMUM_DEPTH`], or an object names a member twice.
    #[error("{message}")]
    Malformed {
        /// What is wrong, and where.
        message: String,
    },
}

/// Reads one JSON value of at most [`MAXIMUM_BYTES`], refusing duplicate member names.
///
/// Two members of one name are read differently by different software, so a signed document that
/// has them could mean one thing to the verifier and another to the reader.
pub fn read(bytes: &[u8]) -> Result<Value, ReadError> {
    read_within(bytes, MAXIMUM_BYTES)
}

/// Reads like [`read`], with an own limit on the length.
pub fn read_within(bytes: &[u8], limit: usize) -> Result<Value, ReadError> {
    if bytes.len() > limit {
        return Err(ReadError::TooLarge { limit });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let left = Cell::new(MAXIMUM_VALUES);
    let malformed = |error: serde_json::Error| match left.get() {
        0 => ReadError::TooMany,
        _ => ReadError::Malformed {
            message: error.to_string(),
        },
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict {
        depth: 0,
        left: &left,
    }
    .deserialize(&mut deserializer)
    .map_err(malformed)?;
    deserializer.end().map_err(malformed)?;
    Ok(value)
}

/// Adds one member name or index to a JSON pointer (RFC 6901).
pub fn pointer_to(parent: &str, token: impl fmt::Display) -> String {
    let token = token.to_string().replace('~', "~0").replace('/', "~1");
    format!("{parent}/{token}")
}

/// Views a value as a list: an array is its items, anything else is itself, null is nothing.
pub fn items(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        other => std::slice::from_ref(other),
    }
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    /// How many values may still come.
    left: &'a Cell<usize>,
}

impl Strict<'_> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAXIMUM_DEPTH {
            return Err(E::custom(format_args!(
                "nested deeper than {MAXIMUM_DEPTH} levels"
            )));
        }
        Ok(Self {
            depth: self.depth + 1,
            left: self.left,
        })
    }

    fn count<E: de::Error>(self) -> Result<(), E> {
        let left = self.left.get().saturating_sub(1);
        self.left.set(left);
        if left == 0 {
            return Err(E::custom("too many values"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("a number that is too large"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(inner)?;
            if members.contains_key(&name) {
                return Err(de::Error::custom(format_args!(
                    "the member `{name}` appears twice"
                )));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_document_is_read_in_its_order() {
        let value = read(b"\xef\xbb\xbf {\"b\":[1,-2,1.5,null,true],\"a\":\"\\u00e9\"} ").unwrap();

        assert_eq!(value, json!({"b": [1, -2, 1.5, null, true], "a": "é"}));
        assert_eq!(
            value.to_string(),
            "{\"b\":[1,-2,1.5,null,true],\"a\":\"é\"}"
        );
    }

    #[test]
    fn a_member_named_twice_is_refused_however_it_is_spelt() {
        for text in ["{\"a\":1,\"a\":1}", "{\"x\":[{\"a\":1,\"\\u0061\":2}]}"] {
            let error = read(text.as_bytes()).unwrap_err();

            assert!(
                error.to_string().contains("the member `a` appears twice"),
                "{error}"
            );
        }
    }

    #[test]
    fn sixty_four_levels_are_read_and_one_more_is_not() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));

        assert!(read(nested(64).as_bytes()).is_ok());
        assert!(read(nested(65).as_bytes()).is_err());
        assert!(read("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn more_values_than_any_badge_has_are_not_read() {
        let of = |count: usize| format!("[{}0]", "0,".repeat(count - 1));

        assert!(read(of(100_000).as_bytes()).is_ok());
        assert_eq!(read(of(MAXIMUM_VALUES).as_bytes()), Err(ReadError::TooMany));
        let members: Vec<String> = (0..MAXIMUM_VALUES)
            .map(|number| format!("\"{number}\":[]"))
            .collect();
        let object = format!("{{{}}}", members.join(","));
        assert_eq!(read(object.as_bytes()), Err(ReadError::TooMany));
    }

    #[test]
    fn what_is_not_one_json_text_is_refused() {
        for bytes in [
            &b""[..],
            b"{} {}",
            b"{",
            b"\xff",
            b"nul",
            b"1e999",
            b"{\"a\":1,}",
            b"'a'",
        ] {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        assert_eq!(
            read_within(b"[1]", 2),
            Err(ReadError::TooLarge { limit: 2 })
        );
    }

    #[test]
    fn pointers_escape_slashes_and_tildes() {
        assert_eq!(pointer_to("/a", "b/c~d"), "/a/b~1c~0d");
        assert_eq!(pointer_to("", 0), "/0");
    }
}
