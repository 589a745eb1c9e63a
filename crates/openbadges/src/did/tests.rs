use serde_json::json;
use url::Url;

use super::*;
use crate::keys::{Signer, SigningKey};

const MULTIKEY: &str = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

#[test]
fn a_did_key_contains_its_document() {
    let did = format!("did:key:{MULTIKEY}");

    let document = resolve_did_key(&did).unwrap();

    let id = format!("{did}#{MULTIKEY}");
    let method = document.method(&id).unwrap();
    assert_eq!(method.controller, did);
    assert!(document.asserts(&id));
    assert_eq!(did_key(method.key.as_ref().unwrap()), Some(did));
}

#[test]
fn a_did_jwk_contains_its_document() {
    let keys = [
        SigningKey::ed25519_from_seed([9; 32]),
        SigningKey::p256_from_scalar([9; 32]).unwrap(),
        SigningKey::p384_from_scalar([9; 48]).unwrap(),
    ];
    for key in keys.map(|key| key.public_key()) {
        let did = format!(
            "did:jwk:{}",
            URL_SAFE_NO_PAD.encode(key.to_jwk().to_string())
        );

        let document = resolve_did_key(&did).unwrap();

        assert_eq!(document.method(&format!("{did}#0")).unwrap().key, Ok(key));
    }
}

#[test]
fn broken_identifiers_are_refused() {
    for did in [
        "did:key:",
        "did:key:u6Mk",
        "did:jwk:e30",
        "did:jwk:*",
        "did:example:1",
        "",
    ] {
        assert!(resolve_did_key(did).is_err(), "{did}");
    }
}

#[test]
fn a_did_web_names_the_address_of_its_document() {
    for (did, url) in [
        (
            "did:web:example.org",
            "https://example.org/.well-known/did.json",
        ),
        (
            "did:web:example.org:issuers:acme",
            "https://example.org/issuers/acme/did.json",
        ),
        (
            "did:web:localhost%3A8443:a",
            "https://localhost:8443/a/did.json",
        ),
        (
            "did:web:127.0.0.1%3a80:a",
            "https://127.0.0.1:80/a/did.json",
        ),
    ] {
        assert_eq!(did_web_url(did).unwrap().as_str(), url);
    }
}

#[test]
fn a_did_web_that_could_lead_elsewhere_is_refused() {
    for did in [
        "did:web:",
        "did:web:10.0.0.1",
        "did:web:example.org%2Fa",
        "did:web:user@example.org",
        "did:web:example.org:..:a",
        "did:web:example.org::a",
        "did:web:example.org:a/b",
        "did:web:example.org:a%2Fb",
        "did:web:example.org%3A99999",
        "did:web:example.org#key",
        "did:web:0x7f000001.1",
        "did:key:z6Mk",
    ] {
        assert!(did_web_url(did).is_err(), "{did}");
    }
}

#[test]
fn a_did_web_is_named_after_the_public_address() {
    let url = Url::parse("http://localhost:8080/badges/").unwrap();

    let did = did_web_for(&url, &["issuers", "acme"]).unwrap();

    assert_eq!(did, "did:web:localhost%3A8080:badges:issuers:acme");
    assert!(did_web_for(&url, &["a:b"]).is_err());
    assert!(did_web_for(&Url::parse("data:,x").unwrap(), &[]).is_err());
}

#[test]
fn a_published_document_is_read_back() {
    let ed25519 = SigningKey::ed25519_from_seed([1; 32]).public_key();
    let p256 = SigningKey::p256_from_scalar([2; 32]).unwrap().public_key();
    let compromised = SigningKey::ed25519_from_seed([3; 32]).public_key();
    let lost = PublishedKey {
        asserts: false,
        ..PublishedKey::asserting(compromised.clone())
    };
    let keys = [
        PublishedKey::asserting(ed25519.clone()),
        PublishedKey::asserting(p256.clone()),
        lost,
    ];

    let written = did_web_document(
        "did:web:example.org:a",
        &keys,
        &["https://example.org".into()],
    );
    let read = ControllerDocument::parse(&written).unwrap();

    let multikey = ed25519.to_multikey().unwrap();
    for (fragment, key) in [
        (multikey.clone(), &ed25519),
        (format!("{multikey}-2020"), &ed25519),
        (p256.to_multikey().unwrap(), &p256),
    ] {
        let id = format!("did:web:example.org:a#{fragment}");
        assert_eq!(read.method(&id).unwrap().key.as_ref(), Ok(key));
        assert!(read.asserts(&id));
    }
    let lost = format!(
        "did:web:example.org:a#{}",
        compromised.to_multikey().unwrap()
    );
    assert!(read.method(&lost).is_some() && !read.asserts(&lost));
    assert_eq!(read.also_known_as, ["https://example.org"]);
}

#[test]
fn relative_ids_and_embedded_methods_are_understood() {
    let document = json!({
        "id": "https://example.org/me",
        "verificationMethod": [
            {"id": "#a", "type": "Multikey", "controller": "https://example.org/me",
             "publicKeyMultibase": MULTIKEY, "expires": "2026-01-01T00:00:00Z"},
            {"id": "#b", "type": "Multikey", "controller": "https://example.org/me",
             "publicKeyMultibase": MULTIKEY, "revoked": "soon"},
        ],
        "assertionMethod": [
            "#a",
            {"id": "#c", "type": "Multikey", "controller": "x", "publicKeyMultibase": MULTIKEY},
        ],
    });

    let document = ControllerDocument::parse(&document).unwrap();

    let a = document.method("https://example.org/me#a").unwrap();
    assert!(a.usable_at("2025-12-31T23:59:59Z".parse().unwrap()));
    assert!(!a.usable_at("2026-01-01T00:00:00Z".parse().unwrap()));
    assert!(document.asserts("https://example.org/me#a"));
    assert!(document.asserts("https://example.org/me#c"));
    assert!(
        document
            .method("https://example.org/me#b")
            .unwrap()
            .key
            .is_err()
    );
    assert!(!document.asserts("https://example.org/me#b"));
}

#[test]
fn one_id_for_two_methods_finds_neither() {
    let method = json!({"id": "#a", "type": "Multikey", "publicKeyMultibase": MULTIKEY});
    let document = json!({"id": "did:x:y", "verificationMethod": [method, method]});

    let document = ControllerDocument::parse(&document).unwrap();

    assert!(document.method("did:x:y#a").is_none());
}
