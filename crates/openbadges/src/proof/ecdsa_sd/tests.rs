use super::*;
use crate::json::items;
use crate::keys::{SignError, SigningKey};
use crate::proof::data_integrity::{self, suite_of};
use crate::proof::{ProofOptions, Suite};
use serde_json::json;

fn p256(seed: u8) -> SigningKey {
    SigningKey::p256_from_scalar([seed; 32]).unwrap()
}

/// A badge with results that look alike, things without ids, and an endorsement with a proof of its own.
fn badge() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "https://school.example/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Listening",
        "issuer": {"id": "did:web:school.example", "type": ["Profile"], "name": "School"},
        "validFrom": "2026-11-22T10:00:00Z",
        "validUntil": "2030-11-22T10:00:00Z",
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://school.example/status/1",
        },
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "hashed": false,
                "identityHash": "amara@example.org",
                "identityType": "emailAddress",
            }],
            "result": [
                {"type": ["Result"], "value": "A"},
                {"type": ["Result"], "value": "B"},
                {"type": ["Result"], "alignment": [
                    {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://a.example/"},
                    {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://b.example/"},
                ]},
            ],
            "achievement": {
                "id": "https://school.example/badges/1",
                "type": ["Achievement"],
                "name": "Listening",
                "description": "Listens before speaking.",
                "criteria": {"narrative": "Listen to five people."},
                "tag": ["ear", "mouth"],
            },
        },
        "evidence": [
            {"id": "_:b0", "type": ["Evidence"], "name": "urn:bnid:0:1"},
            {"type": ["Evidence"], "narrative": "They said so."},
        ],
    })
}

fn options() -> ProofOptions {
    ProofOptions {
        suite: Suite::EcdsaSd2023,
        created: "2026-11-22T10:00:00Z".parse().unwrap(),
        verification_method: "did:web:school.example#p256".to_owned(),
        purpose: "assertionMethod".to_owned(),
    }
}

fn signed_with<P: AsRef<str>>(document: &Value, mandatory: &[P]) -> Value {
    let fresh = Fresh {
        hmac_key: [9; 32],
        proof_key: &p256(5),
    };
    sign(document, &options(), mandatory, &p256(3), &fresh).unwrap()
}

fn signed() -> Value {
    signed_with(&badge(), &mandatory_in_badge(&badge()))
}

fn derived(pointers: &[&str]) -> Value {
    let signed = signed();
    derive(&signed, &signed["proof"], pointers).unwrap()
}

fn check(document: &Value) -> Result<(), ProofError> {
    check_by(document, &p256(3))
}

fn check_by(document: &Value, key: &SigningKey) -> Result<(), ProofError> {
    data_integrity::verify(
        document,
        &document["proof"],
        &key.public_key(),
        Edition::Newest,
    )
}

/// The same document with a proof value that somebody meddled with.
fn meddled(document: &Value, meddle: impl FnOnce(&mut DerivedProof)) -> Value {
    let mut value =
        DerivedProof::decode(document["proof"]["proofValue"].as_str().unwrap()).unwrap();
    meddle(&mut value);
    let mut document = document.clone();
    document["proof"]["proofValue"] = value.encode().into();
    document
}

/// Pointers to everything in a value but contexts.
fn everything(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "@context") {
                found.push(format!("{at}/{name}"));
                everything(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                found.push(format!("{at}/{index}"));
                everything(element, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn what_is_shown_verifies_and_what_is_hidden_is_not_there() {
    let shown = derived(&["/credentialSubject/result/1"]);

    assert_eq!(check(&shown), Ok(()));
    assert_eq!(suite_of(&shown["proof"]), Some(Suite::EcdsaSd2023));
    assert_eq!(
        shown["credentialSubject"]["result"],
        json!([{"type": ["Result"], "value": "B"}])
    );
    assert!(shown.get("evidence").is_none());
    assert!(
        shown["credentialSubject"]["achievement"]
            .get("tag")
            .is_none()
    );
    assert_eq!(shown["credentialStatus"], badge()["credentialStatus"]);
    assert_eq!(shown["validUntil"], badge()["validUntil"]);
}

#[test]
fn every_part_of_a_badge_can_be_shown_alone() {
    let signed = signed();
    let mut pointers = Vec::new();
    everything(&badge(), "", &mut pointers);
    assert_eq!(pointers.len(), 70);
    for pointer in pointers {
        let shown = derive(&signed, &signed["proof"], &[&pointer]).unwrap();

        assert_eq!(check(&shown), Ok(()), "{pointer}");
    }
    let whole = derive(&signed, &signed["proof"], &[""]).unwrap();
    assert_eq!(check(&whole), Ok(()));
    assert_eq!(whole["credentialSubject"], badge()["credentialSubject"]);
}

#[test]
fn every_part_can_be_shown_alone_when_nothing_is_mandatory() {
    let signed = signed_with::<&str>(&badge(), &[]);
    let mut pointers = Vec::new();
    everything(&badge(), "", &mut pointers);
    for pointer in pointers {
        let shown = derive(&signed, &signed["proof"], &[&pointer]).unwrap();

        assert_eq!(check(&shown), Ok(()), "{pointer}");
    }
    let nothing = derive::<&str>(&signed, &signed["proof"], &[]);
    assert_eq!(nothing, Err(DeriveError::Nothing));
}

/// JSON-LD makes a blank node for each element of a list, and those cannot be given addresses.
#[test]
fn a_list_is_shown_as_a_whole() {
    let mut document = badge();
    document["credentialSubject"]["achievement"]["resultDescription"] = json!([
        {"id": "urn:uuid:1", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade",
         "allowedValue": ["A", "B", "B", "C"]},
        {"id": "urn:uuid:2", "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade",
         "allowedValue": ["A", "B", "B", "C"]},
    ]);
    let signed = signed_with(&document, &mandatory_in_badge(&document));
    for pointer in [
        "/credentialSubject/achievement",
        "/credentialSubject/achievement/resultDescription/1",
        "/credentialSubject/achievement/resultDescription/1/allowedValue",
        "/credentialSubject/achievement/tag",
    ] {
        let shown = derive(&signed, &signed["proof"], &[pointer]).unwrap();

        assert_eq!(check(&shown), Ok(()), "{pointer}");
    }
    let one = "/credentialSubject/achievement/resultDescription/1/allowedValue/1";
    let refused = derive(&signed, &signed["proof"], &[one]);
    assert_eq!(
        refused,
        Err(DeriveError::Statements(StatementsError::Indistinct))
    );
}

#[test]
fn an_endorsement_with_a_proof_of_its_own_is_part_of_what_can_be_shown() {
    let endorsement = json!({
        "@context": badge()["@context"],
        "id": "https://other.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement",
        "issuer": {"id": "did:web:other.example", "type": ["Profile"]},
        "validFrom": "2026-11-22T10:00:00Z",
        "credentialSubject": {
            "id": "https://school.example/badges/1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Good.",
        },
    });
    let options = ProofOptions {
        suite: Suite::EcdsaRdfc2019,
        ..options()
    };
    let endorsement = data_integrity::sign(&endorsement, &[options], &p256(8)).unwrap();
    let mut named = endorsement.clone();
    named["id"] = "https://other.example/endorsements/2".into();
    named["proof"]["id"] = "urn:uuid:3".into();
    let mut document = badge();
    document["endorsement"] = json!([endorsement, named]);
    let signed = signed_with(&document, &["/issuer"]);

    for index in [0, 1] {
        let pointer = format!("/endorsement/{index}");
        let shown = derive(&signed, &signed["proof"], &[pointer]).unwrap();

        assert_eq!(check(&shown), Ok(()));
        assert_eq!(shown["endorsement"][0], document["endorsement"][index]);
    }
    let other = derive(&signed, &signed["proof"], &["/name"]).unwrap();
    assert_eq!(check(&other), Ok(()));
}

#[test]
fn whatever_is_changed_in_what_is_shown_breaks_the_proof() {
    let shown = derived(&["/credentialSubject/result", "/evidence/1"]);
    let mut pointers = Vec::new();
    everything(&shown, "", &mut pointers);
    for pointer in pointers {
        let mut changed = shown.clone();
        let place = changed.pointer_mut(&pointer).unwrap();
        match place {
            Value::String(text) => text.push('a'),
            Value::Bool(truth) => *truth = !*truth,
            _ => continue,
        }

        assert!(check(&changed).is_err(), "{pointer}");
    }
    assert_eq!(
        check_by(&shown, &p256(4)),
        Err(ProofError::SignatureMismatch)
    );
}

#[test]
fn what_is_taken_out_by_hand_breaks_the_proof() {
    let shown = derived(&["/credentialSubject/result/1"]);
    for pointer in [
        "/validUntil",
        "/credentialStatus",
        "/name",
        "/credentialSubject/result",
    ] {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut changed = shown.clone();
        let parent = changed.pointer_mut(parent).unwrap();
        parent.as_object_mut().unwrap().remove(name).unwrap();

        assert!(check(&changed).is_err(), "{pointer}");
    }
}

#[test]
fn a_base_proof_is_good_for_its_holder_only() {
    let signed = signed();
    let key = p256(3).public_key();

    assert_eq!(check(&signed), Err(ProofError::BaseProof));
    assert_eq!(verify_base(&signed, &signed["proof"], &key), Ok(()));
    let mut changed = signed.clone();
    changed["evidence"][1]["narrative"] = "They did not.".into();
    assert_eq!(
        verify_base(&changed, &changed["proof"], &key),
        Err(ProofError::SignatureMismatch)
    );
    let other = p256(4).public_key();
    assert_eq!(
        verify_base(&signed, &signed["proof"], &other),
        Err(ProofError::SignatureMismatch)
    );
    let shown = derived(&["/evidence"]);
    assert!(verify_base(&shown, &shown["proof"], &key).is_err());
    assert!(derive(&shown, &shown["proof"], &["/evidence"]).is_err());
}

#[test]
fn a_proof_value_that_was_meddled_with_is_refused() {
    let shown = derived(&["/credentialSubject/result", "/evidence"]);
    type Meddle = fn(&mut DerivedProof);
    let meddlers: [(&str, Meddle); 10] = [
        ("a signature fewer", |value| {
            value.signatures.pop();
        }),
        ("a signature more", |value| {
            value.signatures.push(value.signatures[0]);
        }),
        ("signatures swapped", |value| value.signatures.swap(0, 1)),
        ("a mandatory statement said to be none", |value| {
            value.mandatory_indexes.pop();
        }),
        ("an index beyond the end", |value| {
            value.mandatory_indexes.push(5_000);
        }),
        ("a label fewer", |value| {
            value.label_map.pop_last();
        }),
        ("a label more", |value| {
            value.label_map.insert(900, [1; 32]);
        }),
        ("one label for two nodes", |value| {
            let first = value.label_map[&0];
            value.label_map.insert(1, first);
        }),
        ("labels swapped", |value| {
            let (first, second) = (value.label_map[&0], value.label_map[&1]);
            value.label_map.insert(0, second);
            value.label_map.insert(1, first);
        }),
        ("another key", |value| {
            value.public_key = p256(6).public_key();
        }),
    ];
    for (what, meddle) in meddlers {
        let changed = meddled(&shown, meddle);

        assert!(check(&changed).is_err(), "{what}");
    }
    assert_eq!(check(&meddled(&shown, |_| ())), Ok(()));
}

#[test]
fn proof_values_have_one_spelling() {
    let shown = derived(&["/evidence"]);
    let text = shown["proof"]["proofValue"].as_str().unwrap();
    for spelling in [
        format!("{text}AA"),
        format!("{text}="),
        text.replacen('u', "z", 1),
        text.replacen('u', "m", 1),
        text.replacen("u2V0B", "u2V0C", 1),
        text.replacen("u2V0BhV", "u2V0BhF", 1),
        text[..text.len() - 4].to_owned(),
        String::new(),
        "u".to_owned(),
        format!("u{}", "A".repeat(300_000)),
    ] {
        assert_ne!(spelling, text);
        let mut changed = shown.clone();
        changed["proof"]["proofValue"] = spelling.clone().into();

        let outcome = check(&changed);

        assert!(
            matches!(outcome, Err(ProofError::Malformed(_))),
            "{spelling:.20}: {outcome:?}"
        );
    }
}

#[test]
fn keys_of_other_kinds_are_refused_on_both_sides() {
    let others = [
        SigningKey::ed25519_from_seed([3; 32]),
        SigningKey::p384_from_scalar([3; 48]).unwrap(),
    ];
    let shown = derived(&["/evidence"]);
    for other in &others {
        let good = p256(5);
        for (key, proof_key) in [(other, &good), (&good, other)] {
            let fresh = Fresh {
                hmac_key: [9; 32],
                proof_key,
            };
            let refused = sign::<&str>(&badge(), &options(), &[], key, &fresh);
            assert_eq!(refused, Err(SignError::WrongKey("ecdsa-sd-2023")));
        }
        let outcome = check_by(&shown, other);
        assert!(matches!(outcome, Err(ProofError::WrongKey { .. })));
    }
    let generic = data_integrity::sign(&badge(), &[options()], &p256(3));
    assert_eq!(generic, Err(SignError::NeedsRandomness("ecdsa-sd-2023")));
}

#[test]
fn a_document_that_cannot_be_signed_as_a_whole_is_refused() {
    let fresh = Fresh {
        hmac_key: [9; 32],
        proof_key: &p256(5),
    };
    let attempt =
        |document: &Value, pointer: &str| sign(document, &options(), &[pointer], &p256(3), &fresh);
    let mut undefined = badge();
    undefined["grade"] = "A".into();

    assert!(matches!(
        attempt(&undefined, "/issuer"),
        Err(SignError::Canonical(_))
    ));
    assert!(matches!(
        attempt(&badge(), "/nothing"),
        Err(SignError::Document(_))
    ));
    assert!(matches!(
        attempt(&signed(), "/issuer"),
        Err(SignError::Document(_))
    ));
    let mut many = badge();
    many["credentialSubject"]["achievement"]["tag"] =
        (0..1_001).map(|number| number.to_string()).collect();
    assert!(matches!(
        attempt(&many, "/issuer"),
        Err(SignError::Document(_))
    ));
}

#[test]
fn a_chain_of_proofs_is_not_shown_in_parts() {
    let mut shown = derived(&["/evidence"]);
    shown["proof"]["previousProof"] = "urn:uuid:1".into();

    assert!(matches!(check(&shown), Err(ProofError::Malformed(_))));
}

#[test]
fn labels_depend_on_the_key_and_tell_no_order() {
    let of = |seed: u8| {
        Statements::of(&badge(), &[seed; 32], &newest)
            .unwrap()
            .lines()
            .to_vec()
    };

    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    assert!(of(1).iter().all(|line| !line.contains("c14n")));
    assert_eq!(of(1).len(), items(&json!(of(2))).len());
}
