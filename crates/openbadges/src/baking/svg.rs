//! The one element in an SVG that holds a badge: found by its namespace, written by byte offsets.

use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, PrefixDeclaration, ResolveResult};
use quick_xml::reader::{NsReader, Reader};

use super::payload::{Payload, Version, is_address, is_jws};
use super::{BakeError, Note, UnbakeError, ascii_json};

const SVG: &str = "http://www.w3.org/2000/svg";
const PREFIX: &str = "openbadges";
const MAX_DEPTH: usize = 256;
const MAX_EVENTS: usize = 500_000;
/// Comparing each attribute with all before it would take too long for more.
const MAX_ATTRIBUTES: usize = 500;

/// Where the root's start tag stands, and what it says about the prefix.
struct Root {
    /// From `<` to behind `>`.
    tag: Range<usize>,
    name: String,
    is_empty: bool,
    /// The namespace that the prefix `openbadges` stands for, if it is declared.
    prefix: Option<String>,
}

/// An element that holds a badge.
struct Holder {
    version: Version,
    span: Range<usize>,
    verify: Option<String>,
    body: String,
}

struct Scan {
    root: Root,
    holders: Vec<Holder>,
}

/// Whether the first tag of a text is `svg`.
pub(super) fn begins_like_svg(image: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(image) else {
        return false;
    };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    // Before the root stand at most a declaration, a document type and some comments.
    for _ in 0..64 {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return tag.local_name().into_inner() == "svg";
            }
            Ok(Event::Text(text)) if !text.trim().is_empty() => return false,
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
    false
}

pub(super) fn read(image: &[u8]) -> Result<(Vec<Payload>, Vec<Note>), UnbakeError> {
    let scan = scan(text_of(image)?)?;
    let mut payloads: Vec<Payload> = Vec::new();
    let mut notes = Vec::new();
    for holder in scan.holders {
        if payloads
            .iter()
            .any(|payload| payload.version() == holder.version)
        {
            notes.push(Note::Repeated);
        } else {
            payloads.push(holder.into_payload()?);
        }
    }
    Ok((payloads, notes))
}

pub(super) fn bake(image: &[u8], payload: &Payload) -> Result<Vec<u8>, BakeError> {
    let text = text_of(image)?;
    let scan = scan(text)?;
    let namespace = namespace(payload.version());
    let declaration = format!(" xmlns:{PREFIX}=\"{namespace}\"");
    let (on_root, on_element) = match scan.root.prefix.as_deref() {
        None => (declaration.as_str(), ""),
        Some(declared) if declared == namespace => ("", ""),
        // The root's prefix already stands for the other version: override it on the element.
        Some(_) => ("", declaration.as_str()),
    };
    let element = element(payload, on_element)?;

    let tag = &text[scan.root.tag.clone()];
    let closing = if scan.root.is_empty { "/>" } else { ">" };
    let open = tag
        .strip_suffix(closing)
        .ok_or_else(|| damaged("its first tag has no end"))?;
    let mut out = String::with_capacity(text.len() + element.len() + declaration.len() + 16);
    out.push_str(&text[..scan.root.tag.start]);
    out.push_str(open);
    out.push_str(on_root);
    out.push('>');
    out.push_str(&element);
    let mut at = scan.root.tag.end;
    for holder in scan
        .holders
        .iter()
        .filter(|h| h.version == payload.version())
    {
        out.push_str(&text[at..holder.span.start]);
        at = holder.span.end;
    }
    if scan.root.is_empty {
        out.push_str(&format!("</{}>", scan.root.name));
    }
    out.push_str(&text[at..]);
    Ok(out.into_bytes())
}

fn namespace(version: Version) -> &'static str {
    match version {
        Version::V2 => "http://openbadges.org",
        Version::V3 => "https://purl.imsglobal.org/ob/v3p0",
    }
}

fn local_name(version: Version) -> &'static str {
    match version {
        Version::V2 => "assertion",
        Version::V3 => "credential",
    }
}

fn element(payload: &Payload, declaration: &str) -> Result<String, BakeError> {
    let name = format!("{PREFIX}:{}", local_name(payload.version()));
    // ASCII-only JSON has no `>` inside strings, so it cannot close the CDATA section early.
    Ok(match payload {
        Payload::V3Json(json) => {
            let json = ascii_json(json);
            format!("<{name}{declaration}><![CDATA[{json}]]></{name}>")
        }
        Payload::V2Json { json, .. } => {
            let verify = payload.address().ok_or(BakeError::NoAddress)?;
            let (verify, json) = (attribute(&verify), ascii_json(json));
            format!("<{name}{declaration} verify=\"{verify}\"><![CDATA[{json}]]></{name}>")
        }
        Payload::V3Jwt(text) | Payload::V2Jws(text) | Payload::V2Url(text) => {
            format!("<{name}{declaration} verify=\"{}\"/>", attribute(text))
        }
    })
}

fn attribute(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

impl Holder {
    fn into_payload(self) -> Result<Payload, UnbakeError> {
        let verify = self
            .verify
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        match (self.version, verify) {
            (version, Some(jws)) if is_jws(jws) => Payload::from_text(version, jws.to_owned()),
            (Version::V2, Some(url)) if self.body.trim().is_empty() => {
                Payload::from_text(Version::V2, url.to_owned())
            }
            (version, verify) => {
                let payload = Payload::from_text(version, self.body)?;
                Ok(match (payload, verify) {
                    (Payload::V2Json { json, .. }, Some(address)) if is_address(address) => {
                        Payload::V2Json {
                            url: Some(address.to_owned()),
                            json,
                        }
                    }
                    (payload, _) => payload,
                })
            }
        }
    }
}

fn text_of(image: &[u8]) -> Result<&str, UnbakeError> {
    std::str::from_utf8(image).map_err(|_| UnbakeError::Refused("it is not UTF-8"))
}

/// Reads the whole text once, with all limits, and finds the root and the badges.
fn scan(text: &str) -> Result<Scan, UnbakeError> {
    // Offsets are counted from behind the byte order mark, which the reader does not know.
    let skipped = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut reader = NsReader::from_str(&text[skipped..]);
    let mut root = None;
    let mut holders: Vec<Holder> = Vec::new();
    let mut open: Option<(Holder, usize)> = None;
    let mut depth = 0_usize;
    for _ in 0..MAX_EVENTS {
        let start = skipped + position(&reader);
        let (resolved, event) = reader
            .read_resolved_event()
            .map_err(|error| damaged(&error.to_string()))?;
        let bound = match resolved {
            ResolveResult::Bound(Namespace(namespace)) => Some(namespace.to_owned()),
            // Our declaration of the prefix would turn the element into a badge.
            ResolveResult::Unknown(prefix) if prefix == PREFIX => {
                return Err(damaged("a prefix is not declared"));
            }
            ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
        };
        let end = skipped + position(&reader);
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                if root.is_none() {
                    root = Some(read_root(&tag, bound.as_deref(), start..end, is_empty)?);
                } else if depth == 0 {
                    return Err(damaged("it has two roots"));
                }
                if open.is_none()
                    && let Some(version) = holder_version(&tag, bound.as_deref())
                {
                    let holder = Holder {
                        version,
                        span: start..end,
                        verify: verify_attribute(&tag)?,
                        body: String::new(),
                    };
                    if is_empty {
                        holders.push(holder);
                    } else {
                        open = Some((holder, depth));
                    }
                }
                if !is_empty {
                    depth += 1;
                }
                if depth > MAX_DEPTH {
                    return Err(UnbakeError::Refused("its elements are nested too deeply"));
                }
            }
            Event::End(_) => {
                depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| damaged("a tag closes nothing"))?;
                if let Some((mut holder, _)) = open.take_if(|(_, level)| *level == depth) {
                    holder.span.end = end;
                    holders.push(holder);
                }
            }
            Event::Text(text) => append(&mut open, &text.xml10_content()),
            Event::CData(text) => append(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => append(&mut open, &resolve(&reference)?),
            // A document type may name a DTD, which nobody fetches; it may not declare anything.
            Event::DocType(text) if text.contains('[') => {
                return Err(UnbakeError::Refused("it declares entities of its own"));
            }
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => {
                let root = root.ok_or_else(|| damaged("it is empty"))?;
                if depth != 0 {
                    return Err(damaged("it ends too soon"));
                }
                return Ok(Scan { root, holders });
            }
        }
    }
    Err(UnbakeError::Refused("it has too many elements"))
}

fn append(open: &mut Option<(Holder, usize)>, text: &str) {
    if let Some((holder, _)) = open {
        holder.body.push_str(text);
    }
}

/// A character reference or one of the five entities of XML; there are no others.
fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, UnbakeError> {
    let refused = || UnbakeError::Refused("it uses an unknown entity");
    if let Some(letter) = reference.resolve_char_ref().map_err(|_| refused())? {
        return Ok(letter.to_string());
    }
    quick_xml::escape::resolve_xml_entity(reference)
        .map(str::to_owned)
        .ok_or_else(refused)
}

fn read_root(
    tag: &BytesStart<'_>,
    namespace: Option<&str>,
    span: Range<usize>,
    is_empty: bool,
) -> Result<Root, UnbakeError> {
    let name = tag.name();
    if name.local_name().into_inner() != "svg" || namespace.is_some_and(|found| found != SVG) {
        return Err(UnbakeError::UnknownKind);
    }
    let mut prefix = None;
    for (index, attribute) in tag.attributes().enumerate() {
        if index == MAX_ATTRIBUTES {
            return Err(UnbakeError::Refused("a tag has too many attributes"));
        }
        let attribute = attribute.map_err(|error| damaged(&error.to_string()))?;
        if attribute.key.as_namespace_binding() == Some(PrefixDeclaration::Named(PREFIX)) {
            prefix = Some(value(&attribute)?);
        }
    }
    Ok(Root {
        tag: span,
        name: name.into_inner().to_owned(),
        is_empty,
        prefix,
    })
}

fn holder_version(tag: &BytesStart<'_>, bound: Option<&str>) -> Option<Version> {
    [Version::V3, Version::V2].into_iter().find(|version| {
        bound == Some(namespace(*version)) && tag.local_name().into_inner() == local_name(*version)
    })
}

fn verify_attribute(tag: &BytesStart<'_>) -> Result<Option<String>, UnbakeError> {
    let found = tag
        .try_get_attribute("verify")
        .map_err(|error| damaged(&error.to_string()))?;
    found.as_ref().map(value).transpose()
}

fn value(attribute: &quick_xml::events::attributes::Attribute<'_>) -> Result<String, UnbakeError> {
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .map(std::borrow::Cow::into_owned)
        .map_err(|error| damaged(&error.to_string()))
}

fn position(reader: &NsReader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).expect("a position lies within a text in memory")
}

fn damaged(what: &str) -> UnbakeError {
    UnbakeError::Damaged(what.to_owned())
}
