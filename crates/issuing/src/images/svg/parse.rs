//! Reads a drawing and keeps what is allowed.

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::super::ImageError;
use super::tree::{Element, Node};
use super::{allowed, values};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const MAX_DEPTH: usize = 100;
const MAX_EVENTS: usize = 200_000;
/// Comparing each attribute with all before it would take too long for more.
const MAX_ATTRIBUTES: usize = 200;

/// Reads a drawing; what is not allowed is left out with all that it holds.
pub(super) fn parse(text: &str) -> Result<Element, ImageError> {
    let mut reader = NsReader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    // How many elements deep we are inside something that is left out.
    let mut hidden = 0_usize;
    for _ in 0..MAX_EVENTS {
        let (namespace, event) = reader
            .read_resolved_event()
            .map_err(|_| ImageError::Damaged)?;
        let in_svg = matches!(namespace, ResolveResult::Bound(Namespace(SVG)));
        match event {
            Event::Start(_) | Event::Empty(_) if root.is_some() && open.is_empty() => {
                return Err(ImageError::Damaged);
            }
            Event::Start(tag) => {
                if open.len() + hidden >= MAX_DEPTH {
                    return Err(ImageError::Refused("its parts are nested too deeply"));
                }
                if hidden > 0 || !is_allowed(&tag, in_svg, open.is_empty())? {
                    hidden += 1;
                } else {
                    open.push(element(&reader, &tag)?);
                }
            }
            Event::Empty(tag) => {
                if hidden == 0 && is_allowed(&tag, in_svg, open.is_empty())? {
                    let element = element(&reader, &tag)?;
                    close(&mut open, &mut root, element);
                }
            }
            Event::End(_) if hidden > 0 => hidden -= 1,
            Event::End(_) => {
                let element = open.pop().ok_or(ImageError::Damaged)?;
                close(&mut open, &mut root, element);
            }
            Event::Text(text) => append(&mut open, hidden, &text.xml10_content()),
            Event::CData(text) => append(&mut open, hidden, &text.xml10_content()),
            Event::GeneralRef(reference) => append(&mut open, hidden, &resolve(&reference)?),
            Event::DocType(text) if text.contains('[') => {
                return Err(ImageError::Refused("it declares entities of its own"));
            }
            Event::DocType(_) | Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof if open.is_empty() => return root.ok_or(ImageError::Damaged),
            Event::Eof => return Err(ImageError::Damaged),
        }
    }
    Err(ImageError::Refused("it has too many parts"))
}

fn is_allowed(tag: &BytesStart<'_>, in_svg: bool, is_root: bool) -> Result<bool, ImageError> {
    let name = tag.local_name().into_inner();
    if is_root && (!in_svg || name != "svg") {
        return Err(ImageError::UnknownKind);
    }
    if in_svg && name == "style" {
        return Err(ImageError::StyleSheet);
    }
    Ok(in_svg && allowed::element(name))
}

fn close(open: &mut [Element], root: &mut Option<Element>, element: Element) {
    match open.last_mut() {
        Some(parent) => parent.children.push(Node::Element(element)),
        None => *root = Some(element),
    }
}

fn append(open: &mut [Element], hidden: usize, text: &str) {
    let Some(parent) = open.last_mut().filter(|_| hidden == 0) else {
        return;
    };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

/// A character reference or one of the five entities of XML; there are no others.
fn resolve(reference: &BytesRef<'_>) -> Result<String, ImageError> {
    if let Some(letter) = reference
        .resolve_char_ref()
        .map_err(|_| ImageError::Damaged)?
    {
        return Ok(letter.to_string());
    }
    quick_xml::escape::resolve_xml_entity(reference)
        .map(str::to_owned)
        .ok_or(ImageError::Damaged)
}

fn element(reader: &NsReader<&[u8]>, tag: &BytesStart<'_>) -> Result<Element, ImageError> {
    let mut element = Element {
        name: tag.local_name().into_inner().to_owned(),
        attributes: Vec::new(),
        children: Vec::new(),
    };
    let mut style = None;
    for (index, attribute) in tag.attributes().enumerate() {
        if index == MAX_ATTRIBUTES {
            return Err(ImageError::Refused("a part has too many attributes"));
        }
        let attribute = attribute.map_err(|_| ImageError::Damaged)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        let value = value(&attribute)?;
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        match (namespace, name.into_inner()) {
            (ResolveResult::Unbound, "style") => style = Some(value),
            (ResolveResult::Unbound | ResolveResult::Bound(Namespace(XLINK)), "href") => {
                if let Some(id) = values::local_reference(&value) {
                    element.set("href", format!("#{id}"));
                }
            }
            (ResolveResult::Bound(Namespace(XML)), "space") if value == "preserve" => {
                element.set("xml:space", value);
            }
            (ResolveResult::Unbound, name) => keep(&mut element, name, value),
            _ => {}
        }
    }
    // As in a browser, what the style attribute says wins over the other attributes.
    for declaration in style.as_deref().unwrap_or_default().split(';') {
        if let Some((name, value)) = declaration.split_once(':')
            && allowed::presentation(name.trim())
        {
            let value = value.trim().trim_end_matches("!important").trim_end();
            keep(&mut element, name.trim(), value.to_owned());
        }
    }
    Ok(element)
}

fn keep(element: &mut Element, name: &str, value: String) {
    let is_fit = match name {
        "id" => values::is_id(&value),
        // Words for people: written escaped, and never read as anything else.
        "aria-label" => true,
        _ => values::is_harmless(&value),
    };
    if allowed::attribute(name) && is_fit {
        element.set(name, value);
    }
}

fn value(attribute: &Attribute<'_>) -> Result<String, ImageError> {
    attribute
        .normalized_value(XmlVersion::Implicit1_0)
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| ImageError::Damaged)
}
