//! Public keys: one that was read can be written in every notation, and read again from each.

use openbadges::json;
use openbadges::keys::PublicKey;

/// Reads a key as Multikey, as PEM and as JWK.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let jwk = json::read(data).ok();
    let keys = [
        PublicKey::from_multikey(text).ok(),
        PublicKey::from_pem(text).ok(),
        jwk.and_then(|jwk| PublicKey::from_jwk(&jwk).ok()),
    ];
    for key in keys.into_iter().flatten() {
        assert_eq!(PublicKey::from_pem(&key.to_pem()).as_ref(), Ok(&key));
        let jwk = PublicKey::from_jwk(&key.to_jwk()).expect("a key has a JWK");
        assert_eq!(jwk, key);
        assert_eq!(jwk.thumbprint(), key.thumbprint());
        if let Some(multikey) = key.to_multikey() {
            assert_eq!(PublicKey::from_multikey(&multikey), Ok(key.clone()));
        }
        assert!(key.verify(b"not signed", data).is_err());
    }
}
