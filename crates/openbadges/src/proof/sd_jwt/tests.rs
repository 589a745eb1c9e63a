use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::*;
use crate::keys::{Signer, SigningKey};

const AUDIENCE: &str = "https://verifier.example";

fn issuer() -> SigningKey {
    SigningKey::ed25519_from_seed([1; 32])
}

fn holder() -> SigningKey {
    SigningKey::p256_from_scalar([2; 32]).unwrap()
}

fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// Salts that differ, the same in each run.
fn salts() -> impl FnMut() -> [u8; 16] {
    let mut last = [0; 16];
    move || {
        last[0] += 1;
        last
    }
}

fn claims() -> Value {
    json!({
        "vct": "https://badges.example/types/1",
        "iss": "https://badges.example",
        "nbf": 1_795_341_600,
        "exp": 1_826_877_600,
        "cnf": {"jwk": holder().public_key().to_jwk()},
        "name": "Ada",
        "address": {"street": "1 Main St", "city": "London"},
        "languages": ["en", "fr", "de"],
    })
}

fn issued(hidden: &[&str]) -> String {
    let options = IssueOptions::new("https://badges.example/keys/1");
    issue_vc(&claims(), hidden, &options, &issuer(), &mut salts()).unwrap()
}

fn verified(text: &str) -> Result<Map<String, Value>, SdJwtError> {
    let rules = VcRules::at(now());
    verify_vc(text, &issuer().public_key(), &rules).map(|verified| verified.claims)
}

/// A token with this payload and these disclosures, signed by the issuer.
fn made(payload: &Value, disclosures: &[Value]) -> String {
    let mut header = Map::new();
    header.insert("typ".to_owned(), "dc+sd-jwt".into());
    let token = crate::proof::jws::sign(header, payload.to_string().as_bytes(), &issuer()).unwrap();
    let mut text = format!("{token}~");
    for disclosure in disclosures {
        text.push_str(&URL_SAFE_NO_PAD.encode(disclosure.to_string()));
        text.push('~');
    }
    text
}

fn digest(disclosure: &Value) -> String {
    HashName::Sha256.of(URL_SAFE_NO_PAD.encode(disclosure.to_string()).as_bytes())
}

#[test]
fn what_is_hidden_comes_back_when_everything_is_shown() {
    let hidden = ["/name", "/address", "/address/street", "/languages/1"];

    let text = issued(&hidden);

    let payload = SdJwt::parse(&text).unwrap().payload().unwrap();
    assert!(!payload.contains_key("name") && !payload.contains_key("address"));
    assert!(!serde_json::to_string(&payload).unwrap().contains("\"fr\""));
    assert_eq!(payload["_sd_alg"], "sha-256");
    let mut expected = claims();
    let shown = verified(&text).unwrap();
    for (name, value) in expected.as_object_mut().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    assert_eq!(shown.len(), 8);
}

#[test]
fn the_holder_shows_a_part_and_what_stands_around_it() {
    let hidden = [
        "/name",
        "/address",
        "/address/street",
        "/address/city",
        "/languages/1",
    ];
    let token = SdJwt::parse(&issued(&hidden)).unwrap();

    let shown = token.reveal(&["/address/city"]).unwrap();

    let claims = verified(&shown).unwrap();
    assert_eq!(claims["address"], json!({"city": "London"}));
    assert_eq!(claims["languages"], json!(["en", "de"]));
    assert!(!claims.contains_key("name"));
    assert_eq!(SdJwt::parse(&shown).unwrap().disclosures.len(), 2);
}

#[test]
fn the_places_of_what_is_hidden_are_told() {
    let token = SdJwt::parse(&issued(&["/name", "/languages/2", "/address/city"])).unwrap();

    let mut places = token.disclosed().unwrap();
    places.sort();

    assert_eq!(places, ["/address/city", "/languages/2", "/name"]);
    assert_eq!(
        token.reveal(&["/address"]),
        Err(SdJwtError::Place("/address".to_owned()))
    );
}

#[test]
fn digests_are_sorted_and_decoys_stand_for_nothing() {
    let options = IssueOptions::new("k").decoys(3);
    let text = issue_vc(&claims(), &["/name"], &options, &issuer(), &mut salts()).unwrap();

    let token = SdJwt::parse(&text).unwrap();

    let payload = token.payload().unwrap();
    let digests: Vec<&str> = payload["_sd"]
        .as_array()
        .unwrap()
        .iter()
        .map(|digest| digest.as_str().unwrap())
        .collect();
    assert_eq!(digests.len(), 4);
    assert!(digests.is_sorted());
    assert_eq!(verified(&text).unwrap()["name"], "Ada");
}

#[test]
fn what_cannot_be_hidden_is_not_hidden() {
    let options = IssueOptions::new("k");
    for pointer in [
        "/iss",
        "/cnf/jwk",
        "/vct",
        "/exp",
        "/nothing",
        "/languages/9",
        "",
    ] {
        let outcome = issue_vc(&claims(), &[pointer], &options, &issuer(), &mut salts());

        assert_eq!(outcome, Err(SdJwtError::Place(pointer.to_owned())));
    }
    for reserved in ["_sd", "_sd_alg", "..."] {
        let mut claims = claims();
        claims["address"][reserved] = json!([]);

        let outcome = issue_vc(&claims, &[], &options, &issuer(), &mut salts());

        assert_eq!(outcome, Err(SdJwtError::Reserved(reserved.to_owned())));
    }
}

#[test]
fn a_changed_token_or_disclosure_is_refused() {
    let text = issued(&["/name"]);
    let disclosure = SdJwt::parse(&text).unwrap().disclosures[0].text.clone();
    let other = URL_SAFE_NO_PAD.encode(json!(["salt", "name", "Eve"]).to_string());

    assert_eq!(
        verified(&text.replace(&disclosure, &other)),
        Err(SdJwtError::UnusedDisclosure(0))
    );
    assert!(matches!(
        verified(&text.replacen("eyJ", "eyK", 1)),
        Err(SdJwtError::Jws { .. })
    ));
    assert_eq!(
        verified(&format!("{text}{disclosure}~")),
        Err(SdJwtError::RepeatedDigest)
    );
    let stranger = SigningKey::ed25519_from_seed([9; 32]).public_key();
    assert!(verify_vc(&text, &stranger, &VcRules::at(now())).is_err());
}

#[test]
fn digests_in_wrong_places_are_refused() {
    let member = json!(["salt", "name", "Ada"]);
    let element = json!(["salt", "fr"]);
    let (of_member, of_element) = (digest(&member), digest(&element));
    let vct = "https://badges.example/types/1";
    let cases = [
        (json!({"vct": vct, "_sd": [of_member, of_member]}), &member),
        (
            json!({"vct": vct, "_sd": [of_member], "a": {"_sd": [of_member]}}),
            &member,
        ),
        (
            json!({"vct": vct, "_sd": [of_member], "name": "Eve"}),
            &member,
        ),
        (json!({"vct": vct, "_sd": of_member}), &member),
        (json!({"vct": vct, "_sd": [1]}), &member),
        (json!({"vct": vct, "_sd": [of_element]}), &element),
        (json!({"vct": vct, "list": [{"...": of_member}]}), &member),
        (
            json!({"vct": vct, "list": [{"...": of_element, "more": 1}]}),
            &element,
        ),
        (json!({"vct": vct, "list": [{"...": 1}]}), &element),
        (
            json!({"vct": vct, "_sd": [of_member], "a": {"...": "x"}}),
            &member,
        ),
        (
            json!({"vct": vct, "_sd": [of_member], "a": {"_sd_alg": "sha-256"}}),
            &member,
        ),
        (
            json!({"vct": vct, "_sd": [of_member], "_sd_alg": "md5"}),
            &member,
        ),
    ];
    for (payload, disclosure) in cases {
        let text = made(&payload, std::slice::from_ref(disclosure));

        assert!(verified(&text).is_err(), "{payload}");
    }
    let good = made(&json!({"vct": vct, "_sd": [of_member]}), &[member]);
    assert!(verified(&good).is_ok());
}

#[test]
fn reserved_and_always_shown_names_cannot_come_from_a_disclosure() {
    for name in ["_sd", "...", "_sd_alg", "exp", "status", "cnf", "vct"] {
        let disclosure = json!(["salt", name, {}]);
        let mut payload = json!({"vct": "v", "_sd": [digest(&disclosure)]});
        if name == "vct" {
            payload.as_object_mut().unwrap().shift_remove("vct");
        }

        let outcome = verified(&made(&payload, &[disclosure]));

        assert!(outcome.is_err(), "{name}");
    }
}

#[test]
fn disclosures_that_nest_without_end_are_refused() {
    let mut value = json!("end");
    let mut disclosures = Vec::new();
    for level in 0..100 {
        let disclosure = json!([format!("salt {level}"), "in", value]);
        value = json!({"_sd": [digest(&disclosure)]});
        disclosures.push(disclosure);
    }
    value["vct"] = "v".into();

    assert!(verified(&made(&value, &disclosures)).is_err());
}

#[test]
fn a_token_that_is_not_one_is_refused() {
    let text = issued(&["/name"]);
    let without_end = text.trim_end_matches('~');

    for text in [
        "",
        "~",
        "a.b.c",
        "a.b.c~",
        without_end,
        &format!("{text}~"),
        &format!("{text}x~"),
    ] {
        assert!(SdJwt::parse(text).is_err(), "{text}");
    }
    let none = format!(
        "{}.{}.~",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"dc+sd-jwt"}"#),
        URL_SAFE_NO_PAD.encode(claims().to_string())
    );
    assert!(matches!(SdJwt::parse(&none), Err(SdJwtError::Jws { .. })));
}

#[test]
fn the_header_must_be_that_of_a_credential() {
    let signed = |name: &str, value: Value| {
        let mut header = Map::new();
        header.insert("typ".to_owned(), "dc+sd-jwt".into());
        header.insert(name.to_owned(), value);
        let payload = claims().to_string();
        let token = crate::proof::jws::sign(header, payload.as_bytes(), &issuer()).unwrap();
        verified(&format!("{token}~"))
    };

    assert_eq!(
        signed("typ", json!("JWT")),
        Err(SdJwtError::Type("JWT".to_owned()))
    );
    assert_eq!(
        signed("x5c", json!(["MII"])),
        Err(SdJwtError::CertificateChain)
    );
    assert!(signed("typ", json!("vc+sd-jwt")).is_ok());
}

#[test]
fn claims_have_their_forms_and_times_count() {
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        verified(&made(&claims, &[]))
    };

    assert_eq!(with("vct", json!("")), Err(SdJwtError::Claim("vct")));
    assert_eq!(with("iss", json!(1)), Err(SdJwtError::Claim("iss")));
    assert_eq!(with("exp", json!("soon")), Err(SdJwtError::Claim("exp")));
    assert_eq!(with("status", json!("s")), Err(SdJwtError::Claim("status")));
    assert_eq!(
        with("exp", json!(1_795_341_600)),
        Err(SdJwtError::NotInForce)
    );
    assert_eq!(
        with("nbf", json!(1_795_345_000)),
        Err(SdJwtError::NotInForce)
    );
    assert_eq!(
        with("cnf", json!({"kid": "x"})),
        Err(SdJwtError::NoHolderKey)
    );
    let rules = VcRules::at(now()).vct("https://other.example");
    assert_eq!(
        verify_vc(&issued(&[]), &issuer().public_key(), &rules).map(|_| ()),
        Err(SdJwtError::Claim("vct"))
    );
}

fn bound(nonce: &str, audience: &str, key: &SigningKey, at: Timestamp) -> String {
    let binding = KeyBinding {
        audience,
        nonce,
        issued_at: at,
    };
    bind(&issued(&["/name"]), &binding, key).unwrap()
}

fn verified_bound(text: &str) -> Result<bool, SdJwtError> {
    let rules = VcRules::at(now()).binding(BindingRule::Required {
        audience: AUDIENCE,
        nonce: "8f2c",
    });
    verify_vc(text, &issuer().public_key(), &rules).map(|verified| verified.bound)
}

#[test]
fn the_holder_proves_that_the_token_is_theirs() {
    let good = bound("8f2c", AUDIENCE, &holder(), now());

    assert_eq!(verified_bound(&good), Ok(true));
    assert_eq!(verified(&good).unwrap()["name"], "Ada");
}

#[test]
fn a_key_binding_for_something_else_is_refused() {
    let binding = |what| Err(SdJwtError::Binding(what));
    let hour = SignedDuration::from_hours(1);

    assert_eq!(
        verified_bound(&issued(&["/name"])),
        Err(SdJwtError::BindingMissing)
    );
    assert_eq!(
        verified_bound(&bound("old", AUDIENCE, &holder(), now())),
        binding("nonce")
    );
    assert_eq!(
        verified_bound(&bound("8f2c", "https://other.example", &holder(), now())),
        binding("aud")
    );
    assert_eq!(
        verified_bound(&bound("8f2c", AUDIENCE, &holder(), now() - hour)),
        binding("iat")
    );
    assert_eq!(
        verified_bound(&bound("8f2c", AUDIENCE, &holder(), now() + hour)),
        binding("iat")
    );
    let stranger = SigningKey::p256_from_scalar([3; 32]).unwrap();
    assert!(matches!(
        verified_bound(&bound("8f2c", AUDIENCE, &stranger, now())),
        Err(SdJwtError::Jws {
            part: "key binding",
            ..
        })
    ));
}

#[test]
fn a_key_binding_covers_what_is_shown() {
    let good = bound("8f2c", AUDIENCE, &holder(), now());
    let (covered, binding) = good.rsplit_once('~').unwrap();
    let token = SdJwt::parse(&good).unwrap();

    let fewer = format!("{}{binding}", token.reveal(&[]).unwrap());

    assert_eq!(verified_bound(&fewer), Err(SdJwtError::Binding("sd_hash")));
    assert_eq!(verified_bound(&format!("{covered}~{binding}")), Ok(true));
}

#[test]
fn a_badge_hides_who_and_how_well() {
    let credential = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "id": "https://badges.example/awards/1",
        "name": "Teamwork",
        "issuer": {"id": "https://badges.example", "type": ["Profile"], "name": "Acme"},
        "validFrom": "2026-11-22T10:00:00Z",
        "validUntil": "2027-11-22T10:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "hashed": false, "identityType": "name", "identityHash": "Ada"},
                {"type": "IdentityObject", "hashed": false, "identityType": "emailAddress", "identityHash": "a@b.example"},
            ],
            "achievement": {"id": "urn:uuid:1", "type": ["Achievement"], "name": "Teamwork"},
            "result": [{"type": ["Result"], "value": "A"}],
        },
        "evidence": [{"type": ["Evidence"], "id": "https://badges.example/e/1"}],
    });
    let badge = badge_claims(&credential, "https://badges.example/types/badge").unwrap();
    let options = IssueOptions::new("k");

    let text = issue_vc(
        &badge.claims,
        &badge.hidden(),
        &options,
        &issuer(),
        &mut salts(),
    )
    .unwrap();
    let shown = SdJwt::parse(&text)
        .unwrap()
        .reveal(&["/identifier/0"])
        .unwrap();

    let claims = verified(&shown).unwrap();
    assert_eq!(claims["iss"], "https://badges.example");
    assert_eq!(
        claims["issuer"],
        json!({"type": ["Profile"], "name": "Acme"})
    );
    assert_eq!(claims["nbf"], 1_795_341_600);
    assert_eq!(claims["exp"], 1_826_877_600);
    assert_eq!(claims["jti"], "https://badges.example/awards/1");
    assert_eq!(claims["achievement"]["name"], "Teamwork");
    assert_eq!(claims["identifier"].as_array().unwrap().len(), 1);
    assert_eq!(claims["identifier"][0]["identityHash"], "Ada");
    assert_eq!(claims["result"], json!([]));
    assert!(!claims.contains_key("sub"));
    assert_eq!(
        badge.hidden,
        [
            "/sub",
            "/identifier/0",
            "/identifier/1",
            "/result/0",
            "/evidence/0"
        ]
    );
}
