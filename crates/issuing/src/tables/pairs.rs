//! Names as registers write them: "Carter, Mia" is one person, and not a name with a word about it.

/// How many lines are looked at.
const LINES: usize = 50;
/// The longest name that is taken for one, in letters.
const LETTERS: usize = 60;
/// The most words that one half of a name has.
const WORDS: usize = 4;

/// Whether the rows of two cells all are names with the family name first. Rows of one cell say nothing for or against.
pub(super) fn are_names(rows: impl Iterator<Item = Vec<String>>) -> bool {
    let mut pairs = 0;
    for cells in rows.take(LINES) {
        match cells.as_slice() {
            [family, given] if is_name(family) && is_given(given) => pairs += 1,
            [_] => {}
            _ => return false,
        }
    }
    pairs > 0
}

/// A given name, perhaps with the address behind it as mail programs write it.
fn is_given(cell: &str) -> bool {
    let (name, address) = cell.split_once('<').unwrap_or((cell, ""));
    let name = name.trim();
    let is_address = address.is_empty() || address.contains('@');
    is_address && is_name(name) && name.split_whitespace().all(begins_large)
}

/// Words that may be a name: few, of letters, the last of them not in small letters.
fn is_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let is_plain = cell.chars().all(|c| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.' | '·')
    });
    (1..=WORDS).contains(&words.len())
        && cell.chars().count() <= LETTERS
        && is_plain
        && words.last().is_some_and(|word| begins_large(word))
}

/// Whether a word begins with a capital, or with a letter that has no small form.
fn begins_large(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
}
