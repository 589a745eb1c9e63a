//! Public keys, as each standard wants them served.

use accolade_storage::issuers::Issuer;
use accolade_storage::signing_keys::SigningKey;
use accolade_storage::types::KeyState;
use openbadges::v2::CryptographicKey;
use serde_json::{Value, json};

use super::issuer::public_key;
use crate::addresses::Addresses;

/// One key as a bare JWK; its `kid` is the address it is served at.
pub fn jwk(addresses: &Addresses, issuer: &Issuer, key: &SigningKey) -> Option<Value> {
    let mut jwk = public_key(key)?.to_jwk();
    jwk["kid"] = addresses.key(&issuer.slug, &key.kid).into();
    jwk["alg"] = key.algorithm.as_str().into();
    jwk["use"] = "sig".into();
    // One host serves many issuers: this binds the key to one of them.
    jwk["iss"] = addresses.issuer_did(&issuer.slug).into();
    Some(jwk)
}

/// The keys of any number of issuers as a JWK set, without the compromised ones.
pub fn jwks(addresses: &Addresses, issuers: &[(Issuer, Vec<SigningKey>)]) -> Value {
    let keys: Vec<_> = issuers
        .iter()
        .flat_map(|(issuer, keys)| keys.iter().map(move |key| (issuer, key)))
        .filter(|(_, key)| key.state != KeyState::Compromised)
        .filter_map(|(issuer, key)| jwk(addresses, issuer, key))
        .collect();
    json!({ "keys": keys })
}

/// One key as an OB 2.0 `CryptographicKey`, owned by the OB 2.0 issuer.
pub fn cryptographic_key_v2(
    addresses: &Addresses,
    issuer: &Issuer,
    key: &SigningKey,
) -> Option<Value> {
    let pem = public_key(key)?.to_pem();
    let id = addresses.key_v2(&issuer.slug, &key.kid);
    Some(CryptographicKey::new(id, addresses.issuer(&issuer.slug), pem).to_value())
}
