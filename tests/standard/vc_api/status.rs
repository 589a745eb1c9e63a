//! `w3c/vc-bitstring-status-list-test-suite`: credentials with a place in a list, and what the list says.

use openbadges::status::{BitstringList, Leniency};
use serde_json::{Value, json};

use super::{Open, assert_refused, credential};

fn list(open: &Open, entry: &Value) -> Value {
    let address = entry["statusListCredential"].as_str().unwrap();
    open.client.get(address).expect(200).json()
}

#[test]
fn a_credential_is_revoked_by_its_place_in_a_signed_list() {
    let open = Open::new();
    let options = json!({"credentialStatus": true, "credentialId": "urn:uuid:1"});
    let issued = open.issued(&credential(), &options);
    let entry = &issued["credentialStatus"];
    assert_eq!(entry["type"], "BitstringStatusListEntry");
    assert_eq!(entry["statusPurpose"], "revocation");
    open.verify_all(&issued).expect(200);
    open.verify_all(&list(&open, entry)).expect(200);

    let change = json!({"credentialId": "urn:uuid:1", "credentialStatus": entry, "status": true});
    open.client
        .post("/vc/credentials/status", &change)
        .expect(200);

    let after = list(&open, entry);
    let encoded = after["credentialSubject"]["encodedList"].as_str().unwrap();
    let bits = BitstringList::decode(encoded, Leniency::Strict).unwrap();
    let index: usize = entry["statusListIndex"].as_str().unwrap().parse().unwrap();
    assert_eq!(bits.get(index), Ok(true));
    let answer = open.verify_all(&issued);
    assert_refused(&answer, "revoked");
    assert!(
        answer.text().contains("status.revoked"),
        "{}",
        answer.text()
    );
    // Who asks about the proof alone is told about the proof alone.
    open.verify(&issued).expect(200);
}

#[test]
fn a_credential_may_be_in_two_lists_and_a_suspension_can_end() {
    let open = Open::new();
    let both = json!([{"statusPurpose": "revocation"}, {"statusPurpose": "suspension"}]);
    let issued = open.issued(&credential(), &json!({"credentialStatus": both}));
    let entry = issued["credentialStatus"][1].clone();
    let set = |status: bool| {
        let change = json!({"credentialStatus": entry, "status": status});
        open.client
            .post("/vc/credentials/status", &change)
            .expect(200)
    };

    set(true);
    let suspended = open.verify_all(&issued);
    set(false);

    assert_refused(&suspended, "suspended");
    open.verify_all(&issued).expect(200);
}

#[test]
fn places_that_were_not_given_out_cannot_be_set() {
    let open = Open::new();
    open.issued(&credential(), &json!({"credentialStatus": true}));
    let change = |entry: Value| {
        let body = json!({"credentialStatus": entry, "status": true});
        open.client.post("/vc/credentials/status", &body).status
    };

    assert_eq!(
        change(json!({"statusPurpose": "revocation", "statusListIndex": "131073"})),
        404
    );
    assert_eq!(
        change(json!({"statusPurpose": "message", "statusListIndex": "1"})),
        404
    );
    assert_eq!(
        change(json!({"statusPurpose": "revocation", "statusListIndex": "x"})),
        422
    );
    assert_refused(
        &open.issue(
            &credential(),
            &json!({"credentialStatus": {"statusPurpose": "other"}}),
        ),
        "unknown purpose",
    );
}
