//! What a report tells beside its verdict: things that were seen and not followed, and times that do not fit.

use super::*;
use crate::presentation::{Occasion, Presentation, sign as sign_presentation};
use crate::proof::data_integrity::{NewProof, add_proof};
use crate::verify::verify_presentation;

#[test]
fn a_schema_and_a_refresh_service_are_told_and_not_asked() {
    let mut document = badge();
    let extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(extensions.into());
    document["credentialSchema"] = json!([{
        "id": "https://school.example/schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }]);
    document["refreshService"] = json!({
        "id": "https://school.example/refresh/1",
        "type": "1EdTechCredentialRefresh",
    });
    let web = Web::default();

    let report = check_with(&signed(&document), &web);

    assert_verdict(&report, Verdict::Valid, "schema.skipped");
    assert_verdict(&report, Verdict::Valid, "refresh.offered");
    assert_eq!(web.asked.get(), 0);
}

#[test]
fn a_proof_from_tomorrow_is_told_and_the_strict_refuse_it() {
    let options = ProofOptions {
        suite: Suite::EddsaRdfc2022,
        created: "2026-11-23T12:00:00Z".parse().unwrap(),
        verification_method: method(1),
        purpose: "assertionMethod".to_owned(),
    };
    let early = sign(&badge(), &[options], &key(1)).unwrap().to_string();
    let request = Request {
        input: Input::Bytes(early.as_bytes()),
        recipient: None,
    };

    let lenient = verify(&request, &Policy::default(), &Web::default(), now());
    let strict = verify(&request, &Policy::strict(), &Web::default(), now());

    assert_verdict(&lenient, Verdict::ValidWithWarnings, "signature.future");
    assert_verdict(&strict, Verdict::Invalid, "signature.future");
}

#[test]
fn an_address_at_which_nothing_stands_says_so_and_not_that_a_badge_is_false() {
    let address = "https://school.example/awards/9";
    let web = Web::default().answering(address, 404, "nothing here");

    let report = check_bytes(address.as_bytes(), &web);

    assert_verdict(&report, Verdict::Indeterminate, "input.missing");
}

#[test]
fn a_presentation_that_names_no_holder_says_only_who_signed() {
    let mut shown = Presentation::by(did(2))
        .credential(signed(&badge()))
        .to_value();
    shown.as_object_mut().unwrap().remove("holder");
    let proof = NewProof::from(ProofOptions {
        suite: Suite::EddsaRdfc2022,
        created: "2026-11-22T11:59:00Z".parse().unwrap(),
        verification_method: method(2),
        purpose: "authentication".to_owned(),
    });
    let shown = add_proof(&shown, &proof, &key(2)).unwrap();

    let report = presented(&shown);

    assert_verdict(&report, Verdict::Valid, "format.presentation");
    assert_verdict(&report, Verdict::Valid, "presentation.nobody");
}

#[test]
fn a_presentation_of_things_that_are_no_credentials_is_refused() {
    let occasion = Occasion::at("2026-11-22T11:59:00Z".parse().unwrap());
    let good = Presentation::by(did(2)).credential(signed(&badge()));
    let mut good = sign_presentation(&good.to_value(), &occasion, &key(2)).unwrap();
    for (pointer, wrong) in [
        ("/holder", json!("somebody")),
        ("/verifiableCredential/0", json!("a text")),
        ("/verifiableCredential/0", json!({"name": "no type"})),
    ] {
        let right = good.pointer(pointer).unwrap().clone();
        *good.pointer_mut(pointer).unwrap() = wrong;

        assert_verdict(&presented(&good), Verdict::Invalid, "format.structure");

        *good.pointer_mut(pointer).unwrap() = right;
    }
}

fn presented(document: &Value) -> Report {
    let text = document.to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let expected = Expected {
        challenge: None,
        domain: None,
    };
    verify_presentation(
        &request,
        &expected,
        &Policy::default(),
        &Web::default(),
        now(),
    )
}
