//! A signed badge in other words: whatever has the same canonical form must read the same, or not at all.

use super::*;
use crate::status::{BitstringList, status_list_credential};

const LIST: &str = "https://school.example/status/1";
const UNTIL: &str = "https://www.w3.org/2018/credentials#validUntil";
const STATUS: &str = "https://www.w3.org/2018/credentials#credentialStatus";
const PURPOSE: &str = "https://www.w3.org/ns/credentials/status#statusPurpose";
const SECURITY: &str = "https://w3id.org/security/v1";

/// A badge that was taken back.
fn withdrawn() -> Value {
    let mut document = badge();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
        "statusListCredential": LIST,
    });
    signed(&document)
}

/// A badge whose time is over.
fn over() -> Value {
    let mut document = badge();
    document["validUntil"] = "2026-11-10T00:00:00Z".into();
    signed(&document)
}

fn web() -> Web {
    let mut bits = BitstringList::new(131_072);
    bits.set(7, true).unwrap();
    let since = "2026-11-01T00:00:00Z".parse().unwrap();
    let list = status_list_credential(LIST, &did(1), "revocation", &bits, since);
    Web::default().with(LIST, &signed(&list))
}

fn renamed(object: &mut Value, name: &str, new: &str, change: impl Fn(Value) -> Value) {
    let members = object.as_object_mut().unwrap();
    let value = members.shift_remove(name).unwrap();
    members.insert(new.to_owned(), change(value));
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "one of several changes of one type"
)]
fn dated(value: Value) -> Value {
    json!({"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": value})
}

#[track_caller]
fn assert_no_gain(document: &Value, way: &str) {
    let report = check_with(document, &web());
    assert!(!report.verdict.holds(), "{way}: {:#?}", report.checks);
}

#[test]
fn a_withdrawal_cannot_be_hidden_behind_another_spelling() {
    assert_verdict(
        &check_with(&withdrawn(), &web()),
        Verdict::Revoked,
        "status.revoked",
    );
    for new in [STATUS, "cred:credentialStatus"] {
        let mut document = withdrawn();
        renamed(&mut document, "credentialStatus", new, |value| value);
        assert_no_gain(&document, new);
    }
    type Change = fn(Value) -> Value;
    let values: [(&str, &str, Change); 6] = [
        ("statusPurpose", PURPOSE, |value| value),
        ("statusPurpose", "statusPurpose", |value| json!([value])),
        (
            "statusPurpose",
            "statusPurpose",
            |value| json!({"@value": value}),
        ),
        ("statusListIndex", "statusListIndex", |value| json!([value])),
        ("type", "@type", |value| value),
        ("type", "type", |value| json!([[value]])),
    ];
    for (name, new, change) in values {
        let mut document = withdrawn();
        renamed(&mut document["credentialStatus"], name, new, change);
        assert_no_gain(&document, &format!("{name} as {new}"));
    }
    let mut nested = withdrawn();
    renamed(
        &mut nested,
        "credentialStatus",
        "credentialStatus",
        |value| json!([[value]]),
    );
    assert_no_gain(&nested, "nested lists");
}

#[test]
fn an_end_cannot_be_hidden_behind_another_spelling() {
    assert_verdict(&check(&over()), Verdict::Expired, "validity.expired");
    type Change = fn(Value) -> Value;
    let ways: [(&str, Change); 4] = [
        (UNTIL, dated),
        ("cred:validUntil", dated),
        ("validUntil", dated),
        ("validUntil", |value| json!([value])),
    ];
    for (new, change) in ways {
        let mut document = over();
        renamed(&mut document, "validUntil", new, change);
        assert_no_gain(&document, new);
    }
}

/// Where a badge may refer to itself: its own refresh service, a proof of it, praise for it.
fn referring_to_itself(document: &Value) -> [Value; 3] {
    let own = document["id"].clone();
    let mut served = document.clone();
    let contexts = served["@context"].as_array_mut().unwrap();
    contexts.push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
    served["refreshService"] = json!({"id": own, "type": "1EdTechCredentialRefresh"});
    let mut shown = document.clone();
    shown["evidence"] = json!([{"id": own, "type": ["Evidence"], "narrative": "See there."}]);
    let mut praised = document.clone();
    let praise = json!({
        "@context": document["@context"],
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "A word for it",
        "issuer": {"id": did(2), "type": ["Profile"], "name": "The guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": own, "type": ["EndorsementSubject"]},
    });
    praised["endorsement"] = json!([signed_by(&praise, 2, &method(2))]);
    [served, shown, praised].map(|document| {
        let mut document = document;
        document.as_object_mut().unwrap().shift_remove("proof");
        signed(&document)
    })
}

/// The same statements with a member of the whole at the second place where the badge stands.
pub(super) fn moved(document: &Value, name: &str) -> Value {
    let mut document = document.clone();
    let value = document
        .as_object_mut()
        .unwrap()
        .shift_remove(name)
        .unwrap();
    let second = [
        "/refreshService",
        "/evidence/0",
        "/endorsement/0/credentialSubject",
    ]
    .into_iter()
    .find(|place| document.pointer(place).is_some())
    .unwrap();
    let second = document.pointer_mut(second).unwrap();
    let mut types = vec![json!("VerifiableCredential"), json!("OpenBadgeCredential")];
    types.extend(crate::json::items(&second["type"]).iter().cloned());
    second["type"] = types.into();
    second[name] = value;
    document
}

fn form(document: &Value) -> String {
    let mut document = document.clone();
    document.as_object_mut().unwrap().shift_remove("proof");
    crate::canonical::canonicalize(&document, crate::contexts::Edition::Newest).unwrap()
}

#[test]
fn a_member_that_moves_to_a_second_place_of_the_badge_is_missed() {
    for document in referring_to_itself(&withdrawn()) {
        assert_verdict(
            &check_with(&document, &web()),
            Verdict::Revoked,
            "status.revoked",
        );

        let moved = moved(&document, "credentialStatus");

        assert_eq!(form(&moved), form(&document));
        let report = check_with(&moved, &web());
        assert_verdict(&report, Verdict::Invalid, "format.structure");
    }
    for document in referring_to_itself(&over()) {
        assert_eq!(check(&document).verdict, Verdict::Expired);

        assert_no_gain(&moved(&document, "validUntil"), "the end elsewhere");
    }
}

#[test]
fn a_badge_that_refers_to_itself_is_fine_as_long_as_nothing_moved() {
    for document in referring_to_itself(&signed(&badge())) {
        let report = check(&document);

        assert!(report.verdict.holds(), "{:#?}", report.checks);
    }
}

#[test]
fn an_identity_that_moves_to_a_second_place_of_the_subject_is_missed() {
    let mut document = badge();
    document["credentialSubject"]["id"] = did(1).into();
    let document = signed(&document);
    assert_eq!(check(&document).verdict, Verdict::Valid);
    let mut moved = document.clone();
    let subject = moved["credentialSubject"].as_object_mut().unwrap();
    let identities = subject.shift_remove("identifier").unwrap();
    moved["issuer"]["type"] = json!(["Profile", "AchievementSubject"]);
    moved["issuer"]["identifier"] = identities;
    moved["credentialSubject"]["type"] = json!(["AchievementSubject", "Profile"]);

    assert_eq!(form(&moved), form(&document));
    assert_no_gain(&moved, "the identity elsewhere");
}

#[test]
fn two_entries_of_one_name_cannot_change_places() {
    let entry = |purpose: &str, place: &str, list: &str| {
        json!({
            "id": "urn:entry", "type": "BitstringStatusListEntry", "statusPurpose": purpose,
            "statusListIndex": place, "statusListCredential": list,
        })
    };
    let mut document = badge();
    document["credentialStatus"] = json!([
        entry("revocation", "7", LIST),
        entry("suspension", "9", "https://school.example/status/2"),
    ]);
    let mut document = signed(&document);
    document["credentialStatus"] = json!([
        entry("revocation", "9", LIST),
        entry("suspension", "7", "https://school.example/status/2"),
    ]);

    let report = check_with(&document, &web());

    assert!(
        codes(&report).contains(&"status.unverifiable"),
        "{:#?}",
        report.checks
    );
    assert!(!report.verdict.holds());
}

#[test]
fn an_object_cannot_be_taken_apart_under_a_made_up_name() {
    let mut document = badge();
    document["credentialSubject"]["identifier"][0]["id"] = "_:somebody".into();

    assert_verdict(
        &check(&signed(&document)),
        Verdict::Invalid,
        "format.structure",
    );
}

#[test]
fn the_words_of_both_versions_set_an_end() {
    let mut document = badge();
    document["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://w3id.org/security/data-integrity/v2",
    ]);
    document["type"] = json!(["VerifiableCredential"]);
    document["credentialSubject"] = json!({"id": "urn:x"});
    document["issuer"] = did(1).into();
    document.as_object_mut().unwrap().shift_remove("validFrom");
    document["issuanceDate"] = "2026-01-01T00:00:00Z".into();
    document["validUntil"] = "2026-11-10T00:00:00Z".into();

    assert_verdict(
        &check(&signed(&document)),
        Verdict::Expired,
        "validity.expired",
    );
}

#[test]
fn the_end_of_a_proof_cannot_be_renamed_by_one_more_context() {
    let mut document = signed(&badge());
    renamed(&mut document, "@context", "@context", |mut contexts| {
        contexts.as_array_mut().unwrap().push(SECURITY.into());
        contexts
    });
    document["proof"]["expiration"] = "2026-11-10T00:00:00Z".into();

    assert_verdict(&check(&document), Verdict::Invalid, "signature.malformed");
}

#[test]
fn a_recipient_is_compared_however_it_is_spelled() {
    let mut document = signed(&badge());
    renamed(
        &mut document["credentialSubject"]["identifier"][0],
        "identityHash",
        "identityHash",
        |value| json!({"@value": value}),
    );
    let text = document.to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: Some("thief@example.org"),
    };

    let report = verify(&request, &Policy::default(), &NoNetwork, now());

    assert!(codes(&report).contains(&"recipient.mismatch"));
}

#[test]
fn praise_for_somebody_else_is_no_praise() {
    let endorsement = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", OPEN_BADGES],
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "A word for it",
        "issuer": {"id": did(2), "type": ["Profile"], "name": "The guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://elsewhere.example/badges/9", "type": ["EndorsementSubject"]},
    });
    let mut document = badge();
    document["endorsement"] = json!([signed_by(&endorsement, 2, &method(2))]);

    assert_verdict(
        &check(&signed(&document)),
        Verdict::ValidWithWarnings,
        "endorsement.broken",
    );
}

#[test]
fn many_proofs_and_many_parts_do_not_multiply() {
    let part = json!({"type": ["Alignment"], "targetName": "x", "targetUrl": "https://a.example/"});
    let mut document = badge();
    document["credentialSubject"]["achievement"]["alignment"] = json!(vec![part; 3_000]);
    let mut document = signed(&document);
    let proof = document["proof"].clone();
    document["proof"] = json!(vec![proof; 10]);

    // The document is brought into canonical form once for all of its proofs.
    assert_eq!(check(&document).verdict, Verdict::Valid);

    // One that is not the same for each of them soon exhausts what may be spent.
    for (index, proof) in document["proof"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        proof["id"] = format!("urn:proof:{index}").into();
        proof["previousProof"] = format!("urn:proof:{}", (index + 1) % 10).into();
    }
    let report = check(&document);
    assert!(!report.verdict.holds());
    assert!(codes(&report).contains(&"format.too_complex"));
}

#[test]
fn one_knot_is_enough_to_stop() {
    let mut knot = json!({"type": ["Profile"], "name": "x"});
    for _ in 0..2 {
        knot = json!({"type": ["Profile"], "name": "x", "parentOrg": vec![knot; 9]});
    }
    let mut document = signed(&badge());
    document["issuer"]["parentOrg"] = knot;
    let policy = Policy::default();
    let run = Run::new(&policy, &NoNetwork, now());
    let left = run.work_left.get();
    let forms = proofs::Forms::new(&run, &document);
    let view = crate::canonical::view::View::whole(document.as_object().unwrap());

    let form = forms.of(
        view,
        crate::contexts::Edition::Newest,
        crate::canonical::rdfc::Hash::Sha256,
    );

    assert_eq!(form, Err(crate::canonical::CanonicalError::TooComplex));
    assert_eq!((left > 0, run.work_left.get()), (true, 0));
}

#[test]
fn a_digest_that_moves_to_a_second_place_of_its_resource_is_missed() {
    let address = "https://school.example/1.png";
    let digest = "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";
    let mut document = badge();
    document["credentialSubject"]["achievement"]["image"] = json!({"id": address, "type": "Image"});
    document["relatedResource"] = json!({"id": address, "digestSRI": digest});
    let document = signed(&document);
    let web = Web::default().answering(address, 200, "another picture");
    assert_verdict(
        &check_with(&document, &web),
        Verdict::Invalid,
        "resource.differs",
    );
    let mut moved = document.clone();
    let resource = moved["relatedResource"].as_object_mut().unwrap();
    let digest = resource.shift_remove("digestSRI").unwrap();
    moved["credentialSubject"]["achievement"]["image"]["digestSRI"] = digest;

    assert_eq!(form(&moved), form(&document));
    let report = check_with(&moved, &web);

    assert_verdict(&report, Verdict::Invalid, "format.structure");
}

#[test]
fn a_holders_own_claim_is_read_as_it_was_signed_too() {
    use crate::presentation::{Occasion, Presentation, sign as sign_presentation};
    let claim = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000005",
        "type": ["VerifiableCredential"],
        "issuer": did(2),
        "validUntil": "2026-11-10T00:00:00Z",
        "credentialSubject": {"id": did(2)},
        "evidence": [{"id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000005", "type": ["VerifiableCredential"]}],
    });
    let shown = Presentation::by(did(2)).credential(claim).to_value();
    let occasion = Occasion::at("2026-11-22T11:59:00Z".parse().unwrap());
    let document = sign_presentation(&shown, &occasion, &key(2)).unwrap();
    assert_eq!(check(&document).credentials[0].verdict, Verdict::Expired);
    let mut moved = document.clone();
    let claim = &mut moved["verifiableCredential"][0];
    let end = claim
        .as_object_mut()
        .unwrap()
        .shift_remove("validUntil")
        .unwrap();
    claim["evidence"][0]["validUntil"] = end;

    let report = check(&moved);

    assert!(
        codes(&report).contains(&"signature.ok"),
        "{:#?}",
        report.checks
    );
    assert_verdict(&report.credentials[0], Verdict::Invalid, "format.structure");
}
