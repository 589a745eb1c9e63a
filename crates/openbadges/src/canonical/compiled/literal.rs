//! Values as canonical N-Quads write them.

use serde_json::Number;

use crate::canonical::limits::has_one_form;
use crate::canonical::rdfc::escape;
use crate::json::scan::plain_length_in_lines;

pub(super) const BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
pub(super) const DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
pub(super) const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

/// Writes a text in quotes.
pub(super) fn push_text(line: &mut String, value: &str) {
    line.push('"');
    let mut rest = value;
    loop {
        // The byte that ends the plain piece begins a character.
        let (plain, special) = rest.split_at(plain_length_in_lines(rest.as_bytes()));
        line.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some(character) => escape(line, character),
            None => break,
        }
        rest = characters.as_str();
    }
    line.push('"');
}

/// Writes the datatype of what is in quotes.
pub(super) fn push_datatype(line: &mut String, datatype: &str) {
    if datatype != STRING {
        line.push_str("^^<");
        line.push_str(datatype);
        line.push('>');
    }
}

/// Writes a number as JSON-LD sees it, and with the datatype of its kind unless there is another.
/// `None` for numbers that are read in different ways.
pub(super) fn push_number(
    line: &mut String,
    number: &Number,
    datatype: Option<&str>,
) -> Option<()> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    const INTEGRAL: f64 = 1e21;
    let value = number.as_f64()?;
    if !has_one_form(number) || datatype == Some(DOUBLE) {
        return None;
    }
    let is_zero_below = value == 0.0 && value.is_sign_negative();
    if is_zero_below {
        return None;
    }
    line.push('"');
    let kind = if !number.is_f64() && value.abs() <= EXACT {
        line.push_str(&number.to_string());
        INTEGER
    } else if value.fract() == 0.0 && value.abs() < INTEGRAL {
        line.push_str(&format!("{value:.0}"));
        INTEGER
    } else {
        push_double(line, value);
        DOUBLE
    };
    line.push('"');
    push_datatype(line, datatype.unwrap_or(kind));
    Some(())
}

/// Sixteen significant digits at most, and one behind the point at least: `1.5E0`.
fn push_double(line: &mut String, value: f64) {
    let text = format!("{value:.15e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = digits.trim_end_matches('0');
    line.push_str(digits);
    if digits.ends_with('.') {
        line.push('0');
    }
    line.push('E');
    line.push_str(exponent);
}

/// Whether a text is an IRI with a scheme, one fragment at most, and nothing that could not stand between
/// angle brackets.
pub(super) fn is_absolute(iri: &str) -> bool {
    let Some((scheme, rest)) = iri.split_once(':') else {
        return false;
    };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let (mut seen, mut fragments) = (0, 0);
    for byte in rest.bytes() {
        let kind = KINDS[usize::from(byte)];
        seen |= kind;
        fragments += usize::from(kind == FRAGMENT);
    }
    let is_white = || seen & BEYOND_ASCII != 0 && rest.contains(char::is_whitespace);
    scheme_fits && seen & FORBIDDEN == 0 && fragments < 2 && !is_white()
}

const FORBIDDEN: u8 = 1;
const FRAGMENT: u8 = 2;
const BEYOND_ASCII: u8 = 4;

/// What a byte of an IRI is.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            0..=b' ' | b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`' | 0x7f => {
                FORBIDDEN
            }
            b'#' => FRAGMENT,
            0x80.. => BEYOND_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_escaped_as_on_the_reference_path() {
        for value in [
            "",
            "plain",
            "a\"b\\c\nd\te\u{0}f\u{7f}g",
            "é\u{fffe}\u{ffff}\u{feff}\u{ffff}",
            "\u{10fffd}\u{8}\u{c}\r\"",
        ] {
            let mut ours = String::new();
            push_text(&mut ours, value);

            let theirs = crate::canonical::rdfc::literal(value, STRING, None);
            assert_eq!(crate::canonical::rdfc::Term::Literal(ours), theirs);
        }
    }

    #[test]
    fn numbers_have_one_spelling() {
        for (number, text) in [
            (
                json!(3),
                "\"3\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                json!(3.0),
                "\"3\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                json!(1.5),
                "\"1.5E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                json!(1e21),
                "\"1.0E21\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                json!(0.1 + 0.2),
                "\"3.0E-1\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
        ] {
            let mut line = String::new();
            push_number(&mut line, number.as_number().unwrap(), None).unwrap();

            assert_eq!(line, text);
        }
        for number in [json!(1e-7), json!(-0.0)] {
            let number = number.as_number().unwrap().clone();
            assert_eq!(push_number(&mut String::new(), &number, None), None);
        }
    }
}
