//! What others put our documents into: the payloads of Badge Connect 2.1, and keys as annex C of Open Badges 3.0 has them.

use std::collections::BTreeSet;

use openbadges::keys::{PublicKey, Signer as _, SigningKey};
use openbadges::proof::jws;
use serde_json::{Value, json};

use crate::full;
use crate::schemas::{accepts, complaints};
use crate::{json as read_json, spec_data};

/// The one schema of Badge Connect that is no JSON as it was published: a comma too many.
const BROKEN: &str = "getassertions-200-responsepayload";

fn status(code: u16, text: &str) -> Value {
    json!({"statusCode": code, "statusText": text})
}

/// A signed assertion, as text.
fn signed() -> String {
    let payload = full::assertion().build().unwrap().to_string();
    let key = SigningKey::p256_from_scalar([7; 32]).unwrap();
    jws::sign(Default::default(), payload.as_bytes(), &key).unwrap()
}

/// Each payload of Badge Connect 2.1 by the stem of its schema, with our documents in it.
fn payloads() -> Vec<(&'static str, Value)> {
    let assertion = full::assertion().build().unwrap();
    let profile = full::issuer_v2().build().unwrap();
    let refused = json!({"status": status(404, "NOT_FOUND")});
    vec![
        (
            "getassertions-400-401-404-405-500-responsepayload",
            refused.clone(),
        ),
        (
            "getmanifest-200-responsepayload",
            json!({
                "id": "https://badges.example/.well-known/badgeconnect.json",
                "type": "Manifest",
                "badgeConnectAPI": [{
                    "apiBase": "https://badges.example/ob/v2p1",
                    "authorizationUrl": "https://badges.example/authorize",
                    "name": "Badges",
                    "privacyPolicyUrl": "https://badges.example/privacy",
                    "registrationUrl": "https://badges.example/register",
                    "scopesOffered": ["https://purl.imsglobal.org/spec/ob/v2p1/scope/assertion.readonly"],
                    "termsOfServiceUrl": "https://badges.example/terms",
                    "tokenUrl": "https://badges.example/token",
                    "version": "v2p1",
                }],
            }),
        ),
        (
            "getprofile-200-responsepayload",
            json!({"status": status(200, "OK"), "profile": profile}),
        ),
        (
            "getprofile-400-401-404-405-500-responsepayload",
            refused.clone(),
        ),
        (
            "postassertion-200-400-401-404-405-500-responsepayload",
            json!({"status": status(200, "OK")}),
        ),
        (
            "postassertion-requestpayload",
            json!({"assertion": assertion, "signedAssertion": signed()}),
        ),
        (
            "postprofile-200-responsepayload",
            json!({"status": status(200, "OK"), "profile": profile}),
        ),
        ("postprofile-400-401-404-405-responsepayload", refused),
        ("postprofile-requestpayload", profile),
    ]
}

fn schema_of(stem: &str) -> String {
    format!("ob21/imsob_v2p1v2p1-{stem}-schemav1p0.json")
}

#[test]
fn our_documents_fit_into_every_payload_of_badge_connect() {
    let Some(folder) = spec_data() else { return };
    let payloads = payloads();
    let files = std::fs::read_dir(folder.join("schemas/ob21")).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    let checked = payloads.iter().map(|(stem, _)| *stem).chain([BROKEN]);
    let checked: BTreeSet<String> = checked
        .map(|stem| schema_of(stem).trim_start_matches("ob21/").to_owned())
        .collect();

    assert_eq!(files, checked);
    assert_eq!(payloads.len(), 9);
    for (stem, payload) in &payloads {
        let complaints = complaints(&schema_of(stem), payload);
        assert!(complaints.is_empty(), "{stem}: {}", complaints.join("\n"));
        let mut empty = payload.clone();
        empty.as_object_mut().unwrap().clear();
        // Only the request for an assertion asks for nothing.
        let asks = *stem != "postassertion-requestpayload";
        assert_eq!(accepts(&schema_of(stem), &empty), !asks, "{stem}");
    }
}

#[test]
fn the_schema_that_is_no_json_is_satisfied_once_its_comma_is_taken_out() {
    let Some(folder) = spec_data() else { return };
    let path = folder.join("schemas").join(schema_of(BROKEN));
    let text = std::fs::read_to_string(path).unwrap();
    assert!(serde_json::from_str::<Value>(&text).is_err());

    let comma = without_trailing_commas(&text);
    let schema: Value = serde_json::from_str(&comma).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let payload = json!({
        "status": status(200, "OK"),
        "assertions": [full::assertion().build().unwrap()],
        "signedAssertions": [signed()],
    });

    let errors: Vec<String> = validator
        .iter_errors(&payload)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
}

/// The text without commas before a closing bracket. There is none inside the texts of that schema.
fn without_trailing_commas(text: &str) -> String {
    let mut kept = String::new();
    for character in text.chars() {
        if matches!(character, '}' | ']') {
            let end = kept.trim_end().len();
            if kept[..end].ends_with(',') {
                kept.remove(end - 1);
            }
        }
        kept.push(character);
    }
    kept
}

/// A key of each kind.
fn keys() -> Vec<PublicKey> {
    let rsa = json!({
        "kty": "RSA", "e": "AQAB",
        "n": modulus(),
    });
    vec![
        SigningKey::ed25519_from_seed([7; 32]).public_key(),
        SigningKey::p256_from_scalar([7; 32]).unwrap().public_key(),
        SigningKey::p384_from_scalar([7; 48]).unwrap().public_key(),
        PublicKey::from_jwk(&rsa).unwrap(),
    ]
}

/// An odd number of 2,048 bits, which is all that is asked of a modulus here.
fn modulus() -> String {
    format!("w{}w", "A".repeat(340))
}

#[test]
fn keys_satisfy_the_schemas_of_the_annex() {
    if spec_data().is_none() {
        return;
    }
    let jwks: Vec<Value> = keys().iter().map(PublicKey::to_jwk).collect();
    let set = json!({ "keys": jwks });

    assert_eq!(jwks.len(), 4);
    for jwk in &jwks {
        assert_eq!(
            complaints("ob3-spec-annex/jwk.json", jwk),
            Vec::<String>::new()
        );
        let read = PublicKey::from_jwk(jwk).unwrap();
        assert_eq!(&read.to_jwk(), jwk);
    }
    assert_eq!(
        complaints("ob3-spec-annex/jwks.json", &set),
        Vec::<String>::new()
    );
    assert!(!accepts(
        "ob3-spec-annex/jwk.json",
        &json!({"crv": "P-256"})
    ));
    assert!(!accepts(
        "ob3-spec-annex/jwks.json",
        &json!({"keys": jwks, "more": 1})
    ));
}

#[test]
fn a_multikey_satisfies_the_schema_of_the_annex_and_ours_say_more() {
    let Some(folder) = spec_data() else { return };
    let schema = read_json(folder.join("schemas/ob3-spec-annex/multikey.json"));
    assert_eq!(
        schema["required"],
        json!(["id", "cryptosuite", "publicKeyMultibase"])
    );

    // The suite of a key was dropped from Multikey before it was final (Controlled Identifiers 1.0, 2.2.2); we read keys
    // with and without it, and write none.
    for key in &keys()[..3] {
        let mut multikey = json!({
            "id": "https://badges.example/issuer#1",
            "type": "Multikey",
            "controller": "https://badges.example/issuer",
            "publicKeyMultibase": key.to_multikey().unwrap(),
        });
        assert!(!accepts("ob3-spec-annex/multikey.json", &multikey));
        multikey["cryptosuite"] = json!("eddsa-rdfc-2022");
        assert_eq!(
            complaints("ob3-spec-annex/multikey.json", &multikey),
            Vec::<String>::new()
        );
    }
}
