//! Reading what a browser and a device say: the few parts of WebAuthn that a passkey needs.

use serde::Deserialize;

use super::{EDDSA, ES256};

/// The browser's part.
#[derive(Debug, Deserialize)]
pub(super) struct ClientData {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) challenge: String,
    pub(super) origin: String,
}

impl ClientData {
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }
}

/// The device's part, section 6.1 of WebAuthn.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    /// SHA-256 of the host it was made for.
    pub(super) site: &'a [u8; 32],
    /// Whether the person was there, and the device checked that it is them.
    pub(super) was_verified: bool,
    /// How often the passkey was used; 0 where nobody counts.
    pub(super) counter: u32,
    /// The name of a new passkey.
    pub(super) credential: Option<&'a [u8]>,
}

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;

/// No authenticator has a longer name for a passkey.
const LONGEST_CREDENTIAL: usize = 1_023;

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (site, rest) = bytes.split_first_chunk::<32>()?;
        let (&[flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, rest) = rest.split_first_chunk::<4>()?;
        let credential = if flags & HAS_CREDENTIAL == 0 {
            None
        } else {
            Some(credential(rest)?)
        };
        Some(Self {
            site,
            was_verified: flags & USER_PRESENT != 0 && flags & USER_VERIFIED != 0,
            counter: u32::from_be_bytes(*counter),
            credential,
        })
    }
}

/// The name after the sixteen bytes that say which product the device is.
fn credential(bytes: &[u8]) -> Option<&[u8]> {
    let (_, rest) = bytes.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let sound = (1..=LONGEST_CREDENTIAL).contains(&length);
    rest.get(..length).filter(|_| sound)
}

/// What stands before the point of a P-256 key in its SubjectPublicKeyInfo.
const P256_PREFIX: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// What stands before the bytes of an Ed25519 key in its SubjectPublicKeyInfo.
const ED25519_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// The bare key: an uncompressed point of P-256, or the 32 bytes of Ed25519. The DER of both has one shape only.
pub(super) fn public_key(algorithm: i32, info: &[u8]) -> Option<&[u8]> {
    match algorithm {
        ES256 => info
            .strip_prefix(&P256_PREFIX)
            .filter(|point| point.len() == 65 && point[0] == 4),
        EDDSA => info
            .strip_prefix(&ED25519_PREFIX)
            .filter(|key| key.len() == 32),
        _ => None,
    }
}
