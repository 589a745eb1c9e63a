use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;
use crate::proof::jws;

const AWARD: &str = "https://school.example/awards/1";
const PROFILE: &str = "https://school.example/issuer";
const CLASS: &str = "https://school.example/badges/1";

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": AWARD,
        "recipient": {"type": "email", "hashed": false, "identity": "amara@example.org"},
        "badge": CLASS, "verification": {"type": "hosted"}, "issuedOn": "2026-11-06T00:00:00Z",
    })
}

fn class() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": CLASS, "name": "Listening",
        "description": "Listens.", "image": "https://school.example/1.png", "criteria": {"narrative": "Listen."}, "issuer": PROFILE,
    })
}

fn profile() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Issuer", "id": PROFILE, "name": "Kestrel Hill",
        "url": "https://school.example", "email": "office@school.example",
        "publicKey": "https://school.example/key", "revocationList": "https://school.example/revoked",
    })
}

fn signing_key() -> SigningKey {
    SigningKey::p256_from_scalar([9; 32]).unwrap()
}

fn published_key() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "CryptographicKey", "id": "https://school.example/key",
        "owner": PROFILE, "publicKeyPem": signing_key().public_key().to_pem(),
    })
}

fn revoked(list: &Value) -> Value {
    json!({"@context": "https://w3id.org/openbadges/v2", "type": "RevocationList", "revokedAssertions": list})
}

fn web() -> Web {
    Web::default()
        .with(AWARD, &assertion())
        .with(CLASS, &class())
        .with(PROFILE, &profile())
        .with("https://school.example/key", &published_key())
        .with("https://school.example/revoked", &revoked(&json!([])))
}

fn signed_assertion() -> Value {
    let mut document = assertion();
    document["id"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000003".into();
    document["verification"] = json!({"type": "signed", "creator": "https://school.example/key"});
    document
}

fn check_signed(web: &Web) -> Report {
    let jws = jws::sign(
        serde_json::Map::new(),
        signed_assertion().to_string().as_bytes(),
        &signing_key(),
    )
    .unwrap();
    check_bytes(jws.as_bytes(), web)
}

#[test]
fn a_hosted_badge_is_valid_by_copy_by_address_and_by_text() {
    let by_copy = check_with(&assertion(), &web());
    let url = Url::parse(AWARD).unwrap();
    let by_address = verify(
        &Request {
            input: Input::Url(&url),
            recipient: Some("Amara@example.org"),
        },
        &Policy::default(),
        &web(),
        now(),
    );
    let by_text = check_bytes(format!("  {AWARD}\n").as_bytes(), &web());

    assert_verdict(&by_copy, Verdict::Valid, "hosted.ok");
    assert_verdict(&by_address, Verdict::Valid, "recipient.match");
    assert_verdict(&by_text, Verdict::Valid, "hosted.ok");
    assert_eq!(by_address.subject.form, "url");
    assert_eq!(
        by_address.badge.unwrap().issuer.name.as_deref(),
        Some("Kestrel Hill")
    );
}

#[test]
fn a_withdrawn_hosted_badge_says_so_by_its_status_or_by_its_text() {
    let body = json!({"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": AWARD, "revoked": true, "revocationReason": "A mistake."});
    let gone = web().answering(AWARD, 410, &body.to_string());
    let url = Url::parse(AWARD).unwrap();

    let by_copy = check_with(&assertion(), &gone);
    let by_address = verify(
        &Request {
            input: Input::Url(&url),
            recipient: None,
        },
        &Policy::default(),
        &gone,
        now(),
    );

    for report in [&by_copy, &by_address] {
        assert_verdict(report, Verdict::Revoked, "status.revoked");
        assert_eq!(
            report.badge.as_ref().unwrap().revocation_reason.as_deref(),
            Some("A mistake.")
        );
    }
    assert_verdict(
        &check_with(&assertion(), &web().answering(AWARD, 410, "")),
        Verdict::Revoked,
        "status.revoked",
    );
    assert_verdict(
        &check_with(&assertion(), &web().with(AWARD, &body)),
        Verdict::Revoked,
        "status.revoked",
    );
}

#[test]
fn what_the_address_does_not_say_is_not_so() {
    let mut forged = assertion();
    forged["recipient"]["identity"] = "mallory@example.org".into();

    assert_verdict(
        &check_with(&forged, &web()),
        Verdict::Invalid,
        "hosted.differs",
    );
    assert_verdict(
        &check_with(&assertion(), &web().answering(AWARD, 404, "")),
        Verdict::Invalid,
        "hosted.missing",
    );
    assert_verdict(
        &check_with(&assertion(), &web().answering(AWARD, 503, "")),
        Verdict::Indeterminate,
        "hosted.unreachable",
    );
    assert_verdict(
        &check_with(&assertion(), &web().answering(AWARD, 200, "<html>")),
        Verdict::Indeterminate,
        "hosted.unreadable",
    );
    assert_verdict(
        &check_with(&assertion(), &web().answering(PROFILE, 500, "")),
        Verdict::Indeterminate,
        "hosted.unreachable",
    );
}

#[test]
fn a_badge_hosted_elsewhere_needs_the_issuers_leave() {
    let mut elsewhere = assertion();
    elsewhere["id"] = "https://files.example/1".into();
    let with = |policy: Value| {
        let mut profile = profile();
        profile["verification"] = policy;
        check_with(
            &elsewhere,
            &web()
                .with("https://files.example/1", &elsewhere)
                .with(PROFILE, &profile),
        )
    };

    assert_verdict(&with(json!({})), Verdict::Invalid, "hosted.scope");
    assert_verdict(
        &with(json!({"allowedOrigins": ["files.example"]})),
        Verdict::Valid,
        "hosted.ok",
    );
    assert_verdict(
        &with(json!({"startsWith": "https://files.example/"})),
        Verdict::Valid,
        "hosted.ok",
    );
    assert_verdict(
        &with(json!({"startsWith": "https://files.example/x"})),
        Verdict::Invalid,
        "hosted.scope",
    );
    assert_verdict(
        &with(json!({"startsWith": "https://files.example/", "allowedOrigins": "school.example"})),
        Verdict::Invalid,
        "hosted.scope",
    );
}

#[test]
fn an_issuer_written_into_the_badge_does_not_set_its_own_rules() {
    let mut elsewhere = assertion();
    elsewhere["id"] = "https://evil.example/1".into();
    elsewhere["badge"] = class();
    elsewhere["badge"]["issuer"] = profile();
    elsewhere["badge"]["issuer"]["verification"] = json!({"allowedOrigins": ["evil.example"]});

    let report = check_with(
        &elsewhere,
        &web().with("https://evil.example/1", &elsewhere),
    );

    assert_verdict(&report, Verdict::Invalid, "hosted.scope");
}

#[test]
fn a_signed_badge_needs_a_key_that_names_the_issuer_and_is_named_by_it() {
    assert_verdict(&check_signed(&web()), Verdict::Valid, "issuer.key.ok");

    let mut unlisted = profile();
    unlisted["publicKey"] = "https://school.example/other-key".into();
    assert_verdict(
        &check_signed(&web().with(PROFILE, &unlisted)),
        Verdict::Invalid,
        "issuer.key.unlisted",
    );
    let mut owned = published_key();
    owned["owner"] = "https://evil.example/".into();
    assert_verdict(
        &check_signed(&web().with("https://school.example/key", &owned)),
        Verdict::Invalid,
        "issuer.key.foreign",
    );
    let mut another = published_key();
    another["publicKeyPem"] = SigningKey::p256_from_scalar([8; 32])
        .unwrap()
        .public_key()
        .to_pem()
        .into();
    assert_verdict(
        &check_signed(&web().with("https://school.example/key", &another)),
        Verdict::Invalid,
        "signature.mismatch",
    );
    let silent = web().answering("https://school.example/key", 500, "");
    assert_verdict(
        &check_signed(&silent),
        Verdict::Indeterminate,
        "issuer.key.unreachable",
    );
}

#[test]
fn the_revocation_list_withdraws_signed_badges() {
    let id = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000003";
    let with = |list: Value| check_signed(&web().with("https://school.example/revoked", &list));

    assert_verdict(
        &with(revoked(&json!([id]))),
        Verdict::Revoked,
        "status.revoked",
    );
    let reasoned = with(revoked(
        &json!([{"id": id, "revocationReason": "A mistake."}]),
    ));
    assert_eq!(
        reasoned.badge.unwrap().revocation_reason.as_deref(),
        Some("A mistake.")
    );
    assert_verdict(
        &with(json!({})),
        Verdict::Indeterminate,
        "status.unverifiable",
    );
    let silent = web().answering("https://school.example/revoked", 500, "");
    assert_verdict(
        &check_signed(&silent),
        Verdict::Indeterminate,
        "status.unreachable",
    );
}

#[test]
fn the_bare_text_of_a_signed_badge_proves_nothing() {
    assert_verdict(
        &check_with(&signed_assertion(), &web()),
        Verdict::Invalid,
        "signature.missing",
    );
}

#[test]
fn definitions_are_read_from_their_address() {
    let mut changed = class();
    changed["name"] = "Talking".into();

    assert_verdict(&check_with(&class(), &web()), Verdict::Valid, "hosted.ok");
    let report = check_with(&changed, &web());
    assert_verdict(&report, Verdict::ValidWithWarnings, "hosted.changed");
    assert_eq!(report.badge.unwrap().name.as_deref(), Some("Listening"));
    assert_verdict(&check_with(&profile(), &web()), Verdict::Valid, "hosted.ok");
}

#[test]
fn badges_from_before_2_are_read_with_a_warning() {
    let first = json!({
        "uid": "1", "recipient": {"type": "email", "hashed": false, "identity": "amara@example.org"}, "badge": CLASS,
        "verify": {"type": "hosted", "url": AWARD}, "issuedOn": 1_793_923_200,
    });
    let oldest = json!({
        "recipient": "sha256$00", "salt": "x", "evidence": "https://school.example/e", "issued_on": "2012-11-06",
        "badge": {
            "version": "0.5.0", "name": "Listening", "image": "/1.png", "description": "Listens.", "criteria": "/c",
            "issuer": {"origin": "https://school.example", "name": "Kestrel Hill"},
        },
    });
    let url = Url::parse(AWARD).unwrap();
    let by_address = |document: &Value| {
        verify(
            &Request {
                input: Input::Url(&url),
                recipient: None,
            },
            &Policy::default(),
            &web().with(AWARD, document),
            now(),
        )
    };

    let report = check_with(&first, &web().with(AWARD, &first));
    assert_verdict(&report, Verdict::ValidWithWarnings, "format.legacy");
    assert_eq!(report.subject.spec.as_deref(), Some("OB-1.1"));
    assert_verdict(
        &by_address(&first),
        Verdict::ValidWithWarnings,
        "format.legacy",
    );
    let report = by_address(&oldest);
    assert_verdict(&report, Verdict::ValidWithWarnings, "format.legacy");
    assert_eq!(report.subject.spec.as_deref(), Some("OB-0.5"));
}

#[test]
fn a_context_written_out_must_mean_what_the_known_one_means() {
    let mut written = json!({
        "id": "@id", "type": "@type", "obi": "https://w3id.org/openbadges#", "schema": "http://schema.org/",
        "cred": "https://w3id.org/credentials#", "sec": "https://w3id.org/security#", "dc": "http://purl.org/dc/terms/",
        "identity": {"@id": "obi:identityHash"}, "issuedOn": "obi:issueDate", "verification": {"@id": "obi:verify"},
        "hosted": "obi:HostedBadge", "signed": "obi:SignedBadge", "Endorsement": "cred:Credential", "claim": "cred:claim",
        "endorsement": "cred:credential", "expires": "sec:expiration", "owner": "sec:owner", "publicKey": "sec:publicKey",
        "publicKeyPem": "sec:publicKeyPem", "creator": "dc:creator",
    });
    for word in [
        "Assertion",
        "BadgeClass",
        "Issuer",
        "Profile",
        "badge",
        "criteria",
        "evidence",
        "hashed",
        "issuer",
        "narrative",
        "recipient",
        "revocationList",
        "revoked",
        "salt",
        "HostedBadge",
        "SignedBadge",
        "allowedOrigins",
    ] {
        written[word] = format!("obi:{word}").into();
    }
    for word in ["name", "description", "image", "url"] {
        written[word] = json!({"@id": format!("schema:{word}")});
    }
    let with = |context: &Value| {
        let mut document = assertion();
        document["@context"] = context.clone();
        check_with(&document, &web().with(AWARD, &document))
    };
    let mut twisted = written.clone();
    twisted["recipient"] = "obi:issuer".into();
    let mut moved = written.clone();
    moved["obi"] = "https://evil.example/#".into();

    assert_verdict(&with(&written), Verdict::Valid, "hosted.ok");
    assert_verdict(&with(&twisted), Verdict::Invalid, "format.context.unknown");
    assert_verdict(&with(&moved), Verdict::Invalid, "format.context.unknown");
    assert_verdict(
        &with(&json!({})),
        Verdict::Invalid,
        "format.context.unknown",
    );
}

#[test]
fn another_site_is_no_witness_for_a_hosted_badge() {
    let forged = "https://evil.example/award";
    let sent = web().with(forged, &assertion()).sending(AWARD, forged);
    // Whoever has the address with `www.` need not have the one without.
    let beside = "https://www.school.example/awards/1";
    let mut other = assertion();
    other["recipient"]["identity"] = "thief@example.org".into();
    let www = web().with(beside, &other);

    assert_verdict(
        &check_with(&assertion(), &sent),
        Verdict::ValidWithWarnings,
        "hosted.id_differs",
    );
    assert_verdict(
        &check_bytes(beside.as_bytes(), &www),
        Verdict::Invalid,
        "hosted.differs",
    );
}

#[test]
fn a_file_on_the_host_is_no_key_of_an_issuer_that_lists_its_keys() {
    let thief = SigningKey::p256_from_scalar([3; 32]).unwrap();
    let file = "https://school.example/files/1.txt";
    let mut document = assertion();
    document["@context"] = "https://w3id.org/openbadges/v1".into();
    document["uid"] = "1".into();
    document["verify"] = json!({"type": "signed", "url": file});
    document["verification"] = json!({"type": "signed", "creator": file});
    let jws = jws::sign(
        serde_json::Map::new(),
        document.to_string().as_bytes(),
        &thief,
    )
    .unwrap();
    let pem = thief.public_key().to_pem();
    let with = web().answering(file, 200, &pem);
    let mut old = profile();
    old.as_object_mut().unwrap().shift_remove("publicKey");
    let sent = web()
        .with(PROFILE, &old)
        .answering("https://evil.example/key", 200, &pem)
        .sending(file, "https://evil.example/key");

    assert_verdict(
        &check_bytes(jws.as_bytes(), &with),
        Verdict::Invalid,
        "issuer.key.unlisted",
    );
    assert_verdict(
        &check_bytes(jws.as_bytes(), &sent),
        Verdict::Invalid,
        "issuer.key.foreign",
    );
}

#[test]
fn extensions_are_judged_by_their_published_schemas() {
    let apply = |url: &str| {
        json!({
            "@context": "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json",
            "type": ["Extension", "extensions:ApplyLink"],
            "url": url,
        })
    };
    let own = json!({"@context": "https://school.example/own.json", "type": ["Extension", "extensions:Own"]});
    let check_carrying = |extension: &Value, on_class: bool| {
        let (mut assertion, mut class) = (assertion(), class());
        let holder = if on_class { &mut class } else { &mut assertion };
        holder["extensions:added"] = extension.clone();
        let web = web().with(AWARD, &assertion).with(CLASS, &class);
        check_with(&assertion, &web)
    };

    for on_class in [false, true] {
        let good = check_carrying(&apply("https://school.example/apply"), on_class);
        let broken = check_carrying(&apply("not an address"), on_class);
        let unknown = check_carrying(&own, on_class);

        assert_verdict(&good, Verdict::Valid, "extension.ok");
        assert_verdict(&broken, Verdict::ValidWithWarnings, "extension.broken");
        assert_verdict(&unknown, Verdict::Valid, "extension.skipped");
        let told = broken.decisive().unwrap().pointer.as_deref();
        let within = if on_class { "/badge" } else { "" };
        assert_eq!(
            told,
            Some(format!("{within}/extensions:added/url").as_str())
        );
    }
}

/// An endorsement of the badge class by its own issuer, as a token of that key.
fn signed_endorsement(key: &SigningKey) -> String {
    let endorsement = json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Endorsement",
        "id": "urn:uuid:8d2c4a2e-0000-4000-8000-000000000004",
        "claim": {"id": CLASS, "endorsementComment": "Well made."},
        "issuer": PROFILE, "issuedOn": "2026-11-06T00:00:00Z",
        "verification": {"type": "signed", "creator": "https://school.example/key"},
    });
    jws::sign(
        serde_json::Map::new(),
        endorsement.to_string().as_bytes(),
        key,
    )
    .unwrap()
}

#[test]
fn an_endorsement_is_as_good_as_its_signature() {
    let honest = signed_endorsement(&signing_key());
    let other = signed_endorsement(&SigningKey::p256_from_scalar([3; 32]).unwrap());
    let payload = honest.split('.').nth(1).unwrap();
    let text = URL_SAFE_NO_PAD.decode(payload).unwrap();

    assert_verdict(
        &check_bytes(honest.as_bytes(), &web()),
        Verdict::Valid,
        "signature.ok",
    );
    assert_verdict(
        &check_bytes(other.as_bytes(), &web()),
        Verdict::Invalid,
        "signature.mismatch",
    );
    assert_verdict(
        &check_bytes(&text, &web()),
        Verdict::Invalid,
        "signature.missing",
    );
}

#[test]
fn a_key_is_fetched_from_where_its_issuer_says_it_is() {
    let attacker = SigningKey::p256_from_scalar([3; 32]).unwrap();
    let mut document = signed_assertion();
    document["verification"]["creator"] = "http://school.example/key".into();
    let mut forged_key = published_key();
    forged_key["publicKeyPem"] = attacker.public_key().to_pem().into();
    let web = web().with("http://school.example/key", &forged_key);
    let by = |key: &SigningKey| {
        let text = document.to_string();
        let token = jws::sign(serde_json::Map::new(), text.as_bytes(), key).unwrap();
        check_bytes(token.as_bytes(), &web)
    };

    assert_verdict(&by(&attacker), Verdict::Invalid, "signature.mismatch");
    assert_verdict(&by(&signing_key()), Verdict::Valid, "signature.ok");
}
