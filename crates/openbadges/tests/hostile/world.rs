//! Honest badges, a small web, and attacks on them.

use std::cell::Cell;
use std::collections::HashMap;

use jiff::Timestamp;
use openbadges::did::did_key;
use openbadges::keys::{Signer, SigningKey};
use openbadges::proof::data_integrity::{ProofOptions, Suite, sign};
use openbadges::recipient::hash_identity;
use openbadges::verify::{
    Fetch, FetchError, Fetched, Input, Policy, Report, Request, Verdict, verify,
};
use serde_json::{Value, json};
use url::Url;

pub(crate) const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
pub(crate) const CREDENTIALS: &str = "https://www.w3.org/ns/credentials/v2";

/// What is handed in, what is around it, and what must come of it.
#[derive(Clone)]
pub(crate) struct Attack {
    pub(crate) name: String,
    pub(crate) input: Vec<u8>,
    pub(crate) web: Web,
    pub(crate) verdict: Verdict,
    pub(crate) code: &'static str,
}

impl Attack {
    /// An attack that must end in `invalid`, without any web around it.
    pub(crate) fn new(
        name: impl Into<String>,
        input: impl Into<Vec<u8>>,
        code: &'static str,
    ) -> Self {
        Self {
            name: name.into(),
            input: input.into(),
            web: Web::default(),
            verdict: Verdict::Invalid,
            code,
        }
    }

    pub(crate) fn of(name: impl Into<String>, document: &Value, code: &'static str) -> Self {
        Self::new(name, document.to_string(), code)
    }

    pub(crate) fn within(mut self, web: Web) -> Self {
        self.web = web;
        self
    }

    pub(crate) fn ending(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self
    }

    /// The report, and how many documents were asked for.
    pub(crate) fn run(&self) -> (Report, usize) {
        self.web.asked.set(0);
        let report = check(&self.input, &self.web);
        (report, self.web.asked.get())
    }

    #[track_caller]
    pub(crate) fn assert(&self) {
        let (report, _) = self.run();
        let told = report
            .checks
            .iter()
            .any(|check| check.code.as_str() == self.code);
        assert!(
            report.verdict == self.verdict && told,
            "{}: expected {} with {}, but got {}",
            self.name,
            self.verdict.as_str(),
            self.code,
            told_by(&report)
        );
    }
}

#[track_caller]
pub(crate) fn assert_all(attacks: Vec<Attack>) {
    assert!(!attacks.is_empty());
    for attack in attacks {
        attack.assert();
    }
}

/// A small web that counts how often it is asked.
#[derive(Clone, Default)]
pub(crate) struct Web {
    pages: HashMap<String, (u16, Vec<u8>)>,
    asked: Cell<usize>,
}

impl Web {
    pub(crate) fn with(self, url: &str, document: &Value) -> Self {
        self.answering(url, 200, document.to_string())
    }

    pub(crate) fn answering(mut self, url: &str, status: u16, body: impl Into<Vec<u8>>) -> Self {
        self.pages.insert(url.to_owned(), (status, body.into()));
        self
    }
}

impl Fetch for Web {
    fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        self.asked.set(self.asked.get() + 1);
        let (status, body) = self
            .pages
            .get(url.as_str())
            .cloned()
            .ok_or_else(|| FetchError::Unreachable("nobody is there".to_owned()))?;
        Ok(Fetched {
            status,
            media_type: None,
            body,
            final_url: url.clone(),
        })
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub(crate) fn check(input: &[u8], fetch: &dyn Fetch) -> Report {
    let request = Request {
        input: Input::Bytes(input),
        recipient: None,
    };
    verify(&request, &Policy::default(), fetch, now())
}

/// A report in a few lines, for when a test fails.
pub(crate) fn told_by(report: &Report) -> String {
    let lines = report.checks.iter().map(|check| {
        let pointer = check.pointer.as_deref().unwrap_or_default();
        format!(
            "\n    {} {} {pointer} {}",
            check.id, check.code, check.detail
        )
    });
    report.verdict.as_str().to_owned() + &lines.collect::<String>()
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::ed25519_from_seed([seed; 32])
}

pub(crate) fn did(seed: u8) -> String {
    did_key(&key(seed).public_key()).unwrap()
}

/// The full name of a did:key.
pub(crate) fn method(seed: u8) -> String {
    let did = did(seed);
    format!("{did}#{}", did.trim_start_matches("did:key:"))
}

/// A badge by the did:key of seed 1, not signed yet.
pub(crate) fn badge() -> Value {
    json!({
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": "https://school.example/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did(1), "type": ["Profile"], "name": "Kestrel Hill School"},
        "validFrom": "2026-11-06T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": true,
                "identityHash": hash_identity("amara@example.org", "salt"),
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

pub(crate) fn signed_by(document: &Value, seed: u8, method: &str) -> Value {
    signed_with(document, Suite::EddsaRdfc2022, &key(seed), method)
}

pub(crate) fn signed_with(document: &Value, suite: Suite, key: &SigningKey, method: &str) -> Value {
    let options = ProofOptions {
        suite,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: method.to_owned(),
        purpose: "assertionMethod".to_owned(),
    };
    sign(document, &[options], key).unwrap()
}

pub(crate) fn signed(document: &Value) -> Value {
    signed_by(document, 1, &method(1))
}

/// An honest, signed badge with something done to it afterwards.
pub(crate) fn altered(change: impl FnOnce(&mut Value)) -> Value {
    let mut document = signed(&badge());
    change(&mut document);
    document
}

/// Verifies a badge that is right: lazily made tables belong to the first verification of a process, not to an attack.
pub(crate) fn warm_up() {
    let badge = signed(&badge()).to_string();
    let _ = check(badge.as_bytes(), &Web::default());
}
