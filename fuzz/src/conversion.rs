//! Conversion between the versions: what comes out is without fault, and what is told as lost was there.

use openbadges::convert::{HowVerified, Loss, NamesV2, NamesV3, to_v2, to_v3};
use openbadges::{json, v2, v3};
use serde_json::Value;

/// Converts a credential of 3.0, or a list of assertion, badge class and profile of 2.0.
pub fn target(data: &[u8]) {
    match json::read(data) {
        Ok(Value::Array(documents)) => from_v2(&documents),
        Ok(document) => from_v3(&document),
        Err(_) => {}
    }
}

fn from_v3(document: &Value) {
    let Ok(credential) = v3::OpenBadgeCredential::read(document) else {
        return;
    };
    let names = NamesV2 {
        assertion: "https://badges.example/v2/award".to_owned(),
        badge_class: "https://badges.example/v2/badge".to_owned(),
        issuer: "https://badges.example/v2/issuer".to_owned(),
        verified: HowVerified::Hosted,
        issuer_url: Some("https://badges.example".to_owned()),
        issuer_email: Some("badges@badges.example".to_owned()),
        badge_image: Some("https://badges.example/badge.png".to_owned()),
    };
    let Ok(converted) = to_v2(&credential, &names) else {
        return;
    };
    all_were_there(&credential.to_value(), &converted.lost);
    let award = converted.document;
    assert_eq!(award.assertion.build().err(), None);
    assert_eq!(award.badge_class.build().err(), None);
    assert_eq!(award.issuer.build().err(), None);
    // Back, under the names of before: the same, but for what was lost, so nothing here may fail.
    let back = to_v3(
        &award.assertion,
        &award.badge_class,
        &award.issuer,
        &names_v3(),
    );
    if let Err(faults) = back {
        panic!("it does not come back: {faults:?}");
    }
}

fn from_v2(documents: &[Value]) {
    let [assertion, badge_class, issuer] = documents else {
        return;
    };
    let read = (
        v2::Assertion::read(assertion),
        v2::BadgeClass::read(badge_class),
        v2::Profile::read(issuer),
    );
    let (Ok(assertion), Ok(badge_class), Ok(issuer)) = read else {
        return;
    };
    let Ok(converted) = to_v3(&assertion, &badge_class, &issuer, &names_v3()) else {
        return;
    };
    let mut source = assertion.to_value();
    source["badge"] = badge_class.to_value();
    source["badge"]["issuer"] = issuer.to_value();
    all_were_there(&source, &converted.lost);
    assert_eq!(converted.document.build().err(), None);
}

fn names_v3() -> NamesV3 {
    NamesV3 {
        credential: "https://badges.example/v3/award".to_owned(),
        achievement: "https://badges.example/v3/badge".to_owned(),
        issuer: "did:web:badges.example".to_owned(),
    }
}

fn all_were_there(source: &Value, lost: &[Loss]) {
    for loss in lost {
        assert!(
            source.pointer(&loss.pointer).is_some(),
            "{loss} of {source}"
        );
    }
}
