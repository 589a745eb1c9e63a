//! One more proof on a document that may have some already: sets, chains and what only some proofs say.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    ProofError, ProofOptions, canonical_json, check_signable, configuration, digest, hash_for,
    previous_proofs,
};
use crate::canonical::rdfc::Hash;
use crate::canonical::view::View;
use crate::canonical::{CanonicalError, canonicalize_view};
use crate::contexts::Edition;
use crate::json::items;
use crate::keys::{SignError, Signer};
use crate::time::format_seconds;

/// A proof to be made, with the members that only some proofs have (Data Integrity 1.0, section 2.1).
///
/// ```
/// use openbadges::proof::data_integrity::{NewProof, ProofOptions, Suite};
///
/// let proof = NewProof::from(ProofOptions {
///     suite: Suite::EddsaRdfc2022,
///     created: "2026-11-22T10:00:00Z".parse()?,
///     verification_method: "did:example:ada#key-1".to_owned(),
///     purpose: "authentication".to_owned(),
/// })
/// .challenge("8f2c")
/// .domain("https://verifier.example");
/// assert_eq!(proof.domains, ["https://verifier.example"]);
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NewProof {
    /// What every proof says.
    pub options: ProofOptions,
    /// `id`: a URL by which later proofs can name this one.
    pub id: Option<String>,
    /// `expires`: when the proof ends; written in whole seconds.
    pub expires: Option<Timestamp>,
    /// `domain`: for whom the proof is meant; one is written as text, several as a list.
    pub domains: Vec<String>,
    /// `challenge`: the text that the verifier asked to be signed, against replay.
    pub challenge: Option<String>,
    /// `nonce`: a text of the signer's own, against linking by the signature.
    pub nonce: Option<String>,
    /// `previousProof`: the ids of proofs that must be there before; one is written as text.
    pub previous: Vec<String>,
}

impl From<ProofOptions> for NewProof {
    fn from(options: ProofOptions) -> Self {
        Self {
            options,
            id: None,
            expires: None,
            domains: Vec::new(),
            challenge: None,
            nonce: None,
            previous: Vec::new(),
        }
    }
}

impl NewProof {
    /// Gives the proof an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Lets the proof end at a moment.
    #[must_use]
    pub fn expires(mut self, at: Timestamp) -> Self {
        self.expires = Some(at);
        self
    }

    /// Adds somebody for whom the proof is meant.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domains.push(domain.into());
        self
    }

    /// Answers a challenge.
    #[must_use]
    pub fn challenge(mut self, challenge: impl Into<String>) -> Self {
        self.challenge = Some(challenge.into());
        self
    }

    /// Adds a nonce.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }

    /// Builds upon the proof of this id, which the document must have already.
    #[must_use]
    pub fn after(mut self, previous: impl Into<String>) -> Self {
        self.previous.push(previous.into());
        self
    }

    /// The proof without its signature, in the order in which it is written.
    fn configuration(&self, document: &Value) -> Map<String, Value> {
        let mut proof = configuration(document, &self.options);
        let mut add = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                proof.insert(name.to_owned(), value);
            }
        };
        add("id", self.id.clone().map(Value::from));
        add("expires", self.expires.map(|at| format_seconds(at).into()));
        add("domain", one_or_several(&self.domains));
        add("challenge", self.challenge.clone().map(Value::from));
        add("nonce", self.nonce.clone().map(Value::from));
        add("previousProof", one_or_several(&self.previous));
        proof
    }
}

/// Adds a proof to a document, beside those it has (a proof set) or after them (a proof chain).
///
/// The proof covers the document without its other proofs, except those that [`NewProof::previous`] names: these are
/// covered with their signatures (Data Integrity 1.0, sections 4.3 and 4.5). A first proof is written as an object,
/// several as an array in the order in which they were added.
pub fn add_proof(document: &Value, proof: &NewProof, key: &dyn Signer) -> Result<Value, SignError> {
    add_proof_views(document, proof, key, |view, hash| {
        canonicalize_view(view, Edition::Newest, hash)
    })
}

/// Adds a proof like [`add_proof`], with another way to bring documents into canonical form.
pub fn add_proof_with(
    document: &Value,
    proof: &NewProof,
    key: &dyn Signer,
    canonicalize: impl Fn(&Value, Hash) -> Result<String, CanonicalError>,
) -> Result<Value, SignError> {
    add_proof_views(document, proof, key, |view, hash| {
        canonicalize(&view.to_value(), hash)
    })
}

fn add_proof_views(
    document: &Value,
    proof: &NewProof,
    key: &dyn Signer,
    canonicalize: impl Fn(View<'_>, Hash) -> Result<String, CanonicalError>,
) -> Result<Value, SignError> {
    check_signable(proof.options.suite, key)?;
    let members = document
        .as_object()
        .ok_or_else(|| SignError::Document("it is no object".to_owned()))?;
    let config = proof.configuration(document);
    let previous = match config.get("previousProof") {
        Some(previous) => Some(previous_proofs(document, previous).map_err(of_proof)?),
        None => None,
    };
    let unsecured = View {
        with: previous.as_ref().map(|proofs| ("proof", proofs)),
        ..View::unsecured(members)
    };
    let hash = hash_for(key.public_key().algorithm());
    let signed = if proof.options.suite.signs_json_text() {
        let text = |value: &Value| canonical_json(value).map_err(|error| of_proof(error.into()));
        let config = text(&Value::Object(config.clone()))?;
        let unsecured = text(&unsecured.to_value())?;
        [digest(hash, &config), digest(hash, &unsecured)].concat()
    } else {
        let config = canonicalize(View::options(&config, members), hash)?;
        let unsecured = canonicalize(unsecured, hash)?;
        [digest(hash, &config), digest(hash, &unsecured)].concat()
    };
    let signature = bs58::encode(key.sign(&signed)?).into_string();
    let mut made = config;
    made.insert("proofValue".to_owned(), format!("z{signature}").into());
    let mut proofs = members.get("proof").map_or(&[][..], items).to_vec();
    proofs.push(Value::Object(made));
    let proofs = match proofs.len() {
        1 => proofs.swap_remove(0),
        _ => Value::Array(proofs),
    };
    let mut secured = members.clone();
    secured.shift_remove("proof");
    secured.insert("proof".to_owned(), proofs);
    Ok(Value::Object(secured))
}

fn of_proof(error: ProofError) -> SignError {
    match error {
        ProofError::Document(error) | ProofError::Configuration(error) => error.into(),
        other => SignError::Document(other.to_string()),
    }
}

fn one_or_several(texts: &[String]) -> Option<Value> {
    match texts {
        [] => None,
        [one] => Some(one.as_str().into()),
        several => Some(several.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::did::did_key;
    use crate::keys::SigningKey;
    use crate::proof::data_integrity::{Suite, verify};
    use serde_json::json;

    fn key(seed: u8) -> SigningKey {
        SigningKey::ed25519_from_seed([seed; 32])
    }

    fn plan(key: &SigningKey, suite: Suite) -> NewProof {
        let did = did_key(&key.public_key()).unwrap();
        NewProof::from(ProofOptions {
            suite,
            created: "2026-11-22T10:00:00Z".parse().unwrap(),
            verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
            purpose: "assertionMethod".to_owned(),
        })
    }

    fn document() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": "did:example:issuer",
            "credentialSubject": {"id": "did:example:subject"},
        })
    }

    fn holds(document: &Value, index: usize, key: &SigningKey) -> bool {
        let proof = &items(&document["proof"])[index];
        verify(document, proof, &key.public_key(), Edition::Newest).is_ok()
    }

    #[test]
    fn each_proof_of_a_set_covers_the_document_alone() {
        let (first, second) = (key(1), key(2));
        let one = add_proof(&document(), &plan(&first, Suite::EddsaRdfc2022), &first).unwrap();

        let two = add_proof(&one, &plan(&second, Suite::EddsaJcs2022), &second).unwrap();

        assert!(one["proof"].is_object());
        assert!(holds(&two, 0, &first) && holds(&two, 1, &second));
        let mut without_first = two;
        without_first["proof"].as_array_mut().unwrap().remove(0);
        assert!(holds(&without_first, 0, &second));
    }

    #[test]
    fn a_chained_proof_falls_with_the_one_it_builds_upon() {
        let (first, second) = (key(1), key(2));
        for suite in [Suite::EddsaRdfc2022, Suite::EddsaJcs2022] {
            let one = plan(&first, suite).id("urn:uuid:1");
            let one = add_proof(&document(), &one, &first).unwrap();
            let two = plan(&second, suite).after("urn:uuid:1");
            let two = add_proof(&one, &two, &second).unwrap();
            assert!(holds(&two, 0, &first) && holds(&two, 1, &second));

            let mut changed = two.clone();
            changed["proof"][0]["created"] = "2026-11-22T10:00:01Z".into();
            let mut removed = two.clone();
            removed["proof"].as_array_mut().unwrap().remove(0);

            assert!(!holds(&changed, 1, &second));
            assert!(!holds(&removed, 0, &second));
        }
    }

    #[test]
    fn a_proof_after_one_that_is_not_there_is_not_made() {
        let key = key(1);
        let proof = plan(&key, Suite::EddsaRdfc2022).after("urn:uuid:1");

        assert!(add_proof(&document(), &proof, &key).is_err());
    }

    #[test]
    fn every_member_of_a_proof_is_signed() {
        let key = key(1);
        let proof = plan(&key, Suite::EddsaRdfc2022)
            .id("urn:uuid:1")
            .expires("2027-01-01T00:00:00Z".parse().unwrap())
            .domain("https://a.example")
            .domain("https://b.example")
            .challenge("c")
            .nonce("n");
        let signed = add_proof(&document(), &proof, &key).unwrap();
        assert!(holds(&signed, 0, &key));
        assert_eq!(
            signed["proof"]["domain"],
            json!(["https://a.example", "https://b.example"])
        );

        for member in ["id", "expires", "domain", "challenge", "nonce", "created"] {
            let mut changed = signed.clone();
            changed["proof"][member] = match member {
                "id" | "domain" => "urn:uuid:2".into(),
                "expires" | "created" => "2028-01-01T00:00:00Z".into(),
                _ => "x".into(),
            };

            assert!(!holds(&changed, 0, &key), "{member}");
        }
    }
}
