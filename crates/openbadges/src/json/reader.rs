//! JSON text to tokens: as strict as [`super::read`], without a value in between.
//!
//! It accepts exactly what [`super::read`] accepts and reads the same from it; only why a text is refused
//! is for that function to say. A property test holds the two against each other.

use std::borrow::Cow;

use serde_json::Number;

use super::scan::plain_length;
use super::tape::{Tape, Token};
use super::{MAXIMUM_BYTES, MAXIMUM_DEPTH};

/// Reads one JSON text; `None` if [`super::read`] has a reason to refuse it.
pub(crate) fn tape(bytes: &[u8]) -> Option<Tape<'_>> {
    let text = (bytes.len() <= MAXIMUM_BYTES).then(|| std::str::from_utf8(bytes).ok())??;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        text,
        at: 0,
        tape: Tape {
            tokens: Vec::with_capacity(text.len() / 16 + 8),
        },
        names: Vec::new(),
    };
    reader.space();
    reader.value(0)?;
    reader.space();
    (reader.at == text.len()).then_some(reader.tape)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    tape: Tape<'t>,
    /// The places of the names in the objects that are being read, the innermost last.
    names: Vec<usize>,
}

/// Up to so many names are compared one by one as they come; more are sorted when the object ends.
const FEW: usize = 32;

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.peek()? {
            b'"' => {
                let text = self.string()?;
                self.tape.tokens.push(Token::Text(text));
                Some(())
            }
            b'{' => self.object(depth + 1),
            b'[' => self.array(depth + 1),
            b't' => self.word("true", Token::Bool(true)),
            b'f' => self.word("false", Token::Bool(false)),
            b'n' => self.word("null", Token::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, token: Token<'t>) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        rest.starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            self.tape.tokens.push(token);
        })
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        let place = self.open(Token::Array { end: 0 }, depth)?;
        if self.take(b']').is_none() {
            loop {
                self.space();
                self.value(depth)?;
                self.space();
                if self.take(b',').is_none() {
                    break self.take(b']')?;
                }
            }
        }
        self.tape.close(place);
        Some(())
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let place = self.open(Token::Object { end: 0 }, depth)?;
        let first = self.names.len();
        let mut marks = 0;
        if self.take(b'}').is_none() {
            loop {
                self.space();
                self.name(first, &mut marks)?;
                self.space();
                self.take(b':')?;
                self.space();
                self.value(depth)?;
                self.space();
                if self.take(b',').is_none() {
                    break self.take(b'}')?;
                }
            }
        }
        self.tape.close(place);
        self.check_many_names(first)?;
        self.names.truncate(first);
        Some(())
    }

    /// Goes past the opening bracket.
    fn open(&mut self, token: Token<'t>, depth: usize) -> Option<usize> {
        (depth <= MAXIMUM_DEPTH).then_some(())?;
        self.at += 1;
        self.space();
        self.tape.tokens.push(token);
        Some(self.tape.tokens.len() - 1)
    }

    /// Reads the name of a member, which must not have been there before. `marks` has a bit for what
    /// names look like: most are told apart by it.
    fn name(&mut self, first: usize, marks: &mut u64) -> Option<()> {
        (self.peek()? == b'"').then_some(())?;
        let name = self.string()?;
        let bytes = name.as_bytes();
        let ends = [bytes.first(), bytes.last()].map(|byte| usize::from(*byte.unwrap_or(&0)));
        let mark = 1 << ((bytes.len() * 7 + ends[0] * 5 + ends[1]) % 64);
        let known = &self.names[first..];
        if *marks & mark != 0 && known.len() <= FEW {
            let same = |place: &usize| self.tape.text(*place) == Some(&name);
            (!known.iter().any(same)).then_some(())?;
        }
        *marks |= mark;
        self.names.push(self.tape.tokens.len());
        self.tape.tokens.push(Token::Text(name));
        Some(())
    }

    fn check_many_names(&mut self, first: usize) -> Option<()> {
        let (tape, names) = (&self.tape, &mut self.names[first..]);
        if names.len() > FEW {
            names.sort_unstable_by_key(|place| tape.text(*place));
            let same = |pair: &[usize]| tape.text(pair[0]) == tape.text(pair[1]);
            (!names.windows(2).any(same)).then_some(())?;
        }
        Some(())
    }

    /// Reads a text, which begins here with a quotation mark.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.at += 1;
        let start = self.at;
        self.at += plain_length(&self.text.as_bytes()[start..]);
        let plain = &self.text[start..self.at];
        match self.peek()? {
            b'"' => {
                self.at += 1;
                Some(Cow::Borrowed(plain))
            }
            b'\\' => self.escaped(plain.to_owned()).map(Cow::Owned),
            _ => None,
        }
    }

    /// Reads the rest of a text with escapes.
    fn escaped(&mut self, mut text: String) -> Option<String> {
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => text.push(self.escape()?),
                _ => {
                    let start = self.at;
                    self.at += plain_length(&self.text.as_bytes()[start..]);
                    // A control character.
                    (self.at > start).then_some(())?;
                    text.push_str(&self.text[start..self.at]);
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let letter = *self.text.as_bytes().get(self.at + 1)?;
        self.at += 2;
        Some(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hexadecimal()?;
                match unit {
                    0xd800..=0xdbff => {
                        self.take(b'\\')?;
                        self.take(b'u')?;
                        let low = self.hexadecimal()?;
                        (0xdc00..=0xdfff).contains(&low).then_some(())?;
                        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))?
                    }
                    _ => char::from_u32(unit)?,
                }
            }
            _ => return None,
        })
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| {
            Some(unit << 4 | char::from(*digit).to_digit(16)?)
        })
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        let negative = self.take(b'-').is_some();
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        let mut integral = true;
        if self.take(b'.').is_some() {
            integral = false;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            integral = false;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        let integer = match negative {
            _ if !integral || text == "-0" => None,
            true => text.parse::<i64>().ok().map(Number::from),
            false => text.parse::<u64>().ok().map(Number::from),
        };
        let number = match integer {
            Some(number) => number,
            None => Number::from_f64(text.parse().ok()?)?,
        };
        self.tape.tokens.push(Token::Number(number));
        Some(())
    }

    /// Goes past one digit or more.
    fn digits(&mut self) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(())
    }
}

#[cfg(test)]
mod tests;
