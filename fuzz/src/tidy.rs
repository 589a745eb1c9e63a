//! Spoilt PNGs with right checksums, so that a changed byte is not always refused for its checksum.

use std::borrow::Cow;

const SIGNATURE: usize = 8;
/// Length and kind before the data of a chunk.
const HEAD: usize = 8;

/// The bytes as they are, and for a PNG also with every checksum put right.
pub(super) fn spellings(data: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let tidied = data.starts_with(b"\x89PNG").then(|| tidy(data));
    [Some(Cow::Borrowed(data)), tidied.map(Cow::Owned)]
        .into_iter()
        .flatten()
}

fn tidy(png: &[u8]) -> Vec<u8> {
    let mut png = png.to_vec();
    let mut rest = png.get_mut(SIGNATURE..).unwrap_or_default();
    while let Some(length) = rest.first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((chunk, after)) = rest.split_at_mut_checked(HEAD + length) else {
            break;
        };
        let Some((checksum, after)) = after.split_first_chunk_mut::<4>() else {
            break;
        };
        *checksum = crc32fast::hash(&chunk[4..]).to_be_bytes();
        rest = after;
    }
    png
}
