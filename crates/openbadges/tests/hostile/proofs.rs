//! Signatures taken away, doubled, broken, borrowed and heaped up.

use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{Attack, altered, assert_all, badge, did, method, signed, signed_by};

pub(crate) fn attacks() -> Vec<Attack> {
    [stripped(), duplicated(), broken(), heaped(), malformed()].concat()
}

fn stripped() -> Vec<Attack> {
    let without = |proof: Option<Value>| {
        altered(|document| {
            document.as_object_mut().unwrap().shift_remove("proof");
            if let Some(proof) = proof {
                document["proof"] = proof;
            }
        })
    };
    vec![
        Attack::of("proof stripped", &without(None), "signature.missing"),
        Attack::of(
            "proof emptied",
            &without(Some(json!([]))),
            "signature.missing",
        ),
        Attack::of(
            "proof nulled",
            &without(Some(Value::Null)),
            "signature.missing",
        ),
        Attack::of(
            "proof that is a text",
            &without(Some("signed, the school".into())),
            "signature.malformed",
        ),
        Attack::of(
            "proof within a list within a list",
            &altered(|document| {
                document["proof"] = json!([[document["proof"].clone()]]);
            }),
            "signature.malformed",
        ),
    ]
}

fn duplicated() -> Vec<Attack> {
    let twice = altered(|document| {
        document["proof"] = json!([document["proof"].clone(), document["proof"].clone()]);
    });
    vec![
        // It proves what one of them proves, and the report says so.
        Attack::of("proof duplicated", &twice, "signature.repeated").ending(Verdict::Valid),
    ]
}

fn broken() -> Vec<Attack> {
    let beside = |change: fn(&mut Value)| {
        altered(|document| {
            let mut other = document["proof"].clone();
            change(&mut other);
            document["proof"] = json!([document["proof"].clone(), other]);
        })
    };
    let mut foreign = badge();
    foreign["credentialSubject"]["achievement"]["name"] = "Heart surgery".into();
    let foreign = signed(&foreign)["proof"].clone();
    let borrowed = altered(|document| document["proof"] = foreign.clone());
    let borrowed_beside = altered(|document| {
        document["proof"] = json!([document["proof"].clone(), foreign]);
    });
    vec![
        Attack::of(
            "broken proof beside a good one",
            &beside(|proof| proof["created"] = "2026-11-07T00:00:00Z".into()),
            "signature.mismatch",
        ),
        Attack::of(
            "malformed proof beside a good one",
            &beside(|proof| proof["proofValue"] = "z6".into()),
            "signature.malformed",
        ),
        Attack::of(
            "proof of an unknown kind beside a good one",
            &beside(|proof| proof["cryptosuite"] = "trust-me-2026".into()),
            "signature.skipped",
        )
        .ending(Verdict::ValidWithWarnings),
        Attack::of("proof of another badge", &borrowed, "signature.mismatch"),
        Attack::of(
            "proof of another badge beside a good one",
            &borrowed_beside,
            "signature.mismatch",
        ),
        Attack::of(
            "proof by somebody else beside a good one",
            &altered(|document| {
                let other = signed_by(&badge(), 2, &method(2))["proof"].clone();
                document["proof"] = json!([document["proof"].clone(), other]);
            }),
            "signature.foreign",
        )
        .ending(Verdict::ValidWithWarnings),
        Attack::of(
            "only somebody else's proof",
            &signed_by(&badge(), 2, &method(2)),
            "issuer.key.foreign",
        ),
        Attack::of(
            "proof renamed to another suite",
            &altered(|document| document["proof"]["cryptosuite"] = "eddsa-jcs-2022".into()),
            "signature.mismatch",
        ),
        Attack::of(
            "proof renamed to a suite for other keys",
            &altered(|document| document["proof"]["cryptosuite"] = "ecdsa-rdfc-2019".into()),
            "signature.malformed",
        ),
        Attack::of(
            "proof chained to one that is not there",
            &altered(|document| document["proof"]["previousProof"] = "urn:uuid:1".into()),
            "signature.malformed",
        ),
    ]
}

fn heaped() -> Vec<Attack> {
    let many = |count: usize| {
        altered(|document| {
            document["proof"] = Value::Array(vec![document["proof"].clone(); count]);
        })
    };
    let chained = altered(|document| {
        let mut proof = document["proof"].clone();
        let link = |index: usize| {
            proof["id"] = format!("urn:proof:{index}").into();
            proof["previousProof"] = format!("urn:proof:{}", (index + 1) % 10).into();
            proof.clone()
        };
        document["proof"] = (0..10).map(link).collect();
    });
    vec![
        Attack::of("1,000 proofs", &many(1_000), "signature.too_many"),
        Attack::of("11 proofs", &many(11), "signature.too_many"),
        Attack::of("ring of previous proofs", &chained, "signature.mismatch"),
    ]
}

fn malformed() -> Vec<Attack> {
    let with = |name: &str, value: Value| altered(|document| document["proof"][name] = value);
    let long = format!("z{}", "1".repeat(200_000));
    vec![
        Attack::of(
            "proof for another purpose",
            &with("proofPurpose", "authentication".into()),
            "signature.malformed",
        ),
        Attack::of(
            "proof that has ended",
            &with("expires", "2026-11-10T00:00:00Z".into()),
            "signature.expired",
        ),
        Attack::of(
            "proof with an end of another name",
            &with("expiration", "2036-11-10T00:00:00Z".into()),
            "signature.malformed",
        ),
        Attack::of(
            "proof by no key",
            &with("verificationMethod", Value::Null),
            "signature.malformed",
        ),
        Attack::of(
            "proof by a key that is written out",
            &with(
                "verificationMethod",
                json!({
                    "id": method(1), "type": "Multikey", "controller": did(1), "publicKeyMultibase": "z6Mk",
                }),
            ),
            "signature.malformed",
        ),
        Attack::of(
            "proof value of zeros",
            &with("proofValue", format!("z{}", "1".repeat(64)).into()),
            "signature.mismatch",
        ),
        Attack::of(
            "proof value of 200,000 digits",
            &with("proofValue", long.into()),
            "signature.malformed",
        ),
        Attack::of(
            "proof value in another base",
            &with("proofValue", "uAAAA".into()),
            "signature.malformed",
        ),
    ]
}

#[test]
fn a_stripped_proof_is_missed() {
    assert_all(stripped());
}

#[test]
fn a_duplicated_proof_is_told() {
    assert_all(duplicated());
}

#[test]
fn a_broken_proof_beside_a_good_one_breaks_the_badge() {
    assert_all(broken());
}

#[test]
fn a_thousand_proofs_are_not_looked_at() {
    assert_all(heaped());
}

#[test]
fn a_proof_must_be_built_and_meant_as_the_standard_says() {
    assert_all(malformed());
}
