//! The words that JSON-LD keeps for itself.

/// Whether a text is a keyword of JSON-LD 1.1 (section 1.7 of its syntax).
pub(super) fn is_keyword(text: &str) -> bool {
    text.starts_with('@')
        && matches!(
            text,
            "@base"
                | "@container"
                | "@context"
                | "@direction"
                | "@graph"
                | "@id"
                | "@import"
                | "@included"
                | "@index"
                | "@json"
                | "@language"
                | "@list"
                | "@nest"
                | "@none"
                | "@prefix"
                | "@propagate"
                | "@protected"
                | "@reverse"
                | "@set"
                | "@type"
                | "@value"
                | "@version"
                | "@vocab"
        )
}

/// Whether a text is `@` and letters: a keyword, or kept for one to come.
pub(super) fn has_form(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// Whether a text is a well-formed language tag, as far as JSON-LD asks for it (RFC 5646, section 2.2.9).
pub(crate) fn is_language(tag: &str) -> bool {
    tag.split('-').enumerate().all(|(index, part)| {
        let fits = |byte: u8| byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit();
        (1..=8).contains(&part.len()) && part.bytes().all(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_told_from_other_texts() {
        for tag in ["en", "de-CH", "zh-Hant-TW", "sl-rozaj-1994"] {
            assert!(is_language(tag), "{tag}");
        }
        for text in ["", "en_US", "en-", "12", "e n", "abcdefghi"] {
            assert!(!is_language(text), "{text}");
        }
    }

    #[test]
    fn the_form_of_a_keyword_is_an_at_sign_and_letters() {
        assert!(has_form("@ignoreMe") && has_form("@id"));
        assert!(!has_form("@") && !has_form("@foo.bar") && !has_form("id"));
    }
}
