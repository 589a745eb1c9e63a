//! Selective disclosure with `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites, section 3.4 and 3.5).
//!
//! The issuer signs each statement of a credential by itself and gives the holder a *base proof*; the holder takes out what
//! concerns nobody and makes a *derived proof* for the rest; a verifier checks that with the issuer's key as any other proof,
//! through [`data_integrity::verify`](super::data_integrity::verify). What the issuer made mandatory cannot be taken out.
//!
//! A base proof is for the holder alone. As a derived proof it does not verify.

mod badge;
mod cbor;
mod checking;
mod deriving;
mod selection;
mod signing;
mod skolem;
mod statements;
mod value;

pub use badge::mandatory_in_badge;
pub(crate) use checking::signatures_in;
pub(crate) use checking::verify;
pub use checking::{verify_base, verify_base_with};
pub use deriving::{derive, derive_with};
pub use selection::{NoSuchPart, select};
pub use signing::{sign, sign_with};
pub use statements::{Canonicalize, Statements, StatementsError};
pub use value::{BaseProof, DerivedProof, Signature};

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::data_integrity::ProofError;
use crate::canonical::{CanonicalError, canonicalize};
use crate::contexts::Edition;
use crate::keys::{PublicKey, Signer};
use value::key_bytes;

/// The most statements that may be left to the holder: checking one signature takes some 70 µs.
const MOST_SIGNATURES: usize = 1_000;

/// Random material for one proof. It must be new each time: a second use tells which proofs belong together.
pub struct Fresh<'a> {
    /// Hides the order of the blank nodes.
    pub hmac_key: [u8; 32],
    /// A new P-256 key, to be forgotten afterwards; [`SigningKey::p256_from_scalar`](crate::keys::SigningKey::p256_from_scalar)
    /// makes one of 32 random bytes.
    pub proof_key: &'a dyn Signer,
}

/// Why no proof could be derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// The proof to derive from is none, or is a derived one.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The part that should be shown cannot be told.
    #[error(transparent)]
    Statements(#[from] StatementsError),
    /// Nothing is mandatory, and nothing was asked for.
    #[error("nothing would be shown")]
    Nothing,
}

fn newest(document: &Value) -> Result<String, CanonicalError> {
    canonicalize(document, Edition::Newest)
}

/// The lines that are chosen, and those that are not.
fn split<'l>(lines: &'l [String], chosen: &BTreeSet<usize>) -> (Vec<&'l str>, Vec<&'l str>) {
    let (yes, no): (Vec<_>, Vec<_>) = lines
        .iter()
        .enumerate()
        .partition(|(index, _)| chosen.contains(index));
    let text = |lines: Vec<(usize, &'l String)>| {
        lines.into_iter().map(|(_, line)| line.as_str()).collect()
    };
    (text(yes), text(no))
}

/// What the issuer's key signs.
fn base_message(config: &str, proof_key: &PublicKey, mandatory: &[&str]) -> Vec<u8> {
    let mandatory = Sha256::digest(mandatory.concat());
    [
        Sha256::digest(config).as_slice(),
        &key_bytes(proof_key),
        mandatory.as_slice(),
    ]
    .concat()
}

fn members(value: &Value) -> Result<&Map<String, Value>, ProofError> {
    value
        .as_object()
        .ok_or(ProofError::Malformed("it is no object"))
}

fn proof_value(proof: &Map<String, Value>) -> Result<&str, ProofError> {
    proof
        .get("proofValue")
        .and_then(Value::as_str)
        .ok_or(ProofError::Malformed(
            "proofValue is not a text that begins with u",
        ))
}

#[cfg(test)]
mod tests;
