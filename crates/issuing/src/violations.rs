//! Input that was understood but is wrong: one entry a field.

use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::limits::{self, Limit};

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// JSON pointer to the field.
    pub pointer: String,
    /// Stable word for programs.
    pub code: &'static str,
    /// One sentence for people.
    pub message: String,
}

/// All that is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(transparent)]
pub struct Violations(pub Vec<Violation>);

impl std::fmt::Display for Violations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (position, violation) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", violation.pointer, violation.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl Violations {
    /// A single violation.
    pub fn one(pointer: &str, code: &'static str, message: &str) -> Self {
        let mut violations = Self::default();
        violations.add(pointer, code, message);
        violations
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong, else all of it.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Notes one thing.
    pub fn add(&mut self, pointer: &str, code: &'static str, message: impl Into<String>) {
        self.0.push(Violation {
            pointer: pointer.to_owned(),
            code,
            message: message.into(),
        });
    }

    /// Takes over what was found below `prefix`.
    pub fn nest(&mut self, prefix: &str, inner: Self) {
        self.0
            .extend(inner.0.into_iter().map(|violation| Violation {
                pointer: format!("{prefix}{}", violation.pointer),
                ..violation
            }));
    }

    /// The text must not be blank and must keep its limit.
    pub fn required(&mut self, pointer: &str, text: &str, limit: Limit) {
        if text.trim().is_empty() {
            self.add(pointer, "required", "This is needed.");
        }
        self.text(pointer, text, limit);
    }

    /// The text may be empty, must keep its limit, and holds no control characters.
    pub fn text(&mut self, pointer: &str, text: &str, limit: Limit) {
        let length = text.chars().count();
        if length > limit.value {
            let message = format!("At most {} characters; this has {length}.", limit.value);
            self.add(pointer, "too_long", message);
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            self.add(pointer, "bad_format", "Control characters are not allowed.");
        }
    }

    /// As [`text`](Self::text), when there is one.
    pub fn optional(&mut self, pointer: &str, text: Option<&str>, limit: Limit) {
        if let Some(text) = text {
            self.text(pointer, text, limit);
        }
    }

    /// A list must keep its limit.
    pub fn count(&mut self, pointer: &str, count: usize, limit: Limit) {
        if count > limit.value {
            let message = format!("At most {}; these are {count}.", limit.value);
            self.add(pointer, "too_many", message);
        }
    }

    /// An absolute http or https address.
    pub fn url(&mut self, pointer: &str, url: &str) {
        self.text(pointer, url, limits::URL);
        match Url::parse(url) {
            Ok(parsed) if !matches!(parsed.scheme(), "http" | "https") => {
                self.add(
                    pointer,
                    "bad_scheme",
                    "Only http and https addresses are allowed.",
                );
            }
            Ok(parsed) if !parsed.username().is_empty() || parsed.password().is_some() => {
                self.add(
                    pointer,
                    "bad_format",
                    "An address must not carry a password.",
                );
            }
            // The parser forgives what may not stand in a signed document, and drops line breaks without a word.
            Ok(_) if url.chars().all(may_stand_in_an_address) => {}
            _ => self.add(pointer, "bad_format", "This is not a complete web address."),
        }
    }

    /// An e-mail address, already normalised.
    pub fn email(&mut self, pointer: &str, email: &str) {
        if email.is_empty() {
            return self.add(pointer, "required", "This is needed.");
        }
        self.text(pointer, email, limits::EMAIL);
        if !looks_like_an_email(email) {
            self.add(pointer, "bad_format", "This is not an e-mail address.");
        }
    }

    /// A BCP 47 tag of the shape that OB 3.0 takes: `en`, `zh-Hant`, `pt-BR`.
    pub fn language(&mut self, pointer: &str, tag: &str) {
        if !is_language_tag(tag) {
            let message = "This is not a language tag such as en, pt-BR or zh-Hant.";
            self.add(pointer, "bad_format", message);
        }
    }

    /// A year between 1900 and 9999: what every format can write.
    pub fn date(&mut self, pointer: &str, at: Timestamp) {
        let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
        if !(1900..=9999).contains(&year) {
            self.add(
                pointer,
                "out_of_range",
                "The year must lie between 1900 and 9999.",
            );
        }
    }
}

fn may_stand_in_an_address(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

/// One `@`, something before it, a name with a dot or `localhost` after it, no white space.
fn looks_like_an_email(email: &str) -> bool {
    let Some((local, host)) = email.rsplit_once('@') else {
        return false;
    };
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\"\\[]@".contains(c);
    let host_is_a_name = host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    !local.is_empty() && !local.chars().any(forbidden) && (host_is_a_name || host == "localhost")
}

/// `^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`, the pattern of the OB 3.0 schema.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-').peekable();
    let language = parts.next().unwrap_or_default();
    let lower = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase());
    let is_script = |part: &str| {
        part.len() == 4 && part.as_bytes()[0].is_ascii_uppercase() && lower(&part[1..])
    };
    let is_region = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
            || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if !(2..=4).contains(&language.len()) || !lower(language) || !tag.is_ascii() {
        return false;
    }
    parts.next_if(|part| is_script(part));
    parts.next_if(|part| is_region(part));
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_characters() {
        let mut violations = Violations::default();

        violations.text("/name", &"é".repeat(limits::NAME.value), limits::NAME);
        assert!(violations.is_empty());
        violations.text("/name", &"é".repeat(limits::NAME.value + 1), limits::NAME);

        assert_eq!(violations.0[0].code, "too_long");
    }

    #[test]
    fn only_web_addresses_pass() {
        let codes = |url: &str| {
            let mut violations = Violations::default();
            violations.url("/url", url);
            violations
                .0
                .into_iter()
                .map(|violation| violation.code)
                .collect::<Vec<_>>()
        };

        assert!(codes("https://example.org/a?b#c").is_empty());
        assert_eq!(codes("javascript:alert(1)"), ["bad_scheme"]);
        assert_eq!(codes("ftp://example.org"), ["bad_scheme"]);
        assert_eq!(codes("example.org"), ["bad_format"]);
        assert_eq!(codes("https://a:b@example.org"), ["bad_format"]);
        for text in [
            "https://example.org/a\r\nX-Other: b",
            "https://example.org/\"><b>",
            "https://example.org/a b",
            " https://example.org/",
            "https://example.org/{x}",
        ] {
            assert_eq!(codes(text), ["bad_format"], "{text:?}");
        }
        assert_eq!(codes(" https://example.org"), ["bad_format"]);
    }

    #[test]
    fn e_mail_addresses_are_recognised() {
        for good in [
            "mia@example.org",
            "a.b+c@ex-ample.co.uk",
            "ünï@exämple.de",
            "x@localhost",
        ] {
            assert!(looks_like_an_email(good), "{good}");
        }
        for bad in [
            "mia",
            "@example.org",
            "mia@",
            "mia@org",
            "a b@example.org",
            "a@b@c.org",
            "a@-b.org",
        ] {
            assert!(!looks_like_an_email(bad), "{bad}");
        }
    }

    #[test]
    fn language_tags_follow_the_schema() {
        for good in ["en", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "haw"] {
            assert!(is_language_tag(good), "{good}");
        }
        for bad in [
            "", "e", "EN", "en-us", "en-", "english", "zh-hant", "é1", "en-US-x",
        ] {
            assert!(!is_language_tag(bad), "{bad}");
        }
    }
}
