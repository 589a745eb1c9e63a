use std::fmt;
use std::sync::Arc;

use ed25519_dalek::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

use super::backend::RsaPair;
use super::ed25519::Ed25519SigningKey;
use super::elliptic::{P256SigningKey, P384SigningKey};
use super::{Algorithm, KeyError, PublicKey, SignError, Signer, pem};

/// A private key, parsed once and ready to sign; cloning it shares the parsed key.
#[derive(Clone)]
pub enum SigningKey {
    /// An Ed25519 key.
    Ed25519(Arc<Ed25519SigningKey>),
    /// A key on the curve P-256.
    P256(Arc<P256SigningKey>),
    /// A key on the curve P-384.
    P384(Arc<P384SigningKey>),
    /// An RSA key.
    Rsa(Arc<RsaSigningKey>),
}

/// A private RSA key.
pub struct RsaSigningKey {
    pair: RsaPair,
    public: PublicKey,
}

impl SigningKey {
    /// Makes the Ed25519 key of a 32-byte seed.
    pub fn ed25519_from_seed(seed: [u8; 32]) -> Self {
        from_ed25519(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Makes the P-256 key of a scalar; an error if it is zero or not below the order of the curve.
    pub fn p256_from_scalar(scalar: [u8; 32]) -> Result<Self, KeyError> {
        P256SigningKey::from_scalar(&scalar).map(|key| Self::P256(Arc::new(key)))
    }

    /// Makes the P-384 key of a scalar; an error if it is zero or not below the order of the curve.
    pub fn p384_from_scalar(scalar: [u8; 48]) -> Result<Self, KeyError> {
        P384SigningKey::from_scalar(&scalar).map(|key| Self::P384(Arc::new(key)))
    }

    /// Makes a new RSA key of 2048 bits from the randomness of the system.
    pub fn generate_rsa_2048() -> Result<Self, KeyError> {
        RsaPair::generate_2048().and_then(from_rsa)
    }

    /// Reads a PKCS#8 key of the given algorithm.
    pub fn from_pkcs8_der(algorithm: Algorithm, der: &[u8]) -> Result<Self, KeyError> {
        match algorithm {
            Algorithm::EdDsa => ed25519_dalek::SigningKey::from_pkcs8_der(der)
                .map(from_ed25519)
                .map_err(|_| KeyError::Malformed("not an Ed25519 key in PKCS#8")),
            Algorithm::Es256 => {
                P256SigningKey::from_pkcs8_der(der).map(|key| Self::P256(Arc::new(key)))
            }
            Algorithm::Es384 => {
                P384SigningKey::from_pkcs8_der(der).map(|key| Self::P384(Arc::new(key)))
            }
            Algorithm::Rs256 => RsaPair::from_pkcs8(der).and_then(from_rsa),
        }
    }

    /// Writes the private key as PKCS#8. Keep the answer secret and short-lived.
    pub fn to_pkcs8_der(&self) -> Result<Vec<u8>, KeyError> {
        match self {
            Self::Ed25519(key) => key
                .key
                .to_pkcs8_der()
                .map(|der| der.as_bytes().to_vec())
                .map_err(|_| KeyError::Unavailable),
            Self::P256(key) => key.to_pkcs8_der(),
            Self::P384(key) => key.to_pkcs8_der(),
            Self::Rsa(key) => key.pair.to_pkcs8(),
        }
    }

    /// The algorithm this key signs with.
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::EdDsa,
            Self::P256(_) => Algorithm::Es256,
            Self::P384(_) => Algorithm::Es384,
            Self::Rsa(_) => Algorithm::Rs256,
        }
    }
}

impl Signer for SigningKey {
    fn public_key(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => key.public_key().clone(),
            Self::P256(key) => key.public_key().clone(),
            Self::P384(key) => key.public_key().clone(),
            Self::Rsa(key) => key.public.clone(),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Ed25519(key) => key.sign(message),
            Self::P256(key) => key.sign(message),
            Self::P384(key) => key.sign(message),
            Self::Rsa(key) => key.pair.sign(message),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "SigningKey({}, {})",
            self.algorithm(),
            self.public_key().thumbprint()
        )
    }
}

impl fmt::Debug for RsaSigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RsaSigningKey({})", self.public.thumbprint())
    }
}

fn from_ed25519(key: ed25519_dalek::SigningKey) -> SigningKey {
    SigningKey::Ed25519(Arc::new(Ed25519SigningKey::new(key)))
}

fn from_rsa(pair: RsaPair) -> Result<SigningKey, KeyError> {
    let public = pem::from_pkcs1(pair.public_pkcs1())?;
    Ok(SigningKey::Rsa(Arc::new(RsaSigningKey { pair, public })))
}
