//! `w3c-ccg/data-integrity-test-suite-assertion`, as the suites for EdDSA and ECDSA run it: every way in which a proof must
//! not hold.

use serde_json::{Value, json};

use super::{Open, assert_refused, credential};

fn suites() -> [Value; 5] {
    [
        json!({"cryptosuite": "eddsa-rdfc-2022"}),
        json!({"cryptosuite": "eddsa-jcs-2022"}),
        json!({"type": "Ed25519Signature2020"}),
        json!({"cryptosuite": "ecdsa-rdfc-2019"}),
        json!({"cryptosuite": "ecdsa-jcs-2019"}),
    ]
}

#[test]
fn every_suite_issues_for_both_versions_what_it_then_verifies() {
    let open = Open::new();
    let old = json!({
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "issuanceDate": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:subject"},
    });
    for options in suites() {
        for credential in [credential(), old.clone()] {
            let issued = open.issued(&credential, &options);

            let proof = &issued["proof"];
            assert_eq!(proof["proofPurpose"], "assertionMethod");
            assert!(proof["proofValue"].as_str().unwrap().starts_with('z'));
            if let Some(name) = options["cryptosuite"].as_str() {
                assert_eq!(proof["cryptosuite"], name);
            }
            open.verify_all(&issued).expect(200);
        }
    }
}

#[test]
fn a_credential_in_an_envelope_is_issued_and_verified() {
    let open = Open::new();

    let issued = open.issued(&credential(), &json!({"type": "vc+jwt"}));

    assert_eq!(issued["type"], "EnvelopedVerifiableCredential");
    open.verify_all(&issued).expect(200);
    for (member, value) in [
        ("@context", json!([])),
        (
            "@context",
            json!("https://www.w3.org/ns/credentials/examples/v2"),
        ),
        (
            "id",
            json!(issued["id"].as_str().unwrap().split(',').next_back()),
        ),
        ("type", json!("VerifiableCredential")),
        ("type", json!(null)),
    ] {
        let mut changed = issued.clone();
        changed[member] = value;

        assert_refused(&open.verify_all(&changed), member);
    }
}

#[test]
fn every_broken_proof_of_the_assertion_suite_is_refused() {
    let open = Open::new();
    let changes: Vec<(&str, Value)> = vec![
        ("/proof", json!(null)),
        ("/proof", json!([])),
        ("/proof", json!("proof")),
        ("/proof/type", json!(null)),
        ("/proof/type", json!("UnknownProofType")),
        ("/proof/verificationMethod", json!(null)),
        ("/proof/verificationMethod", json!("did:key:invalidVm")),
        ("/proof/proofPurpose", json!(null)),
        ("/proof/proofPurpose", json!("invalidPurpose")),
        ("/proof/proofPurpose", json!("authentication")),
        ("/proof/proofValue", json!(null)),
        ("/proof/proofValue", json!("not multibase")),
        ("/proof/proofValue", json!("uAAAA")),
        ("/proof/proofValue", json!("z")),
        ("/proof/created", json!("invalidDate")),
        ("/proof/created", json!("2026-11-22T09:59:59Z")),
        ("/issuer", json!("did:example:other")),
        ("/credentialSubject/id", json!("did:example:other")),
        (
            "/credentialSubject",
            json!({"id": "did:example:subject", "undefinedTerm": "x"}),
        ),
        ("/type", json!(["VerifiableCredential", "UndefinedType"])),
        (
            "/@context",
            json!([
                "https://www.w3.org/ns/credentials/examples/v2",
                "https://www.w3.org/ns/credentials/v2"
            ]),
        ),
    ];
    let mut done = 0;
    for options in suites() {
        let good = open.issued(&credential(), &options);
        let mut cases = changes.clone();
        if options.get("cryptosuite").is_some() {
            cases.push(("/proof/cryptosuite", json!("UnknownCryptosuite")));
            cases.push(("/proof/cryptosuite", json!(null)));
        }
        for (pointer, value) in cases {
            let mut changed = good.clone();
            *changed.pointer_mut(pointer).unwrap() = value.clone();

            let answer = open.verify(&changed);

            assert_refused(&answer, &format!("{options} {pointer} {value}"));
            done += 1;
        }
        let mut without = good.clone();
        without.as_object_mut().unwrap().remove("proof");
        assert_refused(&open.verify(&without), "no proof");
        let mut expires = good.clone();
        expires["proof"]["expires"] = "invalidDate".into();
        assert_refused(&open.verify(&expires), "expires");
        done += 2;
    }
    assert_eq!(done, 123);
}

#[test]
fn a_text_instead_of_a_credential_is_refused() {
    let open = Open::new();
    let good = open.issued(&credential(), &json!({}));

    for value in [
        json!(good.to_string()),
        json!(null),
        json!([]),
        json!({}),
        json!({"type": ["NonconformingDocument"]}),
    ] {
        assert_refused(&open.verify(&value), &value.to_string());
    }
}

#[test]
fn what_would_lose_data_is_not_issued() {
    let open = Open::new();
    let mut undefined_type = credential();
    undefined_type["type"] = json!(["VerifiableCredential", "InvalidType"]);
    let mut undefined_term = credential();
    undefined_term["credentialSubject"]["invalidTerm"] = "invalidTerm".into();
    let mut no_subject = credential();
    no_subject
        .as_object_mut()
        .unwrap()
        .remove("credentialSubject");
    for wrong in [undefined_type, undefined_term, no_subject] {
        assert_refused(&open.issue(&wrong, &json!({})), &wrong.to_string());
    }
    for options in [
        json!({"cryptosuite": "none"}),
        json!({"type": "RsaSignature2018"}),
        json!({"proofPurpose": "authentication"}),
    ] {
        assert_refused(&open.issue(&credential(), &options), &options.to_string());
    }
}

#[test]
fn a_base_that_was_taken_away_does_not_carry_what_it_carried() {
    let open = Open::new();
    let mut with_base = credential();
    with_base["@context"] = json!([
        "https://www.w3.org/ns/credentials/v2",
        {"@base": "https://invalid.example.com/"}
    ]);
    with_base["type"] = json!(["VerifiableCredential", "UndefinedCredential"]);
    let answer = open.issue(&with_base, &json!({}));

    // Whether it is issued or not, without the base it must not verify.
    if answer.status == 201 {
        let mut issued = answer.json();
        issued["@context"].as_array_mut().unwrap().pop();

        assert_refused(&open.verify(&issued), "without base");
    } else {
        assert_refused(&answer, "with base");
    }
}
