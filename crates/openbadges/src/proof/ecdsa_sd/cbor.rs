//! The little of CBOR (RFC 8949) that proof values need, read strictly.
//!
//! Unsigned numbers, byte strings, texts, arrays and maps of definite length, each number in its shortest form, no tags.
//! Nothing has two spellings but the order of a map, in which writers differ.

use super::super::data_integrity::ProofError;

const BROKEN: ProofError =
    ProofError::Malformed("proofValue is not the CBOR that the suite prescribes");

const UNSIGNED: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

/// Reads values one after the other.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Reads the head of an array and gives the number of its elements.
    pub(super) fn array(&mut self) -> Result<usize, ProofError> {
        self.container(ARRAY, 1)
    }

    /// Reads the head of a map and gives the number of its pairs.
    pub(super) fn map(&mut self) -> Result<usize, ProofError> {
        self.container(MAP, 2)
    }

    pub(super) fn unsigned(&mut self) -> Result<usize, ProofError> {
        self.head(UNSIGNED)
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], ProofError> {
        let length = self.head(BYTES)?;
        self.take(length)?.try_into().map_err(|_| BROKEN)
    }

    pub(super) fn text(&mut self) -> Result<&'a str, ProofError> {
        let length = self.head(TEXT)?;
        std::str::from_utf8(self.take(length)?).map_err(|_| BROKEN)
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(self) -> Result<(), ProofError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(BROKEN)
        }
    }

    fn container(&mut self, kind: u8, least: usize) -> Result<usize, ProofError> {
        let length = self.head(kind)?;
        // Each element takes a byte at least: nobody can announce more of them than there are bytes.
        match length.checked_mul(least) {
            Some(bytes) if bytes <= self.rest.len() => Ok(length),
            _ => Err(BROKEN),
        }
    }

    fn head(&mut self, kind: u8) -> Result<usize, ProofError> {
        let first = self.take(1)?[0];
        if first >> 5 != kind {
            return Err(BROKEN);
        }
        let width = match first & 0x1f {
            small @ 0..=23 => return Ok(usize::from(small)),
            24 => 1,
            25 => 2,
            26 => 4,
            _ => return Err(BROKEN),
        };
        let number = self
            .take(width)?
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        let shortest = match width {
            1 => number > 23,
            2 => number > 0xff,
            _ => number > 0xffff,
        };
        if shortest { Ok(number) } else { Err(BROKEN) }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], ProofError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(BROKEN)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Writes values one after the other.
pub(super) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Starts behind the bytes that tell the kind of proof.
    pub(super) fn after(header: [u8; 3]) -> Self {
        Self {
            bytes: header.to_vec(),
        }
    }

    pub(super) fn array(&mut self, length: usize) -> &mut Self {
        self.head(ARRAY, length)
    }

    pub(super) fn map(&mut self, length: usize) -> &mut Self {
        self.head(MAP, length)
    }

    pub(super) fn unsigned(&mut self, number: usize) -> &mut Self {
        self.head(UNSIGNED, number)
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.head(BYTES, bytes.len());
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.head(TEXT, text.len());
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn head(&mut self, kind: u8, number: usize) -> &mut Self {
        let bytes = number.to_be_bytes();
        let (width, code) = match number {
            0..=23 => (0, number as u8),
            24..=0xff => (1, 24),
            0x100..=0xffff => (2, 25),
            0x1_0000..=0xffff_ffff => (4, 26),
            _ => (8, 27),
        };
        self.bytes.push(kind << 5 | code);
        self.bytes.extend_from_slice(&bytes[bytes.len() - width..]);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_width_survive() {
        for number in [0, 23, 24, 255, 256, 65_535, 65_536, 4_000_000_000] {
            let mut writer = Writer::after([0; 3]);
            writer.unsigned(number);
            let bytes = writer.into_bytes();

            let mut reader = Reader::new(&bytes[3..]);

            assert_eq!(reader.unsigned(), Ok(number));
            assert_eq!(reader.end(), Ok(()));
        }
    }

    #[test]
    fn longer_forms_tags_and_open_ends_are_refused() {
        for bytes in [
            &[0x18, 23][..],
            &[0x19, 0, 255],
            &[0x1a, 0, 0, 255, 255],
            &[0x1b, 0, 0, 0, 0, 0, 0, 0, 1],
            &[0xc0, 0x01],
            &[0x1f],
            &[0x20],
            &[0x18],
            &[],
        ] {
            assert!(Reader::new(bytes).unsigned().is_err(), "{bytes:x?}");
        }
        assert!(Reader::new(&[0x9f, 0xff]).array().is_err());
        assert!(
            Reader::new(&[0x9a, 0xff, 0xff, 0xff, 0xff])
                .array()
                .is_err()
        );
        assert!(Reader::new(&[0x41, 0, 0]).bytes::<2>().is_err());
        assert!(Reader::new(&[0x61, 0xff]).text().is_err());
        assert!(Reader::new(&[0]).end().is_err());
    }
}
