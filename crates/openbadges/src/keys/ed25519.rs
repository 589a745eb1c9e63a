//! Ed25519: keys of ed25519-dalek, signing with the quickest code there is, verifying strictly.

use ed25519_dalek::{Signature, Signer as _, Verifier as _, VerifyingKey};

use super::backend::Ed25519Pair;
use super::{PublicKey, SignError, SignatureMismatch};

/// A private Ed25519 key.
///
/// The key itself is ed25519-dalek's. In a native build AWS-LC holds a second, parsed copy, because its assembly makes the
/// same signatures (there is only one for each message) in two thirds of the time, and in half of it for
/// messages of some kilobytes such as tokens.
pub struct Ed25519SigningKey {
    pub(super) key: ed25519_dalek::SigningKey,
    pair: Option<Ed25519Pair>,
    public: PublicKey,
}

impl Ed25519SigningKey {
    pub(super) fn new(key: ed25519_dalek::SigningKey) -> Self {
        Self {
            public: PublicKey::Ed25519(key.verifying_key()),
            pair: Ed25519Pair::of(&key),
            key,
        }
    }

    pub(super) fn public_key(&self) -> &PublicKey {
        &self.public
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match &self.pair {
            Some(pair) => pair.sign(message),
            None => Ok(self.key.sign(message).to_bytes().to_vec()),
        }
    }
}

/// The eight points of small order, as they are written.
///
/// They are all that a signature's first half must not be: see [`verify_strict`].
const SMALL_ORDER: [[u8; 32]; 8] = {
    const fn ends(first: u8, filling: u8, last: u8) -> [u8; 32] {
        let mut bytes = [filling; 32];
        bytes[0] = first;
        bytes[31] = last;
        bytes
    }
    const fn signed(mut point: [u8; 32]) -> [u8; 32] {
        point[31] |= 0x80;
        point
    }
    const EIGHTH: [u8; 32] = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ];
    const THREE_EIGHTHS: [u8; 32] = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ];
    [
        ends(0x01, 0x00, 0x00),
        ends(0xec, 0xff, 0x7f),
        ends(0x00, 0x00, 0x00),
        ends(0x00, 0x00, 0x80),
        EIGHTH,
        signed(EIGHTH),
        THREE_EIGHTHS,
        signed(THREE_EIGHTHS),
    ]
};

/// Whether 32 bytes are the one proper notation of a point of small order.
pub(crate) fn is_small_order(point: &[u8; 32]) -> bool {
    SMALL_ORDER.contains(point)
}

/// Says what `ed25519_dalek::VerifyingKey::verify_strict` says, without unpacking the signature's point.
///
/// Verifying computes the point anew and compares its 32 bytes with those of the signature. So a signature
/// that verifies holds a point in its one proper notation, and whether that has small order can be told
/// from the bytes. The point is unpacked nowhere, which saves a sixth of the time.
pub(super) fn verify_strict(
    key: &VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureMismatch> {
    let signature = Signature::from_slice(signature).map_err(|_| SignatureMismatch)?;
    if is_small_order(signature.r_bytes()) || key.is_weak() {
        return Err(SignatureMismatch);
    }
    key.verify(message, &signature)
        .map_err(|_| SignatureMismatch)
}

#[cfg(test)]
pub(super) mod tests {
    use curve25519_dalek::constants::EIGHT_TORSION;
    use curve25519_dalek::{EdwardsPoint, Scalar};
    use ed25519_dalek::hazmat::ExpandedSecretKey;
    use proptest::prelude::*;
    use sha2::{Digest as _, Sha512};

    use super::*;

    fn challenge(point: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
        let hash = Sha512::new()
            .chain_update(point)
            .chain_update(key)
            .chain_update(message)
            .finalize();
        Scalar::from_bytes_mod_order_wide(&hash.into())
    }

    /// A signature as only the owner of the key can make it: with points of small order mixed in.
    pub(in crate::keys) fn crafted(
        seed: [u8; 32],
        key_torsion: usize,
        torsion: usize,
        zero: bool,
    ) -> ([u8; 32], [u8; 64]) {
        let secret = ExpandedSecretKey::from(&seed).scalar;
        let key = (EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[key_torsion]).compress();
        let nonce = if zero {
            Scalar::ZERO
        } else {
            Scalar::from(77_u64)
        };
        let point = (EdwardsPoint::mul_base(&nonce) + EIGHT_TORSION[torsion]).compress();
        let challenge = challenge(point.as_bytes(), key.as_bytes(), b"message");
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(point.as_bytes());
        signature[32..].copy_from_slice((nonce + challenge * secret).as_bytes());
        (key.to_bytes(), signature)
    }

    fn both(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> (bool, bool) {
        (
            verify_strict(key, message, signature).is_ok(),
            key.verify_strict(message, &Signature::from_bytes(signature))
                .is_ok(),
        )
    }

    #[test]
    fn the_points_of_small_order_are_these_eight() {
        for point in EIGHT_TORSION {
            assert!(is_small_order(point.compress().as_bytes()));
        }
        let mut distinct = SMALL_ORDER.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), 8);
    }

    #[test]
    fn both_libraries_make_the_same_signature() {
        let own = Ed25519SigningKey::new(ed25519_dalek::SigningKey::from_bytes(&[7; 32]));
        assert!(own.pair.is_some());
        for length in [0, 1, 64, 127, 128, 6_400] {
            let message = vec![0x5a; length];

            let signature = own.sign(&message).unwrap();

            assert_eq!(signature, own.key.sign(&message).to_bytes());
        }
    }

    #[test]
    fn signatures_with_torsion_get_the_verdict_of_verify_strict() {
        let mut accepted = 0;
        for seed in 0..16 {
            for (key_torsion, torsion) in (0..8).flat_map(|a| (0..8).map(move |b| (a, b))) {
                for zero in [false, true] {
                    let (key, signature) = crafted([seed; 32], key_torsion, torsion, zero);
                    let key = VerifyingKey::from_bytes(&key).unwrap();

                    let (ours, theirs) = both(&key, b"message", &signature);

                    assert_eq!(ours, theirs, "{seed} {key_torsion} {torsion} {zero}");
                    accepted += usize::from(ours);
                }
            }
        }
        // Some of them cancel out, as they may: both verifiers say so.
        assert!(accepted > 16, "{accepted}");
    }

    #[test]
    fn weak_keys_verify_nothing() {
        for torsion in EIGHT_TORSION {
            let key = VerifyingKey::from_bytes(torsion.compress().as_bytes()).unwrap();
            for point in SMALL_ORDER {
                let mut signature = [0; 64];
                signature[..32].copy_from_slice(&point);

                assert_eq!(both(&key, b"message", &signature), (false, false));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn the_verdict_is_that_of_verify_strict(
            seed: [u8; 32],
            message: Vec<u8>,
            at in 0_usize..96,
            with: u8,
            bump in 0_u8..4,
        ) {
            let key = ed25519_dalek::SigningKey::from_bytes(&seed);
            let mut signature = key.sign(&message).to_bytes();
            // One byte changed (or none), or the order of the group added to the second half.
            if let Some(byte) = signature.get_mut(at) {
                *byte ^= with;
            } else if bump > 0 {
                add_order(&mut signature, bump);
            }

            let (ours, theirs) = both(&key.verifying_key(), &message, &signature);

            prop_assert_eq!(ours, theirs);
            prop_assert_eq!(ours, signature == key.sign(&message).to_bytes());
        }
    }

    /// Adds the order of the group to the second half: the other notation of the same number.
    fn add_order(signature: &mut [u8; 64], times: u8) {
        const ORDER: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        for _ in 0..times {
            let mut carry = 0;
            for (byte, order) in signature[32..].iter_mut().zip(ORDER) {
                let sum = u16::from(*byte) + u16::from(order) + carry;
                *byte = (sum & 0xff) as u8;
                carry = sum >> 8;
            }
        }
    }
}
