//! The JSON-LD contexts that are compiled in; nothing is ever fetched to find one.
//!
//! A context decides what the words of a badge mean and so which bytes are signed. An address that
//! is not listed here is unknown, whatever it would answer today.

/// Which edition of a context that changed under one address is meant.
///
/// The context of Open Badges 3.0.3 has been published with three contents. The later ones only add
/// the terms `jti` and `endorsementJwt`, so every other badge means the same under each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Edition {
    /// What the address serves now, with `jti` and `endorsementJwt`.
    #[default]
    Newest,
    /// What the context of 3.0.3 was from March 2024 to November 2025.
    Early303,
}

impl Edition {
    /// The lookup for [`crate::canonical::canonicalize_with`] that answers with this edition.
    pub fn lookup(self) -> fn(&str) -> Option<&'static str> {
        match self {
            Self::Newest => newest,
            Self::Early303 => early,
        }
    }
}

mod pinned;

use pinned::{CONTEXTS, EARLY_3_0_3};

/// The address of the context of Open Badges 3.0.3, the one that has two editions here.
pub const OPEN_BADGES_3_0_3: &str = pinned::OPEN_BADGES_3_0_3;

/// Finds the text of a context by its exact address.
pub fn find(url: &str, edition: Edition) -> Option<&'static str> {
    (edition.lookup())(url)
}

/// All addresses that are compiled in.
pub fn known_urls() -> impl Iterator<Item = &'static str> {
    CONTEXTS.iter().map(|(url, _)| *url)
}

fn newest(url: &str) -> Option<&'static str> {
    CONTEXTS
        .iter()
        .find(|(known, _)| *known == url)
        .map(|(_, text)| *text)
}

fn early(url: &str) -> Option<&'static str> {
    if url == OPEN_BADGES_3_0_3 {
        Some(EARLY_3_0_3)
    } else {
        newest(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_context_is_json_with_a_context_member() {
        for url in known_urls() {
            let text = find(url, Edition::Newest).unwrap();

            let value = crate::json::read(text.as_bytes()).unwrap();

            assert!(value.get("@context").is_some(), "{url}");
        }
    }

    #[test]
    fn only_the_context_of_3_0_3_differs_between_the_editions() {
        let differing: Vec<_> = known_urls()
            .filter(|url| find(url, Edition::Newest) != find(url, Edition::Early303))
            .collect();

        assert_eq!(differing, [OPEN_BADGES_3_0_3]);
        assert!(
            !find(OPEN_BADGES_3_0_3, Edition::Early303)
                .unwrap()
                .contains("\"jti\"")
        );
    }

    #[test]
    fn an_address_must_match_exactly() {
        assert_eq!(
            find("https://www.w3.org/ns/credentials/v2/", Edition::Newest),
            None
        );
        assert_eq!(
            find("http://www.w3.org/ns/credentials/v2", Edition::Newest),
            None
        );
    }
}
