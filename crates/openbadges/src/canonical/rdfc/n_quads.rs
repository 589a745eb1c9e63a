//! N-Quads: written canonically, and read for tests and tools.

use std::collections::HashMap;

use super::{Quad, Term};

const STRING: &str = "http://www.w3.org/2001/XMLSchema#string";
const LANGUAGE_STRING: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

/// A line that is no N-Quad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not an N-Quad")]
pub struct MalformedNQuads {
    /// The number of the line, from 1.
    pub line: usize,
}

/// Makes the literal of a text, in the spelling of canonical N-Quads.
pub fn literal(value: &str, datatype: &str, language: Option<&str>) -> Term {
    let mut text = String::with_capacity(value.len() + 2);
    text.push('"');
    for character in value.chars() {
        escape(&mut text, character);
    }
    text.push('"');
    match language {
        Some(language) => {
            text.push('@');
            text.push_str(language);
        }
        None if datatype == STRING || datatype == LANGUAGE_STRING => {}
        None => text.push_str(&format!("^^<{datatype}>")),
    }
    Term::Literal(text)
}

/// Writes a character of a literal as canonical N-Quads spell it.
pub(crate) fn escape(text: &mut String, character: char) {
    match character {
        '\u{8}' => text.push_str("\\b"),
        '\t' => text.push_str("\\t"),
        '\n' => text.push_str("\\n"),
        '\u{c}' => text.push_str("\\f"),
        '\r' => text.push_str("\\r"),
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {
            text.push_str(&format!("\\u{:04X}", u32::from(character)));
        }
        other => text.push(other),
    }
}

/// Writes one line, naming blank nodes as told.
pub(crate) fn write_quad(quad: &Quad, name: impl Fn(usize) -> String) -> String {
    let mut line = String::new();
    let mut push = |term: &Term| {
        match term {
            Term::Iri(iri) => {
                line.push('<');
                line.push_str(iri);
                line.push('>');
            }
            Term::Blank(node) => line.push_str(&name(*node)),
            Term::Literal(literal) => line.push_str(literal),
        }
        line.push(' ');
    };
    push(&quad.subject);
    push(&Term::Iri(quad.predicate.clone()));
    push(&quad.object);
    if let Some(graph) = &quad.graph {
        push(graph);
    }
    line.push_str(".\n");
    line
}

/// Reads N-Quads; also tells the labels of the blank nodes, by their number.
pub fn parse_n_quads(text: &str) -> Result<(Vec<Quad>, Vec<String>), MalformedNQuads> {
    let mut nodes = Nodes::default();
    let mut quads = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let quad = parse_line(line, &mut nodes).ok_or(MalformedNQuads { line: index + 1 })?;
        quads.push(quad);
    }
    Ok((quads, nodes.labels))
}

#[derive(Default)]
struct Nodes {
    numbers: HashMap<String, usize>,
    labels: Vec<String>,
}

impl Nodes {
    fn number(&mut self, label: &str) -> usize {
        *self.numbers.entry(label.to_owned()).or_insert_with(|| {
            self.labels.push(label.to_owned());
            self.labels.len() - 1
        })
    }
}

fn parse_line(line: &str, nodes: &mut Nodes) -> Option<Quad> {
    let (subject, rest) = parse_term(line, nodes)?;
    let (predicate, rest) = parse_term(rest, nodes)?;
    let (object, rest) = parse_term(rest, nodes)?;
    let (graph, rest) = match rest.starts_with('.') {
        true => (None, rest),
        false => parse_term(rest, nodes).map(|(graph, rest)| (Some(graph), rest))?,
    };
    let rest = rest.strip_prefix('.')?.trim_start();
    let Term::Iri(predicate) = predicate else {
        return None;
    };
    let named = |term: &Term| !matches!(term, Term::Literal(_));
    let complete = rest.is_empty() || rest.starts_with('#');
    (complete && named(&subject) && graph.as_ref().is_none_or(named)).then_some(Quad {
        subject,
        predicate,
        object,
        graph,
    })
}

fn parse_term<'a>(text: &'a str, nodes: &mut Nodes) -> Option<(Term, &'a str)> {
    let (term, rest) = if let Some(rest) = text.strip_prefix('<') {
        let (iri, rest) = parse_iri(rest)?;
        (Term::Iri(iri), rest)
    } else if let Some(rest) = text.strip_prefix("_:") {
        let (label, rest) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
        (is_label(label)).then(|| (Term::Blank(nodes.number(label)), rest))?
    } else {
        parse_literal(text.strip_prefix('"')?)?
    };
    Some((term, rest.trim_start()))
}

/// What stands before the closing angle bracket. However they are spelt, characters that would end or blur it are refused: a
/// canonical line spells none of them in another way, so it would say something else.
fn parse_iri(text: &str) -> Option<(String, &str)> {
    let (iri, rest) = text.split_once('>')?;
    let mut value = String::with_capacity(iri.len());
    let mut characters = iri.chars();
    while let Some(character) = characters.next() {
        value.push(match character {
            '\\' => match characters.next()? {
                'u' => unescape_number(&mut characters, 4)?,
                'U' => unescape_number(&mut characters, 8)?,
                _ => return None,
            },
            plain => plain,
        });
    }
    let forbidden = |character: char| character <= ' ' || "<>\"{}|^`\\".contains(character);
    (!value.contains(forbidden)).then_some((value, rest))
}

/// Whether blank nodes can be called so.
fn is_label(text: &str) -> bool {
    let fits = |character: char| character.is_alphanumeric() || "_-.:\u{b7}".contains(character);
    !text.is_empty() && text.chars().all(fits)
}

/// Whether a text has the form of a language tag.
fn is_language(text: &str) -> bool {
    let fits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.split('-').all(fits)
}

fn parse_literal(text: &str) -> Option<(Term, &str)> {
    let mut escaped = false;
    let end = text.find(|character| {
        let ends = character == '"' && !escaped;
        escaped = character == '\\' && !escaped;
        ends
    })?;
    let (value, rest) = (unescape(&text[..end])?, &text[end + 1..]);
    if let Some(rest) = rest.strip_prefix("^^<") {
        let (datatype, rest) = parse_iri(rest)?;
        Some((literal(&value, &datatype, None), rest))
    } else if let Some(rest) = rest.strip_prefix('@') {
        let (language, rest) = rest.split_at(rest.find(char::is_whitespace)?);
        is_language(language).then(|| (literal(&value, LANGUAGE_STRING, Some(language)), rest))
    } else {
        Some((literal(&value, STRING, None), rest))
    }
}

fn unescape(text: &str) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        value.push(if character == '\\' {
            unescape_one(&mut rest)?
        } else {
            character
        });
    }
    Some(value)
}

fn unescape_one(rest: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match rest.next()? {
        't' => '\t',
        'b' => '\u{8}',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{c}',
        same @ ('"' | '\'' | '\\') => same,
        'u' => return unescape_number(rest, 4),
        'U' => return unescape_number(rest, 8),
        _ => return None,
    })
}

/// A character by its number, in exactly so many hexadecimal figures.
fn unescape_number(rest: &mut std::str::Chars<'_>, figures: usize) -> Option<char> {
    let text: String = rest.by_ref().take(figures).collect();
    let fits = text.len() == figures && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| u32::from_str_radix(&text, 16).ok().and_then(char::from_u32))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iri_that_could_not_be_written_again_is_refused() {
        let refused = [
            "<urn:a\\\\b>",
            "<urn:a\\:b>",
            "<urn:a\\tb>",
            "<urn:a\\u003Eb>",
            "<urn:a\\u0020b>",
            "<urn:a\\u41>",
            "<urn:a\\u+041>",
            "<urn:a b>",
        ];
        for iri in refused {
            let line = format!("{iri} <urn:p> \"\" .");
            assert_eq!(parse_n_quads(&line).unwrap_err().line, 1, "{iri}");
            let line = format!("_:a <urn:p> \"\"^^{iri} .");
            assert_eq!(parse_n_quads(&line).unwrap_err().line, 1, "{iri}");
        }
        let (quads, _) = parse_n_quads("<urn:\\u0041> <urn:p> \"\\u0041\" .").unwrap();
        assert_eq!(quads[0].subject, Term::Iri("urn:A".into()));
    }

    #[test]
    fn labels_and_languages_have_their_form() {
        for term in [
            "_:",
            "_:a<b",
            "\"a\"@",
            "\"a\"@4",
            "\"a\"@en_GB",
            "\"a\"@en-",
        ] {
            assert!(
                parse_n_quads(&format!("_:s <urn:p> {term} .")).is_err(),
                "{term}"
            );
        }
        for term in ["_:b0.1", "_:\u{e9}", "\"a\"@en-GB-1997"] {
            assert!(
                parse_n_quads(&format!("_:s <urn:p> {term} .")).is_ok(),
                "{term}"
            );
        }
    }
}
