//! Documents in which one large part is met many times, so that what is done for each meeting adds up.

use openbadges::keys::Signer as _;
use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{Attack, Web, altered, assert_all, badge, did, key, method, signed_by};

pub(crate) fn attacks() -> Vec<Attack> {
    [extensions(), names(), keys()].concat()
}

/// The same extension named again and again, each time for a long list.
fn extensions() -> Vec<Attack> {
    let context = openbadges::v3::extensions::ASSESSMENT;
    let extended = |contexts: usize, items: usize| {
        altered(|document| {
            let named = document["@context"].as_array_mut().unwrap();
            named.extend(vec![Value::from(context); contexts]);
            let part = json!({"type": ["AssessmentResultDescription"]});
            document["credentialSubject"]["achievement"]["resultDescription"] =
                vec![part; items].into();
        })
    };
    vec![
        Attack::of(
            "60 extensions of 20,000 parts",
            &extended(60, 20_000),
            "format.context.absent",
        ),
        Attack::of(
            "30,000 contexts",
            &extended(30_000, 0),
            "format.too_complex",
        )
        .ending(Verdict::Indeterminate),
    ]
}

/// A name of two megabytes, above a list of a hundred thousand items.
fn names() -> Vec<Attack> {
    let name = "n".repeat(2 * 1024 * 1024);
    let below = |last: u8| {
        let mut items = vec![Value::from(0); 100_000];
        items.push(last.into());
        items
    };
    let address = "https://school.example/awards/1";
    let hosted = |last: u8| {
        let mut document = json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": address,
            "recipient": {"type": "email", "hashed": false, "identity": "amara@example.org"},
            "badge": "https://school.example/badges/1", "verification": {"type": "hosted"},
            "issuedOn": "2026-11-06T00:00:00Z",
        });
        document[name.as_str()] = below(last).into();
        document
    };
    let mut claims = json!({"iss": did(1), "vct": "https://school.example/types/badge"});
    claims[name.as_str()] = below(0).into();
    let token = openbadges::proof::jws::sign(
        json!({"typ": "dc+sd-jwt", "kid": method(1)})
            .as_object()
            .unwrap()
            .clone(),
        claims.to_string().as_bytes(),
        &key(1),
    );
    let served = Web::default().with(address, &hosted(1));
    vec![
        Attack::of(
            "long name above many items",
            &hosted(0),
            "hosted.unreachable",
        )
        .ending(Verdict::Indeterminate),
        Attack::of(
            "long name, and a difference below it",
            &hosted(0),
            "hosted.differs",
        )
        .within(served),
        Attack::new(
            "long name in an SD-JWT",
            token.unwrap() + "~",
            "signature.ok",
        )
        .ending(Verdict::Valid),
    ]
}

/// An issuer that lists more keys than anybody has, and is asked for by every proof.
fn keys() -> Vec<Attack> {
    let issuer = "did:web:school.example";
    let listed: Vec<Value> = (0..20_000)
        .map(|number| {
            json!({
                "id": format!("{issuer}#{number}"), "type": "Multikey", "controller": issuer,
                "publicKeyMultibase": key(1).public_key().to_multikey().unwrap(),
            })
        })
        .collect();
    let document = json!({
        "id": issuer, "verificationMethod": listed, "assertionMethod": [format!("{issuer}#0")],
    });
    let mut badge = badge();
    badge["issuer"]["id"] = issuer.into();
    let mut badge = signed_by(&badge, 1, &format!("{issuer}#0"));
    badge["proof"] = json!(vec![badge["proof"].clone(); 10]);
    let web = Web::default().with("https://school.example/.well-known/did.json", &document);
    vec![
        Attack::of(
            "20,000 keys and ten proofs",
            &badge,
            "issuer.document.wrong",
        )
        .within(web),
    ]
}

#[test]
fn an_extension_is_looked_at_once() {
    assert_all(extensions());
}

#[test]
fn a_long_name_is_not_written_down_for_all_that_is_below_it() {
    assert_all(names());
}

#[test]
fn an_issuer_with_more_keys_than_anybody_has_is_not_read() {
    assert_all(keys());
}
