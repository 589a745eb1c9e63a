use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

mod agreement;
mod graphs;
mod meaning;

fn bench(name: &str) -> Option<String> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench");
    std::fs::read_to_string(path.join(name)).ok()
}

fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://example.org/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://example.org/badges/1",
                "type": ["Achievement"],
                "name": "Teamwork",
                "description": "Works with others",
                "criteria": {"narrative": "Do it"},
            },
        },
    })
}

fn with(pointer: &str, member: &str, value: Value) -> Value {
    let mut badge = badge();
    badge.pointer_mut(pointer).unwrap()[member] = value;
    badge
}

fn refusal(document: &Value) -> CanonicalError {
    canonicalize(document, Edition::Newest).unwrap_err()
}

fn undefined(term: &str) -> CanonicalError {
    CanonicalError::UndefinedTerm {
        term: term.to_owned(),
    }
}

#[test]
fn the_bench_credential_has_the_lines_that_others_agreed_on() {
    let (Some(credential), Some(lines)) =
        (bench("credential.json"), bench("credential.canonical.nq"))
    else {
        return;
    };
    let credential: Value = serde_json::from_str(&credential).unwrap();

    for edition in [Edition::Newest, Edition::Early303] {
        let compiled = canonicalize_compiled(&credential, edition).unwrap();
        assert_eq!(compiled.unwrap(), lines);
        assert_eq!(canonicalize_reference(&credential, edition).unwrap(), lines);
    }
}

#[test]
fn ordinary_documents_are_served_from_the_compiled_tables() {
    let endorsement = json!({
        "@context": badge()["@context"],
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Praise",
        "issuer": {"id": "did:web:example.com", "type": "Profile"},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {
            "id": "https://example.org/badges/1",
            "type": "EndorsementSubject",
            "endorsementComment": "Good",
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-11-22T10:00:00Z",
            "verificationMethod": "did:web:example.com#key",
            "proofPurpose": "assertionMethod",
            "proofValue": "z3",
        },
    });
    let list = crate::status::status_list_credential(
        "https://example.org/status/1",
        "did:web:example.org",
        "revocation",
        &crate::status::BitstringList::new(crate::status::MINIMUM_ENTRIES),
        "2026-11-22T10:00:00Z".parse().unwrap(),
    );
    let record = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": "did:web:example.org", "type": "Profile"},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {
            "type": "ClrSubject",
            "verifiableCredential": [badge(), badge()],
        },
    });
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
        "verifiableCredential": [badge()],
    });
    let endorsed = with("", "endorsement", json!([endorsement.clone()]));
    let two_alike = with(
        "",
        "evidence",
        json!([{"type": "Evidence"}, {"type": "Evidence"}]),
    );

    for document in [
        badge(),
        endorsement,
        list,
        record,
        presentation,
        endorsed,
        two_alike,
    ] {
        for edition in [Edition::Newest, Edition::Early303] {
            let compiled = canonicalize_compiled(&document, edition);

            assert_eq!(
                compiled,
                Some(canonicalize_reference(&document, edition)),
                "{document:#}"
            );
        }
    }
}

#[test]
fn an_honest_badge_has_a_canonical_form() {
    let lines = canonicalize(&badge(), Edition::Newest).unwrap();

    assert!(lines.contains("\"Works with others\" .\n"), "{lines}");
    assert!(!lines.contains("accolade"));
}

#[test]
fn a_term_that_no_context_defines_is_an_error_wherever_it_stands() {
    for pointer in [
        "",
        "/issuer",
        "/credentialSubject",
        "/credentialSubject/achievement/criteria",
    ] {
        for value in [
            json!("x"),
            json!({}),
            json!({"id": "https://example.org"}),
            json!(null),
            json!([]),
            json!([[null]]),
            json!(7),
        ] {
            let document = with(pointer, "shoeSize", value);
            assert_eq!(refusal(&document), undefined("shoeSize"), "{document}");
        }
    }
}

#[test]
fn a_type_that_no_context_defines_is_an_error() {
    let document = with("", "type", json!(["VerifiableCredential", "Invented"]));

    assert_eq!(refusal(&document), undefined("Invented"));
}

#[test]
fn a_term_of_the_newest_edition_is_undefined_in_the_early_one() {
    let document = with("", "jti", json!("urn:x"));

    assert!(canonicalize(&document, Edition::Newest).is_ok());
    assert_eq!(
        canonicalize(&document, Edition::Early303),
        Err(undefined("jti"))
    );
}

#[test]
fn relative_identifiers_are_an_error() {
    for iri in ["", "a", "#a", "/a", "../../../a", "//evil.example/a", "?q"] {
        for pointer in ["/issuer", "/credentialSubject/achievement"] {
            let error = refusal(&with(pointer, "id", json!(iri)));
            assert!(
                matches!(error, CanonicalError::RelativeIri { .. }),
                "{iri}: {error}"
            );
        }
    }
}

#[test]
fn identifiers_that_could_break_out_of_their_line_are_an_error() {
    for iri in [
        "https://a b",
        "https://a> <b",
        "urn:a\nb",
        "urn:\"",
        "urn:a\\u003e",
        "urn:\u{a0}",
    ] {
        let document = with("/issuer", "id", json!(iri));
        assert!(canonicalize(&document, Edition::Newest).is_err(), "{iri:?}");
    }
    for iri in [
        "https://example.org/a[1]",
        "urn:é",
        "mailto:a@b",
        "did:web:a%3A1",
    ] {
        let document = with("/issuer", "id", json!(iri));
        assert!(canonicalize(&document, Edition::Newest).is_ok(), "{iri:?}");
    }
}

#[test]
fn what_looks_like_a_keyword_is_an_error() {
    for (member, value) in [
        ("@foo", json!("x")),
        ("@index", json!("x")),
        ("@reverse", json!({})),
        ("@included", json!([])),
        ("@graph", json!([])),
        ("_:a", json!("x")),
        ("id", json!("@foo")),
        ("type", json!("@foo")),
        ("id", json!(null)),
        ("type", json!(null)),
        ("name", json!({"@value": null})),
        (
            "name",
            json!({"@value": "x", "@language": "not a language"}),
        ),
        ("name", json!({"@value": "x", "@direction": "ltr"})),
        ("name", json!({"@set": []})),
        ("name", json!({"@language": "en"})),
    ] {
        let document = with("/issuer", member, value);
        assert!(
            canonicalize(&document, Edition::Newest).is_err(),
            "{document}"
        );
    }
    let document = with("", "termsOfUse", json!("@foo"));
    assert!(
        canonicalize(&document, Edition::Newest).is_err(),
        "{document}"
    );
    let text = with("/issuer", "name", json!("@example"));
    assert!(
        canonicalize(&text, Edition::Newest)
            .unwrap()
            .contains("\"@example\"")
    );
}

fn any_document() -> impl Strategy<Value = Value> {
    const NAMES: [&str; 24] = [
        "@id",
        "@type",
        "@value",
        "@list",
        "@set",
        "@context",
        "@language",
        "@graph",
        "id",
        "type",
        "name",
        "issuer",
        "proof",
        "credentialSubject",
        "achievement",
        "result",
        "allowedValue",
        "verifiableCredential",
        "evidence",
        "hashed",
        "identifier",
        "criteria",
        "",
        "x:y",
    ];
    const TEXTS: [&str; 12] = [
        "VerifiableCredential",
        "OpenBadgeCredential",
        "Achievement",
        "https://example.org",
        "_:a",
        "@json",
        "@none",
        "",
        "DataIntegrityProof",
        "ResultDescription",
        "urn:x",
        "en",
    ];
    let leaf = prop_oneof![
        prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ];
    let value = leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(&NAMES[..]), inner), 0..5)
                .prop_map(|members| members.into_iter().collect::<Value>()),
        ]
    });
    value.prop_map(|mut document| {
        if let Some(members) = document.as_object_mut() {
            members.insert("@context".into(), badge()["@context"].clone());
        }
        document
    })
}
