//! Just enough reading of our own, well-formed HTML to proofread it.

/// A start tag with its attributes.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The parts of an attribute that is a list of words.
    pub(super) fn words(&self, name: &str) -> impl Iterator<Item = &str> {
        self.attribute(name).unwrap_or_default().split_whitespace()
    }

    pub(super) fn heading_level(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }
}

/// Every start tag, in order.
pub(super) fn elements(html: &str) -> Vec<Element> {
    html.split('<')
        .skip(1)
        .filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(|tag| element(inside(tag)))
        .collect()
}

/// The text outside tags and outside `<code>` and `<title>`, which people read aloud.
pub(super) fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut silent = false;
    for tag in html.split('<').skip(1) {
        match tag {
            _ if tag.starts_with("code") || tag.starts_with("!doctype") => silent = true,
            _ if tag.starts_with("/code") => silent = false,
            _ => {}
        }
        if !silent || tag.starts_with("/code") {
            text.push_str(&tag[inside(tag).len()..]);
        }
        if tag.starts_with("!doctype") {
            silent = false;
        }
    }
    text
}

/// Whether a path fits a pattern in which a part in braces stands for anything without a slash.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    match pattern.split_once('{') {
        None => pattern == path,
        Some((before, rest)) => {
            let Some(path) = path.strip_prefix(before) else {
                return false;
            };
            let after = rest.split_once('}').map_or("", |(_, after)| after);
            path.char_indices()
                .map(|(at, c)| (at + c.len_utf8(), c))
                .take_while(|(_, c)| *c != '/')
                .any(|(end, _)| fits(after, &path[end..]))
        }
    }
}

/// The part of `tag` up to its `>`; quoted values may contain one.
fn inside(tag: &str) -> &str {
    let mut quoted = false;
    for (at, c) in tag.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return &tag[..at],
            _ => {}
        }
    }
    tag
}

fn element(tag: &str) -> Element {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            break;
        }
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let value = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
                rest = after;
                value
            }
            None => {
                rest = after;
                ""
            }
        };
        attributes.push((key.to_owned(), value.to_owned()));
    }
    Element {
        name: name.trim_end_matches('/').to_owned(),
        attributes,
    }
}
