use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

use super::*;

fn provider() -> Provider {
    Provider {
        slug: "school".into(),
        name: "School".into(),
        issuer: "https://id.example".into(),
        client_id: "accolade".into(),
        client_secret: "secret".into(),
    }
}

fn encoded(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(pair: &EcdsaKeyPair, header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", encoded(header), encoded(claims));
    let signature = pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
    format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

fn keys(pair: &EcdsaKeyPair) -> Keys {
    let point = pair.public_key().as_ref();
    let text = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    serde_json::from_value(json!({ "keys": [
        { "kty": "OKP", "kid": "other" },
        { "kty": "EC", "kid": "one", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..]) },
    ]}))
    .unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "https://id.example", "sub": "7", "aud": "accolade", "exp": 1_000, "nonce": "n",
        "email": "ada@a.example", "email_verified": true, "name": "Ada",
    })
}

#[test]
fn a_token_says_whom_the_provider_vouches_for() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let token = signed(&pair, &json!({ "alg": "ES256", "kid": "one" }), &claims());

    let found = vouched(&token, &keys(&pair), &provider(), "n", 900).unwrap();

    assert_eq!(
        (found.subject.as_str(), found.email.as_deref()),
        ("7", Some("ada@a.example"))
    );
}

#[test]
fn an_address_that_the_provider_did_not_check_is_not_believed() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    for unchecked in [json!(false), json!("false"), json!(null), json!(1)] {
        let mut claims = claims();
        claims["email_verified"] = unchecked;
        let token = signed(&pair, &json!({ "alg": "ES256" }), &claims);

        let found = vouched(&token, &keys(&pair), &provider(), "n", 900).unwrap();

        assert_eq!(found.email, None);
    }
}

#[test]
fn a_token_for_anything_else_is_refused() {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let stranger = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let es256 = json!({ "alg": "ES256", "kid": "one" });
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        signed(&pair, &es256, &claims)
    };

    let unsigned = format!(
        "{}.{}.",
        encoded(&json!({ "alg": "none" })),
        encoded(&claims())
    );
    for (why, token) in [
        ("another key", signed(&stranger, &es256, &claims())),
        (
            "another kid",
            signed(&pair, &json!({ "alg": "ES256", "kid": "two" }), &claims()),
        ),
        (
            "another algorithm",
            signed(&pair, &json!({ "alg": "HS256", "kid": "one" }), &claims()),
        ),
        ("no signature", unsigned),
        ("another issuer", with("iss", json!("https://evil.example"))),
        ("another client", with("aud", json!("other"))),
        ("several clients", with("aud", json!(["accolade", "other"]))),
        ("another sign-in", with("nonce", json!("m"))),
        ("nobody", with("sub", json!(""))),
        ("two words", with("sub", json!("a b"))),
        ("no token", "a.b".to_owned()),
        ("nothing", String::new()),
    ] {
        assert!(
            vouched(&token, &keys(&pair), &provider(), "n", 900).is_err(),
            "{why}"
        );
    }
    let token = signed(&pair, &es256, &claims());
    assert!(vouched(&token, &keys(&pair), &provider(), "n", 1_061).is_err());
}
