//! The holder's part: a proof of what is shown.

use serde_json::Value;

use super::value::{BaseProof, DerivedProof};
use super::{
    Canonicalize, DeriveError, Statements, StatementsError, members, newest, proof_value, select,
    split,
};
use crate::canonical::view::View;
use crate::proof::data_integrity::ProofError;

/// Takes parts out of a document with a base proof and proves them; `proof` is the base proof.
///
/// What the issuer made mandatory is always in. The base proof is not verified here: [`verify_base`](super::verify_base) does.
pub fn derive<P: AsRef<str>>(
    document: &Value,
    proof: &Value,
    pointers: &[P],
) -> Result<Value, DeriveError> {
    derive_with(document, proof, pointers, &newest)
}

/// Derives like [`derive()`], with another way to bring documents into canonical form.
pub fn derive_with<P: AsRef<str>>(
    document: &Value,
    proof: &Value,
    pointers: &[P],
    canonicalize: &Canonicalize<'_>,
) -> Result<Value, DeriveError> {
    let base = BaseProof::decode(proof_value(members(proof)?)?)?;
    let document = View::unsecured(members(document)?).to_value();
    let statements = Statements::of(&document, &base.hmac_key, canonicalize)?;
    let mandatory = statements.select(&base.mandatory_pointers)?;
    let combined: Vec<&str> = base
        .mandatory_pointers
        .iter()
        .map(String::as_str)
        .chain(pointers.iter().map(AsRef::as_ref))
        .collect();
    if combined.is_empty() {
        return Err(DeriveError::Nothing);
    }
    let shown = statements.part(&combined)?;
    if base.signatures.len() + mandatory.len() != statements.lines().len() {
        return Err(ProofError::SignatureMismatch.into());
    }
    let value = DerivedProof {
        base_signature: base.base_signature,
        public_key: base.public_key,
        signatures: (0..statements.lines().len())
            .filter(|index| !mandatory.contains(index))
            .zip(base.signatures)
            .filter(|(index, _)| shown.indexes.contains(index))
            .map(|(_, signature)| signature)
            .collect(),
        label_map: shown.label_map,
        mandatory_indexes: shown
            .indexes
            .iter()
            .enumerate()
            .filter(|(_, index)| mandatory.contains(index))
            .map(|(position, _)| position)
            .collect(),
    };
    let mut revealed = select(&document, &combined).map_err(StatementsError::from)?;
    // A verifier knows the revealed document only; it must make the very statements that were chosen.
    let n_quads = canonicalize(&revealed).map_err(StatementsError::from)?;
    let (chosen, _) = split(statements.lines(), &shown.indexes);
    if value
        .lines(&n_quads)
        .ok()
        .is_none_or(|lines| lines != chosen)
    {
        return Err(StatementsError::Indistinct.into());
    }
    let mut proof = proof.clone();
    proof["proofValue"] = value.encode().into();
    revealed["proof"] = proof;
    Ok(revealed)
}
