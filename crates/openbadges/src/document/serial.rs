//! Serde helpers for the two spellings that the standards allow: one value, or an array of them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

/// Reads one value or an array of values.
pub(crate) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(values) => values,
        OneOrMany::One(value) => vec![value],
    })
}

/// Writes a single value bare and several as an array.
pub(crate) fn bare_if_single<S, T>(values: &[T], serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: Serialize,
{
    match values {
        [value] => value.serialize(serializer),
        values => values.serialize(serializer),
    }
}

/// Reads a text that some writers wrap in an array of one. Several are an error: none may be lost.
pub(crate) fn single_text<'de, D>(deserializer: D) -> Result<String, D::Error>
where
    D: Deserializer<'de>,
{
    let mut texts = one_or_many::<D, String>(deserializer)?;
    match (texts.pop(), texts.is_empty()) {
        (Some(text), true) => Ok(text),
        _ => Err(serde::de::Error::custom(
            "one text is expected, but there is none or there are several",
        )),
    }
}
