//! `ecdsa-sd-2023`: issued with what must always be shown, verified as far as its holder shows it.

use openbadges::proof::ecdsa_sd::{derive, verify_base};
use serde_json::{Value, json};

use super::{Open, assert_refused};

const MANDATORY: &[&str] = &["/issuer", "/credentialSubject/achievement/name"];

/// The test issuer's key on P-256, with which the suite works.
fn p256(open: &Open) -> String {
    let known = open.client.get("/vc").expect(200).json();
    let issuers = known["issuers"].as_array().unwrap();
    let issuer = issuers.iter().find(|issuer| issuer["key"] == "P-256");
    issuer.unwrap()["id"].as_str().unwrap().to_owned()
}

fn badge(issuer: &str) -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0b1c0a6e-98d0-4d0e-a7ae-5e9b2b4c0001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Listening",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "School"},
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example/1",
                "type": ["Achievement"],
                "name": "Listening",
                "description": "Listens before speaking.",
                "criteria": {"narrative": "Listen to five people."},
            },
        },
    })
}

fn options(mandatory: &[&str]) -> Value {
    json!({"cryptosuite": "ecdsa-sd-2023", "mandatoryPointers": mandatory})
}

#[test]
fn what_the_holder_shows_of_a_credential_is_verified() {
    let open = Open::new();
    let issuer = p256(&open);
    let base = open.issued(&badge(&issuer), &options(MANDATORY));
    assert_eq!(base["proof"]["cryptosuite"], "ecdsa-sd-2023");
    assert_eq!(base["issuer"]["id"], issuer.as_str());

    let chosen = ["/id", "/type", "/validFrom", "/credentialSubject"];
    let shown = derive(&base, &base["proof"], &chosen).unwrap();
    assert!(shown.get("name").is_none());
    assert_eq!(
        open.verify(&shown).status,
        200,
        "{}",
        open.verify(&shown).text()
    );
    assert_eq!(open.verify_all(&shown).status, 200);

    let mut spoilt = shown.clone();
    spoilt["credentialSubject"]["achievement"]["name"] = "Speaking".into();
    assert_refused(&open.verify(&spoilt), "another name");
    let mut lacking = shown;
    lacking["credentialSubject"]["achievement"]
        .as_object_mut()
        .unwrap()
        .shift_remove("name");
    assert_refused(&open.verify(&lacking), "without what is mandatory");
}

#[test]
fn a_base_proof_is_for_its_holder_and_said_to_be() {
    let open = Open::new();
    let base = open.issued(&badge(&p256(&open)), &options(MANDATORY));
    let key = openbadges::did::resolve_did_key(base["issuer"]["id"].as_str().unwrap()).unwrap();
    let key = key.methods[0].key.clone().unwrap();
    assert_eq!(verify_base(&base, &base["proof"], &key), Ok(()));

    let answer = open.verify(&base);

    assert_refused(&answer, "a base proof");
    assert_eq!(answer.json()["code"], "signature.base_proof");
}

#[test]
fn two_base_proofs_of_one_credential_have_nothing_in_common_but_the_issuer() {
    let open = Open::new();
    let badge = badge(&p256(&open));

    let one = open.issued(&badge, &options(MANDATORY));
    let other = open.issued(&badge, &options(MANDATORY));

    assert_ne!(one["proof"]["proofValue"], other["proof"]["proofValue"]);
}

#[test]
fn pointers_that_lead_nowhere_and_keys_on_other_curves_are_refused() {
    let open = Open::new();
    let badge = badge(&p256(&open));

    assert_refused(
        &open.issue(&badge, &options(&["/nothing"])),
        "a pointer to nothing",
    );
    assert_refused(&open.issue(&badge, &options(&["issuer"])), "no pointer");
    let mut proved = badge.clone();
    proved["proof"] = json!({"type": "DataIntegrityProof"});
    assert_refused(
        &open.issue(&proved, &options(MANDATORY)),
        "a proof beside it",
    );
    let mut of_ed25519 = badge;
    of_ed25519["issuer"]["id"] = open.did.as_str().into();
    assert_refused(
        &open.issue(&of_ed25519, &options(MANDATORY)),
        "a key of Ed25519",
    );
}
