//! Multikey: the letter `z`, then base58btc of a two-byte header and the raw key.

use super::{KeyError, PublicKey};

const ED25519: [u8; 2] = [0xed, 0x01];
const P256: [u8; 2] = [0x80, 0x24];
const P384: [u8; 2] = [0x81, 0x24];

/// Longer texts are not even decoded: base58 takes quadratic time.
const LONGEST: usize = 128;

pub(super) fn read(text: &str) -> Result<PublicKey, KeyError> {
    let digits = text
        .strip_prefix('z')
        .ok_or(KeyError::Malformed("a Multikey begins with the letter z"))?;
    if digits.len() > LONGEST {
        return Err(KeyError::Malformed("too long for a Multikey"));
    }
    let bytes = bs58::decode(digits)
        .into_vec()
        .map_err(|_| KeyError::Malformed("not base58"))?;
    from_bytes(&bytes)
}

pub(super) fn write(key: &PublicKey) -> Option<String> {
    to_bytes(key).map(|bytes| format!("z{}", bs58::encode(bytes).into_string()))
}

/// Reads the bytes that stand behind the letter `z`.
pub(super) fn from_bytes(bytes: &[u8]) -> Result<PublicKey, KeyError> {
    let Some((header, key)) = bytes.split_first_chunk::<2>() else {
        return Err(KeyError::Malformed("too short for a Multikey"));
    };
    match *header {
        ED25519 => {
            let key = key
                .try_into()
                .map_err(|_| KeyError::Malformed("not 32 bytes"))?;
            PublicKey::ed25519_from_bytes(key)
        }
        P256 if key.len() == 33 => PublicKey::p256_from_sec1(key),
        P256 => Err(KeyError::Malformed("not a compressed point of 33 bytes")),
        P384 if key.len() == 49 => PublicKey::p384_from_sec1(key),
        P384 => Err(KeyError::Malformed("not a compressed point of 49 bytes")),
        other => Err(KeyError::Unsupported(name(other))),
    }
}

/// The header and the raw key.
pub(super) fn to_bytes(key: &PublicKey) -> Option<Vec<u8>> {
    let with = |header: [u8; 2], key: &[u8]| Some([&header, key].concat());
    match key {
        PublicKey::Ed25519(key) => with(ED25519, key.as_bytes()),
        PublicKey::P256(key) => with(P256, key.to_sec1_point(true).as_bytes()),
        PublicKey::P384(key) => with(P384, key.to_sec1_point(true).as_bytes()),
        PublicKey::Rsa(_) => None,
    }
}

/// Names the kinds that are known but not supported, for the message.
fn name(header: [u8; 2]) -> String {
    match header {
        [0x82, 0x24] => "P-521".into(),
        [0xe7, 0x01] => "secp256k1".into(),
        [0xec, 0x01] => "X25519".into(),
        [0xeb, 0x01] => "BLS12-381".into(),
        [0x85, 0x24] => "RSA".into(),
        [0x80 | 0x86 | 0x87, 0x26] => "secret key".into(),
        [first, second] => format!("0x{first:02x}{second:02x}"),
    }
}
