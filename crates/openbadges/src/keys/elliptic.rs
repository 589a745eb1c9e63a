//! Private keys on the curves P-256 and P-384; the backend signs.

use std::fmt;

use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

use super::backend::EcdsaPair;
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
    pair: EcdsaPair,
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
        self.half.pair.sign(message)
    }

    fn new(secret: p256::SecretKey) -> Result<Self, KeyError> {
        let half = SigningHalf {
            pair: EcdsaPair::p256(&secret)?,
            public: PublicKey::P256(secret.public_key().into()),
        };
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
        self.half.pair.sign(message)
    }

    fn new(secret: p384::SecretKey) -> Result<Self, KeyError> {
        let half = SigningHalf {
            pair: EcdsaPair::p384(&secret)?,
            public: PublicKey::P384(secret.public_key().into()),
        };
        Ok(Self { secret, half })
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
