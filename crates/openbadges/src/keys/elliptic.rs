//! Private keys on the curves P-256 and P-384; the backend signs.

use std::fmt;

use p256::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};

use super::backend::EcdsaPair;
use super::{KeyError, PublicKey, SignError};

/// What signs, and what verifies it.
struct SigningHalf {
    pair: EcdsaPair,
    public: PublicKey,
}

/// The curves are types of crates of their own, with the same functions and no trait that has them all.
macro_rules! on_curve {
    ($key:ident, $curve:ident, $public:ident, $length:literal, $name:literal) => {
        #[doc = concat!("A private key on the curve ", $name, ".")]
        pub struct $key {
            secret: $curve::SecretKey,
            half: SigningHalf,
        }

        impl $key {
            pub(super) fn from_scalar(scalar: &[u8; $length]) -> Result<Self, KeyError> {
                $curve::SecretKey::from_slice(scalar)
                    .map_err(|_| KeyError::Invalid($name))
                    .and_then(Self::new)
            }

            pub(super) fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
                $curve::SecretKey::from_pkcs8_der(der)
                    .map_err(|_| KeyError::Malformed(concat!("not a ", $name, " key in PKCS#8")))
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

            fn new(secret: $curve::SecretKey) -> Result<Self, KeyError> {
                let half = SigningHalf {
                    pair: EcdsaPair::$curve(&secret)?,
                    public: PublicKey::$public(secret.public_key().into()),
                };
                Ok(Self { secret, half })
            }
        }

        impl fmt::Debug for $key {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let thumbprint = self.half.public.thumbprint();
                write!(formatter, "{}({thumbprint})", stringify!($key))
            }
        }
    };
}

on_curve!(P256SigningKey, p256, P256, 32, "P-256");
on_curve!(P384SigningKey, p384, P384, 48, "P-384");
