use serde_json::{Value, json};

use super::*;
use crate::v3::{CREDENTIALS_V2, OPEN_BADGES, OpenBadgeCredential};

/// A badge with every extension, as its schema wants it.
fn extended() -> Value {
    let contexts: Vec<&str> = [CREDENTIALS_V2, OPEN_BADGES]
        .into_iter()
        .chain(published().map(|(_, context)| context))
        .collect();
    json!({
        "@context": contexts,
        "id": "https://badges.example/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Welding",
        "issuer": {
            "id": "https://badges.example/issuer",
            "type": ["Profile", "IssuerAccreditationProfile"],
            "name": "The dockyard",
            "accreditations": [{
                "type": ["AccreditationProfile"],
                "contactInstructions": "Ring the bell.",
                "accreditationDate": "2026-11-22",
            }],
        },
        "validFrom": "2026-11-22T10:00:00Z",
        "place": {"type": "Place", "name": "Pier 4"},
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "id": "did:example:ada",
            "achievement": {
                "id": "https://badges.example/badges/1",
                "type": ["Achievement", "ApplyLinkAchievement", "CCAchievement"],
                "name": "Welding",
                "description": "Welds a seam.",
                "criteria": {"narrative": "Weld a seam under water."},
                "url": "https://badges.example/apply",
                "accessibilityFeature": "captions",
                "accessibilityControl": ["fullKeyboardControl"],
                "license": {"id": "CC-BY:4.0", "type": ["License"], "name": "Attribution"},
                "place": {
                    "name": "Pier 4",
                    "geo": {"type": "GeoCoordinates", "latitude": 60.4, "longitude": 5.3},
                },
                "resultDescription": [{
                    "id": "urn:uuid:0b1c0a6e-98d0-4d0e-a7ae-5e9b2b4c0001",
                    "type": ["ResultDescription", "AssessmentResultDescription"],
                    "name": "Seam",
                    "resultType": "Status",
                    "description": "A seam of two metres.",
                    "assessmentType": "Performance",
                    "assessmentOutput": "A seam",
                    "hasGroupParticipation": false,
                    "hasGroupEvaluation": false,
                    "evaluationMethod": "X-ray",
                    "sections": [{"questions": [{"questionType": "TextQuestion", "text": "Which rod?"}]}],
                }],
            },
        },
    })
}

fn pointers(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut badge = extended();
    change(&mut badge);
    check(&badge)
        .into_iter()
        .map(|fault| fault.pointer)
        .collect()
}

#[test]
fn a_badge_with_every_extension_has_no_fault_and_stays_what_it_is() {
    let badge = extended();

    assert_eq!(check(&badge), []);
    assert!(used(&badge).iter().all(|one| one.place.is_some()));
    let read = OpenBadgeCredential::read(&badge).unwrap();
    assert_eq!(read.build().unwrap(), badge);
}

#[test]
fn each_member_that_a_schema_asks_for_is_missed() {
    for (pointer, member) in [
        ("/credentialSubject/achievement", "url"),
        ("/credentialSubject/achievement", "accessibilityFeature"),
        ("/credentialSubject/achievement/license", "name"),
        ("/credentialSubject/achievement/place/geo", "latitude"),
        (
            "/credentialSubject/achievement/resultDescription/0",
            "assessmentType",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0",
            "hasGroupEvaluation",
        ),
        (
            "/credentialSubject/achievement/resultDescription/0/sections/0/questions/0",
            "text",
        ),
        ("/issuer/accreditations/0", "contactInstructions"),
    ] {
        let missed = pointers(|badge| {
            badge
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .shift_remove(member);
        });
        assert!(
            missed.contains(&format!("{pointer}/{member}")),
            "{pointer} {member}: {missed:?}"
        );
    }
}

#[test]
fn values_of_the_wrong_kind_are_told() {
    let accreditation = pointers(|badge| {
        badge["issuer"]["accreditations"][0]["accreditationDate"] = "in spring".into();
    });
    assert_eq!(
        accreditation,
        ["/issuer/accreditations/0/accreditationDate"]
    );
    let place = pointers(|badge| badge["place"] = 7.into());
    assert_eq!(place, ["/place"]);
    let kind = pointers(|badge| {
        let assessment = "/credentialSubject/achievement/resultDescription/0/assessmentType";
        *badge.pointer_mut(assessment).unwrap() = "Oracle".into();
    });
    assert_eq!(
        kind,
        ["/credentialSubject/achievement/resultDescription/0/assessmentType"]
    );
}

#[test]
fn without_its_context_an_extension_is_none() {
    let mut badge = extended();
    badge["@context"] = json!([CREDENTIALS_V2, OPEN_BADGES]);
    badge["place"] = 7.into();

    assert_eq!(check(&badge), []);
}

#[test]
fn a_context_is_known_by_its_address_with_and_without_its_last_slash() {
    for (name, context) in published() {
        assert_eq!(named_by(context), Some(name));
    }
    assert_eq!(
        named_by("https://purl.imsglobal.org/spec/ob-assessment/v2p0/context"),
        Some("assessmentExtension")
    );
    assert_eq!(
        named_by("https://evil.example/licenseExtension/context-3.0.0.json"),
        None
    );
}
