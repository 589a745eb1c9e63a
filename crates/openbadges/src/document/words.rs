//! Small readings of untrusted values: types, ids, addresses.

use serde_json::Value;

use crate::json::items;

/// The types of an object: `type` as a string or a list of strings.
pub(crate) fn types(value: &Value) -> Vec<&str> {
    items(value).iter().filter_map(Value::as_str).collect()
}

/// Whether an object has the type.
pub(crate) fn has_type(object: &Value, wanted: &str) -> bool {
    object
        .get("type")
        .is_some_and(|value| types(value).contains(&wanted))
}

/// The identifier of something that is written as an address or as an object.
pub(crate) fn id_of(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("id")?.as_str())
}

/// Whether a text is an absolute URI: a scheme, a colon, and something without blanks after it.
pub(crate) fn is_uri(text: &str) -> bool {
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
pub(crate) fn is_web_address(text: &str) -> bool {
    web_address(text).is_some()
}

/// Reads an http or https address.
pub(crate) fn web_address(text: &str) -> Option<url::Url> {
    if text.len() > 2048 || text.chars().any(|c| c.is_control() || c == ' ') {
        return None;
    }
    url::Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
}

/// Whether a text is a language tag as Open Badges 3.0 writes it: `en`, `pt-BR`, `zh-Hant-TW`, `es-419`.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let Some(language) = parts.next() else {
        return false;
    };
    if !(2..=4).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return false;
    }
    parts.next_if(|part| is_script(part));
    parts.next_if(|part| is_region(part));
    parts.next().is_none()
}

fn is_script(part: &str) -> bool {
    let mut letters = part.bytes();
    part.len() == 4
        && letters.next().is_some_and(|b| b.is_ascii_uppercase())
        && letters.all(|b| b.is_ascii_lowercase())
}

fn is_region(part: &str) -> bool {
    match part.len() {
        2 => part.bytes().all(|b| b.is_ascii_uppercase()),
        3 => part.bytes().all(|b| b.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a text is three base64url parts with points between them; only the middle one may be empty.
pub(crate) fn is_compact_jws(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(4, '.').collect();
    let [header, payload, signature] = parts[..] else {
        return false;
    };
    let fine = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    !header.is_empty()
        && !signature.is_empty()
        && [header, payload, signature].into_iter().all(fine)
}

/// Whether a text is a word of one's own beside a vocabulary: `ext:` and letters, figures or some signs.
pub(crate) fn is_own_word(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'|');
    text.strip_prefix("ext:")
        .is_some_and(|word| !word.is_empty() && word.bytes().all(sign))
}

/// Whether a text is a day: `2026-11-22`.
pub(crate) fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether a text looks like a hashed identity: `sha256$` or `md5$` and as many hexadecimal figures as belong to it.
pub(crate) fn looks_hashed(text: &str) -> bool {
    let figures =
        |hash: &str, length| hash.len() == length && hash.bytes().all(|b| b.is_ascii_hexdigit());
    match text.split_once('$') {
        Some(("sha256", hash)) => figures(hash, 64),
        Some(("md5", hash)) => figures(hash, 32),
        _ => false,
    }
}

/// At most eighty characters of a text from outside, for a message.
pub(crate) fn shorten(text: &str) -> String {
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
    fn language_tags_are_those_of_the_schema() {
        for good in ["en", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "tlh"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "e", "EN", "pt_BR", "en-us", "en-US-x", "english", "de-"] {
            assert!(!is_language(bad), "{bad}");
        }
    }

    #[test]
    fn a_compact_jws_has_three_parts() {
        assert!(is_compact_jws("aA0.b-_.c") && is_compact_jws("a..c"));
        for bad in ["a.b", "a.b.c.d", ".b.c", "a.b.", "a.b=.c", "a b.c.d"] {
            assert!(!is_compact_jws(bad), "{bad}");
        }
    }

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
