use super::*;
use crate::proof::{jws, vc_jwt};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

const KEY: &str = "https://school.example/keys/1";

fn p256() -> SigningKey {
    SigningKey::p256_from_scalar([7; 32]).unwrap()
}

fn credential() -> Value {
    let mut document = badge();
    document["issuer"]["id"] = "https://school.example/profile".into();
    document["credentialSubject"]["id"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002".into();
    document
}

/// The payload of a token for the credential, altered in one way.
fn claims(change: impl FnOnce(&mut Value)) -> Value {
    let mut claims = credential();
    claims["iss"] = "https://school.example/profile".into();
    claims["sub"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002".into();
    claims["jti"] = "https://school.example/awards/1".into();
    claims["nbf"] = 1_793_923_200.into();
    change(&mut claims);
    claims
}

fn token(header: Value, claims: &Value) -> String {
    let Value::Object(header) = header else {
        unreachable!()
    };
    jws::sign(header, claims.to_string().as_bytes(), &p256()).unwrap()
}

fn set() -> Value {
    let mut jwk = p256().public_key().to_jwk();
    jwk["kid"] = "one".into();
    json!({"keys": [jwk]})
}

fn web() -> Web {
    Web::default()
        .with(KEY, &p256().public_key().to_jwk())
        .with("https://school.example/.well-known/jwks.json", &set())
}

fn check_token(token: &str) -> Report {
    check_bytes(token.as_bytes(), &web())
}

#[test]
fn a_token_with_a_published_key_is_valid() {
    let own = vc_jwt::sign(&credential(), KEY, &p256()).unwrap();

    let report = check_token(&own);

    assert_verdict(&report, Verdict::Valid, "issuer.key.ok");
    assert_eq!(report.subject.form, "jwt");
    assert_eq!(report.badge.unwrap().name.as_deref(), Some("Listening"));
    assert_verdict(
        &check_token(&token(json!({"kid": "one"}), &claims(|_| {}))),
        Verdict::Valid,
        "issuer.key.ok",
    );
}

#[test]
fn a_token_whose_key_the_issuer_does_not_publish_is_not_the_issuers() {
    let own = token(json!({"kid": "https://evil.example/key"}), &claims(|_| {}));
    let jwk = p256().public_key().to_jwk();
    let empty = json!({"keys": []});
    let set_address = "https://school.example/.well-known/jwks.json";

    let with_set = Web::default()
        .with("https://evil.example/key", &jwk)
        .with(set_address, &empty);
    assert_verdict(
        &check_bytes(own.as_bytes(), &with_set),
        Verdict::Invalid,
        "issuer.key.foreign",
    );
    let without = Web::default().with("https://evil.example/key", &jwk);
    assert_verdict(
        &check_bytes(own.as_bytes(), &without),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
}

#[test]
fn a_key_in_the_header_proves_the_issuer_only_if_it_is_published() {
    let own = token(
        json!({"jwk": p256().public_key().to_jwk()}),
        &claims(|_| {}),
    );

    assert_verdict(&check_token(&own), Verdict::Valid, "issuer.key.ok");
    assert_verdict(
        &check_bytes(own.as_bytes(), &Web::default()),
        Verdict::Indeterminate,
        "issuer.key.unconfirmed",
    );
    let without = Web::default().answering("https://school.example/.well-known/jwks.json", 404, "");
    assert_verdict(
        &check_bytes(own.as_bytes(), &without),
        Verdict::Indeterminate,
        "issuer.key.unpublished",
    );
    let mut other = SigningKey::p256_from_scalar([8; 32])
        .unwrap()
        .public_key()
        .to_jwk();
    other["kid"] = "two".into();
    let web = Web::default().with(
        "https://school.example/.well-known/jwks.json",
        &json!({"keys": [other]}),
    );
    assert_verdict(
        &check_bytes(own.as_bytes(), &web),
        Verdict::Invalid,
        "issuer.key.unlisted",
    );
}

#[test]
fn one_host_may_keep_the_keys_of_many_issuers_apart() {
    let own = token(json!({"kid": "one"}), &claims(|_| {}));
    let mut others = set();
    others["keys"][0]["iss"] = "https://school.example/other".into();
    let web = Web::default().with("https://school.example/.well-known/jwks.json", &others);

    assert_verdict(
        &check_bytes(own.as_bytes(), &web),
        Verdict::Invalid,
        "issuer.key.unlisted",
    );
}

#[test]
fn a_did_lists_its_own_keys_and_the_host_does_not_help() {
    let did_issuer = claims(|claims| {
        claims["issuer"]["id"] = "did:web:school.example:a".into();
        claims["iss"] = "did:web:school.example:a".into();
    });
    let own = token(json!({"kid": KEY}), &did_issuer);
    let document = |methods: Value| json!({"id": "did:web:school.example:a", "verificationMethod": methods, "assertionMethod": ["did:web:school.example:a#1"]});
    let listed = json!([{"id": "did:web:school.example:a#1", "type": "JsonWebKey", "controller": "did:web:school.example:a", "publicKeyJwk": p256().public_key().to_jwk()}]);
    let keys = Web::default().with(KEY, &p256().public_key().to_jwk());
    let address = "https://school.example/a/did.json";

    assert_verdict(
        &check_bytes(own.as_bytes(), &keys),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
    let with = Web {
        pages: keys.pages.clone(),
        ..Web::default()
    }
    .with(address, &document(listed));
    assert_verdict(
        &check_bytes(own.as_bytes(), &with),
        Verdict::Valid,
        "issuer.key.ok",
    );
    let without = Web {
        pages: keys.pages,
        ..Web::default()
    }
    .with(address, &document(json!([])));
    let report = check_bytes(own.as_bytes(), &without);
    assert_eq!(report.verdict, Verdict::Invalid, "{:#?}", report.checks);
}

#[test]
fn claims_must_say_what_the_badge_says() {
    let with = |change: fn(&mut Value)| check_token(&token(json!({"kid": KEY}), &claims(change)));
    let clash = "signature.claims.mismatch";

    assert_verdict(
        &with(|claims| claims["iss"] = "https://other.example/".into()),
        Verdict::Invalid,
        clash,
    );
    assert_verdict(
        &with(|claims| claims["sub"] = "did:example:other".into()),
        Verdict::Invalid,
        clash,
    );
    assert_verdict(
        &with(|claims| claims["jti"] = "urn:other".into()),
        Verdict::Invalid,
        clash,
    );
    assert_verdict(
        &with(|claims| claims["nbf"] = 1_793_923_201.into()),
        Verdict::Invalid,
        clash,
    );
    assert_verdict(
        &with(|claims| claims["nbf"] = "2026".into()),
        Verdict::Invalid,
        clash,
    );
    assert_verdict(
        &with(|claims| claims["exp"] = 1_793_923_201.into()),
        Verdict::Expired,
        "validity.expired",
    );
    assert_verdict(
        &with(|claims| {
            claims.as_object_mut().unwrap().shift_remove("sub");
        }),
        Verdict::ValidWithWarnings,
        "signature.claims.missing",
    );
}

#[test]
fn an_algorithm_that_proves_nothing_is_refused() {
    let payload = URL_SAFE_NO_PAD.encode(claims(|_| {}).to_string());
    let with = |header: &str, signature: &str| {
        check_token(&format!(
            "{}.{payload}.{signature}",
            URL_SAFE_NO_PAD.encode(header)
        ))
    };
    let real = token(json!({"kid": KEY}), &claims(|_| {}));
    let signature = real.rsplit('.').next().unwrap();

    assert_verdict(
        &with("{\"alg\":\"none\"}", ""),
        Verdict::Invalid,
        "signature.algorithm",
    );
    assert_verdict(
        &with(
            "{\"alg\":\"HS256\",\"kid\":\"https://school.example/keys/1\"}",
            signature,
        ),
        Verdict::Invalid,
        "signature.algorithm",
    );
    assert_verdict(
        &with(
            "{\"alg\":\"RS256\",\"kid\":\"https://school.example/keys/1\"}",
            signature,
        ),
        Verdict::Invalid,
        "signature.algorithm",
    );
    assert_verdict(
        &with("{\"alg\":\"ES512\"}", signature),
        Verdict::Indeterminate,
        "signature.suite.unsupported",
    );
    assert_verdict(
        &with("{\"alg\":\"ES256\"}", signature),
        Verdict::Invalid,
        "signature.no_key",
    );
    assert_verdict(
        &with(
            "{\"alg\":\"ES256\",\"crit\":[\"x\"],\"kid\":\"k\"}",
            signature,
        ),
        Verdict::Invalid,
        "signature.malformed",
    );
    assert_verdict(
        &with("{\"alg\":\"ES256\",\"alg\":\"ES256\"}", signature),
        Verdict::Invalid,
        "format.unreadable",
    );
    let mut private = p256().public_key().to_jwk();
    private["d"] = "AAAA".into();
    let header = json!({"alg": "ES256", "jwk": private}).to_string();
    assert_verdict(
        &with(&header, signature),
        Verdict::Invalid,
        "signature.private_key",
    );
}

#[test]
fn a_credential_of_version_1_inside_vc_is_read_with_a_warning() {
    let mut inside = credential();
    inside["@context"][0] = "https://www.w3.org/2018/credentials/v1".into();
    let members = inside.as_object_mut().unwrap();
    members.shift_remove("validFrom");
    members.shift_remove("id");
    let old = json!({
        "iss": "https://school.example/profile", "sub": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002",
        "jti": "https://school.example/awards/1", "nbf": 1_793_923_200, "vc": inside,
    });
    let mut mixed = old.clone();
    mixed["vc"]["@context"][0] = "https://www.w3.org/ns/credentials/v2".into();

    assert_verdict(
        &check_token(&token(json!({"kid": KEY}), &old)),
        Verdict::ValidWithWarnings,
        "format.legacy",
    );
    assert_verdict(
        &check_token(&token(json!({"kid": KEY}), &mixed)),
        Verdict::Invalid,
        "signature.claims.mismatch",
    );
}

#[test]
fn wrapped_tokens_are_found() {
    let own = token(json!({"kid": KEY}), &claims(|_| {}));
    let enveloped = json!({"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": format!("data:application/vc+jwt,{own}")});
    let answer = json!({"verifiableCredential": own});

    for wrapped in [json!(own), enveloped, answer] {
        assert_verdict(
            &check_with(&wrapped, &web()),
            Verdict::Valid,
            "signature.ok",
        );
    }
}

#[test]
fn a_file_on_the_issuers_site_is_not_yet_the_issuers_key() {
    let site = "https://school.example/files/1.txt";
    let own = token(json!({"kid": site}), &claims(|_| {}));
    let jwk = p256().public_key().to_jwk();
    let mut of_another = jwk.clone();
    of_another["iss"] = "https://school.example/other".into();
    let others =
        json!({"keys": [SigningKey::p256_from_scalar([8; 32]).unwrap().public_key().to_jwk()]});
    let jwks = "https://school.example/.well-known/jwks.json";
    let check = |web: &Web| check_bytes(own.as_bytes(), web);

    assert_verdict(
        &check(&Web::default().with(site, &jwk).answering(jwks, 404, "")),
        Verdict::ValidWithWarnings,
        "issuer.key.site",
    );
    assert_verdict(
        &check(&Web::default().with(site, &jwk).with(jwks, &others)),
        Verdict::Indeterminate,
        "issuer.key.unpublished",
    );
    assert_verdict(
        &check(
            &Web::default()
                .with(site, &of_another)
                .answering(jwks, 404, ""),
        ),
        Verdict::Invalid,
        "issuer.key.foreign",
    );
    let sent = Web::default()
        .with("https://evil.example/key", &jwk)
        .sending(site, "https://evil.example/key")
        .answering(jwks, 404, "");
    assert!(!check(&sent).verdict.holds());
}

#[test]
fn an_issuer_whose_address_leads_to_another_site_is_not_believed() {
    let mut document = badge();
    let issuer = "https://school.example/go?to=evil";
    document["issuer"]["id"] = issuer.into();
    let own = key(2).public_key().to_multikey().unwrap();
    let name = format!("{issuer}#{own}");
    let published = json!({
        "id": issuer, "assertionMethod": [name],
        "verificationMethod": [{"id": name, "type": "Multikey", "controller": issuer, "publicKeyMultibase": own}],
    });
    let web = Web::default()
        .with("https://evil.example/", &published)
        .sending(issuer, "https://evil.example/");

    assert_verdict(
        &check_with(&signed_by(&document, 2, &name), &web),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
}

#[test]
fn a_token_ends_and_begins_to_the_fraction_of_a_second() {
    let with = |change: fn(&mut Value)| check_token(&token(json!({"kid": KEY}), &claims(change)));
    let without_dates = |change: fn(&mut Value)| {
        let mut old = claims(change);
        let members = old.as_object_mut().unwrap();
        members.insert("type".into(), json!(["VerifiableCredential"]));
        members.shift_remove("validFrom");
        check_token(&token(json!({"kid": KEY}), &old))
    };

    assert_verdict(
        &with(|claims| claims["exp"] = json!(1_793_923_201.5)),
        Verdict::Expired,
        "validity.expired",
    );
    assert_verdict(
        &without_dates(|claims| claims["nbf"] = 1_893_456_000.into()),
        Verdict::NotYetValid,
        "validity.not_yet",
    );
}

#[test]
fn a_subject_in_a_list_of_one_is_the_subject() {
    let mut listed = credential();
    listed["credentialSubject"] = json!([listed["credentialSubject"]]);
    let ours = vc_jwt::sign(&listed, KEY, &p256()).unwrap();
    let theirs = token(
        json!({"kid": KEY}),
        &claims(|claims| claims["credentialSubject"] = json!([claims["credentialSubject"]])),
    );

    for token in [ours, theirs] {
        let report = check_token(&token);
        assert!(report.verdict.holds(), "{:#?}", report.checks);
        assert!(codes(&report).contains(&"format.deviation"));
    }
}

#[test]
fn a_list_that_only_the_token_names_leaves_the_question_open() {
    let status = json!({"status_list": {"idx": 7, "uri": "https://school.example/list"}});
    let own = token(
        json!({"kid": KEY}),
        &claims(|claims| claims["status"] = status),
    );

    assert_verdict(
        &check_token(&own),
        Verdict::Indeterminate,
        "status.type.unknown",
    );
}
