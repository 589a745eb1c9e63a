//! One place of a packed list, read without keeping the list.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::{Leniency, MAXIMUM_BYTES, StatusError, packed};

/// What one place of a list says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The value: 0 or 1, or more where an entry has more than one bit.
    pub value: u32,
    /// How many entries the list has, so that [`MINIMUM_ENTRIES`](super::MINIMUM_ENTRIES) can be judged.
    pub entries: usize,
}

/// Reads entry `index` of an `encodedList` whose entries have `size` bits (`statusSize`, 1 to 32).
///
/// The list is unpacked in small pieces, of which only the one that is wanted is kept; it is read to its end all the same, as
/// a list that is cut or damaged is none. More than [`MAXIMUM_BYTES`] are never unpacked.
pub fn look_up(
    encoded: &str,
    leniency: Leniency,
    index: usize,
    size: usize,
) -> Result<Place, StatusError> {
    if !(1..=32).contains(&size) {
        return Err(StatusError::Malformed("statusSize is not between 1 and 32"));
    }
    let first = index.checked_mul(size);
    let window = first.unwrap_or(usize::MAX) / 8;
    let mut kept = [0_u8; 5];
    let mut length = 0;
    let packed = packed(encoded, leniency)?;
    let mut unpacked = MultiGzDecoder::new(packed.as_slice());
    let mut piece = [0_u8; 16 * 1024];
    loop {
        let read = unpacked
            .read(&mut piece)
            .map_err(|_| StatusError::Malformed("not gzip"))?;
        if read == 0 {
            break;
        }
        for (kept, at) in kept.iter_mut().zip(window..) {
            if let Some(byte) = at.checked_sub(length).and_then(|at| piece[..read].get(at)) {
                *kept = *byte;
            }
        }
        length += read;
        if length > MAXIMUM_BYTES {
            return Err(StatusError::TooLarge);
        }
    }
    let entries = length * 8 / size;
    let first = first
        .filter(|_| index < entries)
        .ok_or(StatusError::OutOfRange { index, entries })?;
    // At most 32 bits that begin within the first byte: they end within the fifth.
    let bits = kept
        .iter()
        .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let behind = 40 - first % 8 - size;
    let value = bits >> behind & (u64::from(u32::MAX) >> (32 - size));
    Ok(Place {
        value: u32::try_from(value).unwrap_or(u32::MAX),
        entries,
    })
}
