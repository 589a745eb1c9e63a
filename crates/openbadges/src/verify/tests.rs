//! Made-up badges against every rule, and input that nobody would write by mistake.

use std::cell::Cell;
use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use super::*;
use crate::did::did_key;
use crate::keys::{Signer, SigningKey};
use crate::proof::data_integrity::{ProofOptions, Suite, sign};

mod asides;
mod credentials;
mod curves;
mod extensions;
mod hosted;
mod hostile;
mod jose;
mod lists;
mod policies;
mod presentations;
mod provenance;
mod resources;
mod rewritten;
mod sd_jwt;
mod tokens;
mod trust;

const NOW: &str = "2026-11-22T12:00:00Z";
const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/// A small web that counts how often it is asked.
#[derive(Default)]
struct Web {
    pages: HashMap<String, (u16, Vec<u8>)>,
    /// Addresses that send their readers elsewhere.
    moved: HashMap<String, String>,
    asked: Cell<usize>,
}

impl Web {
    fn with(mut self, url: &str, document: &Value) -> Self {
        self.pages
            .insert(url.to_owned(), (200, document.to_string().into_bytes()));
        self
    }

    fn answering(mut self, url: &str, status: u16, body: &str) -> Self {
        self.pages
            .insert(url.to_owned(), (status, body.as_bytes().to_vec()));
        self
    }

    fn sending(mut self, from: &str, to: &str) -> Self {
        self.moved.insert(from.to_owned(), to.to_owned());
        self
    }
}

impl Fetch for Web {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        self.asked.set(self.asked.get() + 1);
        let final_url = self.moved.get(url.as_str());
        let final_url = final_url.map_or_else(|| url.clone(), |to| Url::parse(to).unwrap());
        let (status, body) = self
            .pages
            .get(final_url.as_str())
            .cloned()
            .ok_or_else(|| FetchError::Unreachable("nobody is there".to_owned()))?;
        Ok(Fetched {
            status,
            media_type: None,
            body,
            final_url,
        })
    }
}

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn key(seed: u8) -> SigningKey {
    SigningKey::ed25519_from_seed([seed; 32])
}

fn did(seed: u8) -> String {
    did_key(&key(seed).public_key()).unwrap()
}

/// The full name of a did:key.
fn method(seed: u8) -> String {
    let did = did(seed);
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// A badge by the did:key of seed 1, not signed yet.
fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", OPEN_BADGES],
        "id": "https://school.example/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did(1), "type": ["Profile"], "name": "Kestrel Hill School"},
        "validFrom": "2026-11-06T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": true,
                "identityHash": crate::recipient::hash_identity("amara@example.org", "salt"),
                "identityType": "emailAddress",
                "salt": "salt",
            }],
            "achievement": {
                "id": "https://school.example/badges/1",
                "type": ["Achievement"],
                "name": "Listening",
                "description": "Listens before speaking.",
                "criteria": {"narrative": "Listen to five people."},
            },
        },
    })
}

fn signed_by(document: &Value, seed: u8, method: &str) -> Value {
    let options = ProofOptions {
        suite: Suite::EddsaRdfc2022,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: method.to_owned(),
        purpose: "assertionMethod".to_owned(),
    };
    sign(document, &[options], &key(seed)).unwrap()
}

fn signed(document: &Value) -> Value {
    signed_by(document, 1, &method(1))
}

fn check(document: &Value) -> Report {
    check_with(document, &Web::default())
}

fn check_with(document: &Value, web: &Web) -> Report {
    check_bytes(document.to_string().as_bytes(), web)
}

fn check_bytes(bytes: &[u8], web: &Web) -> Report {
    verify(
        &Request {
            input: Input::Bytes(bytes),
            recipient: None,
        },
        &Policy::default(),
        web,
        now(),
    )
}

fn codes(report: &Report) -> Vec<&'static str> {
    report
        .checks
        .iter()
        .map(|check| check.code.as_str())
        .collect()
}

#[track_caller]
fn assert_verdict(report: &Report, verdict: Verdict, code: &str) {
    assert!(
        report.verdict == verdict && codes(report).contains(&code),
        "{:?}: {:#?}",
        report.verdict,
        report.checks
    );
}
