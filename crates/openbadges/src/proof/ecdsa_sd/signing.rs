//! The issuer's part: a base proof.

use serde_json::Value;

use super::value::BaseProof;
use super::{
    Canonicalize, Fresh, MOST_SIGNATURES, Signature, Statements, StatementsError, base_message,
    newest, split,
};
use crate::canonical::view::View;
use crate::keys::{PublicKey, SignError, Signer};
use crate::proof::data_integrity;
use crate::proof::{ProofOptions, Suite};

/// Signs a document with a base proof, which allows its holder to show parts of it.
///
/// `mandatory` are JSON pointers to what must always be shown; for badges see [`mandatory_in_badge`](super::mandatory_in_badge). `key` is the issuer's,
/// on P-256.
///
/// # Errors
/// If the document has a proof already or no canonical form, if a pointer leads nowhere, or if a key is of another kind.
pub fn sign<P: AsRef<str>>(
    document: &Value,
    options: &ProofOptions,
    mandatory: &[P],
    key: &dyn Signer,
    fresh: &Fresh<'_>,
) -> Result<Value, SignError> {
    sign_with(document, options, mandatory, key, fresh, &newest)
}

/// Signs like [`sign`], with another way to bring documents into canonical form.
pub fn sign_with<P: AsRef<str>>(
    document: &Value,
    options: &ProofOptions,
    mandatory: &[P],
    key: &dyn Signer,
    fresh: &Fresh<'_>,
    canonicalize: &Canonicalize<'_>,
) -> Result<Value, SignError> {
    let refused = |why: &str| SignError::Document(why.to_owned());
    let mut signed = document
        .as_object()
        .cloned()
        .ok_or_else(|| refused("it is no object"))?;
    if signed.contains_key("proof") {
        return Err(refused("it has a proof already"));
    }
    let proof_key = fresh.proof_key.public_key();
    let on_p256 = |key: &PublicKey| Suite::EcdsaSd2023.works_with(key.algorithm());
    if options.suite != Suite::EcdsaSd2023 || !on_p256(&key.public_key()) || !on_p256(&proof_key) {
        return Err(SignError::WrongKey(Suite::EcdsaSd2023.name()));
    }
    let statements = Statements::of(document, &fresh.hmac_key, canonicalize).map_err(unsignable)?;
    let chosen = statements.select(mandatory).map_err(unsignable)?;
    let (must, may) = split(statements.lines(), &chosen);
    if may.len() > MOST_SIGNATURES {
        return Err(refused(
            "it makes too many statements: make more of it mandatory",
        ));
    }
    let mut proof = data_integrity::configuration(document, options);
    let config = canonicalize(&View::options(&proof, &signed).to_value())?;
    let value = BaseProof {
        base_signature: signature(key, &base_message(&config, &proof_key, &must))?,
        signatures: may
            .iter()
            .map(|line| signature(fresh.proof_key, line.as_bytes()))
            .collect::<Result<_, _>>()?,
        public_key: proof_key,
        hmac_key: fresh.hmac_key,
        mandatory_pointers: mandatory
            .iter()
            .map(|pointer| pointer.as_ref().to_owned())
            .collect(),
    };
    proof.insert("proofValue".to_owned(), value.encode().into());
    signed.insert("proof".to_owned(), Value::Object(proof));
    Ok(Value::Object(signed))
}

fn signature(key: &dyn Signer, message: &[u8]) -> Result<Signature, SignError> {
    key.sign(message)?
        .try_into()
        .map_err(|_| SignError::Unavailable)
}

fn unsignable(error: StatementsError) -> SignError {
    match error {
        StatementsError::Canonical(error) => SignError::Canonical(error),
        other => SignError::Document(other.to_string()),
    }
}
