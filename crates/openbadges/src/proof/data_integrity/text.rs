//! From text to text and from text to a verdict, without a JSON value in between.

use serde_json::{Map, Value};

use super::{
    ProofError, ProofOptions, Suite, base58, check_key, check_signable, configuration, digest,
    hash_for, signature_of, suite_of,
};
use crate::canonical::part::{Part, canonicalize_part};
use crate::contexts::Edition;
use crate::json;
use crate::json::reader;
use crate::json::tape::{Tape, Token};
use crate::keys::{PublicKey, SignError, Signer};

/// The most proofs of one document that are looked at.
const MOST_PROOFS: usize = 16;

/// Signs a document like [`super::sign`], from its JSON text to the text with the proof as the last member.
///
/// Everything else in the text stays as it is, byte for byte. The text is read as strictly as
/// [`crate::json::read`] does.
pub fn sign_text(
    document: &str,
    options: &[ProofOptions],
    key: &dyn Signer,
) -> Result<String, SignError> {
    let refuse = |why: &str| SignError::Document(why.to_owned());
    let Some(mut tape) = reader::tape(document.as_bytes()) else {
        let error = json::read(document.as_bytes()).err();
        return Err(SignError::Document(error.map_or_else(
            || "it cannot be read".to_owned(),
            |error| error.to_string(),
        )));
    };
    if !matches!(tape.token(0), Token::Object { .. }) {
        return Err(refuse("it is no object"));
    }
    if tape.member(0, "proof").is_some() {
        return Err(refuse("it has a proof already"));
    }
    let is_empty = tape.after(0) == 1;
    let hash = hash_for(key.public_key().algorithm());
    let mut document_hash: Option<Vec<u8>> = None;
    let mut proofs = Vec::with_capacity(options.len());
    for options in options {
        check_signable(options.suite, key)?;
        if options.suite.signs_json_text() {
            // Its canonical form is made of the value anyhow.
            let value = tape.to_value(0);
            let signed = super::sign(&value, std::slice::from_ref(options), key)?;
            proofs.push(signed["proof"].to_string());
            continue;
        }
        let proof = configuration(&Value::Null, options);
        let texts = proof.iter();
        let texts = texts.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
        let part = Part {
            object: tape.append(texts),
            without: None,
            context: tape.member(0, "@context"),
        };
        let lines = |part| canonicalize_part(&tape, part, Edition::Newest, hash);
        let mut signed = digest(hash, &lines(part)?);
        signed.extend_from_slice(match &document_hash {
            Some(known) => known,
            None => document_hash.insert(digest(hash, &lines(Part::WHOLE)?)),
        });
        proofs.push(with_value(proof, &key.sign(&signed)?));
    }
    let proof = match proofs.as_slice() {
        [] => return Err(refuse("no proof was asked for")),
        [one] => one.clone(),
        several => format!("[{}]", several.join(",")),
    };
    let document = document.trim_start_matches('\u{feff}').trim_end();
    let members = document.strip_suffix('}').unwrap_or(document);
    let comma = if is_empty { "" } else { "," };
    Ok(format!("{members}{comma}\"proof\":{proof}}}"))
}

/// The JSON text of a proof with its signature.
fn with_value(mut proof: Map<String, Value>, signature: &[u8]) -> String {
    let mut value = "z".to_owned();
    base58::encode(signature, &mut value);
    proof.insert("proofValue".to_owned(), value.into());
    Value::Object(proof).to_string()
}

/// Checks the proofs of a document with a key, from the document's JSON text.
///
/// Every proof must hold, and there must be one at least. Who the key belongs to, what a proof is for and
/// when it was made is for the caller to judge, as with [`super::verify`].
pub fn verify_text(document: &[u8], key: &PublicKey, edition: Edition) -> Result<(), ProofError> {
    let tape = reader::tape(document)
        .filter(|tape| matches!(tape.token(0), Token::Object { .. }))
        .ok_or(ProofError::Malformed("the document is no JSON object"))?;
    let proofs = tape
        .member(0, "proof")
        .ok_or(ProofError::Malformed("there is none"))?;
    let mut verifying = Verifying {
        tape: &tape,
        key,
        edition,
        document_hash: None,
        document: None,
    };
    let mut count = 0;
    for proof in tape.items(proofs) {
        count += 1;
        if count > MOST_PROOFS {
            return Err(ProofError::Malformed("there are too many"));
        }
        verifying.check(proof)?;
    }
    match count {
        0 => Err(ProofError::Malformed("there is none")),
        _ => Ok(()),
    }
}

struct Verifying<'t> {
    tape: &'t Tape<'t>,
    key: &'t PublicKey,
    edition: Edition,
    /// What has been worked out for an earlier proof.
    document_hash: Option<Vec<u8>>,
    document: Option<Value>,
}

impl Verifying<'_> {
    fn check(&mut self, place: usize) -> Result<(), ProofError> {
        let proof = self.tape.to_value(place);
        let suite = suite_of(&proof).ok_or(ProofError::UnsupportedSuite)?;
        let members = proof
            .as_object()
            .ok_or(ProofError::Malformed("it is no object"))?;
        let needs_values = suite.signs_json_text() || suite == Suite::EcdsaSd2023;
        if needs_values || members.contains_key("previousProof") {
            let tape = self.tape;
            let document = self.document.get_or_insert_with(|| tape.to_value(0));
            return super::verify(document, &proof, self.key, self.edition);
        }
        check_key(suite, self.key)?;
        let signature = signature_of(members, self.key.algorithm())?;
        let hash = hash_for(self.key.algorithm());
        let options = Part {
            object: place,
            without: Some("proofValue"),
            context: self.tape.member(0, "@context"),
        };
        let lines = |part| canonicalize_part(self.tape, part, self.edition, hash);
        let options = digest(hash, &lines(options).map_err(ProofError::Configuration)?);
        let document = match &self.document_hash {
            Some(known) => known,
            None => {
                let lines = lines(Part::UNSECURED).map_err(ProofError::Document)?;
                self.document_hash.insert(digest(hash, &lines))
            }
        };
        let signed = [options.as_slice(), document.as_slice()].concat();
        self.key
            .verify(&signed, &signature)
            .map_err(|_| ProofError::SignatureMismatch)
    }
}
