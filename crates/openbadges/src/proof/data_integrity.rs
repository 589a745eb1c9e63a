//! Proofs inside the document (W3C Data Integrity): made and checked.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384};

mod adding;
mod text;

pub use super::{ProofOptions, Suite};
pub use adding::{NewProof, add_proof, add_proof_with};
pub use text::{sign_text, verify_text};

use super::base58;
use super::ecdsa_sd;
use super::jcs::{JcsError, canonical_json};
use crate::canonical::rdfc::Hash;
use crate::canonical::view::View;
use crate::canonical::{CanonicalError, canonicalize_view};
use crate::contexts::Edition;
use crate::json::items;
use crate::keys::{Algorithm, PublicKey, SignError, Signer};
use crate::time::format_seconds;

/// Why a proof does not hold, by the stage at which it fell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The proof lacks something or says it in a wrong way.
    #[error("malformed proof: {0}")]
    Malformed(&'static str),
    /// The proof is of a suite that is not understood.
    #[error("the proof is of a suite that is not supported")]
    UnsupportedSuite,
    /// The key is of another kind than the suite works with.
    #[error("the suite {suite} does not work with {key} keys")]
    WrongKey {
        /// The name of the suite.
        suite: &'static str,
        /// The algorithm of the key.
        key: Algorithm,
    },
    /// A base proof of `ecdsa-sd-2023`, which is for the holder alone.
    #[error("it is a base proof, which is for the holder alone; what is shown needs a derived one")]
    BaseProof,
    /// `previousProof` names no proof of the document.
    #[error("the previous proof is not in the document")]
    PreviousProof,
    /// The contexts of document and proof contradict each other.
    #[error("the contexts of the proof are not those of the document")]
    Context,
    /// The document has no canonical form.
    #[error("the document: {0}")]
    Document(#[source] CanonicalError),
    /// The proof, without its signature, has no canonical form.
    #[error("the proof: {0}")]
    Configuration(#[source] CanonicalError),
    /// A number that cannot be written canonically.
    #[error(transparent)]
    Jcs(#[from] JcsError),
    /// The signature was not made over this document and these proof options by this key.
    #[error("the signature does not match")]
    SignatureMismatch,
}

/// Signs a document with one proof for each of the options.
///
/// One proof is added as an object, several as an array (a proof set, in which each proof covers the
/// document without any proof). `proof` becomes the last member.
pub fn sign(
    document: &Value,
    options: &[ProofOptions],
    key: &dyn Signer,
) -> Result<Value, SignError> {
    let members = document
        .as_object()
        .ok_or_else(|| SignError::Document("it is no object".to_owned()))?;
    if members.contains_key("proof") {
        return Err(SignError::Document("it has a proof already".to_owned()));
    }
    let hash = hash_for(key.public_key().algorithm());
    let mut document_hash = HashOnce::default();
    let mut proofs = Vec::with_capacity(options.len());
    for options in options {
        check_signable(options.suite, key)?;
        let proof = configuration(document, options);
        let signed = if options.suite.signs_json_text() {
            let jcs = |value: &Value| {
                canonical_json(value).map_err(|error| SignError::Document(error.to_string()))
            };
            [
                digest(hash, &jcs(&Value::Object(proof.clone()))?),
                digest(hash, &jcs(document)?),
            ]
            .concat()
        } else {
            let config = canonicalize_view(View::options(&proof, members), Edition::Newest, hash)?;
            [digest(hash, &config), document_hash.get(members, hash)?].concat()
        };
        let mut value = "z".to_owned();
        base58::encode(&key.sign(&signed)?, &mut value);
        let mut proof = proof;
        proof.insert("proofValue".to_owned(), value.into());
        proofs.push(Value::Object(proof));
    }
    let proof = match proofs.len() {
        0 => return Err(SignError::Document("no proof was asked for".to_owned())),
        1 => proofs.swap_remove(0),
        _ => Value::Array(proofs),
    };
    let mut signed = members.clone();
    signed.insert("proof".to_owned(), proof);
    Ok(Value::Object(signed))
}

/// Checks one proof of a document with a key.
///
/// `document` is the whole document: its other proofs do not count, except those that
/// `previousProof` names. Who the key belongs to, what the proof is for and when it was made is for
/// the caller to judge.
pub fn verify(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    edition: Edition,
) -> Result<(), ProofError> {
    verify_views(document, proof, key, |view, hash| {
        canonicalize_view(view, edition, hash)
    })
}

/// Checks a proof like [`verify`], with another way to bring documents into canonical form.
///
/// The hash that orders the blank nodes is the key's: SHA-384 for P-384, SHA-256 for all others.
pub fn verify_with(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    canonicalize: impl Fn(&Value, Hash) -> Result<String, CanonicalError>,
) -> Result<(), ProofError> {
    verify_views(document, proof, key, |view, hash| {
        canonicalize(&view.to_value(), hash)
    })
}

/// Checks a proof like [`verify_with`], without making a document of what the proof covers.
pub(crate) fn verify_views(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    canonicalize: impl Fn(View<'_>, Hash) -> Result<String, CanonicalError>,
) -> Result<(), ProofError> {
    match covered(document, proof, key, &canonicalize)? {
        Some(covered) => key
            .verify(&covered.signed, &covered.signature)
            .map_err(|_| ProofError::SignatureMismatch),
        None => {
            let members = document.as_object().ok_or(NO_OBJECT)?;
            let proof = proof.as_object().ok_or(NO_PROOF_OBJECT)?;
            ecdsa_sd::verify(members, proof, key, &|view| {
                canonicalize(view, Hash::Sha256)
            })
        }
    }
}

const NO_OBJECT: ProofError = ProofError::Malformed("the document is no object");
const NO_PROOF_OBJECT: ProofError = ProofError::Malformed("it is no object");

/// The bytes that a proof signs, and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) signed: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// What a proof covers, all but the arithmetic of [`verify`]; `None` for `ecdsa-sd-2023`, which has many signatures.
pub(super) fn covered(
    document: &Value,
    proof: &Value,
    key: &PublicKey,
    canonicalize: impl Fn(View<'_>, Hash) -> Result<String, CanonicalError>,
) -> Result<Option<Covered>, ProofError> {
    let suite = suite_of(proof).ok_or(ProofError::UnsupportedSuite)?;
    check_key(suite, key)?;
    let members = document.as_object().ok_or(NO_OBJECT)?;
    let proof = proof.as_object().ok_or(NO_PROOF_OBJECT)?;
    if suite == Suite::EcdsaSd2023 {
        return Ok(None);
    }
    let hash = hash_for(key.algorithm());
    let signature = signature_of(proof, key.algorithm())?;
    let previous = match proof.get("previousProof") {
        Some(previous) => Some(previous_proofs(document, previous)?),
        None => None,
    };
    let unsecured = View {
        with: previous.as_ref().map(|proofs| ("proof", proofs)),
        ..View::unsecured(members)
    };
    let signed = if suite.signs_json_text() {
        let mut config = proof.clone();
        config.shift_remove("proofValue");
        let mut unsecured = unsecured.to_value();
        if let Some(context) = config.get("@context") {
            check_context_prefix(context, document)?;
            unsecured["@context"] = context.clone();
        }
        let config = canonical_json(&Value::Object(config))?;
        let unsecured = canonical_json(&unsecured)?;
        [digest(hash, &config), digest(hash, &unsecured)].concat()
    } else {
        let options = View::options(proof, members);
        let config = canonicalize(options, hash).map_err(ProofError::Configuration)?;
        let unsecured = canonicalize(unsecured, hash).map_err(ProofError::Document)?;
        [digest(hash, &config), digest(hash, &unsecured)].concat()
    };
    Ok(Some(Covered { signed, signature }))
}

/// Whether a proof covers other proofs as well.
pub(super) fn is_chained(proof: &Value) -> bool {
    proof.get("previousProof").is_some()
}

/// The SHA-256 of the options of a proof under the contexts of its document.
pub(super) fn hash_of_options(
    options: &Map<String, Value>,
    context: &Value,
    edition: Edition,
) -> Result<Vec<u8>, CanonicalError> {
    let under = View {
        with: Some(("@context", context)),
        ..View::whole(options)
    };
    canonicalize_view(under, edition, Hash::Sha256).map(|lines| digest(Hash::Sha256, &lines))
}

/// Tells which suite a proof is of; `None` if it is none that is understood.
pub fn suite_of(proof: &Value) -> Option<Suite> {
    match (proof.get("type")?.as_str()?, proof.get("cryptosuite")) {
        ("Ed25519Signature2020", None) => Some(Suite::Ed25519Signature2020),
        ("DataIntegrityProof", Some(Value::String(cryptosuite))) => match cryptosuite.as_str() {
            "eddsa-rdfc-2022" => Some(Suite::EddsaRdfc2022),
            "eddsa-jcs-2022" => Some(Suite::EddsaJcs2022),
            "eddsa-2022" => Some(Suite::Eddsa2022),
            "ecdsa-rdfc-2019" => Some(Suite::EcdsaRdfc2019),
            "ecdsa-jcs-2019" => Some(Suite::EcdsaJcs2019),
            "ecdsa-sd-2023" => Some(Suite::EcdsaSd2023),
            _ => None,
        },
        _ => None,
    }
}

fn check_key(suite: Suite, key: &PublicKey) -> Result<(), ProofError> {
    if suite.works_with(key.algorithm()) {
        Ok(())
    } else {
        Err(ProofError::WrongKey {
            suite: suite.name(),
            key: key.algorithm(),
        })
    }
}

pub(super) fn check_signable(suite: Suite, key: &dyn Signer) -> Result<(), SignError> {
    if suite == Suite::Eddsa2022 {
        return Err(SignError::Retired(suite.name()));
    }
    if suite == Suite::EcdsaSd2023 {
        return Err(SignError::NeedsRandomness(suite.name()));
    }
    check_key(suite, &key.public_key()).map_err(|_| SignError::WrongKey(suite.name()))
}

pub(super) fn configuration(document: &Value, options: &ProofOptions) -> Map<String, Value> {
    let mut proof = Map::new();
    if options.suite.signs_json_text()
        && let Some(context) = document.get("@context")
    {
        proof.insert("@context".to_owned(), context.clone());
    }
    proof.insert("type".to_owned(), options.suite.proof_type().into());
    if let Some(cryptosuite) = options.suite.cryptosuite() {
        proof.insert("cryptosuite".to_owned(), cryptosuite.into());
    }
    proof.insert("created".to_owned(), format_seconds(options.created).into());
    proof.insert(
        "verificationMethod".to_owned(),
        options.verification_method.as_str().into(),
    );
    proof.insert("proofPurpose".to_owned(), options.purpose.as_str().into());
    proof
}

/// Canonicalises the document when the first proof needs it, and only then.
#[derive(Default)]
struct HashOnce(Option<Vec<u8>>);

impl HashOnce {
    fn get(&mut self, document: &Map<String, Value>, hash: Hash) -> Result<Vec<u8>, SignError> {
        if let Some(known) = &self.0 {
            return Ok(known.clone());
        }
        let lines = canonicalize_view(View::whole(document), Edition::Newest, hash)?;
        let made = digest(hash, &lines);
        self.0 = Some(made.clone());
        Ok(made)
    }
}

/// The hash that goes with a kind of key, for the documents and for the order of their blank nodes.
fn hash_for(algorithm: Algorithm) -> Hash {
    match algorithm {
        Algorithm::Es384 => Hash::Sha384,
        Algorithm::EdDsa | Algorithm::Es256 | Algorithm::Rs256 => Hash::Sha256,
    }
}

pub(crate) fn digest(hash: Hash, text: &str) -> Vec<u8> {
    match hash {
        Hash::Sha256 => Sha256::digest(text).to_vec(),
        Hash::Sha384 => Sha384::digest(text).to_vec(),
    }
}

/// The signature in `proofValue`: 96 bytes by a P-384 key, 64 by all others that embedded proofs know.
pub(super) fn signature_of(
    proof: &Map<String, Value>,
    algorithm: Algorithm,
) -> Result<Vec<u8>, ProofError> {
    let text = proof
        .get("proofValue")
        .and_then(Value::as_str)
        .and_then(|value| value.strip_prefix('z'))
        .ok_or(ProofError::Malformed(
            "proofValue is not a text that begins with z",
        ))?;
    if algorithm == Algorithm::Es384 {
        // 96 bytes never take more than 132 digits, and base58 takes quadratic time.
        let mut signature = vec![0; 96];
        if text.len() <= 132 && bs58::decode(text).onto(signature.as_mut_slice()) == Ok(96) {
            return Ok(signature);
        }
        return Err(ProofError::Malformed(
            "proofValue is not 96 bytes of base58",
        ));
    }
    base58::decode_64(text)
        .map(Vec::from)
        .ok_or(ProofError::Malformed(
            "proofValue is not 64 bytes of base58",
        ))
}

/// The proofs that a chained proof builds upon, in the order in which it names them.
fn previous_proofs(document: &Value, previous: &Value) -> Result<Value, ProofError> {
    let proofs = items(document.get("proof").unwrap_or(&Value::Null));
    let named = match previous {
        Value::String(_) => std::slice::from_ref(previous),
        Value::Array(ids) if !ids.is_empty() => ids.as_slice(),
        _ => return Err(ProofError::PreviousProof),
    };
    let mut found = Vec::new();
    for id in named {
        let id = id.as_str().ok_or(ProofError::PreviousProof)?;
        let mut matching = proofs
            .iter()
            .filter(|proof| proof.get("id") == Some(&id.into()));
        match (matching.next(), matching.next()) {
            (Some(proof), None) => found.push(proof.clone()),
            _ => return Err(ProofError::PreviousProof),
        }
    }
    Ok(Value::Array(found))
}

/// The document may list more contexts than the proof, but only after those of the proof.
fn check_context_prefix(context: &Value, document: &Value) -> Result<(), ProofError> {
    let own = items(document.get("@context").unwrap_or(&Value::Null));
    if own.starts_with(items(context)) {
        Ok(())
    } else {
        Err(ProofError::Context)
    }
}

#[cfg(test)]
mod tests;
