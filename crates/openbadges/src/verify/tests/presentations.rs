//! What a holder shows: by whom, to whom, in answer to what, and everything that is inside.

use super::*;
use crate::presentation::{Occasion, Presentation, sign as sign_presentation, sign_v1_token};
use crate::proof::vc_jose::{self, Content, TokenOptions, envelop};
use crate::verify::{verify_presentation, verify_presentation_recorded};

const ASKED: Expected<'_> = Expected {
    challenge: Some("8f2c"),
    domain: Some("https://verifier.example"),
};

/// The holder is the did:key of seed 2.
fn shown() -> Presentation {
    Presentation::by(did(2)).credential(signed(&badge()))
}

fn occasion() -> Occasion {
    Occasion::at("2026-11-22T11:59:00Z".parse().unwrap())
        .challenge("8f2c")
        .domain("https://verifier.example")
}

fn signed_by_holder(presentation: &Presentation) -> Value {
    sign_presentation(&presentation.to_value(), &occasion(), &key(2)).unwrap()
}

fn asked(text: &str, expected: &Expected<'_>) -> Report {
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let web = Web::default();
    verify_presentation(&request, expected, &Policy::default(), &web, now())
}

fn check_asked(document: &Value) -> Report {
    asked(&document.to_string(), &ASKED)
}

fn token_options() -> TokenOptions {
    TokenOptions::new(method(2))
        .nonce("8f2c")
        .audience("https://verifier.example")
}

#[test]
fn a_presentation_that_answers_what_was_asked_holds() {
    let report = check_asked(&signed_by_holder(&shown()));

    assert_verdict(&report, Verdict::Valid, "presentation.ok");
    assert_eq!(report.subject.spec.as_deref(), Some("VP"));
    let summary = report.presentation.unwrap();
    assert_eq!(summary.holder, Some(did(2)));
    assert_eq!(summary.challenge.as_deref(), Some("8f2c"));
    assert_eq!(report.credentials.len(), 1);
    assert_verdict(&report.credentials[0], Verdict::Valid, "issuer.key.ok");
    assert_eq!(report.badge.unwrap().name.as_deref(), Some("Listening"));
}

#[test]
fn presentations_of_both_versions_and_all_forms_hold() {
    let badge_token =
        vc_jose::sign_credential(&badge(), &TokenOptions::new(method(1)), &key(1)).unwrap();
    let new = Presentation::by(did(2))
        .id("urn:uuid:1")
        .token(&badge_token);
    let old = Presentation::v1_by(did(2)).token(&badge_token);

    let embedded = check_asked(&signed_by_holder(&new));
    let embedded_v1 = check_asked(&signed_by_holder(&Presentation::v1_by(did(2))));
    let token = vc_jose::sign_presentation(&new.to_value(), &token_options(), &key(2)).unwrap();
    let enveloped = check_asked(&envelop(Content::Presentation, &token));
    let token_v1 = sign_v1_token(&old.to_value(), &token_options(), &key(2)).unwrap();

    assert_verdict(&embedded, Verdict::Valid, "presentation.ok");
    assert_verdict(&embedded_v1, Verdict::Valid, "presentation.empty");
    assert_verdict(&asked(&token, &ASKED), Verdict::Valid, "presentation.ok");
    assert_verdict(&enveloped, Verdict::Valid, "presentation.ok");
    assert_verdict(&asked(&token_v1, &ASKED), Verdict::Valid, "presentation.ok");
}

#[test]
fn another_challenge_or_domain_is_refused_and_so_is_none() {
    let all = [
        (Some("other"), None, "presentation.challenge"),
        (None, Some("https://other.example"), "presentation.domain"),
    ];
    let token = vc_jose::sign_presentation(&shown().to_value(), &token_options(), &key(2)).unwrap();
    for (challenge, domain, code) in all {
        let expected = Expected { challenge, domain };

        let embedded = asked(&signed_by_holder(&shown()).to_string(), &expected);
        let in_token = asked(&token, &expected);

        assert_verdict(&embedded, Verdict::Invalid, code);
        assert_verdict(&in_token, Verdict::Invalid, code);
    }
    let silent = Occasion::at("2026-11-22T11:59:00Z".parse().unwrap());
    let silent = sign_presentation(&shown().to_value(), &silent, &key(2)).unwrap();
    assert_verdict(
        &check_asked(&silent),
        Verdict::Invalid,
        "presentation.challenge",
    );
    assert_verdict(
        &check_asked(&silent),
        Verdict::Invalid,
        "presentation.domain",
    );
}

#[test]
fn a_presentation_for_several_is_not_for_one() {
    use crate::proof::data_integrity::{NewProof, add_proof};
    let proof = NewProof::from(ProofOptions {
        suite: Suite::EddsaRdfc2022,
        created: "2026-11-22T11:59:00Z".parse().unwrap(),
        verification_method: method(2),
        purpose: "authentication".to_owned(),
    })
    .challenge("8f2c")
    .domain("https://verifier.example")
    .domain("https://other.example");
    let signed = add_proof(&shown().to_value(), &proof, &key(2)).unwrap();

    assert_verdict(
        &check_asked(&signed),
        Verdict::Invalid,
        "presentation.domain",
    );
}

#[test]
fn what_was_not_asked_for_is_told_and_no_more() {
    let report = check(&signed_by_holder(&shown()));

    assert_verdict(&report, Verdict::Valid, "presentation.unasked");
}

#[test]
fn only_the_holder_can_show_it() {
    let mut stolen = shown().to_value();
    stolen["holder"] = did(2).into();
    let by_other = occasion().verification_method(method(3));
    let by_other = sign_presentation(&stolen, &by_other, &key(3)).unwrap();
    let in_name = occasion().verification_method(method(2));
    let in_name = sign_presentation(&stolen, &in_name, &key(3)).unwrap();

    assert_verdict(
        &check_asked(&by_other),
        Verdict::Invalid,
        "presentation.holder",
    );
    assert_verdict(
        &check_asked(&in_name),
        Verdict::Invalid,
        "signature.mismatch",
    );
    let token = TokenOptions::new(method(3)).nonce("8f2c");
    let token = vc_jose::sign_presentation(&stolen, &token, &key(3)).unwrap();
    assert_verdict(
        &asked(&token, &ASKED),
        Verdict::Invalid,
        "presentation.holder",
    );
}

#[test]
fn the_holders_document_must_release_the_key_for_authentication() {
    let holder = "did:web:holder.example";
    let method = format!("{holder}#key-1");
    let document = |relationship: &str| {
        let mut document = json!({
            "id": holder,
            "verificationMethod": [{
                "id": method,
                "type": "Multikey",
                "controller": holder,
                "publicKeyMultibase": key(2).public_key().to_multikey(),
            }],
        });
        document[relationship] = json!([method]);
        document
    };
    let presentation = Presentation::by(holder).to_value();
    let occasion = occasion().verification_method(&method);
    let text = sign_presentation(&presentation, &occasion, &key(2))
        .unwrap()
        .to_string();
    let verified = |web: &Web| {
        let request = Request {
            input: Input::Bytes(text.as_bytes()),
            recipient: None,
        };
        verify_presentation(&request, &ASKED, &Policy::default(), web, now())
    };
    let address = "https://holder.example/.well-known/did.json";

    let good = verified(&Web::default().with(address, &document("authentication")));
    let other = verified(&Web::default().with(address, &document("assertionMethod")));
    let nobody = verified(&Web::default());

    assert_verdict(&good, Verdict::Valid, "presentation.ok");
    assert_verdict(&other, Verdict::Invalid, "presentation.holder");
    assert_verdict(&nobody, Verdict::Indeterminate, "presentation.unreachable");
}

#[test]
fn a_proof_for_something_else_is_no_presentation() {
    let presentation = shown().to_value();
    let asserted = signed_by(&presentation, 2, &method(2));

    assert_verdict(
        &check_asked(&asserted),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &check_asked(&presentation),
        Verdict::Invalid,
        "signature.missing",
    );
    assert_verdict(
        &check_asked(&signed(&badge())),
        Verdict::Invalid,
        "presentation.missing",
    );
}

#[test]
fn each_credential_inside_has_a_report_and_the_gravest_decides() {
    let mut changed = signed(&badge());
    changed["credentialSubject"]["achievement"]["name"] = "Shouting".into();
    let mut expired = badge();
    expired["validUntil"] = "2026-11-07T00:00:00Z".into();
    let two = shown().credential(signed(&expired));
    let three = two.clone().credential(changed);

    let expired = check_asked(&signed_by_holder(&two));
    let broken = check_asked(&signed_by_holder(&three));

    assert_verdict(&expired, Verdict::Expired, "validity.expired");
    assert_verdict(&broken, Verdict::Invalid, "signature.mismatch");
    let verdicts: Vec<_> = broken.credentials.iter().map(|one| one.verdict).collect();
    assert_eq!(
        verdicts,
        [Verdict::Valid, Verdict::Expired, Verdict::Invalid]
    );
    let decisive = broken.decisive().unwrap();
    assert_eq!(decisive.pointer.as_deref(), Some("/verifiableCredential/2"));
}

#[test]
fn a_holder_may_speak_for_themselves() {
    let own = |issuer: String| {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": issuer,
            "credentialSubject": {"id": did(2)},
        })
    };
    let good = Presentation::by(did(2)).credential(own(did(2)));
    let others = Presentation::by(did(2)).credential(own(did(1)));
    let mut nobody = good.to_value();
    nobody.as_object_mut().unwrap().shift_remove("holder");
    let nobody = sign_presentation(&nobody, &occasion().verification_method(method(2)), &key(2));

    let good = check_asked(&signed_by_holder(&good));
    let others = check_asked(&signed_by_holder(&others));
    let nobody = check_asked(&nobody.unwrap());

    assert_verdict(
        &good.credentials[0],
        Verdict::Valid,
        "presentation.self_asserted",
    );
    assert_verdict(&others, Verdict::Invalid, "signature.missing");
    assert_verdict(&nobody, Verdict::Invalid, "signature.missing");
    assert_eq!(good.verdict, Verdict::Valid);
}

#[test]
fn a_changed_presentation_does_not_hold() {
    let signed = signed_by_holder(&shown().id("urn:uuid:1"));
    for (pointer, value) in [
        ("/id", json!("urn:uuid:2")),
        ("/holder", json!(did(3))),
        ("/proof/challenge", json!("other")),
        ("/verifiableCredential", json!([])),
        ("/proof/proofPurpose", json!("assertionMethod")),
        ("/proof/created", json!("never")),
    ] {
        let mut changed = signed.clone();
        *changed.pointer_mut(pointer).unwrap() = value;

        let report = check(&changed);

        assert_eq!(report.verdict, Verdict::Invalid, "{pointer}");
    }
}

#[test]
fn every_fault_of_a_presentation_has_its_place() {
    for (member, value, at) in [
        ("id", json!("no uri"), "/id"),
        ("type", json!(["VerifiablePresentation", 7]), "/type"),
        ("holder", json!({"name": "Acme"}), "/holder"),
        ("holder", json!("z6Mk"), "/holder"),
        (
            "verifiableCredential",
            json!(["a.b.c"]),
            "/verifiableCredential/0",
        ),
        (
            "verifiableCredential",
            json!([{"type": []}]),
            "/verifiableCredential/0/type",
        ),
        (
            "@context",
            json!(["https://www.w3.org/ns/credentials/examples/v2"]),
            "/@context/0",
        ),
    ] {
        let mut document = signed_by_holder(&shown());
        document[member] = value;

        let report = check(&document);

        assert_eq!(report.verdict, Verdict::Invalid);
        let places: Vec<_> = report
            .checks
            .iter()
            .filter_map(|check| check.pointer.as_deref())
            .collect();
        assert!(places.contains(&at), "{at}: {:#?}", report.checks);
    }
}

#[test]
fn an_unsigned_folder_is_no_more_than_what_is_in_it() {
    let one = check(&shown().to_value());
    let two = check(&shown().credential(signed(&badge())).to_value());

    assert_verdict(&one, Verdict::Valid, "issuer.key.ok");
    assert_eq!(one.subject.spec.as_deref(), Some("OB-3.0"));
    assert_verdict(&two, Verdict::Valid, "presentation.unsigned");
    assert_eq!(two.credentials.len(), 2);
}

#[test]
fn a_token_for_something_else_or_out_of_time_is_refused() {
    let with = |options: &TokenOptions, change: &dyn Fn(&mut Value)| {
        let mut document = shown().to_value();
        change(&mut document);
        vc_jose::sign_presentation(&document, options, &key(2))
            .map(|token| asked(&token, &ASKED))
            .unwrap()
    };
    let ended = token_options().expires_at("2026-11-22T11:59:59Z".parse().unwrap());

    assert_verdict(
        &with(&ended, &|_| {}),
        Verdict::Invalid,
        "signature.expired",
    );
    assert_verdict(
        &with(&token_options(), &|document| {
            document["iss"] = did(3).into();
        }),
        Verdict::Invalid,
        "signature.claims.mismatch",
    );
    let mut header = serde_json::Map::new();
    header.insert("typ".to_owned(), "vc+jwt".into());
    header.insert("kid".to_owned(), method(2).into());
    let text = shown().to_value().to_string();
    let token = crate::proof::jws::sign(header, text.as_bytes(), &key(2)).unwrap();
    assert_verdict(&asked(&token, &ASKED), Verdict::Invalid, "signature.type");
}

#[test]
fn a_folder_with_very_much_in_it_is_not_read_to_the_end() {
    let mut many = Presentation::by(did(2));
    for _ in 0..200 {
        many = many.credential(json!({"type": ["VerifiableCredential"]}));
    }

    let report = check(&many.to_value());

    assert_eq!(report.verdict, Verdict::Invalid);
    assert!(report.credentials.len() <= 16);
    assert!(codes(&report).contains(&"presentation.too_many"));
}

#[test]
fn a_credential_in_a_token_about_somebody_else_is_told() {
    let mut other = badge();
    other["credentialSubject"]["id"] = did(3).into();
    let token = vc_jose::sign_credential(&other, &TokenOptions::new(method(1)), &key(1)).unwrap();
    let shown = Presentation::by(did(2)).token(&token);

    let report = check_asked(&signed_by_holder(&shown));

    assert!(
        codes(&report).contains(&"presentation.subject"),
        "{:#?}",
        report.checks
    );
}

#[test]
fn a_report_on_an_answer_can_be_made_again_from_its_evidence() {
    let text = signed_by_holder(&shown()).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let policy = Policy::default();

    let (report, evidence) =
        verify_presentation_recorded(&request, &ASKED, &policy, &Web::default(), now());
    let stored = serde_json::to_string(&evidence).unwrap();
    let mut evidence: Evidence = serde_json::from_str(&stored).unwrap();

    assert_verdict(&report, Verdict::Valid, "presentation.ok");
    assert_eq!(evidence.replay(request.input), report);
    evidence.expected.as_mut().unwrap().challenge = Some("another".to_owned());
    assert_verdict(
        &evidence.replay(request.input),
        Verdict::Invalid,
        "presentation.challenge",
    );
}
