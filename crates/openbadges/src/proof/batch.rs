//! Many credentials of one issuer, verified together, each with the verdict that it would get alone.
//!
//! Three things are shared, none of which changes a verdict. Signatures of one Ed25519 key are checked with
//! tables of its multiples ([`crate::keys::verify_all`]). The options of proofs that differ in nothing but the
//! signature are hashed once. And credentials of one badge class, once a few have come by, are recognised by
//! their text and brought into canonical form by a [`Template`](super::template::Template), which hands on
//! whatever it cannot serve exactly.
//!
//! ```
//! use openbadges::contexts::Edition;
//! use openbadges::keys::{Signer as _, SigningKey};
//! use openbadges::proof::{ProofOptions, Suite, batch, data_integrity};
//! use serde_json::json;
//!
//! let key = SigningKey::ed25519_from_seed([7; 32]);
//! let options = [ProofOptions {
//!     suite: Suite::EddsaRdfc2022,
//!     created: "2026-11-22T10:00:00Z".parse()?,
//!     verification_method: "https://badges.example/issuer#key-1".to_owned(),
//!     purpose: "assertionMethod".to_owned(),
//! }];
//! let mut texts = Vec::new();
//! for number in 0..10 {
//!     let credential = json!({
//!         "@context": ["https://www.w3.org/ns/credentials/v2"],
//!         "id": format!("https://badges.example/{number}"),
//!         "type": ["VerifiableCredential"],
//!         "issuer": "https://badges.example/issuer",
//!         "credentialSubject": {"id": "did:example:ada"},
//!     });
//!     texts.push(data_integrity::sign(&credential, &options, &key)?.to_string());
//! }
//! texts[3] = texts[3].replace("ada", "bob");
//!
//! let verdicts = batch::verify(&texts, &key.public_key(), Edition::Newest);
//!
//! let failed: Vec<usize> = (0..10).filter(|number| verdicts[*number].is_err()).collect();
//! assert_eq!(failed, [3]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod classes;

use serde_json::Value;

use super::data_integrity::{self, Covered, ProofError};
use crate::canonical::canonicalize_view;
use crate::contexts::Edition;
use crate::json::{self, ReadError, items};
use crate::keys::{self, PublicKey};
use classes::Classes;

/// Why a credential of a batch does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// The text is no JSON object that can be read.
    #[error("unreadable: {0}")]
    Unreadable(#[from] ReadError),
    /// It has no proof.
    #[error("there is no proof")]
    NoProof,
    /// A proof does not hold; of several, the first that does not.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// Verifies the proofs of credentials, JSON texts, with one key.
///
/// A credential holds if it has a proof and if [`data_integrity::verify`] says yes to each of its proofs with
/// this key. As there, whose key it is, what the proof is for and whether the badge stands is for the caller
/// to judge.
pub fn verify<T: AsRef<[u8]>>(
    credentials: &[T],
    key: &PublicKey,
    edition: Edition,
) -> Vec<Result<(), BatchError>> {
    let mut classes = Classes::new(edition);
    let mut verdicts = Vec::with_capacity(credentials.len());
    let mut claims = Vec::with_capacity(credentials.len());
    for (place, text) in credentials.iter().enumerate() {
        let covered = match classes.covered(text.as_ref(), key) {
            Some(covered) => Ok(covered),
            None => covered(text.as_ref(), key, edition, &mut classes),
        };
        verdicts.push(match covered {
            Ok(covered) => {
                claims.extend(covered.into_iter().map(|covered| (place, covered)));
                Ok(())
            }
            Err(error) => Err(error),
        });
    }
    let pairs: Vec<(&[u8], &[u8])> = claims
        .iter()
        .map(|(_, covered)| (covered.signed.as_slice(), covered.signature.as_slice()))
        .collect();
    for ((place, _), verdict) in claims.iter().zip(keys::verify_all(key, &pairs)) {
        if verdict.is_err() && verdicts[*place].is_ok() {
            verdicts[*place] = Err(ProofError::SignatureMismatch.into());
        }
    }
    verdicts
}

/// What the proofs of a credential cover, by reading all of it.
fn covered(
    text: &[u8],
    key: &PublicKey,
    edition: Edition,
    classes: &mut Classes,
) -> Result<Vec<Covered>, BatchError> {
    let document = json::read(text)?;
    let proofs = items(document.get("proof").unwrap_or(&Value::Null));
    if proofs.is_empty() {
        return Err(BatchError::NoProof);
    }
    let mut all = Vec::with_capacity(proofs.len());
    for proof in proofs {
        let covered = data_integrity::covered(&document, proof, key, |view, hash| {
            canonicalize_view(view, edition, hash)
        })?;
        all.extend(covered);
    }
    classes.learn(document);
    Ok(all)
}

#[cfg(test)]
mod tests;
