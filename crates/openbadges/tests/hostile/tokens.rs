//! Tokens whose header says more than it may.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openbadges::keys::{PublicKey, Signer as _, SigningKey};
use openbadges::proof::jws;
use openbadges::verify::Verdict;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::world::{Attack, Web, assert_all, badge, key};

const ISSUER: &str = "https://school.example/profile";
const KEY: &str = "https://school.example/keys/1";
const KEYS: &str = "https://school.example/.well-known/jwks.json";

pub(crate) fn attacks() -> Vec<Attack> {
    [
        without_algorithm(),
        confused(),
        embedded_keys(),
        critical(),
        signature_forms(),
        outer_claims(),
    ]
    .concat()
}

fn p256(seed: u8) -> SigningKey {
    SigningKey::p256_from_scalar([seed; 32]).unwrap()
}

fn claims() -> Value {
    let mut claims = badge();
    claims["issuer"]["id"] = ISSUER.into();
    claims["credentialSubject"]["id"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002".into();
    claims["iss"] = ISSUER.into();
    claims["sub"] = "urn:uuid:8d2c4a2e-0000-4000-8000-000000000002".into();
    claims["jti"] = "https://school.example/awards/1".into();
    claims["nbf"] = 1_793_923_200.into();
    claims
}

fn members(header: Value) -> Map<String, Value> {
    match header {
        Value::Object(members) => members,
        other => panic!("a header is an object: {other}"),
    }
}

fn signed(header: Value, key: &SigningKey) -> String {
    jws::sign(members(header), claims().to_string().as_bytes(), key).unwrap()
}

/// A token with any header and any signature.
fn assembled(header: &Value, signature: impl FnOnce(&str) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let input = format!("{}.{}", part(header), part(&claims()));
    let signature = URL_SAFE_NO_PAD.encode(signature(&input));
    format!("{input}.{signature}")
}

/// The school publishes the P-256 key of seed 7, by address and in its set.
fn web() -> Web {
    publishing(&p256(7).public_key())
}

fn publishing(key: &PublicKey) -> Web {
    let mut jwk = key.to_jwk();
    let bare = jwk.clone();
    jwk["kid"] = "one".into();
    Web::default()
        .with(KEY, &bare)
        .with(KEYS, &json!({"keys": [jwk]}))
}

fn attack(name: &str, token: String, code: &'static str) -> Attack {
    Attack::new(name, token, code).within(web())
}

fn without_algorithm() -> Vec<Attack> {
    ["none", "None", "NONE", "nOnE", ""]
        .into_iter()
        .flat_map(|alg| {
            let header = json!({"alg": alg, "kid": KEY});
            let empty = assembled(&header, |_| Vec::new());
            let any = assembled(&header, |_| vec![0; 64]);
            [
                attack(
                    &format!("alg `{alg}`, no signature"),
                    empty,
                    "signature.algorithm",
                ),
                attack(
                    &format!("alg `{alg}`, any signature"),
                    any,
                    "signature.algorithm",
                ),
            ]
        })
        .chain([attack(
            "no alg",
            assembled(&json!({"kid": KEY}), |_| Vec::new()),
            "signature.algorithm",
        )])
        .collect()
}

/// Another algorithm than the key's, above all the public key taken for a shared secret.
fn confused() -> Vec<Attack> {
    let rsa = SigningKey::generate_rsa_2048().unwrap();
    let secret = rsa.public_key().to_jwk().to_string().into_bytes();
    let as_secret = |alg: &str| {
        let header = json!({"alg": alg, "kid": KEY});
        assembled(&header, |input| hmac(&secret, input.as_bytes()))
    };
    let honest = signed(json!({"kid": KEY}), &p256(7));
    let parts: Vec<&str> = honest.split('.').collect();
    let restated = |alg: &str| {
        let header = URL_SAFE_NO_PAD.encode(json!({"kid": KEY, "alg": alg}).to_string());
        format!("{header}.{}.{}", parts[1], parts[2])
    };
    vec![
        attack(
            "HS256 with the public RSA key",
            as_secret("HS256"),
            "signature.algorithm",
        )
        .within(publishing(&rsa.public_key())),
        attack(
            "HS512 with the public RSA key",
            as_secret("HS512"),
            "signature.algorithm",
        )
        .within(publishing(&rsa.public_key())),
        attack(
            "RS256 for an elliptic key",
            restated("RS256"),
            "signature.algorithm",
        ),
        attack(
            "EdDSA for a P-256 key",
            restated("EdDSA"),
            "signature.algorithm",
        ),
        attack(
            "ES384 for a P-256 key",
            restated("ES384"),
            "signature.algorithm",
        ),
        attack(
            "signed by Ed25519, published P-256",
            signed(json!({"kid": KEY}), &key(1)),
            "signature.algorithm",
        ),
        attack(
            "signed by another key",
            signed(json!({"kid": KEY}), &p256(8)),
            "signature.mismatch",
        ),
    ]
}

/// HMAC-SHA-256 (RFC 2104), as a confused library would compute it.
fn hmac(secret: &[u8], message: &[u8]) -> Vec<u8> {
    let key = Sha256::digest(secret);
    let pad = |with: u8| {
        let mut block = [with; 64];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= key;
        }
        block
    };
    let inner = Sha256::digest([&pad(0x36)[..], message].concat());
    Sha256::digest([&pad(0x5c)[..], &inner].concat()).to_vec()
}

fn embedded_keys() -> Vec<Attack> {
    let own = p256(8).public_key().to_jwk();
    let with = |header: Value| signed(header, &p256(8));
    let mut secret = own.clone();
    secret["d"] = URL_SAFE_NO_PAD.encode([8; 32]).into();
    vec![
        attack(
            "jwk that the issuer does not list",
            with(json!({"jwk": own})),
            "issuer.key.unlisted",
        ),
        attack(
            "jwk beside the issuer's kid",
            with(json!({"kid": KEY, "jwk": own})),
            "signature.no_key",
        ),
        attack(
            "jwk with its secret part",
            with(json!({"jwk": secret})),
            "signature.private_key",
        ),
        attack("no key named", with(json!({})), "signature.no_key"),
        attack(
            "kid of somebody else's host",
            with(json!({"kid": "https://evil.example/key"})),
            "issuer.key.foreign",
        )
        .within(web().with("https://evil.example/key", &own)),
        attack(
            "kid that is a path",
            with(json!({"kid": "../../dev/null"})),
            "issuer.key.unlisted",
        ),
        attack(
            "jku to somebody else's set",
            with(json!({"kid": "one", "jku": "https://evil.example/keys"})),
            "signature.mismatch",
        )
        .within(web().with("https://evil.example/keys", &json!({"keys": [own]}))),
        attack(
            "x5u to somebody else's certificate",
            with(json!({"x5u": "https://evil.example/certificate"})),
            "signature.no_key",
        ),
    ]
}

fn critical() -> Vec<Attack> {
    let with = |header: Value| signed(header, &p256(7));
    vec![
        attack(
            "crit",
            with(json!({"kid": KEY, "crit": ["exp"]})),
            "signature.malformed",
        ),
        attack(
            "crit that is empty",
            with(json!({"kid": KEY, "crit": []})),
            "signature.malformed",
        ),
        attack(
            "b64 false",
            with(json!({"kid": KEY, "b64": false, "crit": ["b64"]})),
            "signature.malformed",
        ),
        attack(
            "b64 false, not critical",
            with(json!({"kid": KEY, "b64": false})),
            "signature.malformed",
        ),
        attack(
            "packed payload",
            with(json!({"kid": KEY, "zip": "DEF"})),
            "signature.malformed",
        ),
    ]
}

/// The group order of P-256.
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

/// The same signature in forms that other software might take.
fn signature_forms() -> Vec<Attack> {
    let honest = signed(json!({"kid": KEY}), &p256(7));
    let (input, signature) = honest.rsplit_once('.').unwrap();
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let with = |bytes: &[u8]| format!("{input}.{}", URL_SAFE_NO_PAD.encode(bytes));
    let high: Vec<u8> = [&raw[..32], &negated(&raw[32..])].concat();
    let mut trailing = raw.clone();
    trailing.push(0);
    vec![
        attack("DER signature", with(&der(&raw)), "signature.mismatch"),
        attack(
            "signature one byte too long",
            with(&trailing),
            "signature.mismatch",
        ),
        attack(
            "signature one byte short",
            with(&raw[..63]),
            "signature.mismatch",
        ),
        attack("signature of zeros", with(&[0; 64]), "signature.mismatch"),
        attack("empty signature", with(&[]), "signature.mismatch"),
        attack(
            "padded signature",
            format!("{honest}=="),
            "format.unreadable",
        ),
        // Half of all honest signatures of that algorithm look so, and the text it covers is the same: no forgery.
        attack("s in the other half", with(&high), "signature.ok").ending(Verdict::Valid),
    ]
}

/// `order - s`.
fn negated(s: &[u8]) -> Vec<u8> {
    let order = hex::decode(ORDER).unwrap();
    let mut out = vec![0; 32];
    let mut borrow = 0_i16;
    for index in (0..32).rev() {
        let mut digit = i16::from(order[index]) - i16::from(s[index]) - borrow;
        borrow = i16::from(digit < 0);
        if digit < 0 {
            digit += 256;
        }
        out[index] = u8::try_from(digit).unwrap();
    }
    out
}

fn der(raw: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let mut digits: Vec<u8> = bytes
            .iter()
            .copied()
            .skip_while(|byte| *byte == 0)
            .collect();
        if digits.first().is_none_or(|first| *first >= 0x80) {
            digits.insert(0, 0);
        }
        [&[0x02, u8::try_from(digits.len()).unwrap()][..], &digits].concat()
    };
    let body = [integer(&raw[..32]), integer(&raw[32..])].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()][..], &body].concat()
}

/// What stands around a token is nobody's word.
fn outer_claims() -> Vec<Attack> {
    let honest = signed(json!({"kid": KEY}), &p256(7));
    let parts: Vec<&str> = honest.split('.').collect();
    let other = |change: fn(&mut Value)| {
        let mut claims = claims();
        change(&mut claims);
        format!(
            "{}.{}.{}",
            parts[0],
            URL_SAFE_NO_PAD.encode(claims.to_string()),
            parts[2]
        )
    };
    let contradicting = |change: fn(&mut Value)| {
        let mut claims = claims();
        change(&mut claims);
        let header = members(json!({"kid": KEY}));
        jws::sign(header, claims.to_string().as_bytes(), &p256(7)).unwrap()
    };
    vec![
        attack(
            "payload changed",
            other(|claims| claims["name"] = "Doctor".into()),
            "signature.mismatch",
        ),
        attack(
            "iss that is not the issuer",
            contradicting(|claims| claims["iss"] = "https://other.example".into()),
            "signature.claims.mismatch",
        ),
        attack(
            "sub that is not the subject",
            contradicting(|claims| claims["sub"] = "did:example:thief".into()),
            "signature.claims.mismatch",
        ),
        attack(
            "second credential in the claim vc",
            contradicting(|claims| claims["vc"] = badge()),
            "signature.claims.mismatch",
        ),
    ]
}

#[test]
fn an_algorithm_that_proves_nothing_is_refused() {
    assert_all(without_algorithm());
}

#[test]
fn a_key_works_only_with_its_own_algorithm() {
    assert_all(confused());
}

#[test]
fn a_key_that_comes_along_is_nobodys_until_the_issuer_lists_it() {
    assert_all(embedded_keys());
}

#[test]
fn what_is_critical_or_unencoded_is_refused() {
    assert_all(critical());
}

#[test]
fn a_signature_has_one_form_in_a_token() {
    assert_all(signature_forms());
}

#[test]
fn claims_outside_the_signature_or_against_it_are_refused() {
    assert_all(outer_claims());
}
