//! Writes what was kept, without prefixes, comments or declarations.

use quick_xml::escape::{escape, partial_escape};

use super::tree::{Element, Node};

pub(super) fn write(root: &Element) -> String {
    let mut out = String::new();
    write_element(root, true, &mut out);
    out.push('\n');
    out
}

fn write_element(element: &Element, is_root: bool, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    if is_root {
        out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
    }
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&attribute(value));
        out.push('"');
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for child in &element.children {
        match child {
            Node::Element(child) => write_element(child, false, out),
            Node::Text(text) => out.push_str(&partial_escape(text.as_str())),
        }
    }
    out.push_str("</");
    out.push_str(&element.name);
    out.push('>');
}

/// A tab or a line break would be read as a space.
fn attribute(value: &str) -> String {
    escape(value).replace('\t', "&#9;").replace('\n', "&#10;")
}
