//! What the server hosts satisfies the official schemas, in every form.
//!
//! The schemas are not part of this repository: `ACCOLADE_SPEC_DATA` names the folder that holds them, otherwise it is
//! looked for beside the workspace. Without it these tests say so in one line and do nothing.

use std::io::Write as _;
use std::path::PathBuf;

use accolade_storage::on_each_database;
use accolade_tests::{Client, TestServer, award_to};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::baking::{self, Payload};
use openbadges::{v2, v3};
use serde_json::{Value, json};

const CREDENTIAL: &str = "ob3/ob_v3p0_achievementcredential_schema.json";
const ANY_CREDENTIAL: &str = "ob3/ob_v3p0_anyachievementcredential_schema.json";
const STRICT_CREDENTIAL: &str = "ob3-2024/json-ld/ob_v3p0_achievementcredential_schema.json";
const PROFILE: &str = "ob3/ob_v3p0_profile_schema.json";
const ASSERTION: &str = "ob2/community-ob2-assertion.schema.json";
const MODEL: &str = "vc/verifiable-credential-schema.json";

fn schemas() -> Option<PathBuf> {
    let folder = std::env::var_os("ACCOLADE_SPEC_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/spec-data"),
        PathBuf::from,
    );
    let schemas = folder.join("schemas");
    if schemas.is_dir() {
        return Some(schemas);
    }
    // Past the capture of the test harness, so that nobody takes a skipped test for a passed one.
    let _ = writeln!(
        std::io::stderr(),
        "schemas skipped: no folder {} (set ACCOLADE_SPEC_DATA)",
        schemas.display()
    );
    None
}

fn satisfies(names: &[&str], document: &Value) {
    let Some(folder) = schemas() else { return };
    for name in names {
        let schema = serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        let complaints: Vec<_> = validator
            .iter_errors(document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            complaints.is_empty(),
            "{name}:\n{}\n{document:#}",
            complaints.join("\n")
        );
    }
}

/// The payload of a compact JWS.
fn payload(token: &str) -> Value {
    let part = token.trim().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn linked_data(anybody: &Client, address: &Value) -> Value {
    let address = address.as_str().unwrap();
    anybody
        .get_as(address, "application/ld+json")
        .expect(200)
        .json()
}

fn full_award() -> Value {
    let mut award = award_to("amara@pupils.kestrelhill.example", "Amara Okafor");
    award["narrative"] = json!("She tried again.");
    award["evidence"] = json!([
        { "kind": "link", "name": "The bridge", "url": "https://kestrelhill.example/bridge" },
        { "kind": "text", "name": "Her words", "narrative": "It held the second time." },
    ]);
    award
}

on_each_database! {
    fn every_form_of_a_credential_satisfies_the_schemas(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let anybody = server.anonymous();

        for award in [
            school.award(&school.badge().published()),
            school.award_as(&school.badge().published(), &full_award()),
        ] {
            let file = |form: &str| anybody.get(award["files"][form].as_str().unwrap()).expect(200);
            let credential = file("json").json();
            satisfies(&[CREDENTIAL, ANY_CREDENTIAL, STRICT_CREDENTIAL, MODEL], &credential);
            assert_eq!(v3::OpenBadgeCredential::read(&credential).map(|read| read.to_value()), Ok(credential));
            satisfies(&[CREDENTIAL, ANY_CREDENTIAL, STRICT_CREDENTIAL], &payload(&file("jwt").text()));
            for form in ["png", "svg"] {
                let payloads = baking::unbake(&file(form).body).unwrap();
                assert!(!payloads.is_empty());
                for inside in payloads {
                    match inside {
                        Payload::V3Json(text) => {
                            satisfies(&[CREDENTIAL, STRICT_CREDENTIAL], &serde_json::from_str(&text).unwrap());
                        }
                        Payload::V3Jwt(token) => satisfies(&[CREDENTIAL], &payload(&token)),
                        Payload::V2Json { json, .. } => satisfies(&[ASSERTION], &serde_json::from_str(&json).unwrap()),
                        Payload::V2Jws(token) => satisfies(&[ASSERTION], &payload(&token)),
                        Payload::V2Url(_) => {}
                    }
                }
            }
        }
    }

    fn every_document_of_2_satisfies_the_schemas_and_is_read(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award_as(&school.badge().published(), &full_award());
        let anybody = server.anonymous();
        let url = award["url"].as_str().unwrap();

        let assertion = anybody.get(&format!("{url}.v2.json")).expect(200).json();
        let badge = linked_data(&anybody, &assertion["badge"]);
        let issuer = linked_data(&anybody, &badge["issuer"]);

        assert!(v2::Assertion::read(&assertion).is_ok(), "{:?}", v2::Assertion::read(&assertion));
        assert!(v2::BadgeClass::read(&badge).is_ok(), "{:?}", v2::BadgeClass::read(&badge));
        assert!(v2::Profile::read(&issuer).is_ok(), "{:?}", v2::Profile::read(&issuer));
        let mut whole = assertion.clone();
        whole["badge"] = badge.clone();
        whole["badge"]["issuer"] = issuer.clone();
        satisfies(&[ASSERTION], &assertion);
        satisfies(&[ASSERTION], &whole);
        satisfies(&["ob2/v1-issuer.json"], &issuer);
        for key in openbadges::json::items(&issuer["publicKey"]) {
            let key = linked_data(&anybody, key);
            assert!(v2::CryptographicKey::read(&key).is_ok(), "{key}");
        }
        let revocations = linked_data(&anybody, &issuer["revocationList"]);
        assert!(v2::RevocationList::read(&revocations).is_ok(), "{revocations}");
    }

    fn profiles_achievements_and_keys_of_3_satisfy_the_schemas(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award_as(&school.badge().published(), &full_award());
        let anybody = server.anonymous();
        let credential = anybody.get(award["files"]["json"].as_str().unwrap()).expect(200).json();

        let issuer = format!("/issuers/{}", school.slug);
        let profile = anybody.get_as(&issuer, "application/vc+ld+json").expect(200).json();
        let keys = anybody.get(&format!("{issuer}/jwks.json")).expect(200).json();
        let achievement = credential["credentialSubject"]["achievement"]["id"].as_str().unwrap();
        let achievement = anybody.get_as(achievement, "application/vc+ld+json").expect(200).json();
        let list = credential["credentialStatus"]["statusListCredential"].as_str().unwrap();
        let list = anybody.get_as(list, "application/vc+ld+json").expect(200).json();

        satisfies(&[PROFILE], &profile);
        satisfies(&["ob3-spec-annex/jwks.json"], &keys);
        satisfies(&[MODEL], &list);
        assert!(v3::Profile::read(&profile).is_ok(), "{:?}", v3::Profile::read(&profile));
        assert!(v3::Achievement::read(&achievement).is_ok(), "{:?}", v3::Achievement::read(&achievement));
        let mut inside = credential;
        inside["credentialSubject"]["achievement"] = achievement;
        satisfies(&[CREDENTIAL], &inside);
    }

    fn a_badge_that_can_be_put_on_hold_has_two_states_which_the_present_schema_does_not_know(db: &TestDatabase) {
        let server = TestServer::on(db);
        let school = server.school();
        let award = school.award(&school.badge().suspendable().published());
        let mut credential = server.anonymous().get(award["files"]["json"].as_str().unwrap()).expect(200).json();

        // Data model 2.0 allows several states and so will Open Badges 3.1; the schemas of 3.0 know one.
        satisfies(&[MODEL], &credential);
        let states = credential["credentialStatus"].as_array().cloned().unwrap();
        assert_eq!(states.len(), 2);
        credential["credentialStatus"] = states[0].clone();
        satisfies(&[CREDENTIAL, STRICT_CREDENTIAL], &credential);
    }
}
