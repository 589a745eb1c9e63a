//! The signed form of an assertion: the whole of it as the payload of a compact JWS.

use super::Assertion;

/// The bytes that are signed for an assertion.
pub fn payload(assertion: &Assertion) -> Vec<u8> {
    assertion.to_value().to_string().into_bytes()
}
