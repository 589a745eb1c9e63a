//! Private keys on the curves P-256 and P-384; they sign through aws-lc, which is the faster at it.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm,
};
use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

use super::{KeyError, PublicKey, SignError};

/// A private key on the curve P-256.
pub struct P256SigningKey {
    secret: p256::SecretKey,
    half: SigningHalf,
}

/// A private key on the curve P-384.
pub struct P384SigningKey {
    secret: p384::SecretKey,
    half: SigningHalf,
}

/// What signs, and what verifies it.
struct SigningHalf {
    pair: EcdsaKeyPair,
    public: PublicKey,
}

impl P256SigningKey {
    pub(super) fn from_scalar(scalar: &[u8; 32]) -> Result<Self, KeyError> {
        p256::SecretKey::from_slice(scalar)
            .map_err(|_| KeyError::Invalid("P-256"))
            .and_then(Self::new)
    }

    pub(super) fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        p256::SecretKey::from_pkcs8_der(der)
            .map_err(|_| KeyError::Malformed("not a P-256 key in PKCS#8"))
            .and_then(Self::new)
    }

    pub(super) fn to_pkcs8_der(&self) -> Result<Vec<u8>, KeyError> {
        self.secret
            .to_pkcs8_der()
            .map(|der| der.as_bytes().to_vec())
            .map_err(|_| KeyError::Unavailable)
    }

    pub(super) fn public_key(&self) -> &PublicKey {
        &self.half.public
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.half.sign(message)
    }

    fn new(secret: p256::SecretKey) -> Result<Self, KeyError> {
        let verifying = p256::ecdsa::VerifyingKey::from(secret.public_key());
        let half = SigningHalf::new(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &secret.to_bytes(),
            verifying.to_sec1_point(false).as_bytes(),
            PublicKey::P256(verifying),
        )?;
        Ok(Self { secret, half })
    }
}

impl P384SigningKey {
    pub(super) fn from_scalar(scalar: &[u8; 48]) -> Result<Self, KeyError> {
        p384::SecretKey::from_slice(scalar)
            .map_err(|_| KeyError::Invalid("P-384"))
            .and_then(Self::new)
    }

    pub(super) fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        p384::SecretKey::from_pkcs8_der(der)
            .map_err(|_| KeyError::Malformed("not a P-384 key in PKCS#8"))
            .and_then(Self::new)
    }

    pub(super) fn to_pkcs8_der(&self) -> Result<Vec<u8>, KeyError> {
        self.secret
            .to_pkcs8_der()
            .map(|der| der.as_bytes().to_vec())
            .map_err(|_| KeyError::Unavailable)
    }

    pub(super) fn public_key(&self) -> &PublicKey {
        &self.half.public
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.half.sign(message)
    }

    fn new(secret: p384::SecretKey) -> Result<Self, KeyError> {
        let verifying = p384::ecdsa::VerifyingKey::from(secret.public_key());
        let half = SigningHalf::new(
            &ECDSA_P384_SHA384_FIXED_SIGNING,
            &secret.to_bytes(),
            verifying.to_sec1_point(false).as_bytes(),
            PublicKey::P384(verifying),
        )?;
        Ok(Self { secret, half })
    }
}

impl SigningHalf {
    fn new(
        algorithm: &'static EcdsaSigningAlgorithm,
        scalar: &[u8],
        point: &[u8],
        public: PublicKey,
    ) -> Result<Self, KeyError> {
        EcdsaKeyPair::from_private_key_and_public_key(algorithm, scalar, point)
            .map(|pair| Self { pair, public })
            .map_err(|_| KeyError::Invalid("elliptic curve"))
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.pair
            .sign(&SystemRandom::new(), message)
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SignError::Unavailable)
    }
}

impl fmt::Debug for P256SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "P256SigningKey({})",
            self.half.public.thumbprint()
        )
    }
}

impl fmt::Debug for P384SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "P384SigningKey({})",
            self.half.public.thumbprint()
        )
    }
}
