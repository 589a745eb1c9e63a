use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};

use crate::keys::{KeyError, RsaPublicKey, SignError, pem};

/// A copy of an Ed25519 key.
pub(in crate::keys) struct Ed25519Pair(Ed25519KeyPair);

impl Ed25519Pair {
    pub(in crate::keys) fn of(key: &ed25519_dalek::SigningKey) -> Option<Self> {
        let public = key.verifying_key();
        Ed25519KeyPair::from_seed_and_public_key(key.as_bytes(), public.as_bytes())
            .ok()
            .map(Self)
    }

    pub(in crate::keys) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.0
            .try_sign(message)
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SignError::Unavailable)
    }
}

/// An ECDSA key of either curve; its signatures are `r` and `s`.
pub(in crate::keys) struct EcdsaPair(EcdsaKeyPair);

impl EcdsaPair {
    pub(in crate::keys) fn p256(secret: &p256::SecretKey) -> Result<Self, KeyError> {
        let verifying = p256::ecdsa::VerifyingKey::from(secret.public_key());
        EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P256_SHA256_FIXED_SIGNING,
            &secret.to_bytes(),
            verifying.to_sec1_point(false).as_bytes(),
        )
        .map(Self)
        .map_err(|_| KeyError::Invalid("P-256"))
    }

    pub(in crate::keys) fn p384(secret: &p384::SecretKey) -> Result<Self, KeyError> {
        let verifying = p384::ecdsa::VerifyingKey::from(secret.public_key());
        EcdsaKeyPair::from_private_key_and_public_key(
            &ECDSA_P384_SHA384_FIXED_SIGNING,
            &secret.to_bytes(),
            verifying.to_sec1_point(false).as_bytes(),
        )
        .map(Self)
        .map_err(|_| KeyError::Invalid("P-384"))
    }

    pub(in crate::keys) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        self.0
            .sign(&SystemRandom::new(), message)
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SignError::Unavailable)
    }
}

/// An RSA key; it signs with PKCS#1 v1.5 and SHA-256.
pub(in crate::keys) struct RsaPair(rsa::KeyPair);

impl RsaPair {
    pub(in crate::keys) fn generate_2048() -> Result<Self, KeyError> {
        rsa::KeyPair::generate(rsa::KeySize::Rsa2048)
            .map(Self)
            .map_err(|_| KeyError::Unavailable)
    }

    pub(in crate::keys) fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        rsa::KeyPair::from_pkcs8(der)
            .map(Self)
            .map_err(|_| KeyError::Malformed("not an RSA key in PKCS#8"))
    }

    pub(in crate::keys) fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&self.0)
            .map(|der| der.as_ref().to_vec())
            .map_err(|_| KeyError::Unavailable)
    }

    /// The public half as PKCS#1 has it.
    pub(in crate::keys) fn public_pkcs1(&self) -> &[u8] {
        self.0.public_key().as_ref()
    }

    pub(in crate::keys) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message,
                &mut signature,
            )
            .map_err(|_| SignError::Unavailable)?;
        Ok(signature)
    }
}

pub(in crate::keys) fn verify_p256(
    key: &p256::ecdsa::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let point = key.to_sec1_point(false);
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point.as_bytes())
        .verify(message, signature)
        .is_ok()
}

pub(in crate::keys) fn verify_p384(
    key: &p384::ecdsa::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let point = key.to_sec1_point(false);
    UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point.as_bytes())
        .verify(message, signature)
        .is_ok()
}

pub(in crate::keys) fn verify_rsa(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    let der = pem::pkcs1(key);
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &der)
        .verify(message, signature)
        .is_ok()
}
