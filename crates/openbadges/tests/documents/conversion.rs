//! Conversion between 2.0 and 3.0: nothing disappears without being told.

use openbadges::convert::{self, AwardV2, Converted, HowVerified, Loss, NamesV2, NamesV3};
use openbadges::{v2, v3};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::full;
use crate::tree::{below, last, leaves, object_at, objects};

fn names_v3() -> NamesV3 {
    NamesV3 {
        credential: "https://acme.example/awards/1".into(),
        achievement: "https://acme.example/achievements/1".into(),
        issuer: "did:web:acme.example".into(),
    }
}

fn names_v2() -> NamesV2 {
    NamesV2 {
        assertion: "https://acme.example/v2/awards/1".into(),
        badge_class: "https://acme.example/v2/badge".into(),
        issuer: "https://acme.example/v2/issuer".into(),
        verified: HowVerified::Hosted,
        issuer_url: Some("https://acme.example".into()),
        issuer_email: Some("badges@acme.example".into()),
        badge_image: Some("https://acme.example/badge.png".into()),
    }
}

fn up(assertion: &v2::Assertion) -> Converted<v3::OpenBadgeCredential> {
    let badge_class = assertion.badge.object().unwrap();
    let issuer = badge_class.issuer.object().unwrap();
    convert::to_v3(assertion, badge_class, issuer, &names_v3())
        .unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn down(credential: &v3::OpenBadgeCredential) -> Converted<AwardV2> {
    convert::to_v2(credential, &names_v2()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// The three documents of 2.0 as one, each in the place that names it.
fn joined(award: &AwardV2) -> Value {
    let mut badge = award.badge_class.to_value();
    badge["issuer"] = award.issuer.to_value();
    let mut assertion = award.assertion.to_value();
    assertion["badge"] = badge;
    assertion
}

fn is_lost(at: &str, lost: &[Loss]) -> bool {
    lost.iter().any(|loss| {
        at.strip_prefix(loss.pointer.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// What a document says about its own form, and not about the badge; and words that the versions write differently.
fn is_frame(at: &str, leaf: &Value) -> bool {
    let name = last(at);
    let translated = [
        "Open Badges v2p0",
        "Open Badges v3p0",
        "emailAddress",
        "email",
        "identifier",
    ];
    name == "type"
        || at.contains("/type/")
        || at.contains("@context")
        || translated.iter().any(|word| leaf == word)
}

/// The leaves of `source` that are neither told as lost nor found anywhere in `made`.
fn vanished(source: &Value, lost: &[Loss], made: &Value) -> Vec<String> {
    let texts: Vec<String> = leaves(made).iter().map(|(_, leaf)| text(leaf)).collect();
    leaves(source)
        .into_iter()
        .filter(|(at, leaf)| {
            !is_frame(at, leaf) && !is_lost(at, lost) && !texts.contains(&text(leaf))
        })
        .map(|(at, leaf)| format!("{at}: {leaf}"))
        .collect()
}

fn text(leaf: &Value) -> String {
    leaf.as_str()
        .map_or_else(|| leaf.to_string(), str::to_owned)
}

/// Makes every text that is free different from every other, so that one cannot stand in for another.
fn told_apart(mut document: Value) -> Value {
    let free = [
        "name",
        "description",
        "narrative",
        "caption",
        "genre",
        "audience",
        "targetName",
        "targetDescription",
        "targetFramework",
        "targetCode",
        "humanCode",
        "role",
        "term",
        "official",
    ];
    let places: Vec<String> = leaves(&document)
        .into_iter()
        .filter(|(at, leaf)| leaf.is_string() && free.contains(&last(at)))
        .map(|(at, _)| at)
        .collect();
    for (number, at) in places.into_iter().enumerate() {
        let leaf = document.pointer_mut(&at).unwrap();
        *leaf = format!("{} ({number})", leaf.as_str().unwrap()).into();
    }
    document
}

#[test]
fn a_full_badge_of_2_becomes_a_credential_and_the_losses_are_named() {
    let converted = up(&full::assertion());

    let document = converted.document.build().unwrap();
    let achievement = &document["credentialSubject"]["achievement"];
    assert_eq!(document["validFrom"], "2026-11-22T10:00:00Z");
    assert_eq!(achievement["inLanguage"], "en-GB");
    assert_eq!(
        document["evidence"][0]["id"],
        "https://acme.example/v2/awards/1"
    );
    assert_eq!(
        document["credentialSubject"]["identifier"][0]["identityHash"],
        json!(full::assertion().recipient.identity)
    );
    assert_eq!(
        document["issuer"]["otherIdentifier"][0]["identifier"],
        "https://acme.example/v2/issuer"
    );
    let lost: Vec<_> = converted
        .lost
        .iter()
        .map(|loss| loss.pointer.as_str())
        .collect();
    assert_eq!(
        lost,
        [
            "/verification",
            "/badge/endorsement",
            "/badge/issuer/publicKey",
            "/badge/issuer/verification",
            "/badge/issuer/revocationList",
            "/badge/issuer/@language",
        ]
    );
}

#[test]
fn a_full_credential_becomes_a_badge_of_2_and_the_losses_are_named() {
    let converted = down(&full::credential());

    let award = joined(&converted.document);
    assert_eq!(award["recipient"]["type"], "email");
    assert_eq!(award["badge"]["@language"], "en-GB");
    assert_eq!(
        award["badge"]["related"][1]["id"],
        "https://acme.example/achievements/1"
    );
    assert_eq!(
        award["badge"]["issuer"]["related"][0]["id"],
        "did:web:acme.example"
    );
    let lost: Vec<_> = converted
        .lost
        .iter()
        .map(|loss| loss.pointer.as_str())
        .collect();
    for member in [
        "/proof",
        "/credentialStatus",
        "/endorsementJwt",
        "/issuer/address",
        "/credentialSubject/id",
        "/credentialSubject/result",
        "/credentialSubject/achievement/resultDescription",
        "/credentialSubject/achievement/achievementType",
    ] {
        assert!(lost.contains(&member), "{member} in {lost:?}");
    }
    assert_eq!(
        vanished(&full::credential().to_value(), &converted.lost, &award),
        [""; 0]
    );
}

#[test]
fn a_badge_that_was_taken_back_or_is_of_another_badge_class_is_not_converted() {
    let mut revoked = full::assertion();
    revoked.revoked = Some(true);
    let mut other = full::badge_class();
    other.id = "https://acme.example/v2/other".into();

    let faults = convert::to_v3(&revoked, &other, &full::issuer_v2(), &names_v3()).unwrap_err();

    let places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(places, ["/revoked", "/badge"]);
}

#[test]
fn what_2_needs_and_3_does_not_have_is_asked_for() {
    let mut names = names_v2();
    names.issuer_url = None;
    names.issuer_email = None;
    names.badge_image = None;

    let faults = convert::to_v2(&full::plain_credential(), &names).unwrap_err();

    let places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(
        places,
        ["/badge/image", "/badge/issuer/url", "/badge/issuer/email"]
    );
}

#[test]
fn every_sort_of_recipient_comes_back_as_it_was() {
    for kind in ["email", "url", "telephone", "id"] {
        for recipient in [
            v2::IdentityObject::plain(kind, "urn:example:somebody"),
            v2::IdentityObject::hashed(kind, openbadges::recipient::hash_identity("x", "s"), "s"),
        ] {
            let mut assertion = full::assertion();
            assertion.recipient = recipient.clone();

            let back = down(&up(&assertion).document).document;

            assert_eq!(back.assertion.recipient, recipient);
        }
    }
}

/// Optional members taken away at random, and unknown ones put in.
fn disturbed(document: Value, needed: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let steps = proptest::collection::vec((any::<u8>(), any::<u16>(), any::<u16>()), 0..12);
    steps.prop_map(move |steps| {
        let mut document = document.clone();
        for (number, (kind, place, member)) in steps.into_iter().enumerate() {
            let objects = objects(&document);
            let at = objects[usize::from(place) % objects.len()].clone();
            let object = object_at(&mut document, &at);
            if kind % 3 == 0 {
                object.insert(
                    format!("x:{number}"),
                    json!({"deep": [format!("unknown {number}")]}),
                );
            } else if !object.is_empty() {
                let name = object
                    .keys()
                    .nth(usize::from(member) % object.len())
                    .unwrap()
                    .clone();
                if !needed.contains(&name.as_str()) && !needed.contains(&last(&at)) {
                    object.shift_remove(&name);
                }
            }
        }
        document
    })
}

/// What a 2.0 badge cannot be without, and what the closed classes of 3.0 hold.
const NEEDED_V2: &[&str] = &[
    "@context",
    "id",
    "type",
    "recipient",
    "identity",
    "hashed",
    "badge",
    "verification",
    "issuedOn",
    "name",
    "description",
    "image",
    "criteria",
    "issuer",
    "url",
    "email",
    "targetName",
    "targetUrl",
    "claim",
];
const NEEDED_V3: &[&str] = &[
    "@context",
    "id",
    "type",
    "issuer",
    "validFrom",
    "credentialSubject",
    "achievement",
    "name",
    "description",
    "criteria",
    "identifier",
    "hashed",
    "identityHash",
    "identityType",
    "targetName",
    "targetUrl",
    "identifierType",
    "resultType",
    "resultDescription",
    "rubricCriterionLevel",
    "requiredLevel",
    "endorsement",
    "latitude",
    "longitude",
    "credentialStatus",
    "image",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_badge_of_2_vanishes(document in disturbed(told_apart(full::assertion().to_value()), NEEDED_V2)) {
        let assertion = v2::Assertion::read_tolerantly(&document)
            .unwrap_or_else(|faults| panic!("{faults:?}"))
            .document;

        let converted = up(&assertion);

        let made = converted.document.build().unwrap();
        prop_assert_eq!(vanished(&document, &converted.lost, &made), [""; 0]);
        prop_assert!(v3::OpenBadgeCredential::read(&made).is_ok());

        let back = down(&converted.document);
        let returned = joined(&back.document);
        for (at, leaf) in leaves(&document) {
            if !is_lost(&at, &converted.lost) && !at.contains("/related/") {
                prop_assert_eq!(returned.pointer(&at), Some(leaf), "{}", at);
            }
        }
    }

    #[test]
    fn nothing_of_a_credential_vanishes(document in disturbed(told_apart(full::credential().to_value()), NEEDED_V3)) {
        let credential = v3::OpenBadgeCredential::read_tolerantly(&document)
            .unwrap_or_else(|faults| panic!("{faults:?}"))
            .document;

        let converted = down(&credential);

        prop_assert_eq!(vanished(&document, &converted.lost, &joined(&converted.document)), [""; 0]);
    }
}

#[test]
fn a_pointer_covers_what_is_below_it_and_no_longer_name() {
    let lost = [Loss {
        pointer: below("", "name"),
        reason: String::new(),
    }];

    assert!(is_lost("/name/0", &lost) && !is_lost("/names", &lost));
}
