use serde_json::{Value, json};

use super::*;
use crate::canonical::canonicalize;
use crate::contexts::Edition;

fn since() -> jiff::Timestamp {
    "2026-11-22T10:00:00.999Z".parse().unwrap()
}

fn credential() -> OpenBadgeCredential {
    let mut issuer = Profile::new("did:web:badges.example:issuers:acme", "Acme");
    issuer.url = Some("https://acme.example".into());
    issuer.image = Some(Image::new("https://badges.example/i/acme.png"));
    let mut achievement = Achievement::new(
        "https://badges.example/achievements/teamwork",
        "Teamwork",
        "Works well with others.",
        Criteria::narrative("Work in a team for a term."),
    );
    achievement.image = Some(Image::new("https://badges.example/i/teamwork.png"));
    let subject = AchievementSubject::new(achievement)
        .identified_by(IdentityObject::hashed_email("Mayze@Example.org", "salt"));
    let list = "https://badges.example/status/17";
    OpenBadgeCredential::new(
        "https://badges.example/awards/1",
        "Teamwork",
        issuer,
        since(),
        subject,
    )
    .valid_until("2028-11-22T10:00:00Z".parse().unwrap())
    .with_status(CredentialStatus::bitstring(list, "revocation", 9320))
    .with_compatibility_proof()
}

fn default_profile() -> Value {
    json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://w3id.org/security/suites/ed25519-2020/v1"
        ],
        "id": "https://badges.example/awards/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Teamwork",
        "issuer": {
            "id": "did:web:badges.example:issuers:acme",
            "type": ["Profile"],
            "name": "Acme",
            "url": "https://acme.example",
            "image": {"id": "https://badges.example/i/acme.png", "type": "Image"}
        },
        "validFrom": "2026-11-22T10:00:00Z",
        "validUntil": "2028-11-22T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{
                "type": "IdentityObject",
                "identityType": "emailAddress",
                "hashed": true,
                "identityHash": crate::recipient::hash_identity("mayze@example.org", "salt"),
                "salt": "salt"
            }],
            "achievement": {
                "id": "https://badges.example/achievements/teamwork",
                "type": ["Achievement"],
                "achievementType": "Badge",
                "name": "Teamwork",
                "description": "Works well with others.",
                "criteria": {"narrative": "Work in a team for a term."},
                "image": {"id": "https://badges.example/i/teamwork.png", "type": "Image"}
            }
        },
        "credentialStatus": {
            "id": "https://badges.example/status/17#9320",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "9320",
            "statusListCredential": "https://badges.example/status/17"
        }
    })
}

fn pointers(value: &Value) -> Vec<String> {
    let faults = OpenBadgeCredential::read(value).expect_err("the document has faults");
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn the_default_profile_comes_out_member_by_member_and_in_order() {
    assert_eq!(
        credential().to_value().to_string(),
        default_profile().to_string()
    );
}

#[test]
fn everything_that_we_can_write_is_defined_by_the_contexts() {
    let mut credential = credential();
    credential.description = Some("Words".into());
    credential.awarded_date = Some("2026-11-22T10:00:00Z".into());
    let mut evidence = Evidence::at("https://badges.example/e/1");
    evidence.name = Some("Film".into());
    evidence.genre = Some("Film".into());
    evidence.audience = Some("Parents".into());
    evidence.description = Some("Three minutes".into());
    credential.evidence = vec![evidence, Evidence::told("I carried the water.")];
    let subject = &mut credential.credential_subject;
    subject.narrative = Some("She did it.".into());
    subject.role = Some("Cook".into());
    let mut result = AchievementResult::new("urn:uuid:r");
    result.value = Some("A".into());
    result.achieved_level = Some("urn:uuid:l".into());
    result.status = Some("Completed".into());
    subject.result = vec![result];
    let achievement = &mut subject.achievement;
    achievement.tag = vec!["team".into()];
    achievement.in_language = Some("en".into());
    achievement.human_code = Some("T1".into());
    achievement.version = Some("2".into());
    achievement.field_of_study = Some("Life".into());
    achievement.creator = Some(Profile::new("did:web:other.example", "Other").into());
    achievement.related = vec![Related::badge_class("https://badges.example/badges/1")];
    achievement.other_identifier = vec![IdentifierEntry::new("T1", "identifier")];
    let mut alignment = Alignment::new("Teams", "https://skills.example/teams");
    alignment.target_code = Some("T".into());
    alignment.target_type = Some("CFItem".into());
    achievement.alignment = vec![alignment];
    let mut description = ResultDescription::new("urn:uuid:r", "Grade", "LetterGrade");
    description.allowed_value = vec!["C".into(), "B".into(), "A".into()];
    description.rubric_criterion_level = vec![RubricCriterionLevel::new("urn:uuid:l", "Good")];
    achievement.result_description = vec![description];

    let written = credential.to_value();

    canonicalize(&written, Edition::Newest).unwrap();
    assert_eq!(OpenBadgeCredential::read(&written), Ok(credential));
}

#[test]
fn a_second_status_makes_an_array_and_several_proofs_stand_last() {
    let list = "https://badges.example/status/18";
    let mut credential =
        credential().with_status(CredentialStatus::bitstring(list, "suspension", 4));
    credential.extra.insert("x:y".into(), json!(1));
    credential.proof = vec![json!({"type": "A"}), json!({"type": "B"})];

    let written = credential.to_value();

    assert_eq!(
        written["credentialStatus"].as_array().map(Vec::len),
        Some(2)
    );
    assert_eq!(
        written
            .as_object()
            .and_then(|members| members.keys().next_back()),
        Some(&"proof".into())
    );
}

#[test]
fn unknown_members_survive() {
    let mut written = default_profile();
    written["termsOfUse"] = json!([{"type": "Fair"}]);
    written["issuer"]["address"] = json!({"type": ["Address"], "addressCountry": "NO"});
    written["credentialSubject"]["achievement"]["criteria"]["x:points"] = json!(1.5);
    written["proof"] = json!({"type": "DataIntegrityProof"});

    let read = OpenBadgeCredential::read(&written).unwrap();

    assert_eq!(read.to_value(), written);
}

#[test]
fn single_values_and_older_forms_are_read() {
    let mut older = default_profile();
    older["@context"] = json!([
        CREDENTIALS_V1,
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    ]);
    older["type"] = json!(["VerifiableCredential", "AchievementCredential"]);
    older["issuer"] = json!("did:web:acme.example");
    older["issuanceDate"] = older["validFrom"].take();
    older["image"] = json!("https://badges.example/i.png");
    older["evidence"] = json!({"type": "Evidence", "id": "urn:uuid:e"});
    older["credentialSubject"]["identifier"] = older["credentialSubject"]["identifier"][0].take();

    let Reading {
        document: read,
        faults,
    } = OpenBadgeCredential::read_tolerantly(&older).unwrap();

    let places: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(places, ["/image", "/validFrom"]);
    assert_eq!(read.issuer.id(), "did:web:acme.example");
    assert_eq!(read.image, Some(Image::new("https://badges.example/i.png")));
    assert_eq!(read.evidence, [Evidence::at("urn:uuid:e")]);
    assert_eq!(read.credential_subject.identifier.len(), 1);
}

#[test]
fn each_fault_is_named_by_its_place() {
    let mut wrong = default_profile();
    wrong["type"] = json!(["VerifiableCredential"]);
    wrong["issuer"]["type"] = json!(["School"]);
    wrong["validFrom"] = json!("2026-11-22T10:00:00");
    wrong["credentialSubject"]["achievement"]["name"] = Value::Null;
    wrong["credentialSubject"]["identifier"][0]["hashed"] = json!("yes");
    wrong["evidence"] = json!([{"type": ["Proof"]}]);

    assert_eq!(
        pointers(&wrong),
        [
            "/type",
            "/issuer/type",
            "/validFrom",
            "/credentialSubject/achievement/name",
            "/credentialSubject/identifier/0/hashed",
            "/evidence/0/type",
        ]
    );
}

#[test]
fn a_badge_for_nobody_or_from_no_time_is_none() {
    let mut nobody = default_profile();
    nobody["credentialSubject"]["identifier"] = json!([]);
    let mut timeless = default_profile();
    timeless.as_object_mut().unwrap().remove("validFrom");

    assert_eq!(
        pointers(&nobody),
        ["/credentialSubject/identifier", "/credentialSubject"]
    );
    assert_eq!(pointers(&timeless), ["/validFrom"]);
    assert_eq!(pointers(&json!([])), [""]);
}

#[test]
fn an_endorsement_says_what_and_why() {
    let subject = EndorsementSubject::new(
        "https://badges.example/achievements/teamwork",
        "We know it.",
    );
    let issuer = Profile::new("did:web:other.example", "Other");
    let endorsement =
        EndorsementCredential::new("urn:uuid:e", "Word of Other", issuer, since(), subject);

    let written = endorsement.to_value();

    canonicalize(&written, Edition::Newest).unwrap();
    assert_eq!(EndorsementCredential::read(&written), Ok(endorsement));
}
