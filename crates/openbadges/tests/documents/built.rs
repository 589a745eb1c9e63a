//! Whatever a builder makes satisfies the official schemas, with nothing but the necessary and with everything on.

use openbadges::clr::ClrCredential;
use openbadges::{v2, v3};
use serde_json::{Value, json};

use crate::full;
use crate::schemas::{accepts, complaints};

const CREDENTIAL: &str = "ob3/ob_v3p0_achievementcredential_schema.json";

/// Every schema that knows a 3.0 credential.
const CREDENTIAL_SCHEMAS: &[&str] = &[
    CREDENTIAL,
    "ob3/ob_v3p0_anyachievementcredential_schema.json",
    "ob3-2024/json-ld/ob_v3p0_achievementcredential_schema.json",
    "clr2/clr_v2p0_achievementcredential_schema.json",
    "draft4/ob_v3p0_achievementcredential_schema_draft4.json",
    "vc/verifiable-credential-schema.json",
];

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
}

#[test]
fn a_credential_with_everything_on_satisfies_every_schema() {
    let credential = full::credential();

    let document = credential.build().unwrap();

    satisfies(CREDENTIAL_SCHEMAS, &document);
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
            "draft4/clr_v2p0_clrcredential_schema_draft4.json",
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
