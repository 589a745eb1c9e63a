//! SD-JWT as one of any bytes: with the claims of an SD-JWT VC, and with a credential of the data model 2.0 inside.

use super::*;
use crate::proof::jws;
use crate::proof::sd_jwt::{IssueOptions, KeyBinding, SdJwt, badge_claims, bind, issue, issue_vc};

const VCT: &str = "https://school.example/types/badge";
const METADATA: &str = "https://school.example/.well-known/jwt-vc-issuer/profile";

fn holder() -> SigningKey {
    SigningKey::p256_from_scalar([9; 32]).unwrap()
}

fn salts() -> impl FnMut() -> [u8; 16] {
    let mut last = [0; 16];
    move || {
        last[0] += 1;
        last
    }
}

fn options(typ: &str) -> IssueOptions {
    let mut options = IssueOptions::new(method(1));
    typ.clone_into(&mut options.typ);
    options
}

/// Our badge as SD-JWT VC by the did:key of seed 1, bound to the holder's key, with all its disclosures.
fn issued(change: impl FnOnce(&mut Value)) -> String {
    let badge = badge_claims(&badge(), VCT).unwrap();
    let hidden = badge.hidden.clone();
    let hidden: Vec<&str> = hidden.iter().map(String::as_str).collect();
    let mut claims = badge.claims;
    claims["cnf"] = json!({"jwk": holder().public_key().to_jwk()});
    change(&mut claims);
    issue_vc(
        &claims,
        &hidden,
        &options("dc+sd-jwt"),
        &key(1),
        &mut salts(),
    )
    .unwrap()
}

/// The same with nothing shown that can be hidden.
fn closed() -> String {
    SdJwt::parse(&issued(|_| {})).unwrap().reveal(&[]).unwrap()
}

fn bound(text: &str, key: &SigningKey) -> String {
    let binding = KeyBinding {
        audience: "https://verifier.example",
        nonce: "8f2c",
        issued_at: now(),
    };
    bind(text, &binding, key).unwrap()
}

fn check_text(text: &str) -> Report {
    check_bytes(text.as_bytes(), &Web::default())
}

#[test]
fn a_badge_in_an_sd_jwt_vc_is_read_like_any_other() {
    let text = issued(|_| {});

    let report = verify(
        &Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: Some("amara@example.org"),
        },
        &Policy::default(),
        &NoNetwork,
        now(),
    );

    assert_verdict(&report, Verdict::Valid, "signature.ok");
    assert_eq!(report.subject.form, "sd_jwt");
    assert_eq!(report.subject.spec.as_deref(), Some("SD-JWT-VC"));
    assert_eq!(
        report.subject.id.as_deref(),
        Some("https://school.example/awards/1")
    );
    for code in [
        "format.claims",
        "issuer.key.ok",
        "validity.ok",
        "recipient.match",
    ] {
        assert!(codes(&report).contains(&code), "{:#?}", report.checks);
    }
    let badge = report.badge.unwrap();
    assert_eq!(badge.name.as_deref(), Some("Listening"));
    assert_eq!(badge.issuer.name.as_deref(), Some("Kestrel Hill School"));
    assert_eq!(badge.issued_on.as_deref(), Some("2026-11-06T00:00:00Z"));
}

#[test]
fn what_is_held_back_is_said_and_no_fault() {
    let report = check_text(&closed());

    assert_verdict(&report, Verdict::Valid, "disclosure.held_back");
    assert!(codes(&report).contains(&"recipient.none"));
}

#[test]
fn it_may_come_in_an_envelope_in_a_presentation_or_as_json_text() {
    let text = issued(|_| {});
    let envelope = |media_type: &str| {
        json!({
            "@context": "https://www.w3.org/ns/credentials/v2",
            "type": "EnvelopedVerifiableCredential",
            "id": format!("data:{media_type},{text}"),
        })
    };
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [envelope("application/dc+sd-jwt"), envelope("application/vc+sd-jwt")],
    });

    assert_verdict(
        &check(&envelope("application/vc+sd-jwt")),
        Verdict::Valid,
        "format.claims",
    );
    assert_verdict(&check(&json!(text)), Verdict::Valid, "format.claims");
    let report = check(&presentation);
    assert_verdict(&report, Verdict::Valid, "presentation.credential");
    for inner in report.credentials {
        assert_verdict(&inner, Verdict::Valid, "format.claims");
        assert_eq!(inner.subject.form, "sd_jwt");
    }
}

#[test]
fn a_credential_of_the_data_model_is_held_to_its_own_rules() {
    let hidden = [
        "/credentialSubject/identifier/0",
        "/credentialSubject/achievement/criteria",
    ];
    let text = issue(
        &badge(),
        &hidden,
        &options("vc+sd-jwt"),
        &key(1),
        &mut salts(),
    )
    .unwrap();

    let whole = check_text(&text);
    assert_verdict(&whole, Verdict::Valid, "format.ok");
    assert_eq!(whole.subject.spec.as_deref(), Some("OB-3.0"));

    // Open Badges wants criteria, so a copy without them is no complete badge.
    let hidden = SdJwt::parse(&text).unwrap().reveal(&[hidden[0]]).unwrap();
    assert_verdict(&check_text(&hidden), Verdict::Invalid, "format.structure");
    let mixed = issue(&badge(), &[], &options("dc+sd-jwt"), &key(1), &mut salts()).unwrap();
    assert_verdict(
        &check_text(&mixed),
        Verdict::Invalid,
        "signature.claims.mismatch",
    );
}

#[test]
fn what_the_issuer_did_not_sign_cannot_be_shown() {
    let text = issued(|_| {});
    let other = issued(|claims| claims["jti"] = "urn:uuid:1".into());
    let (token, shown) = text.split_once('~').unwrap();
    let (foreign, _) = other.split_once('~').unwrap();
    // base64url of ["salt", "name", "Forged"].
    let added = format!("{token}~WyJzYWx0IiwgIm5hbWUiLCAiRm9yZ2VkIl0~{shown}");
    let first = shown.split('~').next().unwrap();

    assert_verdict(&check_text(&added), Verdict::Invalid, "disclosure.broken");
    let twice = format!("{token}~{first}~{shown}");
    assert_verdict(&check_text(&twice), Verdict::Invalid, "disclosure.broken");
    // The salts are the same in both, and so are the digests: the signature alone tells them apart.
    let (head, _) = foreign.rsplit_once('.').unwrap();
    let (_, signature) = token.rsplit_once('.').unwrap();
    let swapped = format!("{head}.{signature}~{shown}");
    assert_verdict(
        &check_text(&swapped),
        Verdict::Invalid,
        "signature.mismatch",
    );
    let cut = text.trim_end_matches('~');
    assert_eq!(check_text(cut).verdict, Verdict::Invalid);
}

#[test]
fn what_must_be_seen_cannot_be_hidden() {
    // A token of a careless issuer: the end of the validity is among what can be held back.
    let mut claims = badge_claims(&badge(), VCT).unwrap().claims;
    claims["exp"] = 1.into();
    let text = issue(
        &claims,
        &["/exp"],
        &options("dc+sd-jwt"),
        &key(1),
        &mut salts(),
    )
    .unwrap();

    assert_verdict(&check_text(&text), Verdict::Invalid, "disclosure.broken");
}

#[test]
fn a_key_binding_answers_who_asked() {
    let asked = |text: &str, challenge: &str, domain: &str| {
        let request = Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: None,
        };
        let expected = Expected {
            challenge: Some(challenge),
            domain: Some(domain),
        };
        verify_presentation(&request, &expected, &Policy::default(), &NoNetwork, now())
    };
    let own = bound(&closed(), &holder());
    let verifier = "https://verifier.example";

    assert_verdict(
        &asked(&own, "8f2c", verifier),
        Verdict::Valid,
        "presentation.ok",
    );
    let report = asked(&own, "other", verifier);
    assert_verdict(&report, Verdict::Invalid, "presentation.challenge");
    let report = asked(&own, "8f2c", "https://evil.example");
    assert_verdict(&report, Verdict::Invalid, "presentation.domain");
    let report = asked(&closed(), "8f2c", verifier);
    assert_verdict(&report, Verdict::Invalid, "presentation.missing");
    let report = asked(&bound(&closed(), &key(2)), "8f2c", verifier);
    assert_verdict(&report, Verdict::Invalid, "presentation.holder");
}

#[test]
fn a_key_binding_that_nobody_asked_for_must_still_be_the_holders_and_for_this_copy() {
    let own = bound(&closed(), &holder());
    assert_verdict(&check_text(&own), Verdict::Valid, "presentation.unasked");

    let foreign = bound(&closed(), &key(2));
    assert_verdict(
        &check_text(&foreign),
        Verdict::Invalid,
        "presentation.holder",
    );
    let (_, binding) = own.rsplit_once('~').unwrap();
    let other_copy = format!("{}{binding}", issued(|_| {}));
    assert_verdict(
        &check_text(&other_copy),
        Verdict::Invalid,
        "presentation.holder",
    );
}

#[test]
fn the_header_must_say_that_it_is_a_credential() {
    let typed = |typ: Option<&str>, extra: Option<(&str, Value)>| {
        let claims = badge_claims(&badge(), VCT).unwrap().claims;
        let mut header = serde_json::Map::new();
        header.insert("kid".to_owned(), method(1).into());
        if let Some(typ) = typ {
            header.insert("typ".to_owned(), typ.into());
        }
        if let Some((name, value)) = extra {
            header.insert(name.to_owned(), value);
        }
        let token = jws::sign(header, claims.to_string().as_bytes(), &key(1)).unwrap();
        check_text(&format!("{token}~"))
    };

    assert_verdict(
        &typed(Some("dc+sd-jwt"), None),
        Verdict::Valid,
        "signature.ok",
    );
    assert_verdict(
        &typed(Some("vc+sd-jwt"), None),
        Verdict::Valid,
        "signature.ok",
    );
    assert_verdict(&typed(None, None), Verdict::Invalid, "signature.type");
    assert_verdict(
        &typed(Some("at+jwt"), None),
        Verdict::Invalid,
        "signature.type",
    );
    let unread = typed(Some("vp+sd-jwt"), None);
    assert_verdict(
        &unread,
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
    let chain = typed(Some("dc+sd-jwt"), Some(("x5c", json!(["MIIB"]))));
    assert_verdict(
        &chain,
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
}

/// An SD-JWT VC of an issuer with a web address, whose key is named by `kid`.
fn of_site(kid: &str) -> String {
    let mut claims = badge_claims(&badge(), VCT).unwrap().claims;
    claims["iss"] = "https://school.example/profile".into();
    issue_vc(&claims, &[], &IssueOptions::new(kid), &key(1), &mut salts()).unwrap()
}

fn set(seed: u8, kid: &str) -> Value {
    let mut jwk = key(seed).public_key().to_jwk();
    jwk["kid"] = kid.into();
    json!({"keys": [jwk]})
}

#[test]
fn the_metadata_of_a_site_says_which_keys_are_its_own() {
    let metadata = |issuer: &str, keys: (&str, Value)| {
        let (name, keys) = keys;
        let mut metadata = json!({"issuer": issuer});
        metadata[name] = keys;
        Web::default().with(METADATA, &metadata)
    };
    let issuer = "https://school.example/profile";
    let text = of_site("one");
    let checked = |web: &Web| check_bytes(text.as_bytes(), web);

    let listed = metadata(issuer, ("jwks", set(1, "one")));
    assert_verdict(&checked(&listed), Verdict::Valid, "issuer.key.ok");
    let elsewhere = metadata(
        issuer,
        ("jwks_uri", json!("https://school.example/keys.json")),
    )
    .with("https://school.example/keys.json", &set(1, "one"));
    assert_verdict(&checked(&elsewhere), Verdict::Valid, "issuer.key.ok");

    let unlisted = metadata(issuer, ("jwks", set(1, "two")));
    assert_verdict(&checked(&unlisted), Verdict::Invalid, "issuer.key.unlisted");
    let another = metadata(issuer, ("jwks", set(2, "one")));
    assert_verdict(&checked(&another), Verdict::Invalid, "signature.mismatch");
    let of_other = metadata("https://evil.example", ("jwks", set(1, "one")));
    assert_verdict(
        &checked(&of_other),
        Verdict::Invalid,
        "issuer.document.wrong",
    );
    let silent = Web::default();
    assert_verdict(
        &checked(&silent),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
}

#[test]
fn a_site_without_metadata_is_asked_as_for_any_token() {
    let text = of_site("one");
    let web = Web::default()
        .answering(METADATA, 404, "")
        .answering("https://school.example/profile", 404, "")
        .with(
            "https://school.example/.well-known/jwks.json",
            &set(1, "one"),
        );

    assert_verdict(
        &check_bytes(text.as_bytes(), &web),
        Verdict::Valid,
        "issuer.key.ok",
    );
}

#[test]
fn a_status_list_of_another_kind_leaves_the_question_open() {
    let list = json!({"status_list": {"idx": 0, "uri": "https://school.example/status"}});
    let text = issued(|claims| claims["status"] = list);

    assert_verdict(
        &check_text(&text),
        Verdict::Indeterminate,
        "status.type.unknown",
    );
}

#[test]
fn a_whole_credential_among_the_claims_must_be_the_issuers() {
    let claims = |issuer: String| {
        let mut claims = badge();
        claims["vct"] = VCT.into();
        claims["iss"] = issuer.into();
        claims
    };
    let hidden = ["/credentialSubject/identifier"];
    let own = issue_vc(
        &claims(did(1)),
        &hidden,
        &options("dc+sd-jwt"),
        &key(1),
        &mut salts(),
    );
    let mut options = options("dc+sd-jwt");
    options.kid = Some(method(2));
    let foreign = issue_vc(&claims(did(2)), &hidden, &options, &key(2), &mut salts());

    let report = check_text(&own.unwrap());
    assert_verdict(&report, Verdict::Valid, "format.claims");
    assert_eq!(report.badge.unwrap().name.as_deref(), Some("Listening"));
    assert_verdict(
        &check_text(&foreign.unwrap()),
        Verdict::Invalid,
        "signature.claims.mismatch",
    );
}

#[test]
fn claims_without_issuer_or_type_prove_nothing() {
    let signed = |claims: &Value| {
        let mut header = serde_json::Map::new();
        header.insert("kid".to_owned(), method(1).into());
        header.insert("typ".to_owned(), "dc+sd-jwt".into());
        let token = jws::sign(header, claims.to_string().as_bytes(), &key(1)).unwrap();
        check_text(&format!("{token}~"))
    };

    let nobody = signed(&json!({"vct": VCT, "achievement": {"name": "Listening"}}));
    assert_verdict(&nobody, Verdict::Invalid, "format.structure");
    let nothing = signed(&json!({"iss": did(1), "achievement": {"name": "Listening"}}));
    assert_verdict(&nothing, Verdict::Invalid, "format.no_badge");
    let other = signed(&json!({"iss": did(1), "vct": "urn:eudi:pid:1", "given_name": "Ada"}));
    assert_verdict(&other, Verdict::Valid, "format.credential");
}

#[test]
fn a_status_list_beside_others_or_beside_a_whole_credential_is_not_overlooked() {
    let status = json!({"status_list": {"idx": 7, "uri": "https://school.example/list"}});
    let refresh = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "other", "statusListIndex": "7",
        "statusListCredential": "https://school.example/status/1",
    });
    let beside_other = issued(|claims| {
        claims["credentialStatus"] = refresh;
        claims["status"] = status.clone();
    });
    let subject = badge()["credentialSubject"].clone();
    let beside_whole = issued(|claims| {
        claims["credentialSubject"] = subject;
        claims["issuer"] = badge()["issuer"].clone();
        claims["status"] = status.clone();
    });
    let mut whole = badge();
    whole["status"] = status;
    let in_a_document = issue(&whole, &[], &options("vc+sd-jwt"), &key(1), &mut salts()).unwrap();

    for text in [beside_other, beside_whole, in_a_document] {
        let report = check_text(&text);
        assert_verdict(&report, Verdict::Indeterminate, "status.type.unknown");
    }
}
