//! Whatever a builder makes satisfies the official schemas, with nothing but the necessary and with everything on.

use openbadges::clr::ClrCredential;
use openbadges::did::did_key;
use openbadges::keys::{Signer as _, SigningKey};
use openbadges::presentation::{self, Occasion, Presentation};
use openbadges::{v2, v3};
use serde_json::{Value, json};

use crate::full;
use crate::schemas::{accepts, complaints};

const CREDENTIAL: &str = "ob3/ob_v3p0_achievementcredential_schema.json";

/// Every schema that knows a 3.0 credential.
const CREDENTIAL_SCHEMAS: &[&str] = &[
    CREDENTIAL,
    "ob3/ob_v3p0_anyachievementcredential_schema.json",
    "clr2/clr_v2p0_achievementcredential_schema.json",
    "vc/verifiable-credential-schema.json",
];

/// The schema of 2024, which knows no single value where several are allowed.
const STRICT_SCHEMA: &str = "ob3-2024/json-ld/ob_v3p0_achievementcredential_schema.json";

/// We write a single proof bare, as most software does; the schema of 2024 wants it in a list.
fn with_proofs_as_lists(mut document: Value) -> Value {
    match &mut document {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let inside = with_proofs_as_lists(member.take());
                *member = match inside {
                    proof @ Value::Object(_) if name == "proof" => json!([proof]),
                    other => other,
                };
            }
        }
        Value::Array(list) => {
            for item in list {
                *item = with_proofs_as_lists(item.take());
            }
        }
        _ => {}
    }
    document
}

/// The same credential as data model 1.1 writes it. We read that version and do not issue it.
fn of_data_model_1(mut document: Value) -> Value {
    document["@context"] = json!([
        v3::CREDENTIALS_V1,
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    ]);
    document["issuanceDate"] = document["validFrom"].take();
    document.as_object_mut().unwrap().shift_remove("validFrom");
    document
}

fn satisfies(schemas: &[&str], document: &Value) {
    for schema in schemas {
        let complaints = complaints(schema, document);
        assert!(
            complaints.is_empty(),
            "{schema}:\n{}\n{document:#}",
            complaints.join("\n")
        );
    }
}

#[test]
fn a_credential_with_nothing_but_the_necessary_satisfies_every_schema() {
    let document = full::plain_credential().build().unwrap();

    satisfies(CREDENTIAL_SCHEMAS, &document);
    satisfies(&[STRICT_SCHEMA], &document);
}

#[test]
fn the_same_credential_of_data_model_1_satisfies_the_schemas_of_its_time_and_is_read() {
    let document = of_data_model_1(full::plain_credential().to_value());

    satisfies(
        &[
            "ob3/ob_v3p0_anyachievementcredential_schema.json",
            "ob3-2024/vcdm1/ob_v3p0_achievementcredential_schema.json",
            "draft4/ob_v3p0_achievementcredential_schema_draft4.json",
        ],
        &document,
    );
    assert!(v3::OpenBadgeCredential::read(&document).is_ok());
}

#[test]
fn a_credential_with_everything_on_satisfies_every_schema() {
    let credential = full::credential();

    let document = credential.build().unwrap();

    satisfies(CREDENTIAL_SCHEMAS, &document);
    satisfies(&[STRICT_SCHEMA], &with_proofs_as_lists(document.clone()));
    assert_eq!(v3::OpenBadgeCredential::read(&document), Ok(credential));
    let response = json!({"credential": [document]});
    satisfies(
        &["ob3/ob_v3p0_getopenbadgecredentialsresponse_schema.json"],
        &response,
    );
}

#[test]
fn a_profile_and_an_endorsement_satisfy_their_schemas() {
    let profile = full::issuer_v3().build().unwrap();
    let endorsement = full::endorsement("urn:example:award").build().unwrap();

    satisfies(
        &[
            "ob3/ob_v3p0_profile_schema.json",
            "clr2/clr_v2p0_profile_schema.json",
        ],
        &profile,
    );
    satisfies(
        &[
            "ob3/ob_v3p0_endorsementcredential_schema.json",
            "clr2/clr_v2p0_endorsementcredential_schema.json",
            "vc/verifiable-credential-schema.json",
        ],
        &endorsement,
    );
}

#[test]
fn a_record_satisfies_every_schema_of_clr() {
    let record = full::record();

    let document = record.build().unwrap();

    satisfies(
        &[
            "clr2/clr_v2p0_clrcredential_schema.json",
            "vc/verifiable-credential-schema.json",
        ],
        &document,
    );
    assert_eq!(ClrCredential::read(&document), Ok(record));
}

#[test]
fn assertions_of_2_satisfy_the_communitys_schemas() {
    let assertion = full::assertion();

    let document = assertion.build().unwrap();

    satisfies(&["ob2/community-ob2-assertion.schema.json"], &document);
    assert_eq!(v2::Assertion::read(&document), Ok(assertion));
}

#[test]
fn the_schemas_refuse_what_is_no_credential() {
    // A schema that is not at hand accepts everything; then there is nothing to compare.
    if crate::spec_data().is_none() {
        return;
    }
    let mut document = full::plain_credential().to_value();
    document["type"] = json!(["VerifiableCredential"]);
    document["validFrom"] = json!("yesterday");

    assert!(!accepts(CREDENTIAL, &document));
    let places = complaints(CREDENTIAL, &document).join("\n");
    assert!(
        places.contains("/validFrom") && places.contains("/type"),
        "{places}"
    );
}

#[test]
fn a_record_of_data_model_1_satisfies_the_schema_of_its_time_and_is_read() {
    let mut record = full::record();
    record.credential_subject.verifiable_credential =
        vec![of_data_model_1(full::plain_credential().to_value())];
    record.credential_subject.association.clear();
    record.endorsement.clear();
    record.credential_status.clear();
    let mut document = of_data_model_1(record.to_value());
    document["@context"] = json!([
        v3::CREDENTIALS_V1,
        "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json"
    ]);
    for later in [
        "validUntil",
        "awardedDate",
        "refreshService",
        "credentialSchema",
        "evidence",
    ] {
        document.as_object_mut().unwrap().shift_remove(later);
    }

    satisfies(
        &["draft4/clr_v2p0_clrcredential_schema_draft4.json"],
        &document,
    );
    assert!(
        ClrCredential::read(&document).is_ok(),
        "{:?}",
        ClrCredential::read(&document)
    );
}

#[test]
fn a_signed_presentation_satisfies_the_schema_of_data_model_2() {
    let key = SigningKey::ed25519_from_seed([7; 32]);
    let holder = did_key(&key.public_key()).unwrap();
    let occasion = Occasion::at("2026-11-22T10:00:00Z".parse().unwrap())
        .challenge("8f2c")
        .domain("https://verifier.example");
    let presentation = Presentation::by(&holder)
        .credential(full::plain_credential().to_value())
        .to_value();

    let signed = presentation::sign(&presentation, &occasion, &key).unwrap();

    satisfies(&["vc/verifiable-presentation-schema.json"], &signed);
}
