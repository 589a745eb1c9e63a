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
    assert_verdict(
        &check_status(entry(LIST, "revocation", "131072"), &web()),
        Verdict::Indeterminate,
        "status.list.range",
    );
    for index in ["-1", "x", "99999999999999999999999"] {
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

fn short() -> Web {
    let mut bits = BitstringList::from_bits(vec![0; 8]);
    bits.set(7, true).unwrap();
    let made = "2026-11-01T00:00:00Z".parse().unwrap();
    let credential = status_list_credential(LIST, &did(1), "revocation", &bits, made);
    Web::default().with(LIST, &signed(&credential))
}

fn check_strictly(status: Value, web: &Web) -> Report {
    let mut document = badge();
    document["credentialStatus"] = status;
    let text = signed(&document).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    verify(&request, &Policy::strict(), web, now())
}

#[test]
fn a_short_list_is_read_with_a_note_and_refused_by_the_strict() {
    let clear = || entry(LIST, "revocation", "6");
    assert_verdict(
        &check_status(clear(), &short()),
        Verdict::Valid,
        "status.list.short",
    );
    assert_verdict(
        &check_status(entry(LIST, "revocation", "7"), &short()),
        Verdict::Revoked,
        "status.list.short",
    );
    assert_verdict(
        &check_strictly(clear(), &short()),
        Verdict::Invalid,
        "policy.refused",
    );

    let beyond = check_status(entry(LIST, "revocation", "64"), &short());

    assert_verdict(&beyond, Verdict::Indeterminate, "status.list.range");
    assert!(codes(&beyond).contains(&"status.list.short"));
}

#[test]
fn a_list_of_another_issuer_or_of_another_address_is_refused_by_the_strict() {
    let clear = || entry(LIST, "revocation", "6");
    let mut others = list(LIST, "revocation", &[]);
    others["issuer"] = did(2).into();
    let foreign = Web::default().with(LIST, &signed_by(&others, 2, &method(2)));
    let elsewhere = Web::default().with(LIST, &signed(&list(HOLD, "revocation", &[])));

    assert_eq!(check_status(clear(), &foreign).verdict, Verdict::Valid);
    assert_verdict(
        &check_status(clear(), &elsewhere),
        Verdict::Valid,
        "status.list.elsewhere",
    );
    for web in [foreign, elsewhere] {
        let report = check_strictly(clear(), &web);
        assert_verdict(&report, Verdict::Invalid, "policy.refused");
    }
    assert_eq!(check_strictly(clear(), &web()).verdict, Verdict::Valid);
}

const LISTS_2021: &str = "https://w3id.org/vc/status-list/2021/v1";
const MODELS: [&str; 2] = [
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/v2",
];

/// Signs a credential by its text, as those do whose contexts contradict each other, in the words of the model it names.
fn signed_text(mut document: Value) -> Value {
    if document["@context"][0] == MODELS[1] {
        let members = document.as_object_mut().unwrap();
        let date = members.shift_remove("issuanceDate").unwrap();
        members.insert("validFrom".to_owned(), date);
    }
    let options = ProofOptions {
        suite: Suite::EddsaJcs2022,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: method(1),
        purpose: "assertionMethod".to_owned(),
    };
    sign(&document, &[options], &key(1)).unwrap()
}

fn check_2021(model: &str, index: &str, list: &Value) -> Report {
    let document = json!({
        "@context": [model, LISTS_2021],
        "id": "https://school.example/awards/1",
        "type": ["VerifiableCredential"],
        "issuer": did(1),
        "issuanceDate": "2026-11-06T00:00:00Z",
        "credentialSubject": {"id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002"},
        "credentialStatus": {
            "id": format!("{LIST}#{index}"), "type": "StatusList2021Entry", "statusPurpose": "revocation",
            "statusListIndex": index, "statusListCredential": LIST,
        },
    });
    check_with(&signed_text(document), &Web::default().with(LIST, list))
}

/// A list of 2021 in which place 7 is set; `encode` changes how it is written.
fn list_2021(model: &str, encode: impl Fn(&str) -> String) -> Value {
    let written = list(LIST, "revocation", &[7]);
    let encoded = written["credentialSubject"]["encodedList"]
        .as_str()
        .unwrap();
    signed_text(json!({
        "@context": [model, LISTS_2021],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": did(1),
        "issuanceDate": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"), "type": "StatusList2021", "statusPurpose": "revocation",
            "encodedList": encode(encoded.trim_start_matches('u')),
        },
    }))
}

#[test]
fn a_list_of_2021_is_read_in_both_data_models() {
    let padded = |text: &str| text.to_owned() + &"=".repeat(text.len().wrapping_neg() % 4);
    let plain = |text: &str| padded(text).replace('-', "+").replace('_', "/");
    let of_today = signed(&list(LIST, "revocation", &[]));
    for model in MODELS {
        for list in [
            list_2021(model, str::to_owned),
            list_2021(model, padded),
            list_2021(model, plain),
        ] {
            let clear = check_2021(model, "6", &list);
            let set = check_2021(model, "7", &list);

            assert!(clear.verdict.holds(), "{:#?}", clear.checks);
            assert!(codes(&clear).contains(&"status.ok"));
            assert_verdict(&set, Verdict::Revoked, "status.revoked");
        }
        let other_kind = check_2021(model, "6", &of_today);
        assert_verdict(&other_kind, Verdict::Indeterminate, "status.unverifiable");
    }
}

#[test]
fn an_entry_of_today_wants_a_list_of_today() {
    let list = list_2021(MODELS[1], str::to_owned);

    assert_verdict(
        &check_status(
            entry(LIST, "revocation", "6"),
            &Web::default().with(LIST, &list),
        ),
        Verdict::Indeterminate,
        "status.unverifiable",
    );
}
