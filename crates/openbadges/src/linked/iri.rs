//! IRIs: their parts, references resolved against a base (RFC 3986, section 5) and back.

/// The five parts of an IRI reference (RFC 3986, appendix B).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(reference: &'a str) -> Self {
        let (rest, fragment) = cut(reference, '#');
        let (rest, query) = cut(rest, '?');
        let (scheme, rest) = match scheme(rest) {
            Some(scheme) => (Some(scheme), &rest[scheme.len() + 1..]),
            None => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        Self {
            scheme,
            authority,
            path,
            query,
            fragment,
        }
    }

    fn write(&self, path: &str) -> String {
        let mut iri = String::new();
        if let Some(scheme) = self.scheme {
            iri.push_str(scheme);
            iri.push(':');
        }
        if let Some(authority) = self.authority {
            iri.push_str("//");
            iri.push_str(authority);
        }
        iri.push_str(path);
        for (mark, part) in [('?', self.query), ('#', self.fragment)] {
            if let Some(part) = part {
                iri.push(mark);
                iri.push_str(part);
            }
        }
        iri
    }
}

fn cut(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// The scheme of a reference that has one.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let mut letters = scheme.bytes();
    let starts = letters.next()?.is_ascii_alphabetic();
    let goes_on = letters.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (starts && goes_on).then_some(scheme)
}

/// Whether a text has the form of an absolute IRI: it begins with a scheme.
pub(super) fn is_absolute(text: &str) -> bool {
    scheme(text).is_some()
}

/// Whether a text can stand between the angle brackets of N-Quads: a scheme, one fragment at most,
/// and no forbidden character.
pub(super) fn is_well_formed(text: &str) -> bool {
    let forbidden = |character: char| {
        character <= ' ' || character.is_whitespace() || "<>\"{}|\\^`\u{7f}".contains(character)
    };
    is_absolute(text) && !text.contains(forbidden) && text.matches('#').nth(1).is_none()
}

/// Whether an IRI ends in a character after which a prefix may end (RFC 3986 `gen-delims`).
pub(super) fn ends_like_a_prefix(iri: &str) -> bool {
    iri.ends_with([':', '/', '?', '#', '[', ']', '@'])
}

/// Resolves a reference against a base (RFC 3986, section 5.2).
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let (base, mut target) = (Parts::of(base), Parts::of(reference));
    if target.scheme.is_some() {
        return target.write(&without_dots(target.path));
    }
    target.scheme = base.scheme;
    if target.authority.is_some() {
        return target.write(&without_dots(target.path));
    }
    target.authority = base.authority;
    if target.path.is_empty() {
        target.query = target.query.or(base.query);
        return target.write(base.path);
    }
    if target.path.starts_with('/') {
        return target.write(&without_dots(target.path));
    }
    let merged = match base.path.rfind('/') {
        Some(slash) => format!("{}{}", &base.path[..=slash], target.path),
        None if base.authority.is_some() => format!("/{}", target.path),
        None => target.path.to_owned(),
    };
    target.write(&without_dots(&merged))
}

/// Takes `.` and `..` out of a path (RFC 3986, section 5.2.4).
fn without_dots(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.strip_prefix('/').unwrap_or(path).split('/').collect();
    let last = segments.len() - 1;
    for (index, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if index == last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    let joined = kept.join("/");
    if rooted { format!("/{joined}") } else { joined }
}

/// Writes an IRI as briefly as a reference to it from `base` can be, or as it is where they share nothing.
pub(super) fn relative_to(base: &str, iri: &str) -> String {
    let (from, to) = (Parts::of(base), Parts::of(iri));
    if from.scheme != to.scheme || from.authority != to.authority || from.scheme.is_none() {
        return iri.to_owned();
    }
    let mut reference = Parts {
        scheme: None,
        authority: None,
        ..to
    };
    if from.path == to.path {
        let same_query = from.query == to.query;
        if same_query && to.fragment.is_some() {
            reference.query = None;
            return reference.write("");
        }
        if !same_query && to.query.is_some() {
            return reference.write("");
        }
    }
    let path = relative_path(from.path, to.path);
    reference.query = to.query;
    guarded(reference.write(&path))
}

fn relative_path(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    let mut to: Vec<&str> = to.split('/').collect();
    // What follows the last slash is a document, not a folder.
    let name = to.pop().unwrap_or_default();
    from.pop();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut path = "../".repeat(from.len() - shared);
    for folder in &to[shared..] {
        path.push_str(folder);
        path.push('/');
    }
    path.push_str(name);
    if path.is_empty() {
        path.push_str("./");
    }
    path
}

/// Keeps a reference from being taken for an IRI with a scheme, an absolute path or a keyword.
fn guarded(reference: String) -> String {
    let first = reference.split('/').next().unwrap_or_default();
    if reference.starts_with('/') || first.contains(':') || super::keywords::has_form(&reference) {
        format!("./{reference}")
    } else {
        reference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 3986, sections 5.4.1 and 5.4.2.
    #[test]
    fn references_resolve_as_the_rfc_shows() {
        for (reference, expected) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g#s/../x", "http://a/b/c/g#s/../x"),
        ] {
            assert_eq!(
                resolve("http://a/b/c/d;p?q", reference),
                expected,
                "{reference}"
            );
        }
    }

    #[test]
    fn what_was_made_relative_resolves_to_the_same_again() {
        let base = "http://a/b/c/d?q";
        for iri in [
            "http://a/b/c/d?q#s",
            "http://a/b/c/d?x",
            "http://a/b/c/d",
            "http://a/b/c/",
            "http://a/b/c/e:f",
            "http://a/b/c/@type",
            "http://a/b/x/y",
            "http://a/",
            "http://a/b/c//x",
            "http://other/b",
            "urn:x",
        ] {
            let reference = relative_to(base, iri);

            assert_eq!(resolve(base, &reference), iri, "{reference}");
        }
    }

    #[test]
    fn absolute_and_well_formed_are_told_apart() {
        for text in ["urn:x", "did:web:a%3A1", "xsd:dateTime", "h+t.t-p:"] {
            assert!(is_absolute(text) && is_well_formed(text), "{text}");
        }
        for text in ["", "a", "#a", "//a/b", "1a:b", ":a", "a b:c", "_:b0"] {
            assert!(!is_absolute(text), "{text}");
        }
        for text in ["urn:a b", "urn:<", "urn:\u{a0}", "urn:a#b#c"] {
            assert!(is_absolute(text) && !is_well_formed(text), "{text}");
        }
    }
}
