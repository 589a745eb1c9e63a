//! Small readings of untrusted values: types, ids, addresses.

use serde_json::Value;

use crate::json::items;

/// The types of an object: `type` as a string or a list of strings.
pub(in crate::verify) fn types(value: &Value) -> Vec<&str> {
    items(value).iter().filter_map(Value::as_str).collect()
}

/// Whether an object has the type.
pub(in crate::verify) fn has_type(object: &Value, wanted: &str) -> bool {
    object
        .get("type")
        .is_some_and(|value| types(value).contains(&wanted))
}

/// The identifier of something that is written as an address or as an object.
pub(in crate::verify) fn id_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id")?.as_str())
}

/// Whether a text is an absolute URI: a scheme, a colon, and something without blanks after it.
pub(in crate::verify) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let forbidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
        && !rest.is_empty()
        && !rest.contains(forbidden)
}

/// Whether a text is an http or https address with a host.
pub(in crate::verify) fn is_web_address(text: &str) -> bool {
    web_address(text).is_some()
}

/// Reads an http or https address.
pub(in crate::verify) fn web_address(text: &str) -> Option<url::Url> {
    if text.len() > 2048 || text.chars().any(|c| c.is_control() || c == ' ') {
        return None;
    }
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// At most eighty characters of a text from outside, for a message.
pub(in crate::verify) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_told_from_other_text() {
        for good in [
            "https://a.example/x",
            "urn:uuid:1",
            "did:key:z6Mk",
            "mailto:a@b.example",
            "data:image/png;base64,AA==",
        ] {
            assert!(is_uri(good), "{good}");
        }
        for bad in [
            "",
            "a.example/x",
            "/x",
            "https:",
            ":x",
            "1a:b",
            "urn:a b",
            "urn:<x>",
        ] {
            assert!(!is_uri(bad), "{bad}");
        }
    }
}
