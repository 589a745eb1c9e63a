//! The arithmetic behind the keys, in two makes with the same functions.
//!
//! `native` is aws-lc: the fastest, and C. `portable` is Rust alone, for targets such as wasm32; it verifies everything, and
//! signs with everything but RSA. Ed25519 is verified by the same Rust in both.

#[cfg(feature = "native")]
mod native;
// Its tests hold it against the other make.
#[cfg(any(test, not(feature = "native")))]
mod portable;

#[cfg(feature = "native")]
pub(super) use native::{EcdsaPair, Ed25519Pair, RsaPair, verify_p256, verify_p384, verify_rsa};
#[cfg(not(feature = "native"))]
pub(super) use portable::{EcdsaPair, Ed25519Pair, RsaPair, verify_p256, verify_p384, verify_rsa};
