//! Status lists: one bit for each credential, all of them in one signed document.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::time::format_seconds;

mod message;
mod place;

pub use message::{MOST_MESSAGE_BITS, message_entry, message_of};
pub use place::{Place, look_up};

/// The fewest entries of a list that hides in its crowd; shorter ones may only be read leniently.
pub const MINIMUM_ENTRIES: usize = 131_072;

/// The most bytes that a list may unpack to.
pub const MAXIMUM_BYTES: usize = 16 * 1024 * 1024;

/// Why a status list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatusError {
    /// `encodedList` is not the letter `u`, base64url and gzip.
    #[error("malformed encodedList: {0}")]
    Malformed(&'static str),
    /// The list unpacks to more than [`MAXIMUM_BYTES`].
    #[error("the list is larger than {MAXIMUM_BYTES} bytes")]
    TooLarge,
    /// The list has fewer than [`MINIMUM_ENTRIES`] entries.
    #[error("the list has {entries} entries, fewer than {MINIMUM_ENTRIES}")]
    TooShort {
        /// How many it has.
        entries: usize,
    },
    /// The index lies beyond the end of the list.
    #[error("the index {index} is beyond the {entries} entries of the list")]
    OutOfRange {
        /// The index that was asked for.
        index: usize,
        /// How many entries the list has.
        entries: usize,
    },
}

/// How strictly a list from elsewhere is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Leniency {
    /// As Bitstring Status List 1.0 demands.
    #[default]
    Strict,
    /// As lists of the older kind are found: too short, without the letter `u`, padded, plain base64.
    StatusList2021,
}

/// A list of bits, the first entry in the most significant bit of the first byte.
///
/// Bitstring Status List 1.0, 2.2 and 3: the list and its encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BitstringList {
    bits: Vec<u8>,
}

impl BitstringList {
    /// Makes a list of zeros with at least `entries` entries, and never fewer than [`MINIMUM_ENTRIES`].
    pub fn new(entries: usize) -> Self {
        Self {
            bits: vec![0; entries.max(MINIMUM_ENTRIES).div_ceil(8)],
        }
    }

    /// Makes a list of zeros whose entries have `size` bits (`statusSize`), as for messages; entries are counted like in
    /// [`BitstringList::new`].
    pub fn with_sized(entries: usize, size: usize) -> Self {
        Self {
            bits: vec![0; (entries.max(MINIMUM_ENTRIES) * size).div_ceil(8)],
        }
    }

    /// Takes the bits as they were stored.
    pub fn from_bits(bits: Vec<u8>) -> Self {
        Self { bits }
    }

    /// The bits, to be stored.
    pub fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// How many entries of one bit the list has.
    pub fn len(&self) -> usize {
        self.bits.len() * 8
    }

    /// Whether the list has no entries at all.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// Reads one entry.
    pub fn get(&self, index: usize) -> Result<bool, StatusError> {
        let byte = self
            .bits
            .get(index / 8)
            .ok_or_else(|| self.out_of_range(index))?;
        Ok(byte & mask(index) != 0)
    }

    /// Reads one entry of a list whose entries have `size` bits (`statusSize`), at most 32.
    pub fn get_sized(&self, index: usize, size: usize) -> Result<u32, StatusError> {
        if !(1..=32).contains(&size) {
            return Err(StatusError::Malformed("statusSize is not between 1 and 32"));
        }
        let entries = self.len() / size;
        if index >= entries {
            return Err(StatusError::OutOfRange { index, entries });
        }
        (index * size..(index + 1) * size)
            .try_fold(0, |value, bit| Ok(value << 1 | u32::from(self.get(bit)?)))
    }

    /// Sets or clears one entry.
    pub fn set(&mut self, index: usize, value: bool) -> Result<(), StatusError> {
        let error = self.out_of_range(index);
        let byte = self.bits.get_mut(index / 8).ok_or(error)?;
        if value {
            *byte |= mask(index);
        } else {
            *byte &= !mask(index);
        }
        Ok(())
    }

    /// Writes one entry of a list whose entries have `size` bits (`statusSize`), at most 32; the highest bit comes first.
    pub fn set_sized(&mut self, index: usize, size: usize, value: u32) -> Result<(), StatusError> {
        self.get_sized(index, size)?;
        if size < 32 && value >> size != 0 {
            return Err(StatusError::Malformed(
                "the value has more bits than an entry",
            ));
        }
        (0..size)
            .try_for_each(|bit| self.set(index * size + bit, value >> (size - 1 - bit) & 1 == 1))
    }

    /// Sets or clears an entry and its [`mirror`].
    ///
    /// A deployed wallet counts the bits of each byte from the other end. Where only one entry of each
    /// mirrored pair is given out and both are set, it sees the truth too.
    pub fn set_mirrored(&mut self, index: usize, value: bool) -> Result<(), StatusError> {
        self.set(index, value)?;
        self.set(mirror(index), value)
    }

    /// Writes the list as `encodedList`: `u`, then base64url of the gzipped bits.
    pub fn encode(&self) -> String {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let packed = encoder
            .write_all(&self.bits)
            .and_then(|()| encoder.finish())
            .expect("writing into memory does not fail");
        format!("u{}", URL_SAFE_NO_PAD.encode(packed))
    }

    /// Reads an `encodedList`, never unpacking more than [`MAXIMUM_BYTES`].
    pub fn decode(encoded: &str, leniency: Leniency) -> Result<Self, StatusError> {
        let packed = packed(encoded, leniency)?;
        let mut bits = Vec::new();
        MultiGzDecoder::new(packed.as_slice())
            .take(MAXIMUM_BYTES as u64 + 1)
            .read_to_end(&mut bits)
            .map_err(|_| StatusError::Malformed("not gzip"))?;
        if bits.len() > MAXIMUM_BYTES {
            return Err(StatusError::TooLarge);
        }
        let list = Self { bits };
        if leniency == Leniency::Strict {
            list.check_length(1)?;
        }
        Ok(list)
    }

    /// Checks that the list has at least [`MINIMUM_ENTRIES`] entries of `size` bits.
    pub fn check_length(&self, size: usize) -> Result<(), StatusError> {
        let entries = self.len() / size.max(1);
        if entries < MINIMUM_ENTRIES {
            Err(StatusError::TooShort { entries })
        } else {
            Ok(())
        }
    }

    fn out_of_range(&self, index: usize) -> StatusError {
        StatusError::OutOfRange {
            index,
            entries: self.len(),
        }
    }
}

/// The entry that stands at the same place of its byte, counted from the other end.
pub fn mirror(index: usize) -> usize {
    index ^ 7
}

/// Whether an index may be given out: one of each mirrored pair, the one in the first half of its byte.
pub fn is_allocatable(index: usize) -> bool {
    index % 8 < 4
}

/// Makes the credential that publishes a list, not yet signed.
pub fn status_list_credential(
    url: &str,
    issuer_did: &str,
    purpose: &str,
    list: &BitstringList,
    valid_from: Timestamp,
) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer_did,
        "validFrom": format_seconds(valid_from),
        "credentialSubject": {
            "id": format!("{url}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": list.encode(),
        },
    })
}

fn mask(index: usize) -> u8 {
    0x80 >> (index % 8)
}

/// For how long a list may be kept before it is asked for again: its `ttl`, in milliseconds (Bitstring Status List 1.0,
/// section 2.2). It says nothing about whether an older copy is true.
pub fn time_to_live(list: &Value) -> Option<std::time::Duration> {
    let subject = crate::json::items(list.get("credentialSubject")?).first()?;
    let milliseconds = subject.get("ttl")?.as_u64()?;
    Some(std::time::Duration::from_millis(milliseconds))
}

/// The gzip file inside an `encodedList`.
fn packed(encoded: &str, leniency: Leniency) -> Result<Vec<u8>, StatusError> {
    match leniency {
        Leniency::Strict => strict_base64(encoded),
        Leniency::StatusList2021 => lenient_base64(encoded),
    }
}

fn strict_base64(encoded: &str) -> Result<Vec<u8>, StatusError> {
    let digits = encoded.strip_prefix('u').ok_or(StatusError::Malformed(
        "it does not begin with the letter u",
    ))?;
    URL_SAFE_NO_PAD
        .decode(digits)
        .map_err(|_| StatusError::Malformed("not base64url"))
}

fn lenient_base64(encoded: &str) -> Result<Vec<u8>, StatusError> {
    let encoded = encoded.trim_end_matches('=');
    // Every gzip stream begins with the same bytes, and so every list with the letters H4sI.
    let digits = encoded
        .strip_prefix(['u', 'm'])
        .filter(|rest| rest.starts_with("H4s"));
    let digits = digits
        .unwrap_or(encoded)
        .replace('-', "+")
        .replace('_', "/");
    STANDARD_NO_PAD
        .decode(digits)
        .map_err(|_| StatusError::Malformed("not base64"))
}

#[cfg(test)]
mod tests;
