//! SD-JWT: whatever is handed out beside a token, only what the issuer signed becomes a claim.

use openbadges::proof::sd_jwt::{SdJwt, VcRules, verify_vc};

use super::signers::KEYS;

/// Reads an SD-JWT.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(token) = SdJwt::parse(text) else {
        return;
    };
    let claims = token.claims();
    assert_eq!(claims.is_ok(), token.disclosed().is_ok());
    let rules = VcRules::at("2026-11-22T10:00:00Z".parse().expect("a timestamp"));
    for key in KEYS.iter() {
        let signed = token.verify(key);
        assert!(signed.is_err() || signed == claims);
        if let Ok(verified) = verify_vc(text, key, &rules) {
            assert_eq!(Ok(verified.claims), signed);
        }
    }
}
