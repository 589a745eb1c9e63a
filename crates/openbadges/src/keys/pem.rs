//! Public keys as PEM texts: SubjectPublicKeyInfo, and PKCS#1 for RSA as Open Badges 2.0 has it.
//!
//! Only the shapes that the four kinds of key really have are read and written.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{KeyError, PublicKey, RsaPublicKey};

const LABEL: &str = "PUBLIC KEY";
const RSA_LABEL: &str = "RSA PUBLIC KEY";

/// AlgorithmIdentifier of each kind, as DER.
const ED25519: &[u8] = &[0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70];
const P256: &[u8] = &[
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
    0xce, 0x3d, 0x03, 0x01, 0x07,
];
const P384: &[u8] = &[
    0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04,
    0x00, 0x22,
];
const RSA: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

const BROKEN: KeyError = KeyError::Malformed("broken DER");

pub(super) fn read(text: &str) -> Result<PublicKey, KeyError> {
    let (label, der) = unwrap(text)?;
    match label {
        LABEL => from_spki(&der),
        RSA_LABEL => from_pkcs1(&der),
        other => Err(KeyError::Unsupported(other.to_owned())),
    }
}

pub(super) fn write(key: &PublicKey) -> String {
    let der = to_spki(key);
    let body = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {LABEL}-----\n");
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text + &format!("-----END {LABEL}-----\n")
}

/// The PKCS#1 form of an RSA key: a sequence of its two numbers.
pub(super) fn pkcs1(key: &RsaPublicKey) -> Vec<u8> {
    let numbers = [integer(key.modulus()), integer(key.exponent())].concat();
    element(SEQUENCE, &numbers)
}

/// Reads the PKCS#1 form of an RSA key.
pub(super) fn from_pkcs1(der: &[u8]) -> Result<PublicKey, KeyError> {
    let (numbers, rest) = take(der, SEQUENCE)?;
    let (modulus, after) = take(numbers, INTEGER)?;
    let (exponent, end) = take(after, INTEGER)?;
    if !rest.is_empty() || !end.is_empty() {
        return Err(BROKEN);
    }
    RsaPublicKey::new(modulus, exponent).map(PublicKey::Rsa)
}

fn to_spki(key: &PublicKey) -> Vec<u8> {
    let (algorithm, bits) = match key {
        PublicKey::Ed25519(key) => (ED25519, key.as_bytes().to_vec()),
        PublicKey::P256(key) => (P256, key.to_sec1_point(false).as_bytes().to_vec()),
        PublicKey::P384(key) => (P384, key.to_sec1_point(false).as_bytes().to_vec()),
        PublicKey::Rsa(key) => (RSA, pkcs1(key)),
    };
    let bits = element(BIT_STRING, &[&[0], &bits[..]].concat());
    element(SEQUENCE, &[algorithm, &bits].concat())
}

fn from_spki(der: &[u8]) -> Result<PublicKey, KeyError> {
    let (body, rest) = take(der, SEQUENCE)?;
    let (algorithm, after) = take(body, SEQUENCE)?;
    let (bits, end) = take(after, BIT_STRING)?;
    let Some((0, bits)) = bits.split_first() else {
        return Err(BROKEN);
    };
    if !rest.is_empty() || !end.is_empty() {
        return Err(BROKEN);
    }
    // Some writers leave out the NULL after the identifier of RSA.
    let kind = |known: &[u8]| algorithm == &known[2..];
    if kind(ED25519) {
        let key = bits
            .try_into()
            .map_err(|_| KeyError::Malformed("not 32 bytes"))?;
        PublicKey::ed25519_from_bytes(key)
    } else if kind(P256) {
        PublicKey::p256_from_sec1(bits)
    } else if kind(P384) {
        PublicKey::p384_from_sec1(bits)
    } else if kind(RSA) || algorithm == &RSA[2..RSA.len() - 2] {
        from_pkcs1(bits)
    } else {
        Err(KeyError::Unsupported("another algorithm".into()))
    }
}

/// Takes the armour off, forgiving about line ends and line lengths.
fn unwrap(text: &str) -> Result<(&str, Vec<u8>), KeyError> {
    const NO_PEM: KeyError = KeyError::Malformed("not a PEM text");
    let (label, rest) = text
        .trim()
        .strip_prefix("-----BEGIN ")
        .and_then(|rest| rest.split_once("-----"))
        .ok_or(NO_PEM)?;
    let body = rest
        .strip_suffix("-----")
        .and_then(|rest| rest.strip_suffix(label))
        .and_then(|rest| rest.strip_suffix("-----END "))
        .ok_or(NO_PEM)?;
    let body: String = body.split_ascii_whitespace().collect();
    let der = STANDARD
        .decode(body)
        .map_err(|_| KeyError::Malformed("not base64"))?;
    Ok((label, der))
}

fn integer(number: &[u8]) -> Vec<u8> {
    // A leading one bit would make the number negative.
    if number.first().is_some_and(|byte| byte & 0x80 != 0) {
        element(INTEGER, &[&[0], number].concat())
    } else {
        element(INTEGER, number)
    }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    let length = content.len();
    if length < 0x80 {
        der.push(length as u8);
    } else {
        let bytes = length.to_be_bytes();
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        der.push(0x80 | (bytes.len() - zeros) as u8);
        der.extend_from_slice(&bytes[zeros..]);
    }
    der.extend_from_slice(content);
    der
}

/// Splits one element off: its content, and what follows it.
fn take(der: &[u8], tag: u8) -> Result<(&[u8], &[u8]), KeyError> {
    let [found, first, rest @ ..] = der else {
        return Err(BROKEN);
    };
    if *found != tag {
        return Err(BROKEN);
    }
    let (length, rest) = match first {
        short @ 0..=0x7f => (usize::from(*short), rest),
        long @ 0x81..=0x83 => {
            let (bytes, rest) = rest
                .split_at_checked(usize::from(long & 0x7f))
                .ok_or(BROKEN)?;
            let length = bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (length, rest)
        }
        _ => return Err(BROKEN),
    };
    rest.split_at_checked(length).ok_or(BROKEN)
}
