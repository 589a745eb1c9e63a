//! The ID token: whom it names, and whether the provider signed it for us and for this sign-in.

use accolade_issuing::sign_in::external::Vouched;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Provider, ProviderError};

/// How far clocks may go apart, in seconds.
const LEEWAY: i64 = 60;

/// What the token endpoint answers.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    pub(super) id_token: String,
}

/// A provider's keys.
#[derive(Debug, Deserialize)]
pub(super) struct Keys {
    keys: Vec<Key>,
}

/// One key as a JWK; what belongs to other kinds is empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Key {
    kty: String,
    kid: String,
    crv: String,
    n: String,
    e: String,
    x: String,
    y: String,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    #[serde(default)]
    kid: String,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Value,
    #[serde(default)]
    azp: Option<String>,
    exp: i64,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: Value,
    #[serde(default)]
    name: Option<String>,
}

/// Whom the token vouches for. `now` in seconds since 1970.
pub(super) fn vouched(
    token: &str,
    keys: &Keys,
    provider: &Provider,
    nonce: &str,
    now: i64,
) -> Result<Vouched, ProviderError> {
    let wrong = ProviderError::Unexpected;
    let (signed, signature) = token
        .rsplit_once('.')
        .ok_or(wrong("its token is no token"))?;
    let (header, claims) = signed
        .split_once('.')
        .ok_or(wrong("its token is no token"))?;
    let header: Header = part(header).ok_or(wrong("its token cannot be read"))?;
    let signature = bytes(signature).ok_or(wrong("its token cannot be read"))?;
    let fits = |key: &&Key| header.kid.is_empty() || key.kid == header.kid;
    let signs = |key: &Key| key.signed(&header.alg, signed.as_bytes(), &signature);
    if !keys.keys.iter().filter(fits).any(signs) {
        return Err(wrong("none of its keys signed its token"));
    }
    let claims: Claims = part(claims).ok_or(wrong("its token cannot be read"))?;
    if claims.iss != provider.issuer || !is_for(&claims, &provider.client_id) {
        return Err(wrong("its token is for somebody else"));
    }
    if claims.nonce != nonce {
        return Err(wrong("its token belongs to another sign-in"));
    }
    if claims.exp + LEEWAY < now {
        return Err(wrong("its token is too old"));
    }
    if claims.sub.is_empty() || claims.sub.len() > 255 || claims.sub.contains(char::is_whitespace) {
        return Err(wrong("its token names nobody"));
    }
    let is_checked = matches!(&claims.email_verified, Value::Bool(true))
        || claims.email_verified.as_str() == Some("true");
    Ok(Vouched {
        provider: claims.iss,
        subject: claims.sub,
        email: claims.email.filter(|_| is_checked),
        name: claims.name,
    })
}

fn is_for(claims: &Claims, client: &str) -> bool {
    match &claims.aud {
        Value::String(one) => one == client,
        Value::Array(several) => {
            several.iter().any(|one| one.as_str() == Some(client))
                && (several.len() == 1 || claims.azp.as_deref() == Some(client))
        }
        _ => false,
    }
}

impl Key {
    /// Whether this key made the signature. The algorithm must be one for its kind: none is none.
    fn signed(&self, algorithm: &str, text: &[u8], signature: &[u8]) -> bool {
        self.check(algorithm, text, signature).is_some()
    }

    fn check(&self, algorithm: &str, text: &[u8], signature: &[u8]) -> Option<()> {
        match (algorithm, self.kty.as_str(), self.crv.as_str()) {
            ("RS256", "RSA", _) => {
                let (n, e) = (bytes(&self.n)?, bytes(&self.e)?);
                let key = RsaPublicKeyComponents {
                    n: &n[..],
                    e: &e[..],
                };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, text, signature)
                    .ok()
            }
            ("ES256", "EC", "P-256") => {
                let point = [vec![4], bytes(&self.x)?, bytes(&self.y)?].concat();
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
                key.verify(text, signature).ok()
            }
            _ => None,
        }
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&bytes(text)?).ok()
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests;
