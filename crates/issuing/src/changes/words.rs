//! What became of a text, word by word.

/// A stretch of text that stayed, came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Kept(String),
    /// Only in the new text.
    Added(String),
    /// Only in the old text.
    Removed(String),
}

/// Beyond this many comparisons the middle of a text counts as written anew.
const MOST_WORK: usize = 4_000_000;

/// What became of `old` on the way to `new`. Kept and added pieces together are the new text, kept
/// and removed ones the old, to the last space.
pub fn compare(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (split(old), split(new));
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old[head..]
        .iter()
        .rev()
        .zip(new[head..].iter().rev())
        .take_while(same)
        .count();
    let mut pieces = Pieces::default();
    old[..head].iter().for_each(|word| pieces.kept(word));
    middle(
        &old[head..old.len() - tail],
        &new[head..new.len() - tail],
        &mut pieces,
    );
    let ending = &old[old.len() - tail..];
    ending.iter().for_each(|word| pieces.kept(word));
    pieces.0
}

/// Words, stretches of white space, and single signs: together they are the text.
fn split(text: &str) -> Vec<&str> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Word,
        Space,
        Sign,
    }
    let kind = |letter: char| {
        if letter.is_whitespace() {
            Kind::Space
        } else if letter.is_alphanumeric() || letter == '\'' || letter == '’' {
            Kind::Word
        } else {
            Kind::Sign
        }
    };
    let mut words = Vec::new();
    let (mut begin, mut before) = (0, None);
    for (at, letter) in text.char_indices() {
        let now = kind(letter);
        if before.is_some_and(|before| before != now || now == Kind::Sign) {
            words.push(&text[begin..at]);
            begin = at;
        }
        before = Some(now);
    }
    if begin < text.len() {
        words.push(&text[begin..]);
    }
    words
}

/// The longest common run of words, by the textbook table.
fn middle(old: &[&str], new: &[&str], pieces: &mut Pieces) {
    let too_much = old.len().saturating_mul(new.len()) > MOST_WORK;
    if too_much || old.is_empty() || new.is_empty() {
        old.iter().for_each(|word| pieces.removed(word));
        new.iter().for_each(|word| pieces.added(word));
        return;
    }
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for (row, old_word) in old.iter().enumerate().rev() {
        for (column, new_word) in new.iter().enumerate().rev() {
            let at = row * width + column;
            longest[at] = if old_word == new_word {
                longest[at + width + 1] + 1
            } else {
                longest[at + width].max(longest[at + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() && column < new.len() {
        let at = row * width + column;
        if old[row] == new[column] {
            pieces.kept(old[row]);
            row += 1;
            column += 1;
        } else if longest[at + width] >= longest[at + 1] {
            pieces.removed(old[row]);
            row += 1;
        } else {
            pieces.added(new[column]);
            column += 1;
        }
    }
    old[row..].iter().for_each(|word| pieces.removed(word));
    new[column..].iter().for_each(|word| pieces.added(word));
}

#[derive(Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn kept(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Kept(text)) => text.push_str(word),
            _ => self.0.push(Piece::Kept(word.to_owned())),
        }
    }

    fn added(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Added(text)) => text.push_str(word),
            _ => self.0.push(Piece::Added(word.to_owned())),
        }
    }

    fn removed(&mut self, word: &str) {
        match self.0.last_mut() {
            Some(Piece::Removed(text)) => text.push_str(word),
            _ => self.0.push(Piece::Removed(word.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text_of(pieces: &[Piece], of_new: bool) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Kept(text) => text.clone(),
            Piece::Added(text) if of_new => text.clone(),
            Piece::Removed(text) if !of_new => text.clone(),
            _ => String::new(),
        };
        pieces.iter().map(text).collect()
    }

    #[test]
    fn only_the_words_that_changed_are_marked() {
        let pieces = compare("Ask a good question.", "Ask two good questions!");

        let marked = |text: &str| text.to_owned();
        assert_eq!(
            pieces,
            [
                Piece::Kept(marked("Ask ")),
                Piece::Removed(marked("a")),
                Piece::Added(marked("two")),
                Piece::Kept(marked(" good ")),
                Piece::Removed(marked("question.")),
                Piece::Added(marked("questions!")),
            ]
        );
    }

    #[test]
    fn two_long_texts_that_share_nothing_are_told_apart_at_once() {
        let (old, new) = ("a ".repeat(10_000), "b,".repeat(10_000));

        let pieces = compare(&old, &new);

        assert!(pieces == [Piece::Removed(old), Piece::Added(new)]);
    }

    proptest! {
        #[test]
        fn applying_a_comparison_gives_either_text(
            old in "([a-c]{1,2}|[ .,\n]|é|👍|\u{0}){0,40}",
            new in "([a-c]{1,2}|[ .,\n]|é|👍|\u{0}){0,40}",
        ) {
            let pieces = compare(&old, &new);

            prop_assert_eq!(text_of(&pieces, true), new);
            prop_assert_eq!(text_of(&pieces, false), old);
        }

        #[test]
        fn a_text_compared_with_itself_stays(text in ".{0,60}") {
            let pieces = compare(&text, &text);

            prop_assert!(pieces.iter().all(|piece| matches!(piece, Piece::Kept(_))));
        }
    }
}
