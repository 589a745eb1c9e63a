use super::*;
use crate::keys::PublicKey;

#[test]
fn a_good_badge_is_valid_and_summed_up() {
    let report = check(&signed(&badge()));

    assert_eq!(report.verdict, Verdict::Valid, "{:#?}", report.checks);
    assert_eq!(
        codes(&report),
        [
            "format.ok",
            "signature.ok",
            "issuer.key.ok",
            "validity.ok",
            "status.none",
            "recipient.not_asked"
        ]
    );
    let summary = report.badge.unwrap();
    assert_eq!(summary.name.as_deref(), Some("Listening"));
    assert_eq!(summary.criteria.as_deref(), Some("Listen to five people."));
    assert_eq!(summary.issuer.name.as_deref(), Some("Kestrel Hill School"));
    assert!(summary.recipient.hashed);
    assert_eq!(summary.recipient.identity, None);
    assert_eq!(report.subject.spec.as_deref(), Some("OB-3.0"));
}

#[test]
fn a_report_reads_back_from_its_json() {
    let report = check(&signed(&badge()));

    let text = serde_json::to_string(&report).unwrap();

    assert!(text.starts_with("{\"verdict\":\"valid\",\"checkedAt\":\"2026-11-22T12:00:00Z\",\"subject\":{\"spec\":\"OB-3.0\""));
    assert!(text.contains(
        "{\"id\":\"proof.0\",\"code\":\"signature.ok\",\"outcome\":\"pass\",\"pointer\":\"/proof\""
    ));
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
}

#[test]
fn a_failing_badge_is_still_summed_up() {
    let mut document = signed(&badge());
    document["credentialSubject"]["achievement"]["name"] = "Forging".into();

    let report = check(&document);

    assert_verdict(&report, Verdict::Invalid, "signature.mismatch");
    assert_eq!(report.badge.unwrap().name.as_deref(), Some("Forging"));
}

#[test]
fn a_member_that_no_context_defines_is_refused() {
    let mut document = signed(&badge());
    document["credentialSubject"]["grade"] = "A".into();

    assert_verdict(&check(&document), Verdict::Invalid, "format.undefined_term");
}

#[test]
fn dates_decide_between_not_yet_valid_and_expired() {
    let mut early = badge();
    early["validFrom"] = "2026-12-24T00:00:00Z".into();
    let mut late = badge();
    late["validUntil"] = "2026-11-22T12:00:00Z".into();
    let mut turned = badge();
    turned["validUntil"] = "2026-01-01T00:00:00Z".into();
    let mut just_now = badge();
    just_now["validFrom"] = "2026-11-22T12:03:00Z".into();

    assert_verdict(
        &check(&signed(&early)),
        Verdict::NotYetValid,
        "validity.not_yet",
    );
    assert_verdict(&check(&signed(&late)), Verdict::Expired, "validity.expired");
    assert_verdict(&check(&signed(&turned)), Verdict::Invalid, "validity.order");
    assert_verdict(&check(&signed(&just_now)), Verdict::Valid, "validity.ok");
}

#[test]
fn a_key_in_the_fragment_is_not_believed() {
    let mut document = badge();
    document["issuer"]["id"] = "did:web:victim.example".into();
    let forged = format!(
        "did:web:victim.example#{}",
        did(2).trim_start_matches("did:key:")
    );
    let document = signed_by(&document, 2, &forged);
    let own = key(1).public_key().to_multikey().unwrap();
    let published = json!({
        "id": "did:web:victim.example",
        "verificationMethod": [{
            "id": format!("did:web:victim.example#{own}"), "type": "Multikey",
            "controller": "did:web:victim.example", "publicKeyMultibase": own,
        }],
        "assertionMethod": [format!("did:web:victim.example#{own}")],
    });
    let address = "https://victim.example/.well-known/did.json";

    assert_verdict(
        &check_with(&document, &Web::default().with(address, &published)),
        Verdict::Invalid,
        "issuer.key.unlisted",
    );
    assert_verdict(
        &check_with(&document, &Web::default()),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
    assert_verdict(
        &check_with(&document, &Web::default().answering(address, 404, "")),
        Verdict::Invalid,
        "issuer.key.missing",
    );
    assert_verdict(
        &check_with(&document, &Web::default().answering(address, 500, "")),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
    assert_verdict(
        &check_with(&document, &Web::default().answering(address, 200, "<p>")),
        Verdict::Invalid,
        "issuer.document.wrong",
    );
}

/// A profile that lists the key of seed 1, altered in one way.
fn profile_with(change: impl FnOnce(&mut Value)) -> Value {
    let own = key(1).public_key().to_multikey().unwrap();
    let mut profile = json!({
        "id": "https://school.example/profile",
        "verificationMethod": [{
            "id": "https://school.example/profile#key", "type": "Multikey",
            "controller": "https://school.example/profile", "publicKeyMultibase": own,
        }],
        "assertionMethod": ["https://school.example/profile#key"],
    });
    change(&mut profile);
    profile
}

fn check_against(profile: &Value) -> Report {
    let mut document = badge();
    document["issuer"]["id"] = "https://school.example/profile".into();
    let document = signed_by(&document, 1, "https://school.example/profile#key");
    check_with(
        &document,
        &Web::default().with("https://school.example/profile", profile),
    )
}

#[test]
fn the_issuers_document_must_list_release_and_control_the_key() {
    assert_verdict(
        &check_against(&profile_with(|_| {})),
        Verdict::Valid,
        "issuer.key.ok",
    );
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["assertionMethod"] = json!([]);
        })),
        Verdict::Invalid,
        "issuer.key.purpose",
    );
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["verificationMethod"][0]["controller"] = "https://other.example/".into();
        })),
        Verdict::Invalid,
        "issuer.key.foreign",
    );
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["id"] = "https://other.example/".into();
        })),
        Verdict::Invalid,
        "issuer.document.wrong",
    );
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["verificationMethod"][0]["revoked"] = "2026-11-01T00:00:00Z".into();
        })),
        Verdict::Invalid,
        "issuer.key.retired",
    );
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["verificationMethod"][0]["expires"] = "2027-11-01T00:00:00Z".into();
        })),
        Verdict::Valid,
        "issuer.key.ok",
    );
    let other = PublicKey::to_multikey(&key(2).public_key()).unwrap();
    assert_verdict(
        &check_against(&profile_with(|profile| {
            profile["verificationMethod"][0]["publicKeyMultibase"] = other.into();
        })),
        Verdict::Invalid,
        "signature.mismatch",
    );
}

#[test]
fn an_issuer_id_that_leads_nowhere_is_a_warning() {
    let mut document = badge();
    document["issuer"]["id"] = "urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164".into();

    assert_verdict(
        &check(&signed(&document)),
        Verdict::ValidWithWarnings,
        "issuer.unbound",
    );
}

#[test]
fn an_issuer_of_an_unknown_did_method_is_left_open() {
    let mut document = badge();
    document["issuer"]["id"] = "did:ion:abc".into();

    assert_verdict(
        &check(&signed(&document)),
        Verdict::Indeterminate,
        "issuer.method.unsupported",
    );
}

#[test]
fn beside_a_good_proof_the_others_count_as_the_policy_says() {
    let own = signed(&badge())["proof"].clone();
    let foreign = signed_by(&badge(), 2, &method(2))["proof"].clone();
    let mut broken = own.clone();
    broken["created"] = "2026-11-07T00:00:00Z".into();
    let elsewhere = json!({
        "type": "DataIntegrityProof", "cryptosuite": "bbs-2023", "proofPurpose": "assertionMethod",
        "verificationMethod": "https://x.example/#k", "proofValue": "u2V0C",
    });
    let with = |proofs: &[&Value]| {
        let mut document = badge();
        document["proof"] = json!(proofs);
        check(&document)
    };

    assert_verdict(&with(&[&own, &own]), Verdict::Valid, "signature.ok");
    assert_verdict(
        &with(&[&own, &foreign]),
        Verdict::ValidWithWarnings,
        "signature.foreign",
    );
    assert_verdict(
        &with(&[&elsewhere, &own]),
        Verdict::ValidWithWarnings,
        "signature.skipped",
    );
    assert_verdict(
        &with(&[&own, &broken]),
        Verdict::Invalid,
        "signature.mismatch",
    );
    assert_verdict(&with(&[&foreign]), Verdict::Invalid, "issuer.key.foreign");
    assert_verdict(
        &with(&[&elsewhere]),
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
    assert_verdict(&with(&[]), Verdict::Invalid, "signature.missing");
}

#[test]
fn a_proof_for_another_purpose_or_time_does_not_hold() {
    let alter = |name: &str, value: Value| {
        let mut document = signed(&badge());
        document["proof"][name] = value;
        check(&document)
    };

    assert_verdict(
        &alter("proofPurpose", "authentication".into()),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &alter("expires", "2026-11-10T00:00:00Z".into()),
        Verdict::Invalid,
        "signature.expired",
    );
    assert_verdict(
        &alter("created", "yesterday".into()),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &alter("created", 5.into()),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &alter("verificationMethod", json!(["x"])),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &alter("cryptosuite", "eddsa-rdf-2022".into()),
        Verdict::Invalid,
        "signature.suite.unknown",
    );
}

#[test]
fn a_term_that_the_first_context_edition_lacked_is_told_when_it_is_not_signed() {
    let mut document = signed(&badge());
    document["endorsementJwt"] = json!(["a.b.c"]);

    assert_verdict(
        &check(&document),
        Verdict::ValidWithWarnings,
        "signature.context.early",
    );
}

#[test]
fn recipients_are_compared_when_somebody_asks() {
    let document = signed(&badge()).to_string();
    let ask = |who: &str| {
        let request = Request {
            input: Input::Bytes(document.as_bytes()),
            recipient: Some(who),
        };
        verify(&request, &Policy::default(), &NoNetwork, now())
    };

    assert_verdict(&ask("Amara@example.org"), Verdict::Valid, "recipient.match");
    assert_verdict(
        &ask("bob@example.org"),
        Verdict::ValidWithWarnings,
        "recipient.mismatch",
    );
    assert_verdict(&ask(" "), Verdict::Valid, "recipient.not_asked");
}

#[test]
fn an_endorsement_inside_is_checked_by_itself() {
    let endorsement = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", OPEN_BADGES],
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "A word for it",
        "issuer": {"id": did(2), "type": ["Profile"], "name": "The guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "https://school.example/badges/1", "type": ["EndorsementSubject"]},
    });
    let with = |endorsement: &Value| {
        let mut document = badge();
        document["endorsement"] = json!([endorsement]);
        check(&signed(&document))
    };
    let good = signed_by(&endorsement, 2, &method(2));
    let mut past = endorsement.clone();
    past["validUntil"] = "2026-02-01T00:00:00Z".into();
    let mut broken = good.clone();
    broken["name"] = "Another word".into();

    assert_verdict(&with(&good), Verdict::Valid, "endorsement.ok");
    assert_verdict(
        &with(&signed_by(&past, 2, &method(2))),
        Verdict::Valid,
        "endorsement.past",
    );
    assert_verdict(
        &with(&broken),
        Verdict::ValidWithWarnings,
        "endorsement.broken",
    );
}

#[test]
fn contexts_must_be_known_and_in_order() {
    let with = |contexts: Value| {
        let mut document = signed(&badge());
        document["@context"] = contexts;
        check(&document)
    };

    assert_verdict(
        &with(json!([OPEN_BADGES, "https://www.w3.org/ns/credentials/v2"])),
        Verdict::Invalid,
        "format.context.order",
    );
    assert_verdict(
        &with(json!(["https://www.w3.org/ns/credentials/v2"])),
        Verdict::Invalid,
        "format.context.order",
    );
    assert_verdict(
        &with(json!([
            "https://www.w3.org/ns/credentials/v2",
            OPEN_BADGES,
            "https://evil.example/context"
        ])),
        Verdict::Invalid,
        "format.context.unknown",
    );
    assert_verdict(
        &with(
            json!(["https://www.w3.org/ns/credentials/v2", OPEN_BADGES, {"name": "https://evil.example/other"}]),
        ),
        Verdict::Invalid,
        "format.context.unknown",
    );
}

#[test]
fn only_a_badge_that_names_context_3_0_3_may_have_been_signed_under_its_first_edition() {
    use crate::proof::data_integrity::sign as sign_document;
    let options = |suite| ProofOptions {
        suite,
        created: "2026-11-06T00:00:00Z".parse().unwrap(),
        verification_method: method(1),
        purpose: "assertionMethod".to_owned(),
    };
    let mut text = sign_document(&badge(), &[options(Suite::EddsaJcs2022)], &key(1)).unwrap();
    text["jti"] = "https://school.example/awards/2".into();
    let mut older = badge();
    older["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json".into();
    let mut older = signed(&older);
    older["endorsementJwt"] = json!(["a.b.c"]);
    let mut plain = badge();
    plain["@context"] = json!(["https://www.w3.org/ns/credentials/v2"]);
    plain["type"] = json!(["VerifiableCredential"]);
    plain["issuer"] = did(1).into();
    plain["credentialSubject"] = json!({"id": "urn:x"});
    let mut plain = signed(&plain);
    assert!(check(&plain).verdict.holds());
    plain["endorsementJwt"] = json!(["a.b.c"]);

    for document in [text, older, plain] {
        let report = check(&document);
        assert_eq!(report.verdict, Verdict::Invalid, "{:#?}", report.checks);
    }
}
