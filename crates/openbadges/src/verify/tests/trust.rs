//! Registers of issuers, and the web sites that confirm them.

use super::*;
use crate::proof::jws;

mod domains;

const ANCHOR: &str = "https://registry.example";
const CONFIGURATION: &str = "https://registry.example/.well-known/openid-federation";
const STATEMENTS: &str = "https://registry.example/fetch";
const LISTING: &str = "https://consortium.example/registry.json";
const LIST: &str = "https://wallets.example/known-registries.json";

fn anchor_key(seed: u8) -> SigningKey {
    SigningKey::p256_from_scalar([seed; 32]).unwrap()
}

fn key_set(seeds: &[u8]) -> Value {
    let key = |seed: &u8| {
        let mut jwk = anchor_key(*seed).public_key().to_jwk();
        jwk["kid"] = format!("key-{seed}").into();
        jwk
    };
    json!({"keys": seeds.iter().map(key).collect::<Vec<_>>()})
}

fn federation() -> Registry {
    serde_json::from_value(json!({
        "name": "The federation",
        "type": "oidf",
        "trustAnchorEC": CONFIGURATION,
        "governanceUrl": "https://registry.example/rules",
    }))
    .unwrap()
}

fn listing() -> Registry {
    serde_json::from_value(json!({"name": "The consortium", "type": "dcc-legacy", "url": LISTING}))
        .unwrap()
}

/// A policy that pins key 7 of the federation.
fn asking(registries: Vec<Registry>) -> Policy {
    Policy {
        trust: TrustPolicy {
            registries,
            anchors: vec![TrustAnchor {
                entity: ANCHOR.to_owned(),
                jwks: key_set(&[7]),
            }],
            ..TrustPolicy::default()
        },
        ..Policy::default()
    }
}

fn requiring(registries: Vec<Registry>) -> Policy {
    let mut policy = asking(registries);
    policy.trust.require_listed_issuer = true;
    policy
}

fn header(seed: u8) -> Value {
    json!({"typ": "entity-statement+jwt", "kid": format!("key-{seed}")})
}

fn token(header: Value, claims: &Value, key: &SigningKey) -> String {
    let Value::Object(header) = header else {
        unreachable!()
    };
    jws::sign(header, claims.to_string().as_bytes(), key).unwrap()
}

fn seconds(time: &str) -> i64 {
    time.parse::<Timestamp>().unwrap().as_second()
}

fn configuration() -> Value {
    json!({
        "iss": ANCHOR,
        "sub": ANCHOR,
        "iat": seconds("2026-11-01T00:00:00Z"),
        "exp": seconds("2026-12-01T00:00:00Z"),
        "jwks": key_set(&[7]),
        "metadata": {"federation_entity": {"federation_fetch_endpoint": STATEMENTS}},
    })
}

fn statement() -> Value {
    json!({
        "iss": ANCHOR,
        "sub": did(1),
        "iat": seconds("2026-11-20T00:00:00Z"),
        "exp": seconds("2026-11-30T00:00:00Z"),
        "metadata": {
            "federation_entity": {
                "organization_name": "Kestrel Hill School District",
                "homepage_uri": "https://kestrel-hill.example",
            },
            "institution_additional_information": {"legal_name": "Kestrel Hill Unified School District"},
            "credential_registry_entity": {"ctid": "ce-1"},
            "ror_entity": {"rorid": "https://ror.org/1"},
        },
    })
}

fn asked_about(issuer: &str) -> String {
    let mut url = Url::parse(STATEMENTS).unwrap();
    url.query_pairs_mut().append_pair("sub", issuer);
    url.into()
}

/// A web in which the federation says these two things.
fn stating(configuration: &str, statement: &str) -> Web {
    Web::default()
        .answering(CONFIGURATION, 200, configuration)
        .answering(&asked_about(&did(1)), 200, statement)
}

fn honest() -> Web {
    stating(
        &token(header(7), &configuration(), &anchor_key(7)),
        &token(header(7), &statement(), &anchor_key(7)),
    )
}

fn check_under(policy: &Policy, web: &Web) -> Report {
    let text = signed(&badge()).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    verify(&request, policy, web, now())
}

#[test]
fn nobody_is_asked_unless_the_policy_says_so() {
    let web = honest();

    let report = check_under(&Policy::default(), &web);

    assert_eq!(report.verdict, Verdict::Valid);
    assert!(report.trust.is_empty());
    assert_eq!(web.asked.get(), 0);
}

#[test]
fn a_federation_gives_the_issuer_its_name() {
    let report = check_under(&requiring(vec![federation()]), &honest());

    assert_verdict(&report, Verdict::Valid, "issuer.registry.listed");
    assert_eq!(report.issuer_name(), Some("Kestrel Hill School District"));
    let known = &report.trust.matching_issuers[0];
    assert_eq!(known.registry, "The federation");
    assert_eq!(
        known.legal_name.as_deref(),
        Some("Kestrel Hill Unified School District")
    );
    assert_eq!(known.url.as_deref(), Some("https://kestrel-hill.example"));
    assert_eq!(known.ctid.as_deref(), Some("ce-1"));
    assert_eq!(known.until, Some("2026-11-30T00:00:00Z".parse().unwrap()));
    assert_eq!(
        report.badge.unwrap().issuer.name.as_deref(),
        Some("Kestrel Hill School")
    );
}

#[test]
fn an_issuer_that_the_federation_does_not_know_is_a_warning_or_refused() {
    let web = Web::default()
        .answering(
            CONFIGURATION,
            200,
            &token(header(7), &configuration(), &anchor_key(7)),
        )
        .answering(&asked_about(&did(1)), 404, "");

    assert_verdict(
        &check_under(&asking(vec![federation()]), &web),
        Verdict::ValidWithWarnings,
        "issuer.registry.unlisted",
    );
    assert_verdict(
        &check_under(&requiring(vec![federation()]), &web),
        Verdict::Invalid,
        "policy.refused",
    );
}

#[test]
fn a_silent_register_is_not_one_that_does_not_know() {
    let report = check_under(&asking(vec![federation(), listing()]), &Web::default());

    assert_verdict(
        &report,
        Verdict::ValidWithWarnings,
        "issuer.registry.unchecked",
    );
    assert!(!codes(&report).contains(&"issuer.registry.unlisted"));
    let unchecked: Vec<_> = report
        .trust
        .unchecked_registries
        .iter()
        .map(|registry| (registry.registry.as_str(), registry.code.as_str()))
        .collect();
    assert_eq!(
        unchecked,
        [
            ("The federation", "issuer.registry.unreachable"),
            ("The consortium", "issuer.registry.unreachable")
        ]
    );
    assert_verdict(
        &check_under(&requiring(vec![federation()]), &Web::default()),
        Verdict::Indeterminate,
        "policy.open",
    );
}

/// What the federation answers, and a word of why it is not believed.
#[track_caller]
fn assert_untrusted(web: &Web, why: &str) {
    let report = check_under(&asking(vec![federation()]), web);

    assert_verdict(
        &report,
        Verdict::ValidWithWarnings,
        "issuer.registry.untrusted",
    );
    assert!(report.trust.matching_issuers.is_empty());
    assert_eq!(report.issuer_name(), Some("Kestrel Hill School"));
    let told = &report.trust.unchecked_registries[0];
    assert!(told.detail.contains(why), "{told:?}");
}

fn with_statement(statement: &str) -> Web {
    stating(
        &token(header(7), &configuration(), &anchor_key(7)),
        statement,
    )
}

fn changed(mut claims: Value, change: impl FnOnce(&mut Value)) -> Value {
    change(&mut claims);
    claims
}

#[test]
fn a_tampered_statement_is_not_believed() {
    let honest = token(header(7), &statement(), &anchor_key(7));
    let parts: Vec<&str> = honest.split('.').collect();
    let other = changed(statement(), |claims| {
        claims["metadata"]["federation_entity"]["organization_name"] = "Another".into();
    });
    let other = token(header(7), &other, &anchor_key(8));
    let payload = other.split('.').nth(1).unwrap();
    let tampered = format!("{}.{payload}.{}", parts[0], parts[2]);

    assert_untrusted(&with_statement(&tampered), "does not match");
}

#[test]
fn a_statement_out_of_date_is_not_believed() {
    let ended = changed(statement(), |claims| {
        claims["exp"] = seconds("2026-11-22T11:59:59Z").into();
    });
    let to_come = changed(statement(), |claims| {
        claims["iat"] = seconds("2026-11-23T00:00:00Z").into();
    });
    let endless = changed(statement(), |claims| {
        claims.as_object_mut().unwrap().shift_remove("exp");
    });
    let stated = |claims: &Value| with_statement(&token(header(7), claims, &anchor_key(7)));

    assert_untrusted(&stated(&ended), "expired");
    assert_untrusted(&stated(&to_come), "future");
    assert_untrusted(&stated(&endless), "when it ends");
}

#[test]
fn a_statement_about_or_by_somebody_else_is_not_believed() {
    let about = changed(statement(), |claims| {
        claims["sub"] = did(2).into();
    });
    let by = changed(statement(), |claims| {
        claims["iss"] = "https://other.example".into();
    });
    let stated = |claims: &Value| with_statement(&token(header(7), claims, &anchor_key(7)));

    assert_untrusted(&stated(&about), "not about");
    assert_untrusted(&stated(&by), "not by");
}

#[test]
fn a_statement_by_another_key_is_not_believed() {
    let own = token(header(7), &statement(), &anchor_key(8));
    let renamed = token(header(8), &statement(), &anchor_key(8));

    assert_untrusted(&with_statement(&own), "does not match");
    assert_untrusted(&with_statement(&renamed), "does not have");
}

#[test]
fn an_anchor_that_is_not_signed_by_a_pinned_key_is_not_believed() {
    let others = changed(configuration(), |claims| {
        claims["jwks"] = key_set(&[8]);
    });
    let whole = stating(
        &token(header(8), &others, &anchor_key(8)),
        &token(header(8), &statement(), &anchor_key(8)),
    );
    let mut unpinned = asking(vec![federation()]);
    unpinned.trust.anchors.clear();

    assert_untrusted(&whole, "does not have");
    let report = check_under(&unpinned, &honest());
    assert_verdict(
        &report,
        Verdict::ValidWithWarnings,
        "issuer.registry.untrusted",
    );
}

#[test]
fn an_anchor_may_hand_over_to_a_new_key_while_a_pinned_one_lasts() {
    let rotating = changed(configuration(), |claims| {
        claims["jwks"] = key_set(&[7, 9]);
    });
    let web = stating(
        &token(header(7), &rotating, &anchor_key(7)),
        &token(header(9), &statement(), &anchor_key(9)),
    );

    assert_verdict(
        &check_under(&asking(vec![federation()]), &web),
        Verdict::Valid,
        "issuer.registry.listed",
    );
}

#[test]
fn a_statement_cannot_choose_its_algorithm_or_its_kind() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let payload = URL_SAFE_NO_PAD.encode(statement().to_string());
    let with_header = |header: &Value| {
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        format!("{header}.{payload}.{}", URL_SAFE_NO_PAD.encode([0; 64]))
    };
    let typ = "entity-statement+jwt";
    let none = with_header(&json!({"typ": typ, "kid": "key-7", "alg": "none"}));
    let shared = with_header(&json!({"typ": typ, "kid": "key-7", "alg": "HS256"}));
    let other = with_header(&json!({"typ": typ, "kid": "key-7", "alg": "EdDSA"}));
    let untyped = token(json!({"kid": "key-7"}), &statement(), &anchor_key(7));
    let critical = changed(statement(), |claims| {
        claims["crit"] = json!(["constraints"]);
    });

    assert_untrusted(&with_statement(&none), "algorithm");
    assert_untrusted(&with_statement(&shared), "algorithm");
    assert_untrusted(&with_statement(&other), "EdDSA");
    assert_untrusted(&with_statement(&untyped), "typ");
    assert_untrusted(
        &with_statement(&token(header(7), &critical, &anchor_key(7))),
        "critical",
    );
    assert_untrusted(&with_statement("not a token"), "compact JWS");
}

#[test]
fn a_plain_register_knows_issuers_by_their_identifier() {
    let known = json!({"registry": {did(1): {"name": "Kestrel Hill", "location": "Ohio", "url": "https://kestrel-hill.example"}}});
    let others = json!({"registry": {did(2): {"name": "Somebody else"}}});

    let report = check_under(
        &asking(vec![listing()]),
        &Web::default().with(LISTING, &known),
    );

    assert_verdict(&report, Verdict::Valid, "issuer.registry.listed");
    assert_eq!(report.issuer_name(), Some("Kestrel Hill"));
    assert_eq!(
        report.trust.matching_issuers[0].location.as_deref(),
        Some("Ohio")
    );
    assert_verdict(
        &check_under(
            &asking(vec![listing()]),
            &Web::default().with(LISTING, &others),
        ),
        Verdict::ValidWithWarnings,
        "issuer.registry.unlisted",
    );
    assert_verdict(
        &check_under(
            &asking(vec![listing()]),
            &Web::default().with(LISTING, &json!([])),
        ),
        Verdict::ValidWithWarnings,
        "issuer.registry.untrusted",
    );
    let moved = Web::default()
        .sending(LISTING, "https://evil.example/registry.json")
        .with("https://evil.example/registry.json", &known);
    assert_verdict(
        &check_under(&asking(vec![listing()]), &moved),
        Verdict::ValidWithWarnings,
        "issuer.registry.untrusted",
    );
}

#[test]
fn lists_of_known_registers_are_followed() {
    let mut policy = asking(Vec::new());
    policy.trust.lists = vec![LIST.to_owned()];
    let list = json!([
        {"name": "Of another kind", "type": "ledger", "url": "https://ledger.example"},
        listing(),
        federation(),
        listing(),
    ]);
    let empty = json!({"registry": {}});
    let web = honest().with(LIST, &list).with(LISTING, &empty);

    let report = check_under(&policy, &web);

    assert_verdict(&report, Verdict::Valid, "issuer.registry.listed");
    assert!(codes(&report).contains(&"issuer.registry.absent"));
    assert_eq!(report.trust.matching_issuers.len(), 1);
    // The list, the plain register, the anchor and its statement.
    assert_eq!(web.asked.get(), 4);
    let without = check_under(&policy, &Web::default());
    assert_eq!(without.trust.unchecked_registries[0].registry, LIST);
}

#[test]
fn no_register_is_asked_about_an_issuer_that_nothing_proves() {
    let mut document = badge();
    document["issuer"]["id"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000001".into();
    let text = signed(&document).to_string();
    let request = Request {
        input: Input::Bytes(text.as_bytes()),
        recipient: None,
    };
    let web = honest();

    let report = verify(&request, &asking(vec![federation()]), &web, now());

    assert_verdict(
        &report,
        Verdict::ValidWithWarnings,
        "issuer.registry.skipped",
    );
    assert_eq!(web.asked.get(), 0);
}
