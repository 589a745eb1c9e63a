//! Published extensions of 3.0, whose contexts are known and not carried.

use super::*;
use crate::proof::vc_jwt;
use crate::v3::extensions::{GEO_COORDINATES, LICENSE};

fn extended() -> Value {
    let mut document = badge();
    let contexts = document["@context"].as_array_mut().unwrap();
    contexts.push(LICENSE.into());
    document["credentialSubject"]["id"] = "did:example:ada".into();
    document["credentialSubject"]["achievement"]["license"] =
        json!({"id": "CC-BY:4.0", "type": ["License"], "name": "Attribution"});
    document
}

fn by_jcs(document: &Value) -> Value {
    let options = ProofOptions {
        suite: Suite::EddsaJcs2022,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: method(1),
        purpose: "assertionMethod".to_owned(),
    };
    sign(document, &[options], &key(1)).unwrap()
}

fn as_token(document: &Value) -> Report {
    let token = vc_jwt::sign(document, &method(1), &key(1)).unwrap();
    check_bytes(token.as_bytes(), &Web::default())
}

#[test]
fn an_extension_is_read_where_the_signature_covers_the_text() {
    for report in [check(&by_jcs(&extended())), as_token(&extended())] {
        assert_verdict(&report, Verdict::Valid, "extension.ok");
    }
}

#[test]
fn an_extension_with_a_fault_is_a_warning() {
    let mut document = extended();
    document["credentialSubject"]["achievement"]["license"] = json!({"id": "CC-BY:4.0"});

    for report in [check(&by_jcs(&document)), as_token(&document)] {
        assert_verdict(&report, Verdict::ValidWithWarnings, "extension.broken");
    }
}

#[test]
fn a_context_of_which_nothing_is_used_is_said() {
    let mut document = extended();
    document["@context"][2] = GEO_COORDINATES.into();

    assert_verdict(&as_token(&document), Verdict::Valid, "extension.skipped");
}

#[test]
fn a_signature_over_the_meaning_needs_the_context_and_is_left_open() {
    // Signed without the extension, for we cannot make such a proof either; whoever could would not fare better.
    let mut document = signed(&badge());
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(LICENSE.into());

    assert_verdict(
        &check(&document),
        Verdict::Indeterminate,
        "format.context.absent",
    );
}

#[test]
fn a_context_that_only_looks_like_an_extension_is_unknown() {
    let mut document = extended();
    document["@context"][2] = "https://evil.example/licenseExtension/context-3.0.0.json".into();

    let report = check(&by_jcs(&document));
    assert_verdict(&report, Verdict::Invalid, "format.context.unknown");
}
