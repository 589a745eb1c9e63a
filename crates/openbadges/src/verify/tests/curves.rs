//! Badges signed on the curves P-256 and P-384, as a whole or so that parts can be shown.

use super::*;
use crate::proof::ecdsa_sd::{self, Fresh, mandatory_in_badge};

fn p256() -> SigningKey {
    SigningKey::p256_from_scalar([3; 32]).unwrap()
}

fn p384() -> SigningKey {
    SigningKey::p384_from_scalar([3; 48]).unwrap()
}

/// A badge by the did:key of a key, and the options of a proof by it.
fn badge_by(key: &SigningKey, suite: Suite) -> (Value, ProofOptions) {
    let did = did_key(&key.public_key()).unwrap();
    let mut badge = badge();
    badge["issuer"]["id"] = did.clone().into();
    let options = ProofOptions {
        suite,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: format!("{did}#{}", did.trim_start_matches("did:key:")),
        purpose: "assertionMethod".to_owned(),
    };
    (badge, options)
}

fn base() -> Value {
    let (badge, options) = badge_by(&p256(), Suite::EcdsaSd2023);
    let fresh = Fresh {
        hmac_key: [9; 32],
        proof_key: &SigningKey::p256_from_scalar([5; 32]).unwrap(),
    };
    ecdsa_sd::sign(
        &badge,
        &options,
        &mandatory_in_badge(&badge),
        &p256(),
        &fresh,
    )
    .unwrap()
}

#[test]
fn badges_on_both_curves_are_valid_in_both_forms() {
    for key in [p256(), p384()] {
        for suite in [Suite::EcdsaRdfc2019, Suite::EcdsaJcs2019] {
            let (badge, options) = badge_by(&key, suite);
            let signed = sign(&badge, &[options], &key).unwrap();
            let mut changed = signed.clone();
            changed["credentialSubject"]["achievement"]["name"] = "Forging".into();

            assert_verdict(&check(&signed), Verdict::Valid, "signature.ok");
            assert_verdict(&check(&changed), Verdict::Invalid, "signature.mismatch");
        }
    }
}

#[test]
fn what_a_holder_shows_of_a_badge_is_valid() {
    let base = base();
    let pointers = ["/credentialSubject/identifier"];
    let shown = ecdsa_sd::derive(&base, &base["proof"], &pointers).unwrap();
    let without = ecdsa_sd::derive::<&str>(&base, &base["proof"], &[]).unwrap();
    let mut changed = shown.clone();
    changed["credentialSubject"]["identifier"][0]["salt"] = "pepper".into();

    assert_verdict(&check(&shown), Verdict::Valid, "signature.ok");
    assert_verdict(&check(&changed), Verdict::Invalid, "signature.mismatch");
    assert_verdict(&check(&without), Verdict::Valid, "signature.ok");
}

#[test]
fn a_base_proof_is_told_from_a_broken_one() {
    let base = base();
    let mut changed = base.clone();
    changed["credentialSubject"]["achievement"]["name"] = "Forging".into();

    assert_verdict(&check(&base), Verdict::Invalid, "signature.base_proof");
    assert_verdict(&check(&changed), Verdict::Invalid, "signature.mismatch");
}

#[test]
fn ten_proofs_of_many_statements_each_end_soon() {
    let (mut badge, options) = badge_by(&p256(), Suite::EcdsaSd2023);
    badge["credentialSubject"]["achievement"]["tag"] =
        (0..900).map(|number| number.to_string()).collect();
    let fresh = Fresh {
        hmac_key: [9; 32],
        proof_key: &SigningKey::p256_from_scalar([5; 32]).unwrap(),
    };
    let base = ecdsa_sd::sign::<&str>(&badge, &options, &[], &p256(), &fresh).unwrap();
    let mut shown = ecdsa_sd::derive(&base, &base["proof"], &[""]).unwrap();
    let proof = shown["proof"].clone();
    assert_verdict(&check(&shown), Verdict::Valid, "signature.ok");
    shown["endorsement"] = Value::Array(vec![shown.clone(); 4]);
    shown["proof"] = Value::Array(vec![proof; 10]);

    let report = check(&shown);

    assert_ne!(report.verdict, Verdict::Valid);
}

#[test]
fn no_suite_lets_an_end_stand_at_a_second_place_of_the_badge() {
    let ended = |key: &SigningKey, suite| {
        let (mut badge, options) = badge_by(key, suite);
        badge["validUntil"] = "2026-11-10T00:00:00Z".into();
        badge["evidence"] =
            json!([{"id": badge["id"], "type": ["Evidence"], "narrative": "See there."}]);
        (badge, options)
    };
    let mut all: Vec<Value> = [p256(), p384()]
        .iter()
        .map(|key| {
            let (badge, options) = ended(key, Suite::EcdsaRdfc2019);
            sign(&badge, &[options], key).unwrap()
        })
        .collect();
    let (badge, options) = ended(&p256(), Suite::EcdsaSd2023);
    let fresh = Fresh {
        hmac_key: [9; 32],
        proof_key: &SigningKey::p256_from_scalar([5; 32]).unwrap(),
    };
    let mandatory = mandatory_in_badge(&badge);
    let base = ecdsa_sd::sign(&badge, &options, &mandatory, &p256(), &fresh).unwrap();
    all.push(ecdsa_sd::derive(&base, &base["proof"], &[""]).unwrap());

    for document in all {
        assert_eq!(check(&document).verdict, Verdict::Expired);

        let report = check(&rewritten::moved(&document, "validUntil"));

        assert_verdict(&report, Verdict::Invalid, "format.structure");
    }
}
