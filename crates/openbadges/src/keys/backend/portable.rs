use crypto_bigint::BoxedUint;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use sha2::{Digest as _, Sha256};

use crate::keys::{KeyError, RsaPublicKey, SignError};

/// DigestInfo of SHA-256 up to the hash itself (RFC 8017 section 9.2, note 1).
const SHA256_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// There is no second copy of an Ed25519 key here: ed25519-dalek signs with the first.
#[cfg(not(feature = "native"))]
pub(in crate::keys) enum Ed25519Pair {}

#[cfg(not(feature = "native"))]
impl Ed25519Pair {
    pub(in crate::keys) fn of(_key: &ed25519_dalek::SigningKey) -> Option<Self> {
        None
    }

    pub(in crate::keys) fn sign(&self, _message: &[u8]) -> Result<Vec<u8>, SignError> {
        match *self {}
    }
}

/// An ECDSA key of either curve; its signatures are `r` and `s`, made without randomness (RFC 6979).
pub(in crate::keys) enum EcdsaPair {
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
}

impl EcdsaPair {
    pub(in crate::keys) fn p256(secret: &p256::SecretKey) -> Result<Self, KeyError> {
        Ok(Self::P256(secret.into()))
    }

    pub(in crate::keys) fn p384(secret: &p384::SecretKey) -> Result<Self, KeyError> {
        Ok(Self::P384(secret.into()))
    }

    pub(in crate::keys) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let unavailable = |_| SignError::Unavailable;
        Ok(match self {
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature =
                    key.try_sign(message).map_err(unavailable)?;
                signature.to_bytes().to_vec()
            }
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature =
                    key.try_sign(message).map_err(unavailable)?;
                signature.to_bytes().to_vec()
            }
        })
    }
}

/// There is no private RSA key here: none can be made or read.
#[cfg(not(feature = "native"))]
pub(in crate::keys) enum RsaPair {}

#[cfg(not(feature = "native"))]
impl RsaPair {
    pub(in crate::keys) fn generate_2048() -> Result<Self, KeyError> {
        Err(unsupported())
    }

    pub(in crate::keys) fn from_pkcs8(_der: &[u8]) -> Result<Self, KeyError> {
        Err(unsupported())
    }

    pub(in crate::keys) fn to_pkcs8(&self) -> Result<Vec<u8>, KeyError> {
        match *self {}
    }

    pub(in crate::keys) fn public_pkcs1(&self) -> &[u8] {
        match *self {}
    }

    pub(in crate::keys) fn sign(&self, _message: &[u8]) -> Result<Vec<u8>, SignError> {
        match *self {}
    }
}

#[cfg(not(feature = "native"))]
fn unsupported() -> KeyError {
    KeyError::Unsupported("RSA private (without the feature `native`)".to_owned())
}

pub(in crate::keys) fn verify_p256(
    key: &p256::ecdsa::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    p256::ecdsa::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

pub(in crate::keys) fn verify_p384(
    key: &p384::ecdsa::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    p384::ecdsa::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2): the expected encoding is made and compared, nothing is parsed.
pub(in crate::keys) fn verify_rsa(key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    if signature.len() != key.modulus().len() {
        return false;
    }
    let number = BoxedUint::from_be_slice_vartime;
    let (modulus, signature) = (number(key.modulus()), number(signature));
    let Some(odd) = modulus.to_odd().into_option() else {
        return false;
    };
    if signature >= modulus {
        return false;
    }
    // Nothing here is secret, so nothing needs constant time.
    let params = BoxedMontyParams::new_vartime(odd);
    let recovered = BoxedMontyForm::new(signature, &params).pow(&number(key.exponent()));
    let recovered = recovered.retrieve().to_be_bytes();
    let expected = encoded(message, key.modulus().len());
    let zeros = recovered.len().saturating_sub(expected.len());
    recovered[..zeros].iter().all(|byte| *byte == 0) && recovered[zeros..] == expected[..]
}

/// The encoded message of a given length (RFC 8017 section 9.2).
fn encoded(message: &[u8], length: usize) -> Vec<u8> {
    let hash = Sha256::digest(message);
    // Keys have 256 bytes and more, so there is always room for the padding.
    let padding = length.saturating_sub(SHA256_INFO.len() + hash.len() + 3);
    let mut encoded = vec![0x00, 0x01];
    encoded.resize(2 + padding, 0xff);
    encoded.push(0x00);
    encoded.extend_from_slice(&SHA256_INFO);
    encoded.extend_from_slice(&hash);
    encoded
}

#[cfg(all(test, feature = "native"))]
mod tests {
    use super::super::native;
    use super::*;
    use crate::keys::{PublicKey, pem};

    fn p256_key() -> p256::SecretKey {
        p256::SecretKey::from_slice(&[7; 32]).unwrap()
    }

    fn p384_key() -> p384::SecretKey {
        p384::SecretKey::from_slice(&[7; 48]).unwrap()
    }

    #[test]
    fn either_make_verifies_what_the_other_signed() {
        let (key256, key384) = (p256_key(), p384_key());
        let public256 = key256.public_key().into();
        let public384 = key384.public_key().into();
        let ours = [EcdsaPair::p256(&key256), EcdsaPair::p384(&key384)];
        let theirs = [
            native::EcdsaPair::p256(&key256),
            native::EcdsaPair::p384(&key384),
        ];

        let [ours256, ours384] = ours.map(|pair| pair.unwrap().sign(b"badge").unwrap());
        let [theirs256, theirs384] = theirs.map(|pair| pair.unwrap().sign(b"badge").unwrap());

        assert!(native::verify_p256(&public256, b"badge", &ours256));
        assert!(native::verify_p384(&public384, b"badge", &ours384));
        assert!(verify_p256(&public256, b"badge", &theirs256));
        assert!(verify_p384(&public384, b"badge", &theirs384));
        assert!(!verify_p256(&public256, b"badges", &theirs256));
        assert!(!verify_p384(&public384, b"badges", &theirs384));
    }

    #[test]
    fn an_rsa_signature_holds_in_both_makes_or_in_neither() {
        let pair = native::RsaPair::generate_2048().unwrap();
        let PublicKey::Rsa(public) = pem::from_pkcs1(pair.public_pkcs1()).unwrap() else {
            panic!("a pair of RSA has a public key of RSA");
        };
        let good = pair.sign(b"badge").unwrap();
        let holds = |message: &[u8], signature: &[u8]| {
            let makes = [
                verify_rsa(&public, message, signature),
                native::verify_rsa(&public, message, signature),
            ];
            assert_eq!(makes[0], makes[1]);
            makes[0]
        };

        assert!(holds(b"badge", &good));
        assert!(!holds(b"badges", &good));
        for place in [0, 1, 100, 255] {
            let mut changed = good.clone();
            changed[place] ^= 1;
            assert!(!holds(b"badge", &changed));
        }
        let longer = [&[0], &good[..]].concat();
        assert!(!holds(b"badge", &longer));
        assert!(!holds(b"badge", &good[1..]));
        assert!(!holds(b"badge", public.modulus()));
        assert!(!holds(b"badge", &[0; 256]));
        assert!(!holds(b"badge", &[0xff; 256]));
    }
}
