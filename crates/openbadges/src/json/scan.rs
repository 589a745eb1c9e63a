//! Looking for the few bytes of a text that need care, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES << 7;

/// How many bytes there are before a quotation mark, a backslash or a control character.
pub(crate) fn plain_length(bytes: &[u8]) -> usize {
    length_before(bytes, |word| {
        controls(word) | equal(word, b'"') | equal(word, b'\\')
    })
}

/// How many bytes there are before one that canonical N-Quads may not write as it is: those of
/// [`plain_length`], U+007F, and what begins the last two characters of the plane (U+FFFE, U+FFFF).
pub(crate) fn plain_length_in_lines(bytes: &[u8]) -> usize {
    length_before(bytes, |word| {
        controls(word)
            | equal(word, b'"')
            | equal(word, b'\\')
            | equal(word, 0x7f)
            | equal(word, 0xef)
    })
}

/// A bit in each byte below the first space. Above the lowest such byte there may be more bits than that.
fn controls(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & HIGH
}

/// A bit in each byte that is this one. Above the lowest such byte there may be more bits than that.
fn equal(word: u64, byte: u8) -> u64 {
    let difference = word ^ (ONES * u64::from(byte));
    difference.wrapping_sub(ONES) & !difference & HIGH
}

/// The place of the first byte that is marked; the lowest mark of a word is never wrong.
fn length_before(bytes: &[u8], marks: impl Fn(u64) -> u64) -> usize {
    let mut length = 0;
    while let Some(chunk) = bytes[length..].first_chunk::<8>() {
        let marked = marks(u64::from_le_bytes(*chunk));
        if marked != 0 {
            return length + marked.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let rest = &bytes[length..];
    let mut padded = [b' '; 8];
    padded[..rest.len()].copy_from_slice(rest);
    match marks(u64::from_le_bytes(padded)) {
        0 => bytes.len(),
        marked => length + marked.trailing_zeros() as usize / 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_byte_is_found_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut bytes = vec![b'a'; length];
                    bytes[place] = byte;
                    let found = |special: bool| if special { place } else { length };
                    let plain = matches!(byte, 0..0x20 | b'"' | b'\\');
                    assert_eq!(plain_length(&bytes), found(plain));
                    let in_lines = plain || matches!(byte, 0x7f | 0xef);
                    assert_eq!(plain_length_in_lines(&bytes), found(in_lines));
                }
            }
        }
    }
}
