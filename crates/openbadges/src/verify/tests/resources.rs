//! Related resources, and whether they are what was signed.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Sha384, Sha512};

use super::*;

const SYLLABUS: &str = "https://school.example/syllabus.txt";
const TEXT: &str = "Listen to five people.";

fn sri() -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(TEXT)))
}

/// SHA-256 as a multihash.
fn multibase() -> String {
    let digest = [&[0x12, 32], Sha256::digest(TEXT).as_slice()].concat();
    format!("u{}", URL_SAFE_NO_PAD.encode(digest))
}

fn related(resource: Value) -> Value {
    let mut document = badge();
    document["relatedResource"] = resource;
    signed(&document)
}

fn checked(resource: Value, text: &str) -> Report {
    check_with(
        &related(resource),
        &Web::default().answering(SYLLABUS, 200, text),
    )
}

#[test]
fn a_resource_with_the_signed_digest_is_told() {
    let bare = format!("z{}", bs58::encode(Sha256::digest(TEXT)).into_string());
    let several = format!(
        "sha256-AAAA {} sha512-{}",
        sri(),
        STANDARD.encode(Sha512::digest(TEXT))
    );
    for resource in [
        json!({"id": SYLLABUS, "digestSRI": sri()}),
        json!({"id": SYLLABUS, "digestSRI": several}),
        json!({"id": SYLLABUS, "digestMultibase": multibase()}),
        json!({"id": SYLLABUS, "digestMultibase": bare}),
        json!([{"id": SYLLABUS, "digestSRI": sri(), "digestMultibase": multibase(), "mediaType": "text/plain"}]),
    ] {
        assert_verdict(&checked(resource, TEXT), Verdict::Valid, "resource.ok");
    }
}

#[test]
fn a_resource_that_was_exchanged_spoils_the_badge() {
    for resource in [
        json!({"id": SYLLABUS, "digestSRI": sri()}),
        json!({"id": SYLLABUS, "digestMultibase": multibase()}),
    ] {
        let report = checked(resource, "Listen to nobody.");
        assert_verdict(&report, Verdict::Invalid, "resource.differs");
    }
    // One digest that fits does not make up for one that does not.
    let mut other = sri();
    other.replace_range(
        7..8,
        if other.as_bytes()[7] == b'A' {
            "B"
        } else {
            "A"
        },
    );
    let both = json!({"id": SYLLABUS, "digestSRI": other, "digestMultibase": multibase()});
    assert_verdict(&checked(both, TEXT), Verdict::Invalid, "resource.differs");
}

#[test]
fn a_resource_that_cannot_be_had_or_compared_says_nothing_against_the_badge() {
    let elsewhere = json!({"id": "https://silent.example/x", "digestSRI": sri()});
    assert_verdict(
        &checked(elsewhere, TEXT),
        Verdict::Valid,
        "resource.unchecked",
    );
    let unknown = json!({"id": SYLLABUS, "digestSRI": "md5-AAAA"});
    assert_verdict(
        &checked(unknown, TEXT),
        Verdict::Valid,
        "resource.unchecked",
    );
    let nowhere = json!({"id": "urn:example:1", "digestMultibase": multibase()});
    assert_verdict(
        &checked(nowhere, TEXT),
        Verdict::Valid,
        "resource.unchecked",
    );
}

#[test]
fn no_resource_of_an_unproved_badge_is_fetched_and_of_a_proved_one_only_some() {
    let mut broken = related(json!({"id": SYLLABUS, "digestSRI": sri()}));
    broken["name"] = "Other".into();
    let web = Web::default().answering(SYLLABUS, 200, TEXT);
    assert_eq!(check_with(&broken, &web).verdict, Verdict::Invalid);
    assert_eq!(web.asked.get(), 0);

    let many: Vec<Value> = (0..50)
        .map(|number| json!({"id": format!("{SYLLABUS}?{number}"), "digestSRI": sri()}))
        .collect();
    let web = Web::default();
    let report = check_with(&related(many.into()), &web);
    assert_verdict(&report, Verdict::Valid, "resource.unchecked");
    assert!(web.asked.get() <= 8, "{}", web.asked.get());
}
