//! Codes that are read from a board and typed on a phone.

use std::fmt;
use std::str::FromStr;

use crate::random::Random;

/// The letters and digits of a code. Of signs that are taken for each other, in print or in handwriting, one is here and
/// the others are [folded](fold) into it: 0 for O and Q, 1 for I and L, 2 for Z, 5 for S, 8 for B, V for U.
const ALPHABET: &[u8; 28] = b"0123456789ACDEFGHJKMNPRTVWXY";

/// How many there are in a code: 28⁸ is 3.8 · 10¹¹, or 38 bits.
const LENGTH: usize = 8;

/// A code such as `R7K2-M9TD`, however it was typed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code([u8; LENGTH]);

/// The text is no code: it has too few or too many signs, or signs that no code has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a code has eight letters and digits, as in R7K2-M9TD")]
pub struct NotACode;

impl Code {
    /// A code that nobody can guess.
    pub fn draw(random: &dyn Random) -> Self {
        let bound = u32::try_from(ALPHABET.len()).expect("a short alphabet");
        Self(std::array::from_fn(|_| {
            ALPHABET[random.below(bound) as usize]
        }))
    }

    /// Its eight signs without a hyphen, as they are stored and stand in addresses.
    pub fn plain(&self) -> &str {
        std::str::from_utf8(&self.0).expect("every sign of a code is ASCII")
    }
}

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut signs = [0; LENGTH];
        let mut found = 0;
        for sign in text.chars().filter(|sign| !separates(*sign)) {
            let slot = signs.get_mut(found).ok_or(NotACode)?;
            *slot = fold(sign).ok_or(NotACode)?;
            found += 1;
        }
        if found == LENGTH {
            Ok(Self(signs))
        } else {
            Err(NotACode)
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.plain().split_at(LENGTH / 2);
        write!(f, "{first}-{second}")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

/// What people put between the signs: spaces, hyphens and dashes, dots.
fn separates(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '.' | '_')
}

/// The sign of the alphabet that a typed one stands for. Full-width letters, as some keyboards make them, count too.
fn fold(sign: char) -> Option<u8> {
    let narrow = match u32::from(sign) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0)?,
        _ => sign,
    };
    let folded = match narrow.to_ascii_uppercase() {
        'O' | 'Q' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        'U' => 'V',
        other => other,
    };
    let byte = u8::try_from(folded).ok()?;
    ALPHABET.contains(&byte).then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        let code: Code = "R7K2-M9TD".parse().unwrap();

        for typed in [
            "r7k2m9td",
            " R7K2 M9TD ",
            "r7k2–m9td",
            "r7kz-m9td",
            "Ｒ７Ｋ２ｍ９ｔｄ",
        ] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!(code.to_string(), "R7K2-M9TD");
        assert_eq!(code.plain(), "R7K2M9TD");
    }

    #[test]
    fn look_alikes_are_one() {
        let typed: Code = "OQIL-ZSBU".parse().unwrap();

        assert_eq!(typed.to_string(), "0011-258V");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in [
            "",
            "R7K2-M9T",
            "R7K2-M9TDD",
            "R7K2-M9T!",
            "R7K2-M9Tß",
            "éééééééé",
            "R7K2\0M9TD",
            "----",
        ] {
            assert_eq!(typed.parse::<Code>(), Err(NotACode), "{typed:?}");
        }
    }

    #[test]
    fn codes_are_drawn_from_the_whole_alphabet_and_read_back() {
        let random: &dyn Random = &SeededRandom::new(3);
        let drawn: Vec<Code> = (0..500).map(|_| Code::draw(random)).collect();

        let signs: std::collections::BTreeSet<u8> = drawn.iter().flat_map(|code| code.0).collect();

        assert_eq!(signs.len(), ALPHABET.len());
        assert!(
            drawn
                .iter()
                .all(|code| code.to_string().parse() == Ok(*code))
        );
    }

    /// At twenty wrong codes a minute from each of a thousand addresses, and with ten thousand codes open, a guesser waits
    /// more than a day for one hit.
    #[test]
    fn guessing_is_hopeless() {
        let codes = (ALPHABET.len() as f64).powi(LENGTH as i32);
        let hits_a_minute = 20.0 * 1_000.0 * 10_000.0 / codes;

        assert!(
            hits_a_minute * 60.0 * 24.0 < 1.0,
            "{hits_a_minute} a minute"
        );
    }
}
