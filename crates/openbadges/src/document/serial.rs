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

/// Reads a text that some writers wrap in an array of one.
pub(crate) fn single_text<'de, D>(deserializer: D) -> Result<String, D::Error>
where
    D: Deserializer<'de>,
{
    one_or_many::<D, String>(deserializer)?
        .into_iter()
        .next()
        .ok_or_else(|| serde::de::Error::custom("an empty array where a text is expected"))
}
