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

/// The address of the context of Open Badges 3.0.3, the one that has two editions here.
pub const OPEN_BADGES_3_0_3: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

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

const EARLY_3_0_3: &str = include_str!("contexts/ob-v3p0-3.0.3-early.json");

/// The most used first: the lookup walks this list.
const CONTEXTS: &[(&str, &str)] = &[
    (
        "https://www.w3.org/ns/credentials/v2",
        include_str!("contexts/credentials-v2.json"),
    ),
    (
        OPEN_BADGES_3_0_3,
        include_str!("contexts/ob-v3p0-3.0.3.json"),
    ),
    (
        "https://w3id.org/security/suites/ed25519-2020/v1",
        include_str!("contexts/ed25519-2020-v1.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v2",
        include_str!("contexts/data-integrity-v2.json"),
    ),
    (
        "https://w3id.org/security/data-integrity/v1",
        include_str!("contexts/data-integrity-v1.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/v1",
        include_str!("contexts/credentials-v1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        include_str!("contexts/ob-v3p0-3.0.2.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        include_str!("contexts/ob-v3p0-3.0.1.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        include_str!("contexts/ob-v3p0.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_str!("contexts/ob-v3p0-extensions.json"),
    ),
    (
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        include_str!("contexts/clr-v2p0-2.0.1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/status/v1",
        include_str!("contexts/bitstring-status-list-v1.json"),
    ),
    (
        "https://w3id.org/vc/status-list/2021/v1",
        include_str!("contexts/status-list-2021-v1.json"),
    ),
    (
        "https://w3id.org/security/multikey/v1",
        include_str!("contexts/multikey-v1.json"),
    ),
    (
        "https://www.w3.org/ns/did/v1",
        include_str!("contexts/did-v1.json"),
    ),
    (
        "https://w3id.org/security/v2",
        include_str!("contexts/security-v2.json"),
    ),
    (
        "https://w3id.org/security/v1",
        include_str!("contexts/security-v1.json"),
    ),
    (
        "https://w3id.org/security/suites/jws-2020/v1",
        include_str!("contexts/jws-2020-v1.json"),
    ),
    (
        "https://www.w3.org/2018/credentials/examples/v1",
        include_str!("contexts/credentials-examples-v1.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/examples/v2",
        include_str!("contexts/credentials-examples-v2.json"),
    ),
    (
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        include_str!("contexts/undefined-terms-v2.json"),
    ),
];

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
