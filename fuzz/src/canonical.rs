//! JSON-LD: the canonical form of a document is its own canonical form, and the quick way to it leads to the same.

use openbadges::canonical::{canonicalize, canonicalize_reference};
use openbadges::contexts::Edition;
use openbadges::json;

use super::rdfc::assert_canonical;

/// Canonicalises a document.
pub fn target(data: &[u8]) {
    let Ok(document) = json::read(data) else {
        return;
    };
    for edition in [Edition::Newest, Edition::Early303] {
        let reference = canonicalize_reference(&document, edition).ok();
        assert_eq!(canonicalize(&document, edition).ok(), reference);
        if let Some(lines) = reference {
            assert_canonical(&lines);
        }
    }
}
