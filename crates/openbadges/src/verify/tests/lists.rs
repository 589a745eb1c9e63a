use super::*;
use crate::status::{BitstringList, status_list_credential};

const LIST: &str = "https://school.example/status/1";
const HOLD: &str = "https://school.example/status/2";

fn entry(list: &str, purpose: &str, index: &str) -> Value {
    json!({
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": list,
    })
}

fn list(url: &str, purpose: &str, set: &[usize]) -> Value {
    let mut bits = BitstringList::new(131_072);
    for index in set {
        bits.set(*index, true).unwrap();
    }
    status_list_credential(
        url,
        &did(1),
        purpose,
        &bits,
        "2026-11-01T00:00:00Z".parse().unwrap(),
    )
}

fn check_status(status: Value, web: &Web) -> Report {
    let mut document = badge();
    document["credentialStatus"] = status;
    check_with(&signed(&document), web)
}

fn web() -> Web {
    Web::default()
        .with(LIST, &signed(&list(LIST, "revocation", &[7])))
        .with(HOLD, &signed(&list(HOLD, "suspension", &[9])))
}

#[test]
fn a_set_bit_means_withdrawn_or_on_hold() {
    assert_verdict(
        &check_status(entry(LIST, "revocation", "7"), &web()),
        Verdict::Revoked,
        "status.revoked",
    );
    assert_verdict(
        &check_status(entry(LIST, "revocation", "6"), &web()),
        Verdict::Valid,
        "status.ok",
    );
    assert_verdict(
        &check_status(entry(HOLD, "suspension", "9"), &web()),
        Verdict::Suspended,
        "status.suspended",
    );
}

#[test]
fn every_entry_counts_and_the_gravest_decides() {
    let both =
        |a: &str, b: &str| json!([entry(LIST, "revocation", a), entry(HOLD, "suspension", b)]);

    assert_verdict(
        &check_status(both("6", "9"), &web()),
        Verdict::Suspended,
        "status.ok",
    );
    assert_verdict(
        &check_status(both("7", "9"), &web()),
        Verdict::Revoked,
        "status.suspended",
    );
    assert_verdict(
        &check_status(both("6", "8"), &web()),
        Verdict::Valid,
        "status.ok",
    );
}

#[test]
fn a_withdrawn_badge_is_withdrawn_even_when_its_time_is_over() {
    let mut document = badge();
    document["validUntil"] = "2026-11-10T00:00:00Z".into();
    document["credentialStatus"] = entry(LIST, "revocation", "7");

    assert_verdict(
        &check_with(&signed(&document), &web()),
        Verdict::Revoked,
        "validity.expired",
    );
}

#[test]
fn a_list_that_cannot_be_used_leaves_it_open() {
    let good = list(LIST, "revocation", &[]);
    let mut tampered = signed(&good);
    tampered["credentialSubject"]["encodedList"] =
        list(LIST, "revocation", &[8])["credentialSubject"]["encodedList"].clone();
    let mut expired = good.clone();
    expired["validUntil"] = "2026-11-02T00:00:00Z".into();
    let mut another = good.clone();
    another["credentialSubject"]["statusPurpose"] = "suspension".into();
    let mut unsigned_by_issuer = good.clone();
    unsigned_by_issuer["issuer"] = did(2).into();
    let open = |document: &Value, code: &str| {
        let web = Web::default().with(LIST, document);
        assert_verdict(
            &check_status(entry(LIST, "revocation", "7"), &web),
            Verdict::Indeterminate,
            code,
        );
    };

    open(&tampered, "status.unverifiable");
    open(&signed(&expired), "status.unverifiable");
    open(&signed(&another), "status.unverifiable");
    open(&signed(&unsigned_by_issuer), "status.unverifiable");
    open(&good, "status.unverifiable");
    open(&json!("a list"), "status.unverifiable");
    assert_verdict(
        &check_status(entry(LIST, "revocation", "7"), &Web::default()),
        Verdict::Indeterminate,
        "status.unreachable",
    );
    for index in ["131072", "-1", "x", "99999999999999999999999"] {
        assert_verdict(
            &check_status(entry(LIST, "revocation", index), &web()),
            Verdict::Indeterminate,
            "status.unverifiable",
        );
    }
}

#[test]
fn a_list_about_something_else_is_not_asked_for() {
    let web = web();

    assert_verdict(
        &check_status(entry(LIST, "colour", "7"), &web),
        Verdict::Valid,
        "status.purpose.other",
    );
    assert_eq!(web.asked.get(), 0);
}

#[test]
fn a_message_is_read_and_changes_nothing() {
    let messages = ["accepted", "under review", "documents missing", "declined"];
    let mut bits = BitstringList::with_sized(131_072, 2);
    bits.set_sized(7, 2, 2).unwrap();
    let made = "2026-11-01T00:00:00Z".parse().unwrap();
    let credential = status_list_credential(LIST, &did(1), "message", &bits, made);
    let web = Web::default().with(LIST, &signed(&credential));
    let entry = crate::status::message_entry(LIST, 7, &messages).unwrap();

    let report = check_status(entry.clone(), &web);

    assert_verdict(&report, Verdict::Valid, "status.message");
    assert_eq!(report.badge.unwrap().messages, ["documents missing"]);
    assert_verdict(
        &check_status(entry.clone(), &Web::default()),
        Verdict::Valid,
        "status.note.unread",
    );
    let mut mute = entry;
    mute.as_object_mut().unwrap().shift_remove("statusMessage");
    let report = check_status(mute, &web);
    assert_verdict(&report, Verdict::Valid, "status.message");
    assert!(report.badge.unwrap().messages.is_empty());
}

#[test]
fn a_list_of_renewals_is_a_note() {
    let web = Web::default().with(LIST, &signed(&list(LIST, "refresh", &[7])));

    assert_verdict(
        &check_status(entry(LIST, "refresh", "7"), &web),
        Verdict::Valid,
        "status.refresh",
    );
    assert_verdict(
        &check_status(entry(LIST, "refresh", "6"), &web),
        Verdict::Valid,
        "status.purpose.other",
    );
}

#[test]
fn an_entry_of_several_bits_is_raised_by_any_of_them() {
    let mut bits = BitstringList::with_sized(131_072, 4);
    bits.set_sized(7, 4, 0b0100).unwrap();
    let made = "2026-11-01T00:00:00Z".parse().unwrap();
    let credential = status_list_credential(LIST, &did(1), "revocation", &bits, made);
    let web = Web::default().with(LIST, &signed(&credential));
    let sized = |index: &str| {
        let mut entry = entry(LIST, "revocation", index);
        entry["statusSize"] = 4.into();
        entry
    };

    assert_verdict(
        &check_status(sized("7"), &web),
        Verdict::Revoked,
        "status.revoked",
    );
    assert_verdict(&check_status(sized("8"), &web), Verdict::Valid, "status.ok");
}

#[test]
fn a_list_behind_a_list_ends() {
    let mut looping = list(LIST, "revocation", &[]);
    looping["@context"] = json!(["https://www.w3.org/ns/credentials/v2", OPEN_BADGES]);
    looping["credentialStatus"] = entry(LIST, "revocation", "1");
    looping["type"] = json!(["VerifiableCredential"]);
    let web = Web::default().with(LIST, &signed(&looping));

    assert_verdict(
        &check_status(entry(LIST, "revocation", "7"), &web),
        Verdict::Indeterminate,
        "status.unreachable",
    );
    assert_eq!(web.asked.get(), 1);
}

#[test]
fn the_list_of_1edtech_is_read() {
    let mut document = badge();
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json".into());
    document["credentialStatus"] = json!({"id": LIST, "type": "1EdTechRevocationList"});
    let document = signed(&document);
    let answer = |list: Value| check_with(&document, &Web::default().with(LIST, &list));
    let own = "https://school.example/awards/1";

    assert_verdict(
        &answer(json!({"revokedCredential": [{"id": own, "revocationReason": "A mistake."}]})),
        Verdict::Revoked,
        "status.revoked",
    );
    assert_verdict(
        &answer(json!({"revokedCredential": [{"id": own, "revoked": false}]})),
        Verdict::Valid,
        "status.ok",
    );
    assert_verdict(
        &answer(json!({"revokedCredential": []})),
        Verdict::Valid,
        "status.ok",
    );
    assert_verdict(
        &answer(json!({})),
        Verdict::Indeterminate,
        "status.unverifiable",
    );
    let reason =
        answer(json!({"revokedCredential": {"id": own, "revocationReason": "A mistake."}}))
            .badge
            .unwrap()
            .revocation_reason;
    assert_eq!(reason.as_deref(), Some("A mistake."));
}

#[test]
fn nothing_is_looked_up_for_a_badge_that_is_not_genuine() {
    let mut document = badge();
    document["credentialStatus"] = entry(LIST, "revocation", "7");
    let mut document = signed(&document);
    document["validFrom"] = "2026-11-07T00:00:00Z".into();
    let web = web();

    assert_verdict(
        &check_with(&document, &web),
        Verdict::Invalid,
        "status.skipped",
    );
    assert_eq!(web.asked.get(), 0);
}

#[test]
fn a_list_by_itself_is_checked_like_any_credential() {
    let good = signed(&list(LIST, "revocation", &[7]));
    let mut tampered = good.clone();
    tampered["credentialSubject"]["encodedList"] =
        list(LIST, "revocation", &[])["credentialSubject"]["encodedList"].clone();

    assert_verdict(&check(&good), Verdict::Valid, "signature.ok");
    assert_verdict(&check(&tampered), Verdict::Invalid, "signature.mismatch");
}
