//! Signed tokens: taken apart, and held against keys.

use openbadges::proof::jws::CompactJws;

use super::signers::KEYS;

/// Reads a compact JWS.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let Ok(jws) = CompactJws::parse(text) else {
        return;
    };
    let kid = jws.key_id().is_some();
    assert!(!kid || jws.header.contains_key("kid"));
    let object = jws.payload_object();
    assert!(object.is_err() || openbadges::json::read(&jws.payload).is_ok());
    for key in KEYS.iter() {
        let fits = jws.verify(key).is_ok();
        assert!(!fits || jws.algorithm() == key.algorithm());
    }
}
