//! Many signatures of one Ed25519 key, each with the verdict that it would get alone.
//!
//! The usual way to verify many signatures at once adds up their equations with random weights. It is quick,
//! but it says only whether all hold together, and a signer who mixes points of small order into signatures
//! can make it disagree with the verification of one. So nothing is added up here. What many signatures of
//! one key share is the work of multiplying: with tables of the multiples of the base point and of the key,
//! each signature needs 64 additions instead of 250 doublings and 60 additions. The points that come out are
//! brought into their 32 bytes together, which needs one inversion for all, and each is compared with its
//! own signature, exactly as [`verify_strict`](super::ed25519::verify_strict) does. There is no chance in it
//! and no second opinion to ask for.

use std::sync::LazyLock;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::CompressedEdwardsY;
use curve25519_dalek::traits::Identity as _;
use curve25519_dalek::{EdwardsPoint, Scalar};
use sha2::{Digest as _, Sha512};

use super::ed25519::is_small_order;
use super::{PublicKey, SignatureMismatch};

/// From so many signatures on, the table of the key's multiples is worth making.
const WORTH_A_TABLE: usize = 24;

/// Verifies signatures of one key: for each message and signature what [`PublicKey::verify`] says.
///
/// For Ed25519 and more than a few signatures it takes a fifth of the time; for other keys the same.
///
/// ```
/// use openbadges::keys::{Signer as _, SigningKey, verify_all};
///
/// let key = SigningKey::ed25519_from_seed([7; 32]);
/// let messages: Vec<String> = (0..100).map(|number| format!("message {number}")).collect();
/// let signatures: Vec<Vec<u8>> = messages
///     .iter()
///     .map(|message| key.sign(message.as_bytes()))
///     .collect::<Result<_, _>>()?;
/// let pairs: Vec<(&[u8], &[u8])> = messages
///     .iter()
///     .zip(&signatures)
///     .map(|(message, signature)| (message.as_bytes(), signature.as_slice()))
///     .collect();
///
/// assert!(verify_all(&key.public_key(), &pairs).iter().all(Result::is_ok));
/// # Ok::<(), openbadges::keys::SignError>(())
/// ```
pub fn verify_all(
    key: &PublicKey,
    signatures: &[(&[u8], &[u8])],
) -> Vec<Result<(), SignatureMismatch>> {
    match key {
        PublicKey::Ed25519(key) if signatures.len() >= WORTH_A_TABLE => {
            verify_with_tables(key, signatures)
        }
        key => signatures
            .iter()
            .map(|(message, signature)| key.verify(message, signature))
            .collect(),
    }
}

fn verify_with_tables(
    key: &ed25519_dalek::VerifyingKey,
    signatures: &[(&[u8], &[u8])],
) -> Vec<Result<(), SignatureMismatch>> {
    /// A signature point, and the digits of both numbers that lead to it.
    struct Claim {
        place: usize,
        point: [u8; 32],
        response: Digits,
        challenge: Digits,
    }
    let mut verdicts = vec![Err(SignatureMismatch); signatures.len()];
    if key.is_weak() {
        return verdicts;
    }
    let claims: Vec<Claim> = signatures
        .iter()
        .enumerate()
        .filter_map(|(place, (message, signature))| {
            let (point, response) = read(signature)?;
            Some(Claim {
                place,
                point,
                response: digits(&response),
                challenge: digits(&challenge(&point, key, message)),
            })
        })
        .collect();
    let keys_multiples = Table::new(-key.to_edwards());
    let mut points = vec![EdwardsPoint::identity(); claims.len()];
    // Window by window instead of signature by signature: the multiples of one window stay in the nearest cache.
    for (window, (of_base, of_key)) in BASE.0.iter().zip(&keys_multiples.0).enumerate() {
        for (point, claim) in points.iter_mut().zip(&claims) {
            add(point, of_base, claim.response[window]);
            add(point, of_key, claim.challenge[window]);
        }
    }
    let computed: Vec<CompressedEdwardsY> = EdwardsPoint::compress_batch_alloc(&points);
    for (claim, computed) in claims.iter().zip(computed) {
        if computed.0 == claim.point {
            verdicts[claim.place] = Ok(());
        }
    }
    verdicts
}

/// The two halves of a signature; `None` for what never verifies, whatever the message.
fn read(signature: &[u8]) -> Option<([u8; 32], Scalar)> {
    let (point, response) = signature.split_first_chunk::<32>()?;
    let response = Scalar::from_canonical_bytes(response.try_into().ok()?);
    (!is_small_order(point)).then_some((*point, Option::from(response)?))
}

/// The number that ties point, key and message together (RFC 8032 section 5.1.7).
fn challenge(point: &[u8; 32], key: &ed25519_dalek::VerifyingKey, message: &[u8]) -> Scalar {
    let hash = Sha512::new()
        .chain_update(point)
        .chain_update(key.as_bytes())
        .chain_update(message)
        .finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

/// Digits from -127 to 128, least first, each worth 256 times the one before.
type Digits = [i16; WINDOWS];

const WINDOWS: usize = 32;
const MULTIPLES: usize = 128;

fn digits(number: &Scalar) -> Digits {
    let mut carry = 0;
    number.as_bytes().map(|byte| {
        let digit = i16::from(byte) + carry;
        // The last byte of a reduced number is at most 16, so nothing is carried out of it.
        carry = i16::from(digit > 128);
        digit - 256 * carry
    })
}

/// The multiples of a point: 1 to 128 times it, then as many times 256 times it, and so on.
struct Table(Vec<[EdwardsPoint; MULTIPLES]>);

static BASE: LazyLock<Table> = LazyLock::new(|| Table::new(ED25519_BASEPOINT_POINT));

impl Table {
    fn new(point: EdwardsPoint) -> Self {
        let mut unit = point;
        let mut windows = Vec::with_capacity(WINDOWS);
        for _ in 0..WINDOWS {
            let mut multiple = unit;
            let multiples = [(); MULTIPLES].map(|()| {
                let this = multiple;
                multiple += unit;
                this
            });
            unit = multiples[MULTIPLES - 1] + multiples[MULTIPLES - 1];
            windows.push(multiples);
        }
        Self(windows)
    }
}

/// Adds so many times the point whose multiples these are.
fn add(point: &mut EdwardsPoint, multiples: &[EdwardsPoint; MULTIPLES], digit: i16) {
    let multiple = || &multiples[usize::from(digit.unsigned_abs()) - 1];
    match digit {
        0 => {}
        1.. => *point += multiple(),
        _ => *point -= multiple(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ed25519::tests::crafted;
    use super::*;
    use crate::keys::{Signer as _, SigningKey};

    fn both(key: &PublicKey, pairs: &[(&[u8], &[u8])]) -> [Vec<bool>; 2] {
        let PublicKey::Ed25519(verifying) = key else {
            panic!("an Ed25519 key");
        };
        let single = |(message, signature): &(&[u8], &[u8])| {
            ed25519_dalek::Signature::from_slice(signature)
                .and_then(|signature| verifying.verify_strict(message, &signature))
                .is_ok()
        };
        let verdicts = verify_all(key, pairs);
        [
            verdicts.iter().map(Result::is_ok).collect(),
            pairs.iter().map(single).collect(),
        ]
    }

    #[test]
    fn the_table_holds_the_multiples() {
        for (window, factor) in [(0, 1_u128), (1, 256), (2, 65_536), (15, 1 << 120)] {
            for multiple in [1_u64, 2, 3, 127, 128] {
                let number = Scalar::from(factor) * Scalar::from(multiple);

                let point = BASE.0[window][multiple as usize - 1];

                assert_eq!(point, EdwardsPoint::mul_base(&number));
            }
        }
    }

    #[test]
    fn each_signature_gets_its_own_verdict() {
        let key = SigningKey::ed25519_from_seed([7; 32]);
        let messages: Vec<Vec<u8>> = (0..200_u8)
            .map(|byte| vec![byte; usize::from(byte)])
            .collect();
        let mut signatures: Vec<Vec<u8>> = messages
            .iter()
            .map(|message| key.sign(message).unwrap())
            .collect();
        for (place, signature) in signatures.iter_mut().enumerate() {
            match place % 5 {
                1 => signature[place % 64] ^= 1 << (place % 8),
                2 if place % 2 == 0 => signature.truncate(63),
                2 => signature.push(0),
                _ => {}
            }
        }
        let pairs: Vec<(&[u8], &[u8])> = messages
            .iter()
            .zip(&signatures)
            .map(|(message, signature)| (message.as_slice(), signature.as_slice()))
            .collect();

        let [ours, singly] = both(&key.public_key(), &pairs);

        assert_eq!(ours, singly);
        assert_eq!(ours.iter().filter(|ok| **ok).count(), 120);
    }

    #[test]
    fn torsion_gets_the_verdict_of_verify_strict_in_a_batch_too() {
        let mut accepted = 0;
        for key_torsion in 0..8 {
            let crafted: Vec<_> = (0..8)
                .flat_map(|torsion| [false, true].map(|zero| (torsion, zero)))
                .map(|(torsion, zero)| crafted([9; 32], key_torsion, torsion, zero))
                .collect();
            let key = ed25519_dalek::VerifyingKey::from_bytes(&crafted[0].0).unwrap();
            // Each signature over its own message and over others, where it does not hold.
            let pairs: Vec<(&[u8], &[u8])> = crafted
                .iter()
                .flat_map(|(_, signature)| {
                    [b"message", b"another"].map(|text| (&text[..], &signature[..]))
                })
                .collect();

            let [ours, singly] = both(&PublicKey::Ed25519(key), &pairs);

            assert_eq!(ours, singly, "{key_torsion}");
            accepted += ours.iter().filter(|ok| **ok).count();
        }
        // In some of them the torsion cancels out: no verifier of this kind can see it.
        assert!((1..64).contains(&accepted), "{accepted}");
    }

    #[test]
    fn numbers_that_are_not_reduced_are_refused() {
        let key = SigningKey::ed25519_from_seed([7; 32]);
        let mut signature = key.sign(b"message").unwrap();
        signature[63] |= 0xe0;
        let pairs = vec![(&b"message"[..], signature.as_slice()); 30];

        let [ours, singly] = both(&key.public_key(), &pairs);

        assert_eq!(ours, singly);
        assert!(!ours.contains(&true));
    }

    #[test]
    fn a_weak_key_verifies_nothing() {
        let weak = ed25519_dalek::VerifyingKey::from_bytes(&[0; 32]).unwrap();
        let pairs = vec![(&b"message"[..], &[0; 64][..]); 30];

        let [ours, singly] = both(&PublicKey::Ed25519(weak), &pairs);

        assert_eq!(ours, singly);
        assert!(!ours.contains(&true));
    }

    #[test]
    fn keys_of_other_kinds_are_verified_one_by_one() {
        let key = SigningKey::p256_from_scalar([7; 32]).unwrap();
        let signature = key.sign(b"message").unwrap();

        let verdicts = verify_all(
            &key.public_key(),
            &[(b"message", &signature), (b"another", &signature)],
        );

        assert_eq!(verdicts, [Ok(()), Err(SignatureMismatch)]);
    }
}
