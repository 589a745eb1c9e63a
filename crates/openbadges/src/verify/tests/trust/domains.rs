//! Web sites and issuers that name each other.

use super::*;
use crate::did::{did_configuration, domain_linkage_credential};

const SITE: &str = "https://school.example";
const SITE_SAYS: &str = "https://school.example/.well-known/did-configuration.json";
const SCHOOL: &str = "did:web:keys.example";

/// The document of a did:web, which calls a web site its own.
fn school(endpoint: &Value) -> Web {
    let name = format!("{SCHOOL}#key-1");
    let document = json!({
        "id": SCHOOL,
        "verificationMethod": [{
            "id": name, "type": "Multikey", "controller": SCHOOL,
            "publicKeyMultibase": key(1).public_key().to_multikey(),
        }],
        "assertionMethod": [name],
        "service": [{"id": "#site", "type": "LinkedDomains", "serviceEndpoint": endpoint}],
    });
    Web::default().with("https://keys.example/.well-known/did.json", &document)
}

fn check_school(web: &Web) -> Report {
    let mut document = badge();
    document["issuer"]["id"] = SCHOOL.into();
    check_with(&signed_by(&document, 1, &format!("{SCHOOL}#key-1")), web)
}

fn linkage(origin: &str) -> Value {
    domain_linkage_credential(
        SCHOOL,
        origin,
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    )
}

fn signed_linkage(credential: &Value) -> Value {
    signed_by(credential, 1, &format!("{SCHOOL}#key-1"))
}

#[test]
fn a_web_site_and_an_issuer_that_name_each_other_are_one() {
    let confirmed = did_configuration(&[signed_linkage(&linkage(SITE))]);
    for endpoint in [
        json!(SITE),
        json!("https://school.example/"),
        json!([SITE]),
        json!({"origins": [SITE]}),
    ] {
        let report = check_school(&school(&endpoint).with(SITE_SAYS, &confirmed));

        assert_verdict(&report, Verdict::Valid, "issuer.domain.ok");
        assert_eq!(report.trust.linked_domains[0].origin, SITE);
    }
}

#[test]
fn a_linked_site_may_confirm_by_a_token() {
    let mut credential = linkage(SITE);
    credential["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    for (old, new) in [
        ("validFrom", "issuanceDate"),
        ("validUntil", "expirationDate"),
    ] {
        let value = credential.as_object_mut().unwrap().shift_remove(old);
        credential[new] = value.unwrap();
    }
    let claims = json!({
        "iss": SCHOOL, "sub": SCHOOL, "nbf": seconds("2026-01-01T00:00:00Z"),
        "exp": seconds("2027-01-01T00:00:00Z"), "vc": credential,
    });
    let token = token(json!({"kid": format!("{SCHOOL}#key-1")}), &claims, &key(1));
    let web = school(&json!(SITE)).with(SITE_SAYS, &did_configuration(&[token.into()]));

    assert_verdict(&check_school(&web), Verdict::Valid, "issuer.domain.ok");
}

#[test]
fn a_site_that_does_not_confirm_is_a_warning() {
    let web = |linked: &[Value]| school(&json!(SITE)).with(SITE_SAYS, &did_configuration(linked));
    let of_another = signed_by(
        &changed(linkage(SITE), |credential| {
            credential["issuer"] = did(2).into();
            credential["credentialSubject"]["id"] = did(2).into();
        }),
        2,
        &method(2),
    );
    let forged = signed_by(&linkage(SITE), 2, &method(2));
    let ended = changed(linkage(SITE), |credential| {
        credential["validUntil"] = "2026-11-01T00:00:00Z".into();
    });
    let endless = changed(linkage(SITE), |credential| {
        credential
            .as_object_mut()
            .unwrap()
            .shift_remove("validUntil");
    });
    let about_another = changed(linkage(SITE), |credential| {
        credential["credentialSubject"]["id"] = did(2).into();
    });
    let other_kind = changed(linkage(SITE), |credential| {
        credential["type"] = json!(["VerifiableCredential"]);
    });
    for (linked, why) in [
        (vec![], "does not name"),
        (vec![of_another], "does not name"),
        (vec![forged], "issuer.key.foreign"),
        (
            vec![signed_linkage(&linkage("https://other.example"))],
            "another site",
        ),
        (
            vec![signed_linkage(&linkage("http://school.example"))],
            "another site",
        ),
        (
            vec![signed_linkage(&linkage("https://school.example:8443"))],
            "another site",
        ),
        (vec![signed_linkage(&ended)], "validity.expired"),
        (vec![signed_linkage(&endless)], "no end"),
        (vec![signed_linkage(&about_another)], "another identifier"),
        (
            vec![signed_linkage(&other_kind)],
            "no DomainLinkageCredential",
        ),
        (vec![linkage(SITE)], "signature.missing"),
    ] {
        let report = check_school(&web(&linked));

        assert_verdict(&report, Verdict::ValidWithWarnings, "issuer.domain.refuted");
        let told = &report.trust.linked_domains[0];
        assert!(told.detail.contains(why), "{told:?}, not {why}");
    }
}

#[test]
fn a_silent_site_says_neither_yes_nor_no() {
    let elsewhere = "https://evil.example/.well-known/did-configuration.json";
    let confirmed = did_configuration(&[signed_linkage(&linkage(SITE))]);
    let moved = school(&json!(SITE))
        .sending(SITE_SAYS, elsewhere)
        .with(elsewhere, &confirmed);

    assert_verdict(
        &check_school(&school(&json!(SITE))),
        Verdict::Valid,
        "issuer.domain.unreachable",
    );
    for (web, verdict) in [
        (
            school(&json!(SITE)).answering(SITE_SAYS, 404, ""),
            Verdict::ValidWithWarnings,
        ),
        (moved, Verdict::ValidWithWarnings),
        (
            school(&json!("http://school.example")),
            Verdict::ValidWithWarnings,
        ),
        (
            school(&json!("https://school.example/of/somebody")),
            Verdict::ValidWithWarnings,
        ),
    ] {
        assert_verdict(&check_school(&web), verdict, "issuer.domain.refuted");
    }
}

#[test]
fn a_key_that_can_declare_nothing_is_looked_for_at_the_home_page() {
    let credential = domain_linkage_credential(
        &did(1),
        SITE,
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    );
    let confirmed = did_configuration(&[signed(&credential)]);
    let mut document = badge();
    document["issuer"]["url"] = "https://school.example/about".into();
    let text = signed(&document).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let mut policy = Policy::default();
    policy.trust.linked_domains = LinkedDomains::DeclaredAndHomePage;
    let says = |web: &Web| verify(&request, &policy, web, now());

    assert_verdict(
        &says(&Web::default().with(SITE_SAYS, &confirmed)),
        Verdict::Valid,
        "issuer.domain.ok",
    );
    let without = says(&Web::default().answering(SITE_SAYS, 404, ""));
    assert_eq!(without.verdict, Verdict::Valid);
    assert!(without.trust.is_empty());
}
