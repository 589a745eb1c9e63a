//! Selective disclosure with ecdsa-sd-2023: proof values read and written again, and parts derived from a whole that holds.

use openbadges::contexts::Edition;
use openbadges::json;
use openbadges::proof::data_integrity::verify;
use openbadges::proof::ecdsa_sd::{BaseProof, DerivedProof, derive, verify_base};

use super::signers::KEYS;

/// What a holder might want to show.
const SHOWN: &[&str] = &["/credentialSubject/achievement/name", "/name"];

/// Reads a proof value, and derives from a document.
pub fn target(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        if let Ok(proof) = BaseProof::decode(text) {
            assert_eq!(BaseProof::decode(&proof.encode()), Ok(proof));
        }
        if let Ok(proof) = DerivedProof::decode(text) {
            assert_eq!(DerivedProof::decode(&proof.encode()), Ok(proof));
        }
    }
    let Ok(document) = json::read(data) else {
        return;
    };
    let Some([proof, ..]) = document.get("proof").map(json::items) else {
        return;
    };
    for key in KEYS.iter() {
        let holds = verify_base(&document, proof, key).is_ok();
        if let (true, Ok(part)) = (holds, derive(&document, proof, SHOWN)) {
            assert!(verify(&part, &part["proof"], key, Edition::Newest).is_ok());
        }
    }
}
