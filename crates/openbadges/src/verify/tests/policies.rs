use jiff::SignedDuration;

use super::*;

fn check_under(policy: &Policy, document: &Value, web: &Web) -> Report {
    let text = document.to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    verify(&request, policy, web, now())
}

/// A badge with a good proof, a proof of a kind that is not checked here, and one whose signature is that of the other.
fn with_three_proofs() -> (Value, Value, Value) {
    let good = signed(&badge());
    let mut unsupported = good["proof"].clone();
    unsupported["cryptosuite"] = "bbs-2023".into();
    let mut broken = good["proof"].clone();
    broken["created"] = "2026-11-07T00:00:00Z".into();
    (good, unsupported, broken)
}

#[test]
fn a_report_names_the_policy_and_the_engine() {
    let report = check_under(&Policy::strict(), &signed(&badge()), &Web::default());

    assert_verdict(&report, Verdict::Valid, "signature.ok");
    assert_eq!(report.policy, "strict/2");
    assert!(report.engine.starts_with("openbadges "));
}

#[test]
fn a_signature_that_fits_says_what_it_rests_on() {
    let document = signed(&badge());

    let report = check_under(&Policy::default(), &document, &Web::default());

    let resting = report
        .checks
        .iter()
        .find_map(|check| check.evidence.as_ref());
    let evidence = resting.unwrap();
    assert_eq!(evidence.suite, "eddsa-rdfc-2022");
    assert_eq!(evidence.key_id.as_deref(), Some(method(1).as_str()));
    assert_eq!(evidence.key_thumbprint, key(1).public_key().thumbprint());
    // Anybody with the key can check the signature against the hashes alone.
    let signed = hex::decode(evidence.hash_data.as_ref().unwrap()).unwrap();
    let value = document["proof"]["proofValue"].as_str().unwrap();
    let signature = bs58::decode(&value[1..]).into_vec().unwrap();
    assert_eq!(key(1).public_key().verify(&signed, &signature), Ok(()));
}

#[test]
fn a_policy_says_what_a_proof_set_must_be_like() {
    let (good, unsupported, broken) = with_three_proofs();
    let under = |proofs: ProofPolicy, beside: &Value| {
        let mut document = good.clone();
        document["proof"] = json!([good["proof"], beside]);
        let policy = Policy {
            proofs,
            ..Policy::default()
        };
        check_under(&policy, &document, &Web::default())
    };

    assert_verdict(
        &under(ProofPolicy::EverySupported, &unsupported),
        Verdict::ValidWithWarnings,
        "signature.skipped",
    );
    assert_verdict(
        &under(ProofPolicy::Every, &unsupported),
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
    assert_verdict(
        &under(ProofPolicy::EverySupported, &broken),
        Verdict::Invalid,
        "signature.mismatch",
    );
    assert_verdict(
        &under(ProofPolicy::Any, &broken),
        Verdict::ValidWithWarnings,
        "signature.beside_broken",
    );
}

#[test]
fn one_good_proof_is_enough_only_if_it_is_the_issuers() {
    let (good, _, broken) = with_three_proofs();
    let mut document = good;
    document["proof"] = json!([signed_by(&badge(), 2, &method(2))["proof"], broken]);
    let policy = Policy {
        proofs: ProofPolicy::Any,
        ..Policy::default()
    };

    assert_verdict(
        &check_under(&policy, &document, &Web::default()),
        Verdict::Invalid,
        "signature.mismatch",
    );
}

#[test]
fn what_a_policy_refuses_is_invalid_under_it() {
    let mut document = badge();
    document["@context"][1] = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json".into();
    let document = signed(&document);

    assert_verdict(
        &check_under(&Policy::default(), &document, &Web::default()),
        Verdict::ValidWithWarnings,
        "format.context.older",
    );
    let refused = check_under(&Policy::strict(), &document, &Web::default());

    assert_verdict(&refused, Verdict::Invalid, "policy.refused");
    assert_eq!(
        refused.decisive().unwrap().pointer.as_deref(),
        Some("/@context/1")
    );
}

#[test]
fn an_offline_policy_asks_nobody() {
    let mut document = badge();
    document["issuer"]["id"] = "did:web:school.example".into();
    let web = Web::default();

    let report = check_under(&Policy::offline(), &signed(&document), &web);

    assert_verdict(&report, Verdict::Indeterminate, "issuer.key.unreachable");
    assert_eq!(web.asked.get(), 0);
}

#[test]
fn a_key_that_ended_vouches_for_older_proofs_only_where_the_policy_says_so() {
    let did = "did:web:school.example";
    let name = format!("{did}#key-1");
    let mut document = badge();
    document["issuer"]["id"] = did.into();
    let document = signed_by(&document, 1, &name);
    let controlled = |end: Value| {
        let mut method = json!({
            "id": name, "type": "Multikey", "controller": did,
            "publicKeyMultibase": key(1).public_key().to_multikey(),
        });
        method
            .as_object_mut()
            .unwrap()
            .extend(end.as_object().unwrap().clone());
        let controller =
            json!({"id": did, "verificationMethod": [method], "assertionMethod": [name]});
        Web::default().with("https://school.example/.well-known/did.json", &controller)
    };
    let lenient = Policy {
        ended_keys: EndedKeys::AcceptOlderProofs,
        ..Policy::default()
    };
    // The proof was created on 6 November 2026.
    let later = json!({"expires": "2026-11-10T00:00:00Z"});
    let earlier = json!({"expires": "2026-11-05T00:00:00Z"});
    let revoked = json!({"revoked": "2026-11-10T00:00:00Z"});
    let to_come = json!({"expires": "2027-01-01T00:00:00Z", "revoked": "2027-01-01T00:00:00Z"});

    for end in [&later, &earlier, &revoked] {
        let report = check_under(&Policy::default(), &document, &controlled(end.clone()));
        assert_verdict(&report, Verdict::Invalid, "issuer.key.retired");
    }
    for (end, verdict) in [
        (later, Verdict::Valid),
        (earlier, Verdict::Invalid),
        (revoked, Verdict::Invalid),
        (to_come, Verdict::Valid),
    ] {
        let report = check_under(&lenient, &document, &controlled(end.clone()));
        assert_eq!(report.verdict, verdict, "{end}");
    }
}

#[test]
fn a_list_older_than_the_policy_allows_says_nothing() {
    let list = "https://school.example/status/1";
    let bits = crate::status::BitstringList::new(131_072);
    let made = "2026-11-01T00:00:00Z".parse().unwrap();
    let credential =
        crate::status::status_list_credential(list, &did(1), "revocation", &bits, made);
    let web = Web::default().with(list, &signed(&credential));
    let mut document = badge();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
        "statusListCredential": list,
    });
    let document = signed(&document);
    let within = |days: i64| Policy {
        max_status_age: Some(SignedDuration::from_hours(24 * days)),
        ..Policy::default()
    };

    assert_verdict(
        &check_under(&within(30), &document, &web),
        Verdict::Valid,
        "status.ok",
    );
    assert_verdict(
        &check_under(&within(7), &document, &web),
        Verdict::Indeterminate,
        "status.unverifiable",
    );
}

#[test]
fn evidence_makes_the_same_report_without_asking_anybody() {
    let list = "https://school.example/status/1";
    let mut document = badge();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
        "statusListCredential": list,
    });
    let text = signed(&document).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: Some("amara@example.org"),
    };
    let web = Web::default().answering(list, 503, "later");

    let (report, evidence) = verify_recorded(&request, &Policy::strict(), &web, now());
    let stored = serde_json::to_string(&evidence).unwrap();
    let evidence: Evidence = serde_json::from_str(&stored).unwrap();
    let replayed = evidence.replay(request.input);

    assert_verdict(&report, Verdict::Indeterminate, "status.unreachable");
    assert_eq!(replayed, report);
    assert_eq!(web.asked.get(), 1);
}

#[test]
fn damaged_evidence_is_no_evidence() {
    let address = "https://school.example/awards/1";
    let url = Url::parse(address).unwrap();
    let request = Request {
        input: Input::Url(&url),
        recipient: None,
    };
    let web = Web::default().with(address, &signed(&badge()));

    let (report, mut evidence) = verify_recorded(&request, &Policy::default(), &web, now());
    if let RecordedAnswer::Answer(answer) = &mut evidence.documents[0].answer {
        answer.body[10] ^= 1;
    }

    assert_verdict(&report, Verdict::Valid, "signature.ok");
    assert_verdict(
        &evidence.replay(request.input),
        Verdict::Indeterminate,
        "input.unreachable",
    );
}
