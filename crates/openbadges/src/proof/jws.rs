//! Compact JSON Web Signatures (RFC 7515), read strictly.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
#[cfg(feature = "native")]
use jsonwebtoken::DecodingKey;
use serde_json::{Map, Value};

use crate::json::{self, ReadError};
use crate::keys::{Algorithm, PublicKey, SignError, Signer};

/// Why a text is no acceptable JWS, or does not verify.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Not three parts of base64url, separated by dots.
    #[error("not a compact JWS: {0}")]
    Malformed(&'static str),
    /// The header is not a JSON object.
    #[error("the header is not a JSON object: {0}")]
    Header(ReadError),
    /// The header asks for something that is not supported, such as `crit` or `b64`.
    #[error("the header member `{0}` is not supported")]
    UnsupportedHeader(&'static str),
    /// The algorithm is missing, `none`, symmetric or unknown.
    #[error("the algorithm `{0}` is not supported")]
    UnsupportedAlgorithm(String),
    /// The header names another algorithm than the key is for.
    #[error("the header says {stated}, but the key is for {key}")]
    AlgorithmMismatch {
        /// The algorithm of the header.
        stated: Algorithm,
        /// The algorithm of the key.
        key: Algorithm,
    },
    /// The signature was not made over this text by this key.
    #[error("the signature does not match")]
    SignatureMismatch,
    /// The payload is not the JSON that was asked for.
    #[error("the payload is not a JSON object: {0}")]
    Payload(ReadError),
}

/// A compact JWS, taken apart but not yet verified.
///
/// RFC 7515, 7.1: the compact serialisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompactJws {
    /// The protected header.
    pub header: Map<String, Value>,
    /// The bytes that are signed, decoded.
    pub payload: Vec<u8>,
    algorithm: Algorithm,
    signing_input: String,
    signature: Vec<u8>,
}

impl CompactJws {
    /// Takes a JWS apart; refuses `crit`, `b64`, unknown algorithms and sloppy base64url.
    pub fn parse(text: &str) -> Result<Self, JwsError> {
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(JwsError::Malformed("it has three parts"));
        };
        if text.len() > json::MAXIMUM_BYTES {
            return Err(JwsError::Malformed("it is too long"));
        }
        let signing_input = format!("{header}.{payload}");
        let header = object(&decode(header)?).map_err(JwsError::Header)?;
        for member in ["crit", "b64", "enc", "zip"] {
            if header.contains_key(member) {
                return Err(JwsError::UnsupportedHeader(member));
            }
        }
        let stated = header
            .get("alg")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let algorithm = Algorithm::from_name(stated)
            .ok_or_else(|| JwsError::UnsupportedAlgorithm(stated.to_owned()))?;
        let (payload, signature) = (decode(payload)?, decode(signature)?);
        Ok(Self {
            header,
            payload,
            algorithm,
            signing_input,
            signature,
        })
    }

    /// The algorithm that the header names.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The text that is signed: header and payload as they stand in the token, with a dot between (RFC 7515, section 5.1).
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The key id that the header names.
    pub fn key_id(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// Reads the payload as a JSON object, strictly.
    pub fn payload_object(&self) -> Result<Map<String, Value>, JwsError> {
        object(&self.payload).map_err(JwsError::Payload)
    }

    /// Checks the signature; the header cannot choose another algorithm than the key's own.
    pub fn verify(&self, key: &PublicKey) -> Result<(), JwsError> {
        if self.algorithm != key.algorithm() {
            let (stated, key) = (self.algorithm, key.algorithm());
            return Err(JwsError::AlgorithmMismatch { stated, key });
        }
        if self.is_signed_by(key) {
            Ok(())
        } else {
            Err(JwsError::SignatureMismatch)
        }
    }

    #[cfg(not(feature = "native"))]
    fn is_signed_by(&self, key: &PublicKey) -> bool {
        let message = self.signing_input.as_bytes();
        key.verify(message, &self.signature).is_ok()
    }

    #[cfg(feature = "native")]
    fn is_signed_by(&self, key: &PublicKey) -> bool {
        let message = self.signing_input.as_bytes();
        match key {
            // Checked by ourselves because jsonwebtoken does not check Ed25519 strictly.
            PublicKey::Ed25519(_) => key.verify(message, &self.signature).is_ok(),
            PublicKey::P256(key) => {
                let point = key.to_sec1_point(false);
                self.verify_on_curve(point.as_bytes(), jsonwebtoken::Algorithm::ES256)
            }
            PublicKey::P384(key) => {
                let point = key.to_sec1_point(false);
                self.verify_on_curve(point.as_bytes(), jsonwebtoken::Algorithm::ES384)
            }
            PublicKey::Rsa(rsa) => {
                let decoding = DecodingKey::from_rsa_raw_components(rsa.modulus(), rsa.exponent());
                self.verify_with(&decoding, jsonwebtoken::Algorithm::RS256)
            }
        }
    }

    #[cfg(feature = "native")]
    fn verify_on_curve(&self, point: &[u8], algorithm: jsonwebtoken::Algorithm) -> bool {
        let (x, y) = crate::keys::curve_coordinates(point);
        DecodingKey::from_ec_components(&x, &y)
            .is_ok_and(|decoding| self.verify_with(&decoding, algorithm))
    }

    #[cfg(feature = "native")]
    fn verify_with(&self, key: &DecodingKey, algorithm: jsonwebtoken::Algorithm) -> bool {
        let signature = URL_SAFE_NO_PAD.encode(&self.signature);
        let message = self.signing_input.as_bytes();
        jsonwebtoken::crypto::verify(&signature, message, key, algorithm).unwrap_or(false)
    }
}

/// Signs a payload as a compact JWS; `alg` is set from the key.
pub fn sign(
    header: Map<String, Value>,
    payload: &[u8],
    key: &dyn Signer,
) -> Result<String, SignError> {
    TokenSigner::new(header, key).sign(payload)
}

/// A key with a header, ready to sign many payloads.
///
/// The header is written once. The key signs directly instead of through jsonwebtoken, which would parse
/// it anew each time.
#[derive(Clone)]
pub struct TokenSigner<'key> {
    /// The header in base64url, and the dot behind it.
    header: String,
    key: &'key dyn Signer,
}

impl<'key> TokenSigner<'key> {
    /// Takes the members of the header; `alg` is set from the key.
    pub fn new(mut header: Map<String, Value>, key: &'key dyn Signer) -> Self {
        let algorithm = key.public_key().algorithm();
        header.insert("alg".to_owned(), algorithm.as_str().into());
        let mut header = URL_SAFE_NO_PAD.encode(Value::Object(header).to_string());
        header.push('.');
        Self { header, key }
    }

    /// Signs a payload as a compact JWS (RFC 7515 section 7.1).
    pub fn sign(&self, payload: &[u8]) -> Result<String, SignError> {
        // Room for an RSA signature of 4096 bits, so that the text need not move.
        const SIGNATURE: usize = 700;
        let length = self.header.len() + payload.len() / 3 * 4 + 4;
        let mut jws = String::with_capacity(length + SIGNATURE);
        jws.push_str(&self.header);
        URL_SAFE_NO_PAD.encode_string(payload, &mut jws);
        let signature = self.key.sign(jws.as_bytes())?;
        jws.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut jws);
        Ok(jws)
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwsError> {
    URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| JwsError::Malformed("a part is not base64url"))
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
    match json::read(bytes)? {
        Value::Object(members) => Ok(members),
        _ => Err(ReadError::Malformed {
            message: "expected an object".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::SigningKey;

    fn keys() -> [SigningKey; 4] {
        [
            SigningKey::ed25519_from_seed([7; 32]),
            SigningKey::p256_from_scalar([7; 32]).unwrap(),
            SigningKey::p384_from_scalar([7; 48]).unwrap(),
            SigningKey::generate_rsa_2048().unwrap(),
        ]
    }

    fn with_header(header: &str) -> String {
        format!("{}.e30.AAAA", URL_SAFE_NO_PAD.encode(header))
    }

    #[test]
    fn what_is_signed_verifies_with_its_key_only() {
        for key in keys() {
            let jws = sign(Map::new(), b"{\"a\":1}", &key).unwrap();

            let parsed = CompactJws::parse(&jws).unwrap();

            assert_eq!(parsed.payload, b"{\"a\":1}");
            assert_eq!(parsed.header["alg"], key.algorithm().as_str());
            for other in keys() {
                let same = other.public_key() == key.public_key();
                assert_eq!(parsed.verify(&other.public_key()).is_ok(), same);
            }
            assert_eq!(parsed.verify(&key.public_key()), Ok(()));
        }
    }

    #[test]
    fn a_changed_payload_does_not_verify() {
        for key in keys() {
            let jws = sign(Map::new(), b"{\"a\":1}", &key).unwrap();
            let changed = jws.replace(
                &URL_SAFE_NO_PAD.encode(b"{\"a\":1}"),
                &URL_SAFE_NO_PAD.encode(b"{\"a\":2}"),
            );

            let parsed = CompactJws::parse(&changed).unwrap();

            assert_eq!(
                parsed.verify(&key.public_key()),
                Err(JwsError::SignatureMismatch)
            );
        }
    }

    #[test]
    fn the_jwt_library_reads_what_we_sign() {
        let key = SigningKey::p256_from_scalar([7; 32]).unwrap();
        let PublicKey::P256(point) = key.public_key() else {
            unreachable!()
        };
        let (x, y) = crate::keys::curve_coordinates(point.to_sec1_point(false).as_bytes());
        let jws = sign(Map::new(), b"{\"sub\":\"x\"}", &key).unwrap();
        let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
        validation.required_spec_claims.clear();

        let token = jsonwebtoken::decode::<Value>(
            &jws,
            &DecodingKey::from_ec_components(&x, &y).unwrap(),
            &validation,
        )
        .unwrap();

        assert_eq!(token.claims["sub"], "x");
    }

    #[test]
    fn unsafe_headers_are_refused() {
        for header in [
            "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":\"eddsa\"}",
            "{}",
            "{\"alg\":7}",
            "{\"alg\":\"EdDSA\",\"crit\":[\"exp\"]}",
            "{\"alg\":\"EdDSA\",\"b64\":false}",
            "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",
            "[]",
            "",
        ] {
            assert!(CompactJws::parse(&with_header(header)).is_err(), "{header}");
        }
        assert!(CompactJws::parse(&with_header("{\"alg\":\"EdDSA\"}")).is_ok());
    }

    #[test]
    fn sloppy_encodings_are_refused() {
        let header = URL_SAFE_NO_PAD.encode("{\"alg\":\"EdDSA\"}");
        for rest in [
            "",
            ".e30",
            ".e30.AA=",
            ".e30.A",
            ".e30.AA+A",
            ".e30.AB",
            ".e30.AAAA.AA",
            ".e 0.AAAA",
        ] {
            assert!(
                CompactJws::parse(&format!("{header}{rest}")).is_err(),
                "{rest}"
            );
        }
    }
}
