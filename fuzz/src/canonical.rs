//! JSON-LD: the canonical form of a document is its own canonical form.

use openbadges::canonical::canonicalize;
use openbadges::contexts::Edition;
use openbadges::json;

use super::rdfc::assert_canonical;

/// Canonicalises a document.
pub fn target(data: &[u8]) {
    let Ok(document) = json::read(data) else {
        return;
    };
    for edition in [Edition::Newest, Edition::Early303] {
        if let Ok(lines) = canonicalize(&document, edition) {
            assert_canonical(&lines);
        }
    }
}
