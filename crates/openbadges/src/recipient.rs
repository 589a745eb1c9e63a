//! Recipients whose address is written as a hash: the same rule in 2.0 and 3.0.
//!
//! The hash is SHA-256 (or, in old badges, MD5) over the identity followed directly by the salt.
//!
//! MD5 is weak where a forger may choose both texts. Here one of them is the address of somebody else, so a
//! match says what it says; we read such hashes and never write them.

use md5::Md5;
use sha2::{Digest, Sha256};

/// Hashes an identity with a salt, as `sha256$` and lower-case hexadecimal figures.
pub fn hash_identity(identity: &str, salt: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(identity);
    hasher.update(salt);
    format!("sha256${}", hex::encode(hasher.finalize()))
}

/// Whether `stated`, in whichever of the two ways it is hashed, is the hash of an identity with a salt.
pub(crate) fn is_hash_of(stated: &str, identity: &str, salt: &str) -> bool {
    let own = match stated.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("md5$") => {
            let hasher = Md5::new_with_prefix(identity).chain_update(salt);
            format!("md5${}", hex::encode(hasher.finalize()))
        }
        _ => hash_identity(identity, salt),
    };
    stated.eq_ignore_ascii_case(&own)
}

/// Brings an e-mail address into the form that we hash: trimmed and lower-cased.
pub fn normalise_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a document that states `identity` speaks of `candidate`.
///
/// The standards do not say in which case an address is hashed, so the exact text is tried
/// first and its lower-case form second. A plain identity is compared the same way.
pub fn matches(identity: &str, salt: Option<&str>, hashed: bool, candidate: &str) -> bool {
    let candidate = candidate.trim();
    let salt = salt.unwrap_or_default();
    if !hashed {
        return identity.trim() == candidate
            || normalise_email(identity) == normalise_email(candidate);
    }
    [candidate.to_owned(), normalise_email(candidate)]
        .iter()
        .any(|spelling| is_hash_of(identity, spelling, salt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_of_the_standard_come_out() {
        assert_eq!(
            hash_identity("mayze", ""),
            "sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6"
        );
        assert_eq!(
            hash_identity("a@example.com", "Kosher"),
            "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
        );
    }

    #[test]
    fn an_address_is_matched_in_the_case_it_was_hashed_in_or_in_lower_case() {
        let exact = hash_identity("Ada@Example.org", "pepper42");
        let lower = hash_identity("ada@example.org", "pepper42");

        assert!(matches(&exact, Some("pepper42"), true, "Ada@Example.org"));
        assert!(matches(&lower, Some("pepper42"), true, "ADA@example.org "));
        assert!(!matches(&exact, Some("pepper42"), true, "ada@example.org"));
    }

    #[test]
    fn hexadecimal_figures_match_in_either_case() {
        let identity = hash_identity("mayze", "").to_uppercase();

        assert!(matches(&identity, None, true, "mayze"));
    }

    #[test]
    fn the_md5_of_old_badges_is_matched_too() {
        let identity = "md5$0db643bb7dddf1422ed512549f77042e";

        assert!(matches(identity, Some("pepper"), true, "Ada@example.org"));
        assert!(!matches(identity, Some("salt"), true, "ada@example.org"));
        assert!(!matches(identity, Some("pepper"), true, "bob@example.org"));
    }

    #[test]
    fn another_salt_or_another_person_does_not_match() {
        let identity = hash_identity("ada@example.org", "one");

        assert!(!matches(&identity, Some("two"), true, "ada@example.org"));
        assert!(!matches(&identity, Some("one"), true, "bob@example.org"));
    }

    #[test]
    fn a_plain_identity_is_compared_as_text() {
        assert!(matches("Ada@example.org", None, false, "ada@example.org"));
        assert!(!matches("ada@example.org", None, true, "ada@example.org"));
    }
}
