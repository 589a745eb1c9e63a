//! Proofs that lack nothing but the signature.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::super::{ProofOptions, Suite, base58};
use crate::canonical::canonicalize;
use crate::contexts::Edition;
use crate::keys::{SignError, Signer};
use crate::proof::data_integrity::{check_signable, configuration};

/// Proofs whose options are hashed and written, for documents with the same contexts.
///
/// Options stay the same for a whole second and key, and hashing them costs more than signing: so they are
/// prepared once and used for many documents.
#[derive(Debug, Clone, PartialEq)]
pub struct PreparedProofs {
    context: Value,
    options: Vec<ProofOptions>,
    /// For each of the options what is signed before the document, and its text up to the signature.
    proofs: Vec<Prepared>,
}

#[derive(Debug, Clone, PartialEq)]
struct Prepared {
    hash: [u8; 32],
    text: String,
}

impl PreparedProofs {
    /// Prepares a proof for each of the options, for documents with the given `@context`.
    ///
    /// Suites that templates do not speed up (all but those with Ed25519 keys and `rdfc`) are allowed.
    pub fn new(context: &Value, options: &[ProofOptions]) -> Result<Self, SignError> {
        let document = json!({ "@context": context });
        let proofs = if options.iter().all(|options| is_quick(options.suite)) {
            let prepared = |options| prepare(&document, options);
            options.iter().map(prepared).collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Self {
            context: context.clone(),
            options: options.to_vec(),
            proofs,
        })
    }

    /// The options that were prepared.
    pub fn options(&self) -> &[ProofOptions] {
        &self.options
    }

    /// Whether documents with this context can be signed without looking at the options again.
    pub(super) fn is_for(&self, context: &Value) -> bool {
        !self.proofs.is_empty() && self.context == *context
    }

    /// About how long the proofs are as text.
    pub(super) fn text_length(&self) -> usize {
        // 88 digits of base58, brackets and names.
        self.proofs.iter().map(|proof| proof.text.len() + 100).sum()
    }

    /// Signs a document whose canonical form has this hash, and finishes its JSON text.
    pub(super) fn seal(
        &self,
        document: &[u8; 32],
        key: &dyn Signer,
        text: &mut String,
    ) -> Result<(), SignError> {
        let several = self.proofs.len() > 1;
        text.push_str(if several {
            ",\"proof\":["
        } else {
            ",\"proof\":"
        });
        for (index, (proof, options)) in self.proofs.iter().zip(&self.options).enumerate() {
            check_signable(options.suite, key)?;
            let mut signed = [0; 64];
            signed[..32].copy_from_slice(&proof.hash);
            signed[32..].copy_from_slice(document);
            if index > 0 {
                text.push(',');
            }
            text.push_str(&proof.text);
            base58::encode(&key.sign(&signed)?, text);
            text.push_str("\"}");
        }
        text.push_str(if several { "]}" } else { "}" });
        Ok(())
    }
}

/// The suites that sign the SHA-256 of the canonical form with an Ed25519 key.
fn is_quick(suite: Suite) -> bool {
    matches!(suite, Suite::EddsaRdfc2022 | Suite::Ed25519Signature2020)
}

fn prepare(document: &Value, options: &ProofOptions) -> Result<Prepared, SignError> {
    let proof = configuration(document, options);
    let mut under_context = proof.clone();
    under_context.insert("@context".to_owned(), document["@context"].clone());
    let lines = canonicalize(&Value::Object(under_context), Edition::Newest)?;
    let mut text = Value::Object(proof).to_string();
    text.pop();
    text.push_str(",\"proofValue\":\"z");
    Ok(Prepared {
        hash: Sha256::digest(lines).into(),
        text,
    })
}
