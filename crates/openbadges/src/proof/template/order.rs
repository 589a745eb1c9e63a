//! Lines in pieces, and what can be said about their order before the pieces are filled.

use std::cmp::Ordering;

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Always the same.
    Text(String),
    /// The value of a slot, as canonical lines write it.
    Slot(usize),
    /// The label of a blank node.
    Node(usize),
}

/// A whole line, or what follows the subject in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<Piece>);

impl Line {
    /// Appends a piece; texts side by side become one.
    pub(super) fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => self.0.push(piece),
        }
    }

    pub(super) fn extend(&mut self, pieces: impl IntoIterator<Item = Piece>) {
        for piece in pieces {
            self.push(piece);
        }
    }

    /// What the line begins with, whatever fills it.
    fn head(&self) -> &str {
        match self.0.first() {
            Some(Piece::Text(text)) => text,
            _ => "",
        }
    }

    fn is_fixed(&self) -> bool {
        matches!(self.0.as_slice(), [] | [Piece::Text(_)])
    }
}

/// Which of two lines comes first, if that is the same for all fillings.
fn compare(one: &Line, other: &Line) -> Option<Ordering> {
    let (head, other_head) = (one.head().as_bytes(), other.head().as_bytes());
    let differ = head.iter().zip(other_head).any(|(a, b)| a != b);
    let fixed = one.is_fixed() && other.is_fixed();
    (differ || fixed).then(|| head.cmp(other_head))
}

/// Lines in an order that is known as far as it can be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Sorted {
    /// These lines come one after the other.
    Known(Line),
    /// Which of these lines comes first depends on what fills them.
    Open(Vec<Line>),
}

/// Sorts lines by what stands behind their common subject, and joins those whose order is known.
pub(super) fn sort(subject: &Line, mut lines: Vec<Line>) -> Vec<Sorted> {
    lines.sort_by(|a, b| a.head().cmp(b.head()));
    // A head that begins another begins all those between the two: such lines stand side by side.
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match groups.last_mut() {
            Some(group) if group.iter().any(|other| compare(other, &line).is_none()) => {
                group.push(line);
            }
            _ => groups.push(vec![line]),
        }
    }
    let whole = |line: Line| {
        let mut whole = subject.clone();
        whole.extend(line.0);
        whole
    };
    let mut sorted = Vec::new();
    for group in groups {
        let open = group.len() > 1;
        let lines = group.into_iter().map(whole);
        match sorted.last_mut() {
            _ if open => sorted.push(Sorted::Open(lines.collect())),
            Some(Sorted::Known(known)) => known.extend(lines.flat_map(|line| line.0)),
            _ => sorted.extend(lines.map(Sorted::Known)),
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(pieces: &[Piece]) -> Line {
        Line(pieces.to_vec())
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn lines_that_differ_before_their_slots_are_joined_in_order() {
        let sorted = sort(
            &Line::default(),
            vec![
                line(&[text("b "), Piece::Slot(0), text("\n")]),
                line(&[text("a\n")]),
                line(&[text("ca\n")]),
            ],
        );

        let joined = line(&[text("a\nb "), Piece::Slot(0), text("\nca\n")]);
        assert_eq!(sorted, [Sorted::Known(joined)]);
    }

    #[test]
    fn lines_that_differ_only_in_their_slots_stay_apart() {
        let slot = line(&[text("b "), Piece::Slot(0), text("\n")]);
        let fixed = line(&[text("b x\n")]);

        let sorted = sort(
            &Line::default(),
            vec![
                fixed.clone(),
                line(&[text("a\n")]),
                slot.clone(),
                line(&[text("c\n")]),
            ],
        );

        assert_eq!(
            sorted,
            [
                Sorted::Known(line(&[text("a\n")])),
                Sorted::Open(vec![slot, fixed]),
                Sorted::Known(line(&[text("c\n")])),
            ]
        );
    }
}
