//! The signed form of an assertion: the whole of it as the payload of a compact JWS.

use serde_json::Map;

use super::Assertion;
use crate::keys::{SignError, Signer};
use crate::proof::jws;

/// Signs an assertion as a compact JWS.
///
/// Its `verification` must name the address of this key. RSA keys reach the most verifiers: the
/// public one knows no other.
pub fn sign(assertion: &Assertion, key: &dyn Signer) -> Result<String, SignError> {
    if !assertion.verification.is_signed() || assertion.verification.creator.is_none() {
        return Err(SignError::Document(
            "the assertion does not name the key that signs it".to_owned(),
        ));
    }
    jws::sign(Map::new(), &payload(assertion), key)
}

/// The bytes that are signed for an assertion.
pub fn payload(assertion: &Assertion) -> Vec<u8> {
    assertion.to_value().to_string().into_bytes()
}
