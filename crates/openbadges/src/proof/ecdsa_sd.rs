//! Selective disclosure with `ecdsa-sd-2023` (Data Integrity ECDSA Cryptosuites, section 3.4 and 3.5).
//!
//! The issuer signs each statement of a credential by itself and gives the holder a *base proof*; the holder takes out what
//! concerns nobody and makes a *derived proof* for the rest; a verifier checks that with the issuer's key as any other proof,
//! through [`data_integrity::verify`](super::data_integrity::verify). What the issuer made mandatory cannot be taken out.
//!
//! A base proof is for the holder alone. As a derived proof it does not verify.

mod cbor;
mod selection;
mod skolem;
mod statements;
mod value;

pub use selection::{NoSuchPart, select};
pub use statements::{Canonicalize, Statements, StatementsError};
pub use value::{BaseProof, DerivedProof, Signature};

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::data_integrity::{self, ProofError};
use super::{ProofOptions, Suite};
use crate::canonical::view::View;
use crate::canonical::{CanonicalError, canonicalize};
use crate::contexts::Edition;
use crate::json::items;
use crate::keys::{PublicKey, SignError, Signer};
use value::{ProofValue, key_bytes};

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

/// Signs a document with a base proof, which allows its holder to show parts of it.
///
/// `mandatory` are JSON pointers to what must always be shown; for badges see [`mandatory_in_badge`]. `key` is the issuer's,
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

/// Takes parts out of a document with a base proof and proves them; `proof` is the base proof.
///
/// What the issuer made mandatory is always in. The base proof is not verified here: [`verify_base`] does.
pub fn derive<P: AsRef<str>>(
    document: &Value,
    proof: &Value,
    pointers: &[P],
) -> Result<Value, DeriveError> {
    derive_with(document, proof, pointers, &newest)
}

/// Derives like [`derive`], with another way to bring documents into canonical form.
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
pub(super) fn verify(
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

/// Tells whether the `proofValue` of a proof is that of a base proof.
pub fn is_base_proof(proof: &Value) -> bool {
    members(proof)
        .and_then(proof_value)
        .and_then(ProofValue::decode)
        .is_ok_and(|value| matches!(value, ProofValue::Base(_)))
}

/// JSON pointers to what a badge must always show: all that Open Badges 3.0 requires (its section 8.3), and what could
/// take the badge back or limits it. Without the latter a holder could hide a revocation.
pub fn mandatory_in_badge(credential: &Value) -> Vec<String> {
    const FRAME: &[&str] = &[
        "issuer",
        "name",
        "validFrom",
        "validUntil",
        "issuanceDate",
        "expirationDate",
        "credentialStatus",
        "credentialSchema",
        "termsOfUse",
        "refreshService",
    ];
    const ACHIEVEMENT: &[&str] = &[
        "id",
        "type",
        "name",
        "description",
        "criteria",
        "achievementType",
    ];
    let mut pointers = Vec::new();
    let mut add = |value: &Value, at: &str, names: &[&str]| {
        let present = names.iter().filter(|name| value.get(**name).is_some());
        pointers.extend(present.map(|name| format!("{at}/{name}")));
    };
    add(credential, "", FRAME);
    for (subject, at) in numbered(credential, "", "credentialSubject") {
        add(subject, &at, &["id", "type", "identifier"]);
        for (achievement, at) in numbered(subject, &at, "achievement") {
            add(achievement, &at, ACHIEVEMENT);
        }
    }
    pointers
}

/// The values of a member that may be one or several, with their pointers.
fn numbered<'v>(
    value: &'v Value,
    at: &str,
    name: &str,
) -> impl Iterator<Item = (&'v Value, String)> {
    let member = value.get(name).unwrap_or(&Value::Null);
    let at = format!("{at}/{name}");
    let many = member.is_array();
    items(member).iter().enumerate().map(move |(index, value)| {
        let pointer = if many {
            format!("{at}/{index}")
        } else {
            at.clone()
        };
        (value, pointer)
    })
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

fn unverifiable(error: StatementsError) -> ProofError {
    match error {
        StatementsError::Canonical(error) => ProofError::Document(error),
        StatementsError::Pointer(_) | StatementsError::Indistinct => ProofError::SignatureMismatch,
    }
}
