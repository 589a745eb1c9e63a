use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Algorithm, KeyError, SignatureMismatch, backend, ed25519, jwk, multikey, pem};

/// A key that verifies signatures.
///
/// Controlled Identifiers 1.0, 2.2.2 and 2.2.3: Multikey and JsonWebKey; RFC 7517.
#[derive(Debug, Clone, PartialEq)]
pub enum PublicKey {
    /// An Ed25519 key.
    Ed25519(ed25519_dalek::VerifyingKey),
    /// A key on the curve P-256.
    P256(p256::ecdsa::VerifyingKey),
    /// A key on the curve P-384.
    P384(p384::ecdsa::VerifyingKey),
    /// An RSA key of 2048 to 8192 bits.
    Rsa(RsaPublicKey),
}

/// The two numbers of an RSA public key, big-endian without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl RsaPublicKey {
    /// Takes both numbers as big-endian bytes; leading zeros are dropped.
    pub fn new(modulus: &[u8], exponent: &[u8]) -> Result<Self, KeyError> {
        let modulus = without_leading_zeros(modulus);
        let exponent = without_leading_zeros(exponent);
        let odd = |number: &[u8]| number.last().is_some_and(|byte| byte % 2 == 1);
        let bits = modulus.len() * 8 - modulus.first().map_or(0, |b| b.leading_zeros() as usize);
        // Large exponents only serve to make verifying slow.
        let fits = (2048..=8192).contains(&bits) && exponent.len() <= 4 && exponent != [1];
        if !fits || !odd(modulus) || !odd(exponent) {
            return Err(KeyError::Invalid("RSA"));
        }
        Ok(Self {
            modulus: modulus.to_vec(),
            exponent: exponent.to_vec(),
        })
    }

    /// The modulus, big-endian.
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// The public exponent, big-endian.
    pub fn exponent(&self) -> &[u8] {
        &self.exponent
    }
}

impl PublicKey {
    /// Takes the 32 bytes of an Ed25519 public key.
    pub fn ed25519_from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes)
            .map_err(|_| KeyError::Invalid("Ed25519"))?;
        if key.is_weak() {
            return Err(KeyError::Invalid("Ed25519"));
        }
        Ok(Self::Ed25519(key))
    }

    /// Takes a point of P-256 in SEC1 form, compressed or not.
    pub fn p256_from_sec1(bytes: &[u8]) -> Result<Self, KeyError> {
        p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
            .map(Self::P256)
            .map_err(|_| KeyError::Invalid("P-256"))
    }

    /// Takes a point of P-384 in SEC1 form, compressed or not.
    pub fn p384_from_sec1(bytes: &[u8]) -> Result<Self, KeyError> {
        p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
            .map(Self::P384)
            .map_err(|_| KeyError::Invalid("P-384"))
    }

    /// Reads a Multikey (`z6Mk…`, `zDna…`, `z82L…`): base58btc of a two-byte header and the key.
    pub fn from_multikey(text: &str) -> Result<Self, KeyError> {
        multikey::read(text)
    }

    /// Writes the key as a Multikey; `None` for RSA, which has no such notation in use.
    pub fn to_multikey(&self) -> Option<String> {
        multikey::write(self)
    }

    /// Reads the bytes of a Multikey: the two-byte header and the key.
    pub(crate) fn from_multikey_bytes(bytes: &[u8]) -> Result<Self, KeyError> {
        multikey::from_bytes(bytes)
    }

    /// Writes the bytes of a Multikey; `None` for RSA.
    pub(crate) fn to_multikey_bytes(&self) -> Option<Vec<u8>> {
        multikey::to_bytes(self)
    }

    /// Reads a public JWK and refuses one that carries private members.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        jwk::read(jwk)
    }

    /// Writes the bare public JWK: `kty` and the numbers, nothing else.
    pub fn to_jwk(&self) -> Value {
        jwk::write(self)
    }

    /// The JWK thumbprint with SHA-256 (RFC 7638), base64url.
    pub fn thumbprint(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(jwk::thumbprint_input(self)))
    }

    /// Reads a PEM text: `PUBLIC KEY` (any kind) or `RSA PUBLIC KEY`.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        pem::read(text)
    }

    /// Writes the key as a PEM text with the label `PUBLIC KEY`.
    pub fn to_pem(&self) -> String {
        pem::write(self)
    }

    /// The algorithm that this kind of key verifies.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDsa,
            Self::P256(_) => Algorithm::Es256,
            Self::P384(_) => Algorithm::Es384,
            Self::Rsa(_) => Algorithm::Rs256,
        }
    }

    /// Checks a signature over `message`.
    ///
    /// Ed25519 is checked strictly: no small-order points and no second form of one signature.
    /// For P-256 and P-384 the signature is `r` and `s`, 32 or 48 bytes each; both forms of `s` hold,
    /// as in JWS and Data Integrity, and a signature in DER does not.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureMismatch> {
        match self {
            Self::Ed25519(key) => ed25519::verify_strict(key, message, signature),
            Self::P256(key) => matched(backend::verify_p256(key, message, signature)),
            Self::P384(key) => matched(backend::verify_p384(key, message, signature)),
            Self::Rsa(key) => matched(backend::verify_rsa(key, message, signature)),
        }
    }
}

fn matched(holds: bool) -> Result<(), SignatureMismatch> {
    holds.then_some(()).ok_or(SignatureMismatch)
}

fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}
