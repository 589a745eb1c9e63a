//! Credentials by the rules of JOSE: the payload is the credential, and the header says so.

use super::*;
use crate::proof::jws;
use crate::proof::vc_jose::{Content, TokenOptions, envelop, sign_credential};

fn token() -> String {
    sign_credential(&badge(), &TokenOptions::new(method(1)), &key(1)).unwrap()
}

/// The badge with another header or with further claims, signed by its issuer.
fn made(header: &Value, change: impl FnOnce(&mut Value)) -> String {
    let mut header = header.as_object().unwrap().clone();
    header.insert("kid".to_owned(), method(1).into());
    let mut claims = badge();
    change(&mut claims);
    jws::sign(header, claims.to_string().as_bytes(), &key(1)).unwrap()
}

fn check_text(text: &str) -> Report {
    check_bytes(text.as_bytes(), &Web::default())
}

#[test]
fn a_badge_as_payload_needs_no_claims_of_its_own() {
    let report = check_text(&token());

    assert_verdict(&report, Verdict::Valid, "issuer.key.ok");
    assert_eq!(report.subject.spec.as_deref(), Some("OB-3.0"));
}

#[test]
fn an_envelope_around_a_badge_is_opened() {
    let envelope = envelop(Content::Credential, &token());

    assert_verdict(&check(&envelope), Verdict::Valid, "signature.ok");

    for (member, value) in [
        ("@context", json!([])),
        ("id", json!(token())),
        ("id", json!("data:application/vp+jwt,a.b.c")),
    ] {
        let mut broken = envelope.clone();
        broken[member] = value;

        assert_verdict(&check(&broken), Verdict::Invalid, "format.structure");
    }
    let mut cose = envelope;
    cose["id"] = "data:application/vc+cose;base64,0oQ=".into();
    assert_verdict(
        &check(&cose),
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
}

#[test]
fn claims_beside_the_badge_must_not_contradict_it() {
    let header = json!({"typ": "vc+jwt", "cty": "vc"});
    for (claim, value) in [
        ("iss", json!("did:example:other")),
        ("jti", json!("urn:uuid:other")),
        ("sub", json!("did:example:other")),
        ("vc", json!("oops")),
        ("vp", json!({})),
    ] {
        let text = made(&header, |claims| claims[claim] = value);

        assert_verdict(
            &check_text(&text),
            Verdict::Invalid,
            "signature.claims.mismatch",
        );
    }
    let text = made(&header, |claims| claims["iss"] = did(1).into());
    assert_verdict(&check_text(&text), Verdict::Valid, "signature.ok");
}

#[test]
fn the_end_of_the_signature_counts() {
    let ended = TokenOptions::new(method(1)).expires_at("2026-11-22T11:00:00Z".parse().unwrap());
    let text = sign_credential(&badge(), &ended, &key(1)).unwrap();

    assert_verdict(&check_text(&text), Verdict::Expired, "validity.expired");
}

#[test]
fn a_token_for_something_else_is_no_badge() {
    for header in [
        json!({"typ": "at+jwt"}),
        json!({"typ": "vp+jwt"}),
        json!({"typ": "vc+jwt", "cty": "vp"}),
        json!({"typ": "kb+jwt"}),
    ] {
        let report = check_text(&made(&header, |_| {}));

        assert_verdict(&report, Verdict::Invalid, "signature.type");
    }
}

#[test]
fn a_key_may_be_named_by_its_thumbprint_in_the_issuers_document() {
    let issuer = "https://school.example/issuer";
    let mut badge = badge();
    badge["issuer"]["id"] = issuer.into();
    let document = json!({
        "id": issuer,
        "verificationMethod": [{
            "id": format!("{issuer}#key-1"),
            "type": "JsonWebKey",
            "controller": issuer,
            "publicKeyJwk": key(1).public_key().to_jwk(),
        }],
        "assertionMethod": [format!("{issuer}#key-1")],
    });
    let web = Web::default().with(issuer, &document);
    let kids = [
        key(1).public_key().thumbprint(),
        "key-1".to_owned(),
        format!("{issuer}#key-1"),
    ];
    for kid in kids {
        let text = sign_credential(&badge, &TokenOptions::new(kid), &key(1)).unwrap();

        let report = check_bytes(text.as_bytes(), &web);

        assert_verdict(&report, Verdict::Valid, "issuer.key.ok");
    }
    let unknown = TokenOptions::new("another");
    let text = sign_credential(&badge, &unknown, &key(1)).unwrap();
    assert!(!check_bytes(text.as_bytes(), &web).verdict.holds());
}
