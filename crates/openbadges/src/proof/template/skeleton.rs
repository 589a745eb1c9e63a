//! The JSON text of a template, cut at its slots.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use super::NotATemplate;

/// A document whose slots are open.
#[derive(Debug)]
pub(super) struct Skeleton {
    document: Value,
    pointers: Vec<String>,
    /// What stood in the slots.
    sample: Vec<String>,
    /// The text of the document between the slots, without the last brace: one piece more than slots.
    pieces: Vec<String>,
    /// The slots in the order in which the text comes by them.
    order: Vec<usize>,
}

impl Skeleton {
    pub(super) fn new(document: &Value, pointers: &[&str]) -> Result<Self, NotATemplate> {
        let mut sample = Vec::with_capacity(pointers.len());
        let mut seen = HashSet::new();
        for pointer in pointers {
            let no_text = || NotATemplate::NoText {
                pointer: (*pointer).to_owned(),
            };
            let text = document.pointer(pointer).and_then(Value::as_str);
            if !seen.insert(*pointer) {
                return Err(no_text());
            }
            sample.push(text.ok_or_else(no_text)?.to_owned());
        }
        if document.get("proof").is_some() {
            return Err(NotATemplate::Proof);
        }
        let mut skeleton = Self {
            document: document.clone(),
            pointers: pointers
                .iter()
                .map(|pointer| (*pointer).to_owned())
                .collect(),
            sample,
            pieces: Vec::new(),
            order: Vec::new(),
        };
        skeleton.cut()?;
        Ok(skeleton)
    }

    /// Cuts the text of the document at marks that stand in the slots.
    fn cut(&mut self) -> Result<(), NotATemplate> {
        let marks = self.marks();
        let marked = self.document(&marks.iter().map(String::as_str).collect::<Vec<_>>());
        let text = marked.to_string();
        let mut places = Vec::with_capacity(marks.len());
        for (slot, mark) in marks.iter().enumerate() {
            let quoted = format!("\"{mark}\"");
            let mut found = text.match_indices(&quoted);
            match (found.next(), found.next()) {
                (Some((at, _)), None) => places.push((at, quoted.len(), slot)),
                _ => {
                    return Err(NotATemplate::NoText {
                        pointer: self.pointers[slot].clone(),
                    });
                }
            }
        }
        places.sort_unstable();
        let mut from = 0;
        for (at, length, slot) in places {
            self.pieces.push(text[from..at].to_owned());
            self.order.push(slot);
            from = at + length;
        }
        let last = text[from..].strip_suffix('}').unwrap_or_default();
        self.pieces.push(last.to_owned());
        Ok(())
    }

    /// How many slots there are.
    pub(super) fn len(&self) -> usize {
        self.pointers.len()
    }

    pub(super) fn pointers(&self) -> impl Iterator<Item = &str> {
        self.pointers.iter().map(String::as_str)
    }

    pub(super) fn sample(&self) -> &[String] {
        &self.sample
    }

    pub(super) fn structural(&self, slot: usize) -> NotATemplate {
        NotATemplate::Structural {
            pointer: self.pointers[slot].clone(),
        }
    }

    /// Texts that occur nowhere in the document; as identifiers they are absolute.
    pub(super) fn marks(&self) -> Vec<String> {
        let text = self.document.to_string();
        let mut host = "https://slot.invalid/".to_owned();
        while text.contains(&host) {
            host.insert("https://slot".len(), '-');
        }
        (0..self.len())
            .map(|slot| format!("{host}{slot}!"))
            .collect()
    }

    /// The document with other values in its slots.
    pub(super) fn document(&self, values: &[&str]) -> Value {
        let mut document = self.document.clone();
        for (pointer, value) in self.pointers.iter().zip(values) {
            if let Some(slot) = document.pointer_mut(pointer) {
                *slot = (*value).into();
            }
        }
        document
    }

    /// The values of the slots of a document that has nothing else different.
    pub(super) fn values<'a>(&self, document: &'a Value) -> Option<Vec<&'a str>> {
        let values: Option<Vec<&str>> = self
            .pointers
            .iter()
            .map(|pointer| document.pointer(pointer).and_then(Value::as_str))
            .collect();
        let values = values?;
        // Also the order of the members counts: it is seen in the text.
        let (own, asked) = (self.document(&values).to_string(), document.to_string());
        (own == asked).then_some(values)
    }

    /// The JSON text with these values, its last brace missing, with room for `more` bytes.
    pub(super) fn open_text(&self, values: &[&str], more: usize) -> String {
        let fixed: usize = self.pieces.iter().map(String::len).sum();
        let filled: usize = values.iter().map(|value| value.len() + 2).sum();
        let mut text = String::with_capacity(fixed + filled + filled / 8 + more);
        for (piece, slot) in self.pieces.iter().zip(&self.order) {
            text.push_str(piece);
            push_json(&mut text, values[*slot]);
        }
        if let Some(last) = self.pieces.last() {
            text.push_str(last);
        }
        text
    }
}

/// A signed text, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::proof) struct Cut<'a> {
    /// The values of the slots, in the order of the template.
    pub(in crate::proof) values: Vec<Cow<'a, str>>,
    /// The JSON text of the proof or proofs.
    pub(in crate::proof) proof: &'a str,
}

impl Skeleton {
    /// Takes a signed text apart that is this document, but for its slots, with a proof behind it.
    ///
    /// Only the very spelling that `serde_json` writes is recognised. Whatever is read here is read the same
    /// by everybody: all that is between the slots is known, and the proof is cut off at the last brace.
    pub(super) fn cut_text<'a>(&self, text: &'a str) -> Option<Cut<'a>> {
        let mut values = vec![Cow::Borrowed(""); self.len()];
        let mut rest = text;
        let (last, pieces) = self.pieces.split_last()?;
        for (piece, slot) in pieces.iter().zip(&self.order) {
            let (value, after) = json_string(rest.strip_prefix(piece.as_str())?)?;
            values[*slot] = value;
            rest = after;
        }
        let proof = rest
            .strip_prefix(last.as_str())?
            .strip_prefix(",\"proof\":")?
            .strip_suffix('}')?;
        Some(Cut { values, proof })
    }
}

/// Reads the JSON string that a text begins with; `None` if it is none.
fn json_string(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let inside = text.strip_prefix('"')?;
    let special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    let end = inside.as_bytes().iter().position(special)?;
    if inside.as_bytes()[end] == b'"' {
        return Some((Cow::Borrowed(&inside[..end]), &inside[end + 1..]));
    }
    let mut strings = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let value = strings.next()?.ok()?;
    Some((Cow::Owned(value), &text[strings.byte_offset()..]))
}

/// Appends a JSON string exactly as `serde_json` writes it.
pub(super) fn push_json(text: &mut String, value: &str) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if value.bytes().all(plain) {
        text.push('"');
        text.push_str(value);
        text.push('"');
    } else {
        text.push_str(&Value::from(value).to_string());
    }
}
