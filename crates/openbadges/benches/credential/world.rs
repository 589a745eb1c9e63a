//! The credential, its issuer's key, and the documents that verifying it asks for.

use openbadges::did::did_key;
use openbadges::json;
use openbadges::keys::{PublicKey, Signer as _, SigningKey};
use openbadges::proof::data_integrity::{self, ProofOptions, Suite};
use openbadges::status::{BitstringList, MINIMUM_ENTRIES, status_list_credential};
use openbadges::verify::{Fetch, FetchError, Fetched};
use serde_json::{Value, json};
use url::Url;

/// The credential, unsigned.
pub(crate) const CREDENTIAL: &str = include_str!("credential.json");

/// The contexts that the second proof's words are defined in.
const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";

/// Everything there is.
pub(crate) struct World {
    pub(crate) key: SigningKey,
    pub(crate) public: PublicKey,
    pub(crate) now: jiff::Timestamp,
    did: String,
    list: (Url, String),
}

impl World {
    pub(crate) fn new() -> Self {
        let key = SigningKey::ed25519_from_seed([7; 32]);
        let public = key.public_key();
        let did = did_key(&public).unwrap();
        let now = "2026-11-22T10:00:00Z".parse().unwrap();
        let url = Url::parse("https://badges.example.edu/status/3").unwrap();
        let mut world = Self {
            key,
            public,
            now,
            did,
            list: (url.clone(), String::new()),
        };
        let bits = BitstringList::new(MINIMUM_ENTRIES);
        let list = status_list_credential(url.as_str(), &world.did, "revocation", &bits, now);
        world.list.1 = world.proven(&list, &[Suite::EddsaRdfc2022]).to_string();
        world
    }

    /// Reads a credential and signs it in the name of our issuer, with a proof of each suite.
    pub(crate) fn signed(&self, credential: &str, suites: &[Suite]) -> String {
        let credential = self.issued(credential, suites);
        self.proven(&credential, suites).to_string()
    }

    /// The credential in the name of our issuer, with the contexts that proofs of these suites need.
    pub(crate) fn unsigned(&self, suites: &[Suite]) -> Value {
        self.issued(CREDENTIAL, suites)
    }

    fn issued(&self, credential: &str, suites: &[Suite]) -> Value {
        let mut credential = json::read(credential.as_bytes()).unwrap();
        credential["issuer"]["id"] = self.did.as_str().into();
        if suites.contains(&Suite::Ed25519Signature2020) {
            credential["@context"]
                .as_array_mut()
                .unwrap()
                .push(json!(ED25519_2020));
        }
        credential
    }

    /// The credential with our issuer, and with the subject id that a token must have.
    pub(crate) fn for_token(&self) -> Value {
        let mut credential = json::read(CREDENTIAL.as_bytes()).unwrap();
        credential["issuer"]["id"] = self.did.as_str().into();
        credential["credentialSubject"]["id"] =
            "urn:uuid:6f1c2b0e-8a54-4c1e-9f0e-2b7d5a7f1c01".into();
        credential
    }

    /// The options of a proof of each suite by our key.
    pub(crate) fn options(&self, suites: &[Suite]) -> Vec<ProofOptions> {
        let fragment = self.did.trim_start_matches("did:key:");
        suites
            .iter()
            .map(|suite| ProofOptions {
                suite: *suite,
                created: self.now,
                verification_method: format!("{}#{fragment}", self.did),
                purpose: "assertionMethod".to_owned(),
            })
            .collect()
    }

    /// Signs a document with a proof of each suite.
    pub(crate) fn proven(&self, document: &Value, suites: &[Suite]) -> Value {
        data_integrity::sign(document, &self.options(suites), &self.key).unwrap()
    }
}

/// The status list comes from memory; nothing else is ever asked for.
impl Fetch for World {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        if *url != self.list.0 {
            return Err(FetchError::Refused(url.to_string()));
        }
        Ok(Fetched {
            status: 200,
            media_type: Some("application/vc+ld+json".to_owned()),
            body: self.list.1.clone().into_bytes(),
            final_url: url.clone(),
        })
    }
}
