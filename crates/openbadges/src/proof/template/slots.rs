//! The values of slots: which ones the template may take, and how canonical lines write them.

use std::borrow::Cow;

use super::Unfit;
use super::sought::{Reading, Sought};
use crate::canonical::rdfc::escape;

/// The schemes of the identifiers that templates take; others go the general way.
///
/// A context could use one of these as a prefix, and then `urn:x` would mean something else. So each is
/// tried when a template is prepared.
const SCHEMES: [&str; 6] = ["https://", "http://", "did:", "urn:", "mailto:", "tel:"];

/// How each slot is read.
#[derive(Debug)]
pub(super) struct Slots {
    readings: Vec<Reading>,
    schemes: Vec<&'static str>,
}

impl Slots {
    /// Takes what was found of each slot; the error is the number of a slot that nothing was found of.
    pub(super) fn new(sought: &Sought) -> Result<Self, usize> {
        let readings = (0..sought.len())
            .map(|slot| sought.reading(slot).ok_or(slot))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            readings,
            schemes: SCHEMES.to_vec(),
        })
    }

    #[cfg(test)]
    pub(super) fn is_iri(&self, slot: usize) -> bool {
        self.readings[slot] == Reading::Iri
    }

    /// The schemes of identifiers that are taken.
    pub(super) fn schemes(&self) -> Vec<&'static str> {
        self.schemes.clone()
    }

    /// Takes no more identifiers of a scheme.
    pub(super) fn forget(&mut self, scheme: &str) {
        self.schemes.retain(|known| *known != scheme);
    }

    /// A filling for the comparison with the canonicaliser: all that lines and JSON escape, and one scheme.
    pub(super) fn example(&self, scheme: &str) -> Vec<String> {
        // The letters make fillings of different schemes sort differently among the other lines.
        let spread = scheme.len() % 7;
        let readings = self.readings.iter().enumerate();
        readings
            .map(|(slot, reading)| match reading {
                Reading::Iri => format!("{scheme}example/{}-{slot}", "azAZ09-".as_bytes()[spread]),
                Reading::Text if slot % 3 == spread % 3 => format!("{slot}"),
                Reading::Text => format!(
                    "{slot} \"quoted\" \\ \u{0}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f} é \u{2028}\u{fffe}\u{ffff}😀 <&> _:b0 ^^"
                ),
            })
            .collect()
    }

    /// Brings the values into the form of canonical lines.
    pub(super) fn fill<'a>(&self, values: &[&'a str]) -> Result<Vec<Cow<'a, str>>, Unfit> {
        let pairs = self.readings.iter().zip(values);
        pairs
            .map(|(reading, value)| match reading {
                Reading::Iri => self.identifier(value).map(Cow::Borrowed),
                Reading::Text => literal(value),
            })
            .collect()
    }

    /// Whether JSON-LD leaves an identifier as it is, beyond any doubt.
    fn identifier<'a>(&self, value: &'a str) -> Result<&'a str, Unfit> {
        let scheme = self
            .schemes
            .iter()
            .find(|scheme| value.starts_with(**scheme))
            .ok_or(Unfit)?;
        let rest = &value.as_bytes()[scheme.len()..];
        // Dot segments could be resolved, so nothing that might be one is taken.
        let first_is_plain = rest.first().is_some_and(u8::is_ascii_alphanumeric);
        let is_plain = |at: usize, byte: u8| match byte {
            b'/' => rest.get(at + 1) != Some(&b'.'),
            b'%' => {
                let digits = rest.get(at + 1..at + 3);
                digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            }
            b'#' => !rest[at + 1..].contains(&b'#'),
            _ => byte.is_ascii_alphanumeric() || b"-._~:?@!$&'()*+,;=".contains(&byte),
        };
        let mut bytes = rest.iter().enumerate();
        if first_is_plain && bytes.all(|(at, byte)| is_plain(at, *byte)) {
            Ok(value)
        } else {
            Err(Unfit)
        }
    }
}

/// Writes a text as the inside of a literal of canonical N-Quads (RDFC-1.0 section 5).
fn literal(value: &str) -> Result<Cow<'_, str>, Unfit> {
    // JSON-LD keeps texts that look like its keywords for itself in some places.
    if value.starts_with('@') {
        return Err(Unfit);
    }
    let special = |byte: u8| matches!(byte, 0..=0x1f | b'"' | b'\\' | 0x7f | 0xef);
    if value.bytes().any(special) {
        let mut text = String::with_capacity(value.len() + value.len() / 8);
        for character in value.chars() {
            escape(&mut text, character);
        }
        Ok(Cow::Owned(text))
    } else {
        Ok(Cow::Borrowed(value))
    }
}
