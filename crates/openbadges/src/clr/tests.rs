use serde_json::json;

use super::*;
use crate::v3::{
    Achievement, AchievementSubject, AssociationType, Criteria, IdentityObject,
    OpenBadgeCredential, Profile,
};

fn now() -> jiff::Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

fn badge(id: &str) -> Value {
    let achievement = Achievement::new(id, "Teamwork", "Works well.", Criteria::narrative("Work."));
    let subject = AchievementSubject::new(achievement)
        .identified_by(IdentityObject::hashed_email("mayze@example.org", "salt"));
    let award = format!("{id}/award");
    let issuer = Profile::new("did:web:school.example", "School");
    OpenBadgeCredential::new(award, "Teamwork", issuer, now(), subject).to_value()
}

fn record() -> ClrCredential {
    let subject = ClrSubject::new([badge("urn:example:course"), badge("urn:example:degree")])
        .with_id("did:key:z6MkLearner")
        .with_association(Association::new(
            AssociationType::IsPartOf,
            "urn:example:course",
            "urn:example:degree",
        ));
    let issuer = Profile::new("did:web:school.example", "School");
    ClrCredential::new(
        "https://school.example/records/1",
        "Transcript",
        issuer,
        now(),
        subject,
    )
    .partial(true)
}

fn pointers(faults: Vec<crate::v3::Fault>) -> Vec<String> {
    faults.into_iter().map(|fault| fault.pointer).collect()
}

#[test]
fn a_record_that_was_built_is_read_again() {
    let record = record();

    let document = record.build().unwrap();

    assert_eq!(document["partial"], true);
    assert_eq!(ClrCredential::read(&document), Ok(record));
}

#[test]
fn what_is_inside_stays_as_it_was_signed() {
    let mut inner = badge("urn:example:course");
    inner["proof"] = json!({"type": "DataIntegrityProof", "later": [1, {"two": null}]});
    let mut record = record();
    record.credential_subject.verifiable_credential[0] = inner.clone();

    let read = ClrCredential::read(&record.to_value()).unwrap();

    assert_eq!(
        read.to_value()["credentialSubject"]["verifiableCredential"][0],
        inner
    );
}

#[test]
fn every_fault_of_a_record_has_its_place() {
    let mut document = record().to_value();
    document["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    document["partial"] = json!("yes");
    let subject = &mut document["credentialSubject"];
    subject["association"][0]["targetId"] = json!("urn:example:elsewhere");
    subject["association"][0]["associationType"] = json!("isUncleOf");
    subject["association"][0]["note"] = json!("more");
    subject["verifiableCredential"][1]["issuer"] = json!(7);
    subject.as_object_mut().unwrap().shift_remove("id");

    let faults = pointers(ClrCredential::read(&document).unwrap_err());

    assert_eq!(
        faults,
        [
            "/@context/1",
            "/@context/2",
            "/partial",
            "/credentialSubject/verifiableCredential/1/issuer",
            "/credentialSubject/association/0/associationType",
            "/credentialSubject/association/0/note",
            "/credentialSubject",
            "/credentialSubject/association/0/targetId",
        ]
    );
}
