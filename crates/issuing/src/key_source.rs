//! Where new signing keys come from.

use openbadges::keys::{Algorithm, KeyError, SigningKey};

use crate::random::Random;

/// Makes signing keys.
pub trait KeySource: Send + Sync {
    /// A new key of this algorithm.
    fn generate(&self, algorithm: Algorithm, random: &dyn Random) -> Result<SigningKey, KeyError>;
}

/// Real keys: elliptic ones from the given randomness, RSA from the cryptographic library.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeys;

impl KeySource for SystemKeys {
    fn generate(&self, algorithm: Algorithm, random: &dyn Random) -> Result<SigningKey, KeyError> {
        match algorithm {
            Algorithm::EdDsa => Ok(SigningKey::ed25519_from_seed(random.bytes())),
            Algorithm::Es256 => p256(random),
            Algorithm::Es384 => p384(random),
            Algorithm::Rs256 => SigningKey::generate_rsa_2048(),
        }
    }
}

/// Draws until the bytes are a valid scalar: all but one draw in four billion are.
fn p256(random: &dyn Random) -> Result<SigningKey, KeyError> {
    SigningKey::p256_from_scalar(random.bytes())
        .or_else(|_| SigningKey::p256_from_scalar(random.bytes()))
}

/// A draw that is no valid scalar never happens: their share is below 2^-190.
fn p384(random: &dyn Random) -> Result<SigningKey, KeyError> {
    SigningKey::p384_from_scalar(random.bytes())
}
