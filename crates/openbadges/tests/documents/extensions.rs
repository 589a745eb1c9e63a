//! The published extensions of 3.0 against their schemas: what our checks pass satisfies them, and what they ask for we ask
//! for.

use std::collections::BTreeSet;

use openbadges::v3::{OpenBadgeCredential, extensions};
use serde_json::{Value, json};

use crate::{full, spec_data};

/// A schema, the object in our badge that it describes, and a member that it wants.
const SCHEMAS: &[(&str, &str)] = &[
    (
        "accessibilityExtension.schema_achievement_credential_obv3p0.json",
        "/accessibilityFeature",
    ),
    (
        "accessibilityExtension.schema_achievement_obv3p0.json",
        "/credentialSubject/achievement/accessibilityFeature",
    ),
    (
        "applyLinkExtension.schema_obv3p0.json",
        "/credentialSubject/achievement/url",
    ),
    (
        "geoCoordinatesExtension.schema_achievement_credential_obv3p0.json",
        "/place/geo/latitude",
    ),
    (
        "geoCoordinatesExtension.schema_achievement_obv3p0.json",
        "/credentialSubject/achievement/place/geo/longitude",
    ),
    (
        "issuerAccreditationExtension.v2p0.schema.json",
        "/issuer/accreditations/0/contactInstructions",
    ),
    (
        "licenseExtension.schema_obv3p0.json",
        "/credentialSubject/achievement/license/name",
    ),
];

/// Schemas that say nothing about a credential of 3.0, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "accessibilityExtension.schema_profile_obv3p0.json",
        "it looks for the issuer inside the subject, where there is none",
    ),
    (
        "assessmentExtension.v1p0.schema.json",
        "the extension of 2.0, checked there",
    ),
    (
        "assessmentExtension.v2p0.schema.json",
        "it refers to parts of itself that are not there",
    ),
    (
        "issuerAccreditationExtension.v1p0.schema.json",
        "the extension of 2.0, checked there",
    ),
];

fn badge() -> Value {
    let mut badge = full::plain_credential().build().unwrap();
    let contexts = badge["@context"].as_array_mut().unwrap();
    contexts.extend(extensions::published().map(|(_, context)| Value::from(context)));
    let place = json!({
        "name": "Pier 4",
        "geo": {"type": "GeoCoordinates", "latitude": 60.4, "longitude": 5.3},
    });
    let accessible = |object: &mut Value| {
        object["url"] = json!("https://badges.example/apply");
        object["accessibilityFeature"] = json!("captions");
        object["accessibilityControl"] = json!(["fullKeyboardControl"]);
    };
    accessible(&mut badge);
    badge["place"] = place.clone();
    badge["issuer"]["accreditations"] = json!([{
        "type": ["AccreditationProfile"],
        "contactInstructions": "Ring the bell.",
        "accreditationDate": "2026-11-22",
    }]);
    let achievement = &mut badge["credentialSubject"]["achievement"];
    accessible(achievement);
    achievement["type"] = json!(["Achievement", "ApplyLinkAchievement", "CCAchievement"]);
    achievement["place"] = place;
    achievement["license"] = json!({
        "id": "http://creativecommons.org/licenses/by/4.0/",
        "type": ["License"],
        "name": "CC-BY",
    });
    badge
}

/// One schema wrote a back reference for its pattern with one stroke, which JSON does not know.
fn schema(file: &str) -> Option<Value> {
    let path = spec_data()?.join("contexts/ob3-extensions").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    Some(serde_json::from_str(&text.replace(r")\2(", r")\\2(")).unwrap())
}

fn without(badge: &Value, pointer: &str) -> Value {
    let mut badge = badge.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let members = badge.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    members.shift_remove(name).expect("the member is there");
    badge
}

#[test]
fn what_we_pass_satisfies_the_schemas_and_what_they_ask_for_we_ask_for() {
    let Some(folder) = spec_data() else { return };
    let badge = badge();
    assert_eq!(extensions::check(&badge), []);
    for (file, pointer) in SCHEMAS {
        let schema = schema(file).unwrap();
        let validator = jsonschema::options().build(&schema).unwrap();
        let complaints: Vec<String> = validator
            .iter_errors(&badge)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(complaints, Vec::<String>::new(), "{file}");

        let lacking = without(&badge, pointer);
        assert!(!validator.is_valid(&lacking), "{file} {pointer}");
        let faults = extensions::check(&lacking);
        let told = faults.iter().any(|fault| fault.pointer == *pointer);
        assert!(
            told || *pointer == "/accessibilityFeature",
            "{pointer}: {faults:?}"
        );
    }

    let files = std::fs::read_dir(folder.join("contexts/ob3-extensions")).unwrap();
    let files: BTreeSet<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|file| file.contains("schema"))
        .collect();
    let names = SCHEMAS
        .iter()
        .chain(LEFT_OUT)
        .map(|(file, _)| (*file).to_owned());
    assert_eq!(files, names.collect());
}

#[test]
fn members_of_extensions_survive_reading_and_building() {
    let badge = badge();

    let read = OpenBadgeCredential::read(&badge).unwrap();

    assert_eq!(read.build().unwrap(), badge);
}
