//! Keys that are not the issuer's, or not for this.

use ed25519_dalek::{Signer as _, SigningKey as DalekKey};
use openbadges::did::did_key;
use openbadges::keys::{PublicKey, Signer as _};
use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{Attack, Web, altered, assert_all, badge, did, key, method, signed, signed_by};

const ISSUER: &str = "did:web:school.example";
const DOCUMENT: &str = "https://school.example/.well-known/did.json";

pub(crate) fn attacks() -> Vec<Attack> {
    [named_only(), wrong_purpose(), swapped(), small_order()].concat()
}

fn multikey(seed: u8) -> String {
    key(seed).public_key().to_multikey().unwrap()
}

fn of_school() -> Value {
    let mut document = badge();
    document["issuer"]["id"] = ISSUER.into();
    document
}

fn verification_method(id: &str, controller: &str, seed: u8) -> Value {
    json!({"id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": multikey(seed)})
}

/// The school's document with the key of seed 1, changed in one way.
fn school(change: impl FnOnce(&mut Value)) -> Web {
    let id = format!("{ISSUER}#{}", multikey(1));
    let mut document = json!({
        "id": ISSUER,
        "verificationMethod": [verification_method(&id, ISSUER, 1)],
        "assertionMethod": [id],
    });
    change(&mut document);
    Web::default().with(DOCUMENT, &document)
}

/// The key stands in the name of the key, and nowhere else.
fn named_only() -> Vec<Attack> {
    let forged = signed_by(&of_school(), 2, &format!("{ISSUER}#{}", multikey(2)));
    let genuine = signed_by(&of_school(), 1, &format!("{ISSUER}#{}", multikey(1)));
    let own = did(2);
    vec![
        Attack::of(
            "key named but not in the document",
            &forged,
            "issuer.key.unlisted",
        )
        .within(school(|_| {})),
        Attack::of("key named and no document", &forged, "issuer.key.missing")
            .within(Web::default().answering(DOCUMENT, 404, "")),
        Attack::of(
            "key named and the document silent",
            &forged,
            "issuer.key.unreachable",
        )
        .ending(Verdict::Indeterminate),
        Attack::of(
            "key in the document under another name",
            &genuine,
            "issuer.key.unlisted",
        )
        .within(school(|document| {
            document["verificationMethod"][0]["id"] = format!("{ISSUER}#other").into();
        })),
        Attack::of("two keys of one name", &genuine, "issuer.key.unlisted").within(school(
            |document| {
                let id = format!("{ISSUER}#{}", multikey(1));
                let other = verification_method(&id, ISSUER, 2);
                document["verificationMethod"]
                    .as_array_mut()
                    .unwrap()
                    .push(other);
            },
        )),
        Attack::of(
            "key of another controller in the document",
            &genuine,
            "issuer.key.foreign",
        )
        .within(school(|document| {
            document["verificationMethod"][0]["controller"] = own.as_str().into();
        })),
        Attack::of(
            "document of another identifier",
            &genuine,
            "issuer.document.wrong",
        )
        .within(school(|document| {
            document["id"] = "did:web:other.example".into();
        })),
        Attack::of(
            "document that is no JSON",
            &genuine,
            "issuer.document.wrong",
        )
        .within(Web::default().answering(DOCUMENT, 200, "<html>")),
        Attack::of(
            "key written in two forms",
            &genuine,
            "issuer.document.wrong",
        )
        .within(school(|document| {
            document["verificationMethod"][0]["publicKeyJwk"] = key(2).public_key().to_jwk();
        })),
    ]
}

fn wrong_purpose() -> Vec<Attack> {
    let genuine = signed_by(&of_school(), 1, &format!("{ISSUER}#{}", multikey(1)));
    let moved = |to: &'static str| {
        school(move |document| {
            let listed = document["assertionMethod"].take();
            document
                .as_object_mut()
                .unwrap()
                .shift_remove("assertionMethod");
            document[to] = listed;
        })
    };
    vec![
        Attack::of(
            "key for authentication only",
            &genuine,
            "issuer.key.purpose",
        )
        .within(moved("authentication")),
        Attack::of("key for encryption only", &genuine, "issuer.key.purpose")
            .within(moved("keyAgreement")),
        Attack::of("key for nothing", &genuine, "issuer.key.purpose")
            .within(moved("retiredMethods")),
        Attack::of("key that ended", &genuine, "issuer.key.retired").within(school(|document| {
            document["verificationMethod"][0]["expires"] = "2026-11-20T00:00:00Z".into();
        })),
        Attack::of("key that was revoked", &genuine, "issuer.key.retired").within(school(
            |document| {
                document["verificationMethod"][0]["revoked"] = "2026-11-20T00:00:00Z".into();
            },
        )),
        Attack::of(
            "key whose end is no date",
            &genuine,
            "issuer.document.wrong",
        )
        .within(school(|document| {
            document["verificationMethod"][0]["revoked"] = "yesterday".into();
        })),
    ]
}

fn swapped() -> Vec<Attack> {
    let renamed = |id: &str| altered(|document| document["issuer"]["id"] = id.into());
    let mut claimed = badge();
    claimed["issuer"]["id"] = ISSUER.into();
    let claimed = signed_by(&claimed, 2, &method(2));
    let mut unbound = badge();
    unbound["issuer"]["id"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000001".into();
    vec![
        Attack::of(
            "issuer swapped for another did:key",
            &renamed(&did(2)),
            "signature.mismatch",
        ),
        Attack::of(
            "issuer swapped for a did:web",
            &renamed(ISSUER),
            "signature.mismatch",
        )
        .within(school(|_| {})),
        Attack::of("badge in another's name", &claimed, "issuer.key.foreign")
            .within(school(|_| {})),
        Attack::of(
            "issuer's name changed",
            &altered(|document| {
                document["issuer"]["name"] = "Kestrel Hill University".into();
            }),
            "signature.mismatch",
        ),
        Attack::of(
            "issuer that leads nowhere",
            &signed(&unbound),
            "issuer.unbound",
        )
        .ending(Verdict::ValidWithWarnings),
    ]
}

/// Keys by which anything verifies, if one does not look.
fn small_order() -> Vec<Attack> {
    let mut identity = [0; 32];
    identity[0] = 1;
    // Of order 8 (RFC 7748 lists its u-coordinate among those that must give zero).
    let order_eight =
        hex::decode("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a").unwrap();
    let points: [(&str, Vec<u8>); 3] = [
        ("identity", identity.to_vec()),
        ("order 8", order_eight),
        ("order 4", vec![0; 32]),
    ];
    points
        .into_iter()
        .map(|(name, point)| {
            let multikey = format!(
                "z{}",
                bs58::encode([&[0xed, 0x01][..], &point].concat()).into_string()
            );
            let did = format!("did:key:{multikey}");
            let mut document = badge();
            document["issuer"]["id"] = did.as_str().into();
            let mut document = signed_by(&document, 1, &format!("{did}#{multikey}"));
            // R is the identity and s is zero: the equation without cofactor checks holds for the first of the points.
            let forged = [&identity[..], &[0; 32]].concat();
            document["proof"]["proofValue"] =
                format!("z{}", bs58::encode(forged).into_string()).into();
            let code = if PublicKey::from_multikey(&multikey).is_ok() {
                "signature.mismatch"
            } else {
                "issuer.document.wrong"
            };
            Attack::of(format!("small-order key, {name}"), &document, code)
        })
        .collect()
}

#[test]
fn a_key_that_is_only_named_signs_for_nobody() {
    assert_all(named_only());
}

#[test]
fn a_key_for_another_purpose_signs_no_badges() {
    assert_all(wrong_purpose());
}

#[test]
fn a_swapped_issuer_is_found() {
    assert_all(swapped());
}

#[test]
fn a_key_of_small_order_vouches_for_nothing() {
    assert_all(small_order());
}

/// The forged signature is a real one for readers who do not look at the key: else the test above would prove little.
#[test]
fn the_forgery_for_the_identity_key_fools_the_plain_equation() {
    use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
    let mut identity = [0; 32];
    identity[0] = 1;
    let forged = Signature::from_bytes(&[&identity[..], &[0; 32]].concat().try_into().unwrap());
    let key = VerifyingKey::from_bytes(&identity).unwrap();

    assert!(key.verify(b"whatever was never signed", &forged).is_ok());
    assert!(
        key.verify_strict(b"whatever was never signed", &forged)
            .is_err()
    );
    let _ = DalekKey::from_bytes(&[1; 32]).sign(b"the honest way");
    assert_eq!(did_key(&key_of_one()).unwrap(), did(1));
}

fn key_of_one() -> PublicKey {
    key(1).public_key()
}
