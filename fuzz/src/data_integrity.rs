//! Proofs inside documents: each of a document's proofs is held against keys.

use openbadges::contexts::Edition;
use openbadges::json;
use openbadges::proof::data_integrity::{suite_of, verify};

use super::signers::KEYS;

/// More proofs than a seed has only make the target slow.
const MOST_PROOFS: usize = 4;

/// Checks the proofs of a document.
pub fn target(data: &[u8]) {
    let Ok(document) = json::read(data) else {
        return;
    };
    let proofs = document.get("proof").map(json::items).unwrap_or_default();
    for proof in proofs.iter().take(MOST_PROOFS) {
        for key in KEYS.iter() {
            let holds = verify(&document, proof, key, Edition::Newest).is_ok();
            assert!(!holds || suite_of(proof).is_some());
        }
    }
}
