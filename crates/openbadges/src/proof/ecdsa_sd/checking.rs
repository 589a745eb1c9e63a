//! The verifier's part, and the holder's look at what the issuer sent.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::value::{BaseProof, DerivedProof, ProofValue};
use super::{
    Canonicalize, Signature, Statements, StatementsError, base_message, members, newest,
    proof_value, split,
};
use crate::canonical::CanonicalError;
use crate::canonical::view::View;
use crate::keys::PublicKey;
use crate::proof::data_integrity::ProofError;

/// Checks a base proof, as its holder does before relying on it.
pub fn verify_base(document: &Value, proof: &Value, key: &PublicKey) -> Result<(), ProofError> {
    verify_base_with(document, proof, key, &newest)
}

/// Checks a base proof like [`verify_base`], with another way to bring documents into canonical form.
pub fn verify_base_with(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    canonicalize: &Canonicalize<'_>,
) -> Result<(), ProofError> {
    let (members, proof) = (members(document)?, members(proof)?);
    let base = BaseProof::decode(proof_value(proof)?)?;
    check_options(proof)?;
    let config = canonicalize(&View::options(proof, members).to_value())
        .map_err(ProofError::Configuration)?;
    let unsecured = View::unsecured(members).to_value();
    let statements =
        Statements::of(&unsecured, &base.hmac_key, canonicalize).map_err(unverifiable)?;
    let mandatory = statements
        .select(&base.mandatory_pointers)
        .map_err(unverifiable)?;
    let (must, may) = split(statements.lines(), &mandatory);
    let message = base_message(&config, &base.public_key, &must);
    check_all(
        key,
        &message,
        &base.base_signature,
        &base.public_key,
        &may,
        &base.signatures,
    )
}

/// Checks a derived proof; refuses a base proof with [`ProofError::BaseProof`].
pub(crate) fn verify(
    document: &Map<String, Value>,
    proof: &Map<String, Value>,
    key: &PublicKey,
    canonicalize: &dyn Fn(View<'_>) -> Result<String, CanonicalError>,
) -> Result<(), ProofError> {
    let value = DerivedProof::decode(proof_value(proof)?)?;
    check_options(proof)?;
    let config = canonicalize(View::options(proof, document)).map_err(ProofError::Configuration)?;
    let n_quads = canonicalize(View::unsecured(document)).map_err(ProofError::Document)?;
    let lines = value.lines(&n_quads)?;
    let mandatory: BTreeSet<_> = value.mandatory_indexes.iter().copied().collect();
    if mandatory.last().is_some_and(|last| *last >= lines.len()) {
        return Err(ProofError::Malformed("a mandatory statement is not there"));
    }
    let (must, may) = split(&lines, &mandatory);
    let message = base_message(&config, &value.public_key, &must);
    check_all(
        key,
        &message,
        &value.base_signature,
        &value.public_key,
        &may,
        &value.signatures,
    )
}

/// How many signatures stand in the `proofValue` of a proof; each takes time to check.
pub(crate) fn signatures_in(proof: &Value) -> usize {
    match members(proof)
        .and_then(proof_value)
        .and_then(ProofValue::decode)
    {
        Ok(ProofValue::Base(value)) => value.signatures.len(),
        Ok(ProofValue::Derived(value)) => value.signatures.len(),
        Err(_) => 0,
    }
}

/// Checks the issuer's signature first: without it all others are worth nothing, and take time.
fn check_all(
    key: &PublicKey,
    message: &[u8],
    base_signature: &Signature,
    proof_key: &PublicKey,
    lines: &[&str],
    signatures: &[Signature],
) -> Result<(), ProofError> {
    if lines.len() != signatures.len() {
        return Err(ProofError::SignatureMismatch);
    }
    let mismatch = |_| ProofError::SignatureMismatch;
    key.verify(message, base_signature).map_err(mismatch)?;
    lines
        .iter()
        .zip(signatures)
        .try_for_each(|(line, signature)| {
            proof_key
                .verify(line.as_bytes(), signature)
                .map_err(mismatch)
        })
}

fn check_options(proof: &Map<String, Value>) -> Result<(), ProofError> {
    if proof.contains_key("previousProof") {
        return Err(ProofError::Malformed(
            "a proof of parts cannot build upon another proof",
        ));
    }
    Ok(())
}

fn unverifiable(error: StatementsError) -> ProofError {
    match error {
        StatementsError::Canonical(error) => ProofError::Document(error),
        StatementsError::Pointer(_) | StatementsError::Indistinct => ProofError::SignatureMismatch,
    }
}
