//! Whose word it is: nobody speaks in another's name while that one's site is silent, or has said which keys are its own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::proof::jws;

const SCHOOL: &str = "https://school.example/profile";
const SET: &str = "https://school.example/.well-known/jwks.json";

fn forger() -> SigningKey {
    SigningKey::p256_from_scalar([8; 32]).unwrap()
}

/// A token in the name of an issuer by whoever holds the forger's key.
fn token_of(issuer: &str, header: Value) -> String {
    let mut claims = badge();
    claims["issuer"]["id"] = issuer.into();
    claims["iss"] = issuer.into();
    claims["jti"] = claims["id"].clone();
    claims["nbf"] = 1_793_923_200.into();
    let Value::Object(header) = header else {
        unreachable!()
    };
    jws::sign(header, claims.to_string().as_bytes(), &forger()).unwrap()
}

fn forged() -> String {
    token_of(SCHOOL, json!({"jwk": forger().public_key().to_jwk()}))
}

/// What the school publishes; the forger's key is not in it.
fn set() -> Value {
    let key = SigningKey::p256_from_scalar([7; 32]).unwrap();
    json!({"keys": [key.public_key().to_jwk()]})
}

#[test]
fn silence_is_no_word_for_a_key_in_the_header() {
    let forged = forged();
    let request = Request {
        input: Input::Bytes(forged.as_bytes()),
        recipient: None,
    };
    let told = Web::default().with(SET, &set());
    let refusing = Web::default().answering(SET, 403, "");

    let offline = verify(&request, &Policy::offline(), &told, now());
    let refused = check_bytes(forged.as_bytes(), &refusing);

    for report in [offline, refused] {
        assert_verdict(&report, Verdict::Indeterminate, "issuer.key.unconfirmed");
    }
    let asked = check_bytes(forged.as_bytes(), &told);
    assert_verdict(&asked, Verdict::Invalid, "issuer.key.unlisted");
}

#[test]
fn whoever_uses_up_the_budget_gains_nothing_by_it() {
    let digest = format!("sha256-{}", STANDARD.encode(Sha256::digest("x")));
    let greedy = (0..4).map(|number| {
        let resource = |part| {
            json!({"id": format!("https://evil.example/{number}/{part}"), "digestSRI": digest})
        };
        let mut document = badge();
        document["id"] = format!("https://evil.example/{number}").into();
        document["relatedResource"] = (0..8).map(resource).collect();
        signed(&document)
    });
    let shown: Vec<Value> = greedy.chain([forged().into()]).collect();
    let presentation = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": shown,
    });

    let report = check_with(&presentation, &Web::default().with(SET, &set()));

    let last = report.credentials.last().unwrap();
    assert_eq!(report.credentials.len(), 5);
    assert_verdict(last, Verdict::Indeterminate, "issuer.key.unconfirmed");
    assert!(!report.verdict.holds());
}

#[test]
fn an_issuer_whose_address_nobody_can_ask_is_no_issuer() {
    for issuer in ["https://mit.edu:99999/", "HTTPS://[mit.edu/"] {
        let token = token_of(issuer, json!({"jwk": forger().public_key().to_jwk()}));
        let named = token_of(issuer, json!({"kid": "https://evil.example/key"}));
        let mut document = badge();
        document["issuer"]["id"] = issuer.into();
        let web = Web::default().with("https://evil.example/key", &forger().public_key().to_jwk());

        for text in [token, named, signed(&document).to_string()] {
            let report = check_bytes(text.as_bytes(), &web);
            assert_verdict(&report, Verdict::Invalid, "issuer.document.wrong");
        }
    }
}

#[test]
fn a_file_on_the_site_is_no_key_beside_those_that_the_issuer_lists() {
    let address = "https://school.example/uploads/key.json";
    let token = token_of(SCHOOL, json!({"kid": address}));
    let own = key(1).public_key().to_multikey().unwrap();
    let listed = json!({
        "id": SCHOOL,
        "verificationMethod": [{
            "id": format!("{SCHOOL}#k"), "type": "Multikey", "controller": SCHOOL, "publicKeyMultibase": own,
        }],
        "assertionMethod": [format!("{SCHOOL}#k")],
    });
    let uploaded = || Web::default().with(address, &forger().public_key().to_jwk());
    let check = |web: Web| check_bytes(token.as_bytes(), &web);

    let beside = check(uploaded().with(SCHOOL, &listed).answering(SET, 404, ""));
    let silent = check(uploaded().with(SCHOOL, &listed));
    let alone = check(uploaded().answering(SCHOOL, 404, ""));
    let in_both = uploaded()
        .with(SCHOOL, &listed)
        .with(SET, &json!({"keys": [forger().public_key().to_jwk()]}));

    assert_verdict(&beside, Verdict::Invalid, "issuer.key.unlisted");
    assert_verdict(&silent, Verdict::Indeterminate, "issuer.key.unreachable");
    assert_verdict(&alone, Verdict::Indeterminate, "issuer.key.unpublished");
    assert_verdict(&check(in_both), Verdict::Valid, "issuer.key.ok");
}

fn endorsement_by(issuer: &str) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", OPEN_BADGES],
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "A word for it",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "A famous university"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://school.example/badges/1", "type": ["EndorsementSubject"]},
    })
}

fn endorsed(endorsement: &Value) -> String {
    let mut document = badge();
    document["endorsement"] = json!([endorsement]);
    signed(&document).to_string()
}

#[test]
fn praise_in_a_name_that_leads_nowhere_was_not_checked() {
    let by = |issuer: &str| signed_by(&endorsement_by(issuer), 2, &method(2));
    let check = |text: String| check_bytes(text.as_bytes(), &Web::default());

    let nowhere = check(endorsed(&by(
        "urn:uuid:8d2c4a2e-0000-4000-8000-00000000000a",
    )));
    let broken = check(endorsed(&by("https://mit.edu:99999/")));
    let own = check(endorsed(&by(&did(2))));

    assert!(codes(&nowhere).contains(&"endorsement.unchecked"));
    assert!(codes(&broken).contains(&"endorsement.broken"));
    assert!(codes(&own).contains(&"endorsement.ok"));
}

#[test]
fn what_the_policy_refuses_it_refuses_inside_too() {
    let older = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json";
    let mut endorsement = endorsement_by(&did(2));
    endorsement["@context"][1] = older.into();
    let mut document = badge();
    document["@context"][1] = older.into();
    document["endorsement"] = json!([signed_by(&endorsement, 2, &method(2))]);
    let text = signed(&document).to_string();
    let under = |policy: &Policy| {
        let request = Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: None,
        };
        verify(&request, policy, &NoNetwork, now())
    };

    let usual = under(&Policy::default());
    let strict = under(&Policy::strict());

    assert!(
        codes(&usual).contains(&"endorsement.ok"),
        "{:#?}",
        usual.checks
    );
    assert!(
        codes(&strict).contains(&"endorsement.broken"),
        "{:#?}",
        strict.checks
    );
}

#[test]
fn a_part_of_a_record_in_a_name_that_leads_nowhere_was_not_checked() {
    let part = |issuer: &str, seed: u8| {
        let mut document = badge();
        document["issuer"]["id"] = issuer.into();
        signed_by(&document, seed, &method(seed))
    };
    let nowhere = part("urn:uuid:8d2c4a2e-0000-4000-8000-00000000000a", 2);
    let mut record = badge();
    record["@context"] = json!([
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        OPEN_BADGES,
    ]);
    record["id"] = "https://school.example/records/1".into();
    record["type"] = json!(["VerifiableCredential", "ClrCredential"]);
    record["name"] = "A record".into();
    record["credentialSubject"] = json!({
        "type": ["ClrSubject"],
        "verifiableCredential": [nowhere, part(&did(2), 2)],
    });

    let report = check(&signed(&record));

    let inner: Vec<&str> = codes(&report)
        .into_iter()
        .filter(|code| code.starts_with("clr."))
        .collect();
    assert_eq!(
        inner,
        ["clr.inner.unchecked", "clr.inner.ok"],
        "{:#?}",
        report.checks
    );
}
