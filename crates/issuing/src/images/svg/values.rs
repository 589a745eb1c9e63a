//! What an attribute may say.

/// Functions that a value may call; `url` besides, but only for a part of the same drawing.
const FUNCTIONS: &[&str] = &[
    "hsl",
    "hsla",
    "matrix",
    "oklch",
    "rgb",
    "rgba",
    "rotate",
    "scale",
    "skewx",
    "skewy",
    "translate",
];
const MAX_VALUE_BYTES: usize = 512 * 1024;

/// Whether a value neither loads anything nor hides what it does.
pub(super) fn is_harmless(value: &str) -> bool {
    if value.len() > MAX_VALUE_BYTES || value.contains('\\') || value.contains("/*") {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    if ["javascript:", "data:", "vbscript:", "expression"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return false;
    }
    lower
        .match_indices('(')
        .all(|(at, _)| is_allowed_call(&lower[..at], &lower[at + 1..]))
}

fn is_allowed_call(before: &str, arguments: &str) -> bool {
    let name_from = before
        .rfind(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'))
        .map_or(0, |at| at + 1);
    match before.get(name_from..).unwrap_or_default() {
        "url" => arguments
            .trim_start()
            .trim_start_matches(['"', '\''])
            .starts_with('#'),
        name => FUNCTIONS.contains(&name),
    }
}

/// The id that a reference within the drawing names.
pub(super) fn local_reference(href: &str) -> Option<&str> {
    href.trim().strip_prefix('#').filter(|id| is_id(id))
}

/// The ids that a value names by `url(#…)`.
pub(super) fn url_references(value: &str) -> impl Iterator<Item = &str> {
    value.split("url(").skip(1).filter_map(|rest| {
        let (inner, _) = rest.split_once(')')?;
        inner.trim().trim_matches(['"', '\'']).strip_prefix('#')
    })
}

/// Whether a text can name an element.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 256
        && id
            .chars()
            .all(|letter| letter.is_alphanumeric() || "_-.:".contains(letter))
}
