//! Public keys as JSON Web Keys (RFC 7517, 7518, 8037).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::{KeyError, PublicKey, RsaPublicKey};

const PRIVATE_MEMBERS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

pub(super) fn read(jwk: &Value) -> Result<PublicKey, KeyError> {
    let jwk = jwk
        .as_object()
        .ok_or(KeyError::Malformed("a JWK is an object"))?;
    if PRIVATE_MEMBERS
        .iter()
        .any(|member| jwk.contains_key(*member))
    {
        return Err(KeyError::Private);
    }
    if jwk.get("use").is_some_and(|usage| usage != "sig") {
        return Err(KeyError::Malformed("the key is not meant for signatures"));
    }
    let text = |member| jwk.get(member).and_then(Value::as_str).unwrap_or_default();
    match (text("kty"), text("crv")) {
        ("OKP", "Ed25519") => PublicKey::ed25519_from_bytes(&number::<32>(jwk, "x")?),
        ("EC", "P-256") => {
            let (x, y) = (number::<32>(jwk, "x")?, number::<32>(jwk, "y")?);
            PublicKey::p256_from_sec1(&[&[4], &x[..], &y[..]].concat())
        }
        ("EC", "P-384") => {
            let (x, y) = (number::<48>(jwk, "x")?, number::<48>(jwk, "y")?);
            PublicKey::p384_from_sec1(&[&[4], &x[..], &y[..]].concat())
        }
        ("RSA", _) => RsaPublicKey::new(&bytes(jwk, "n")?, &bytes(jwk, "e")?).map(PublicKey::Rsa),
        (kind, "") => Err(KeyError::Unsupported(kind.to_owned())),
        (_, curve) => Err(KeyError::Unsupported(curve.to_owned())),
    }
}

pub(super) fn write(key: &PublicKey) -> Value {
    match key {
        PublicKey::Ed25519(key) => {
            json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.as_bytes())})
        }
        PublicKey::P256(key) => on_curve("P-256", key.to_sec1_point(false).as_bytes()),
        PublicKey::P384(key) => on_curve("P-384", key.to_sec1_point(false).as_bytes()),
        PublicKey::Rsa(key) => json!({
            "kty": "RSA",
            "n": URL_SAFE_NO_PAD.encode(key.modulus()),
            "e": URL_SAFE_NO_PAD.encode(key.exponent()),
        }),
    }
}

/// The required members only, in alphabetical order and without white space.
pub(super) fn thumbprint_input(key: &PublicKey) -> String {
    let jwk = write(key);
    let mut members: Vec<_> = jwk.as_object().into_iter().flatten().collect();
    members.sort_by_key(|(name, _)| name.as_str());
    let members: Vec<_> = members
        .iter()
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn on_curve(curve: &str, point: &[u8]) -> Value {
    let (x, y) = coordinates(point);
    json!({"kty": "EC", "crv": curve, "x": x, "y": y})
}

/// Both coordinates of an uncompressed SEC1 point in base64url.
pub(crate) fn coordinates(point: &[u8]) -> (String, String) {
    // The first byte tells the form; the halves of the rest are the numbers.
    let numbers = point.get(1..).unwrap_or_default();
    let (x, y) = numbers.split_at(numbers.len() / 2);
    (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y))
}

fn bytes(jwk: &Map<String, Value>, member: &str) -> Result<Vec<u8>, KeyError> {
    let text = jwk
        .get(member)
        .and_then(Value::as_str)
        .ok_or(KeyError::Malformed("a member of the JWK is missing"))?;
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| KeyError::Malformed("a member is not base64url"))
}

fn number<const N: usize>(jwk: &Map<String, Value>, member: &str) -> Result<[u8; N], KeyError> {
    bytes(jwk, member)?
        .try_into()
        .map_err(|_| KeyError::Malformed("a number of the JWK has the wrong length"))
}
