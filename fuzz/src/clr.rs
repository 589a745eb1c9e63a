//! Comprehensive Learner Records: a record stays what it is, and one that we sign is looked at to its last credential.

use openbadges::clr::ClrCredential;
use openbadges::did::did_key;
use openbadges::json;
use openbadges::keys::{Signer as _, SigningKey};
use openbadges::proof::data_integrity::{ProofOptions, Suite, sign};
use openbadges::verify::{Code, Input, NoNetwork, Policy, Report, Request, verify};
use serde_json::Value;

/// Reads a record; then signs it as it is, so that the verifier goes on to what is inside.
pub fn target(data: &[u8]) {
    let Ok(mut value) = json::read(data) else {
        return;
    };
    if let Ok(record) = ClrCredential::read(&value) {
        assert_eq!(ClrCredential::read(&record.to_value()), Ok(record));
    }
    let key = SigningKey::ed25519_from_seed([7; 32]);
    let did = did_key(&key.public_key()).expect("a key of a kind that has a DID");
    match value.get_mut("issuer") {
        Some(Value::Object(issuer)) => issuer.insert("id".to_owned(), did.clone().into()),
        _ => return,
    };
    let options = ProofOptions {
        suite: Suite::EddsaJcs2022,
        created: "2026-11-22T10:00:00Z".parse().expect("a timestamp"),
        verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
        purpose: "assertionMethod".to_owned(),
    };
    let Ok(signed) = sign(&value, &[options], &key) else {
        return;
    };
    let text = signed.to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: Some("ada@example.org"),
    };
    let now = "2026-11-22T10:00:00Z".parse().expect("a timestamp");
    let report = verify(&request, &Policy::default(), &NoNetwork, now);

    let mismatch = |check: &openbadges::verify::Check| {
        check.id == "proof.0" && check.code == Code::SignatureMismatch
    };
    let single = value.get("proof").is_none();
    assert!(!single || !report.checks.iter().any(mismatch), "{report:?}");
    let text = serde_json::to_string(&report).expect("a report is JSON");
    let again: Report = serde_json::from_str(&text).expect("a report can be read");
    assert_eq!(again, report);
}
