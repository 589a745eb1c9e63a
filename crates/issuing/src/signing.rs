//! Signing with the keys of an issuer: proof sets, JWTs, OB 2.0 JWS.

use std::sync::Arc;

use accolade_storage::issuers::Issuer;
use accolade_storage::signing_keys;
use accolade_storage::types::{KeyAlgorithm, SigningKeyId};
use accolade_storage::{DbConnection, StorageError};
use jiff::Timestamp;
use openbadges::keys::{SignError, SigningKey};
use openbadges::proof::{ProofOptions, Suite, data_integrity, jws, vc_jwt};
use serde_json::{Map, Value};

use crate::Tools;
use crate::keyring::KeyringError;

/// Why something could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The issuer has no active key of this algorithm.
    #[error("the issuer has no active {0} key")]
    NoKey(KeyAlgorithm),
    /// The key does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The document cannot be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// One active key, opened.
pub(crate) struct ActiveKey {
    pub(crate) id: SigningKeyId,
    kid: String,
    key: Arc<SigningKey>,
}

/// What an issuer signs with.
pub(crate) struct Signer<'a> {
    tools: &'a Tools,
    slug: String,
    compatibility_proof: bool,
    pub(crate) proof: ActiveKey,
    pub(crate) jwt: ActiveKey,
}

impl<'a> Signer<'a> {
    /// Opens the keys for JSON-LD and JWT.
    pub(crate) fn load(
        conn: &mut DbConnection,
        tools: &'a Tools,
        issuer: &Issuer,
    ) -> Result<Self, SigningError> {
        let proof = active(conn, tools, issuer, KeyAlgorithm::EdDsa)?;
        let jwt = active(conn, tools, issuer, issuer.jwt_algorithm)?;
        Ok(Self {
            tools,
            slug: issuer.slug.clone(),
            compatibility_proof: issuer.compatibility_proof,
            proof,
            jwt,
        })
    }

    /// Signs a JSON-LD document with the issuer's proof set; gives the text to store.
    ///
    /// The second proof names the key under its older type, as readers of the older suite look for
    /// that type.
    pub(crate) fn json(&self, document: &Value, at: Timestamp) -> Result<String, SigningError> {
        let signed = data_integrity::sign(document, &self.proofs(at), &*self.proof.key)?;
        Ok(harmless(&signed.to_string()))
    }

    /// Signs a credential that is one of many of its badge class: the text of [`json`](Self::json), sooner.
    pub(crate) fn award(&self, credential: &Value, at: Timestamp) -> Result<String, SigningError> {
        let (proofs, key) = (self.proofs(at), &*self.proof.key);
        let signed = self.tools.templates.sign(credential, &proofs, key)?;
        Ok(harmless(&signed))
    }

    fn proofs(&self, at: Timestamp) -> Vec<ProofOptions> {
        let did = self.tools.addresses.issuer_did(&self.slug);
        let option = |suite, suffix| ProofOptions {
            suite,
            created: at,
            verification_method: format!("{did}#{}{suffix}", self.proof.kid),
            purpose: "assertionMethod".to_owned(),
        };
        let mut options = vec![option(Suite::EddsaRdfc2022, "")];
        if self.compatibility_proof {
            options.push(option(Suite::Ed25519Signature2020, "-2020"));
        }
        options
    }

    /// Signs a credential as a JWT whose `kid` is the address of the bare key.
    pub(crate) fn jwt(&self, credential: &Value) -> Result<String, SigningError> {
        let kid = self.tools.addresses.key(&self.slug, &self.jwt.kid);
        Ok(vc_jwt::sign(credential, &kid, &*self.jwt.key)?)
    }
}

/// Some wallets decode HTML entities before they parse. An ampersand can stand only inside a JSON
/// string, where this escape means the same.
fn harmless(json: &str) -> String {
    json.replace('&', "\\u0026")
}

/// The RSA key with which OB 2.0 assertions are signed.
pub(crate) struct V2Signer {
    pub(crate) key: ActiveKey,
    /// Address of the `CryptographicKey` document.
    pub(crate) creator: String,
}

impl V2Signer {
    /// Opens the key.
    pub(crate) fn load(
        conn: &mut DbConnection,
        tools: &Tools,
        issuer: &Issuer,
    ) -> Result<Self, SigningError> {
        let key = active(conn, tools, issuer, KeyAlgorithm::Rs256)?;
        let creator = tools.addresses.key_v2(&issuer.slug, &key.kid);
        Ok(Self { key, creator })
    }

    /// Signs the assertion as a compact JWS.
    pub(crate) fn jws(&self, payload: &[u8]) -> Result<String, SigningError> {
        Ok(jws::sign(Map::new(), payload, &*self.key.key)?)
    }
}

fn active(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: &Issuer,
    algorithm: KeyAlgorithm,
) -> Result<ActiveKey, SigningError> {
    let stored =
        signing_keys::active(conn, issuer.id, algorithm)?.ok_or(SigningError::NoKey(algorithm))?;
    let key = tools.keyring.signing_key(&stored)?;
    Ok(ActiveKey {
        id: stored.id,
        kid: stored.kid,
        key,
    })
}
