use serde_json::json;

use super::*;
use crate::keys::SigningKey;

mod text;

fn credential() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/suites/ed25519-2020/v1",
        ],
        "id": "https://example.org/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:example.org", "type": ["Profile"], "name": "Example"},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {"type": ["AchievementSubject"]},
    })
}

fn options(suite: Suite) -> ProofOptions {
    ProofOptions {
        suite,
        created: "2026-11-22T10:00:00.5Z".parse().unwrap(),
        verification_method: "did:web:example.org#key".to_owned(),
        purpose: "assertionMethod".to_owned(),
    }
}

fn ed25519() -> SigningKey {
    SigningKey::ed25519_from_seed([7; 32])
}

fn check(document: &Value, proof: &Value, key: &SigningKey) -> Result<(), ProofError> {
    verify(document, proof, &key.public_key(), Edition::Newest)
}

#[test]
fn one_proof_is_an_object_and_the_last_member() {
    let signed = sign(&credential(), &[options(Suite::EddsaRdfc2022)], &ed25519()).unwrap();

    let members = signed.as_object().unwrap();
    assert_eq!(members.keys().next_back().unwrap(), "proof");
    let proof = &signed["proof"];
    let names: Vec<_> = proof.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "type",
            "cryptosuite",
            "created",
            "verificationMethod",
            "proofPurpose",
            "proofValue"
        ]
    );
    assert_eq!(proof["created"], "2026-11-22T10:00:00Z");
    assert_eq!(check(&signed, proof, &ed25519()), Ok(()));
}

#[test]
fn each_proof_of_a_set_verifies_by_itself() {
    let suites = [
        Suite::EddsaRdfc2022,
        Suite::Ed25519Signature2020,
        Suite::EddsaJcs2022,
    ];

    let signed = sign(&credential(), &suites.map(options), &ed25519()).unwrap();

    let proofs = signed["proof"].as_array().unwrap();
    for (proof, suite) in proofs.iter().zip(suites) {
        assert_eq!(suite_of(proof), Some(suite));
        assert_eq!(
            check(&signed, proof, &ed25519()),
            Ok(()),
            "{}",
            suite.name()
        );
    }
}

fn on_curves() -> [SigningKey; 2] {
    [
        SigningKey::p256_from_scalar([7; 32]).unwrap(),
        SigningKey::p384_from_scalar([7; 48]).unwrap(),
    ]
}

#[test]
fn keys_on_curves_sign_with_their_own_suites_only() {
    let suites = [Suite::EcdsaRdfc2019, Suite::EcdsaJcs2019];
    for key in on_curves() {
        let signed = sign(&credential(), &suites.map(options), &key).unwrap();

        for (proof, suite) in signed["proof"].as_array().unwrap().iter().zip(suites) {
            assert_eq!(suite_of(proof), Some(suite));
            assert_eq!(check(&signed, proof, &key), Ok(()), "{}", suite.name());
            for other in on_curves().into_iter().chain([ed25519()]) {
                let same = other.public_key() == key.public_key();
                assert_eq!(check(&signed, proof, &other).is_ok(), same);
            }
        }
        for (suite, key) in [
            (Suite::EddsaRdfc2022, &key),
            (Suite::EddsaJcs2022, &key),
            (Suite::EcdsaRdfc2019, &ed25519()),
            (Suite::EcdsaJcs2019, &ed25519()),
        ] {
            let refused = sign(&credential(), &[options(suite)], key);
            assert_eq!(refused, Err(SignError::WrongKey(suite.name())));
        }
    }
}

#[test]
fn whatever_is_changed_breaks_the_proof() {
    let [p256, p384] = &on_curves();
    for (suite, key) in [
        (Suite::EddsaRdfc2022, &ed25519()),
        (Suite::Ed25519Signature2020, &ed25519()),
        (Suite::EddsaJcs2022, &ed25519()),
        (Suite::EcdsaRdfc2019, p256),
        (Suite::EcdsaRdfc2019, p384),
        (Suite::EcdsaJcs2019, p256),
        (Suite::EcdsaJcs2019, p384),
    ] {
        let signed = sign(&credential(), &[options(suite)], key).unwrap();
        for (pointer, value) in [
            ("/id", "https://example.org/awards/2"),
            ("/issuer/name", "Somebody"),
            ("/proof/created", "2026-11-22T10:00:01Z"),
            ("/proof/verificationMethod", "did:web:example.org#other"),
            ("/proof/proofPurpose", "authentication"),
        ] {
            let mut changed = signed.clone();
            *changed.pointer_mut(pointer).unwrap() = value.into();

            let outcome = check(&changed, &changed["proof"], key);

            assert_eq!(
                outcome,
                Err(ProofError::SignatureMismatch),
                "{} {pointer}",
                suite.name()
            );
        }
        let other = SigningKey::ed25519_from_seed([8; 32]);
        assert!(check(&signed, &signed["proof"], &other).is_err());
    }
}

#[test]
fn a_term_that_would_not_be_signed_is_refused_on_both_sides() {
    let signed = sign(&credential(), &[options(Suite::EddsaRdfc2022)], &ed25519()).unwrap();
    let mut document = credential();
    document["issuer"]["shoeSize"] = json!(44);
    let mut in_document = signed.clone();
    in_document["issuer"]["shoeSize"] = json!(44);
    let mut in_proof = signed["proof"].clone();
    in_proof["shoeSize"] = json!(44);

    let term = || CanonicalError::UndefinedTerm {
        term: "shoeSize".to_owned(),
    };
    assert_eq!(
        sign(&document, &[options(Suite::EddsaRdfc2022)], &ed25519()),
        Err(SignError::Canonical(term()))
    );
    assert_eq!(
        check(&in_document, &signed["proof"], &ed25519()),
        Err(ProofError::Document(term()))
    );
    assert_eq!(
        check(&signed, &in_proof, &ed25519()),
        Err(ProofError::Configuration(term()))
    );
}

#[test]
fn proof_options_that_the_contexts_do_not_define_are_not_signed() {
    let mut document = credential();
    document["@context"].as_array_mut().unwrap().pop();

    let refused = sign(
        &document,
        &[options(Suite::Ed25519Signature2020)],
        &ed25519(),
    );

    assert!(
        matches!(refused, Err(SignError::Canonical(_))),
        "{refused:?}"
    );
}

#[test]
fn a_document_with_a_proof_or_without_members_is_not_signed() {
    let signed = sign(&credential(), &[options(Suite::EddsaRdfc2022)], &ed25519()).unwrap();
    for document in [signed, json!([]), json!("x")] {
        let refused = sign(&document, &[options(Suite::EddsaRdfc2022)], &ed25519());
        assert!(matches!(refused, Err(SignError::Document(_))));
    }
    assert!(sign(&credential(), &[], &ed25519()).is_err());
    assert_eq!(
        sign(&credential(), &[options(Suite::Eddsa2022)], &ed25519()),
        Err(SignError::Retired("eddsa-2022"))
    );
}

#[test]
fn broken_proofs_are_told_apart_from_wrong_ones() {
    let signed = sign(&credential(), &[options(Suite::EddsaRdfc2022)], &ed25519()).unwrap();
    let with = |member: &str, value: Value| {
        let mut proof = signed["proof"].clone();
        proof[member] = value;
        check(&signed, &proof, &ed25519())
    };

    for value in [
        json!(null),
        json!(""),
        json!("z"),
        json!("u00"),
        json!("z0"),
        json!("é"),
        json!(7),
    ] {
        assert!(matches!(
            with("proofValue", value),
            Err(ProofError::Malformed(_))
        ));
    }
    let long = format!("z{}", "2".repeat(100_000));
    assert!(matches!(
        with("proofValue", json!(long)),
        Err(ProofError::Malformed(_))
    ));
    let short = format!("z{}", bs58::encode([1; 63]).into_string());
    assert!(matches!(
        with("proofValue", json!(short)),
        Err(ProofError::Malformed(_))
    ));
    for cryptosuite in ["eddsa-rdf-2022", "bbs-2023", ""] {
        assert_eq!(
            with("cryptosuite", json!(cryptosuite)),
            Err(ProofError::UnsupportedSuite)
        );
    }
    for previous in [
        json!("urn:x"),
        json!(7),
        json!([]),
        json!(["urn:x"]),
        json!(null),
    ] {
        assert_eq!(
            with("previousProof", previous),
            Err(ProofError::PreviousProof)
        );
    }
    for proof in [json!(null), json!([]), json!("x"), json!({})] {
        assert_eq!(
            check(&signed, &proof, &ed25519()),
            Err(ProofError::UnsupportedSuite)
        );
    }
}

#[test]
fn a_jcs_proof_allows_later_contexts_but_no_others() {
    let signed = sign(&credential(), &[options(Suite::EddsaJcs2022)], &ed25519()).unwrap();
    let mut longer = signed.clone();
    longer["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://example.org/later"));
    let mut other = signed.clone();
    other["@context"] = json!(["https://example.org/other"]);

    assert_eq!(check(&longer, &signed["proof"], &ed25519()), Ok(()));
    assert_eq!(
        check(&other, &signed["proof"], &ed25519()),
        Err(ProofError::Context)
    );
}
