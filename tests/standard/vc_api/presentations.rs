//! `w3c/vc-data-model-2.0-test-suite`: every input that is a presentation, signed as the suite signs it.

use accolade_tests::Answer;
use jiff::Timestamp;
use openbadges::canonical::canonicalize_inline_hashed;
use openbadges::contexts::Edition;
use openbadges::did::did_key;
use openbadges::json::items;
use openbadges::keys::{SignError, Signer as _, SigningKey};
use openbadges::proof::data_integrity::{NewProof, ProofOptions, Suite, add_proof_with};
use serde_json::{Value, json};

use super::{Open, assert_refused, files, vectors};

/// The holder of the inputs; here another holder takes their place, whose key we have.
const HOLDER: &str = "did:key:z6MkpJySvETLnxhQG9DzEdmKJtysBDjuuTeDfUj1uNNCUqcj";
const CHALLENGE: &str = "uq83vEjRWeJCrze8SNFZ4kA";
const DOMAIN: &str = "github.com/w3c/vc-data-model-2.0-test-suite";

fn key() -> SigningKey {
    SigningKey::ed25519_from_seed([11; 32])
}

fn did() -> String {
    did_key(&key().public_key()).unwrap()
}

fn signed(document: &Value, purpose: &str) -> Result<Value, SignError> {
    let did = did();
    let mut proof = NewProof::from(ProofOptions {
        suite: Suite::EddsaRdfc2022,
        created: "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap(),
        verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
        purpose: purpose.to_owned(),
    });
    if purpose == "authentication" {
        proof = proof.challenge(CHALLENGE).domain(DOMAIN);
    }
    add_proof_with(document, &proof, &key(), |document, hash| {
        canonicalize_inline_hashed(document, Edition::Newest.lookup(), hash)
    })
}

/// As the suite makes a presentation of an input: the credentials signed by the holder, then the whole.
///
/// What cannot be signed is sent as it is; the verifier must refuse it all the same.
fn presented(name: &str, text: &str) -> Value {
    let mut presentation: Value = serde_json::from_str(&text.replace(HOLDER, &did())).unwrap();
    let unsigned = presentation.clone();
    if !name.contains("self-asserted") {
        let credentials = presentation
            .get_mut("verifiableCredential")
            .and_then(Value::as_array_mut);
        for credential in credentials.into_iter().flatten() {
            if credential.get("credentialSubject").is_some() {
                credential["issuer"] = did().into();
                if let Ok(signed) = signed(credential, "assertionMethod") {
                    *credential = signed;
                }
            }
        }
    }
    signed(&presentation, "authentication").unwrap_or(unsigned)
}

fn verify(open: &Open, presentation: &Value) -> Answer {
    let body = json!({
        "verifiablePresentation": presentation,
        "options": {"challenge": CHALLENGE, "domain": DOMAIN},
    });
    open.client.post("/vc/presentations/verify", &body)
}

#[test]
fn every_presentation_of_the_data_model_suite_is_verified_or_refused_as_its_name_says() {
    let Some(folder) = vectors("vcdm2-inputs") else {
        return;
    };
    let open = Open::new();
    let (mut good, mut bad) = (0, 0);
    for (name, text) in files(&folder) {
        if !name.starts_with("presentation-") {
            continue;
        }
        let answer = verify(&open, &presented(&name, &text));

        match name.as_str() {
            // The token in it names no key and holds a credential of version 2.0 in the claim `vc`, so nobody can
            // verify it. The suite has the file and does not send it.
            "presentation-enveloped-vc-ok" => assert_refused(&answer, &name),
            // Not called -fail by the suite, which does not send them; the data model (4.13.4) refuses them.
            "presentation-self-asserted-vc-holder-mismatch"
            | "presentation-self-asserted-vc-issuer-mismatch"
            | "presentation-self-asserted-vc-no-holder" => {
                assert_refused(&answer, &name);
                bad += 1;
            }
            _ if name.ends_with("-ok") => {
                assert_eq!(answer.status, 200, "{name}: {}", answer.text());
                good += 1;
            }
            _ => {
                assert!(name.contains("-fail"), "{name}");
                assert_refused(&answer, &name);
                bad += 1;
            }
        }
    }
    assert_eq!((good, bad), (10, 14));
}

#[test]
fn a_presentation_that_was_changed_or_made_for_another_is_refused() {
    let open = Open::new();
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": did(),
    });
    let good = signed(&presentation, "authentication").unwrap();
    verify(&open, &good).expect(200);
    let send = |options: Value| {
        let body = json!({"verifiablePresentation": good, "options": options});
        open.client.post("/vc/presentations/verify", &body)
    };

    let challenge = send(json!({"challenge": "another", "domain": DOMAIN}));
    let domain = send(json!({"challenge": CHALLENGE, "domain": "verifier.example"}));

    assert_refused(&challenge, "challenge");
    assert!(challenge.text().contains("INVALID_CHALLENGE_ERROR"));
    assert_refused(&domain, "domain");
    assert!(domain.text().contains("INVALID_DOMAIN_ERROR"));
    for (pointer, value) in [
        ("/@context", json!([])),
        (
            "/@context",
            json!([
                "https://www.w3.org/ns/credentials/v2",
                "https://example.com"
            ]),
        ),
        (
            "/@context",
            json!(["https://www.w3.org/ns/credentials/v2", 123_192_875]),
        ),
        ("/type", json!(["Other"])),
        ("/holder", json!("did:example:other")),
        ("/proof/proofValue", json!("z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh")),
        ("/proof/proofPurpose", json!("assertionMethod")),
        ("/proof", json!(null)),
    ] {
        let mut changed = good.clone();
        *changed.pointer_mut(pointer).unwrap() = value;

        assert_refused(&verify(&open, &changed), pointer);
    }
}

#[test]
fn the_door_signs_presentations_too() {
    let open = Open::new();
    let credential = open.issued(&super::credential(), &json!({}));
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [credential],
    });
    let options = json!({"challenge": CHALLENGE, "domain": DOMAIN});
    let body = json!({"presentation": presentation, "options": options});

    let signed = open
        .client
        .post("/vc/presentations/prove", &body)
        .expect(201)
        .json();

    assert_eq!(signed["holder"], open.did.as_str());
    assert_eq!(items(&signed["proof"]).len(), 1);
    verify(&open, &signed).expect(200);
}
