//! The fields of a form as they were sent: names with dots for rows, `items.0.text`.

use std::collections::BTreeMap;

/// What a form sent, in its order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

/// One row of a repeated group: the values by the last part of their names.
pub(super) type Row = BTreeMap<String, String>;

/// More rows than any list of a badge may have are not even looked at.
const MOST_ROWS: usize = 1_000;

impl Fields {
    pub(crate) fn new(sent: Vec<(String, String)>) -> Self {
        Self(sent)
    }

    /// The value of a field with line breaks as everybody else writes them; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> String {
        let sent = self.0.iter().find(|(field, _)| field == name);
        sent.map(|(_, value)| value.replace("\r\n", "\n"))
            .unwrap_or_default()
    }

    /// The value without white space around it.
    pub(crate) fn line(&self, name: &str) -> String {
        self.text(name).trim().to_owned()
    }

    /// The same; nothing where nothing was typed.
    pub(crate) fn said(&self, name: &str) -> Option<String> {
        Some(self.line(name)).filter(|text| !text.is_empty())
    }

    /// Whether a box was ticked.
    pub(crate) fn ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// The rows of a group, in the order of their numbers.
    pub(super) fn rows(&self, group: &str) -> Vec<Row> {
        let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
        for (name, value) in &self.0 {
            let numbered = name
                .strip_prefix(group)
                .and_then(|rest| rest.strip_prefix('.'))
                .and_then(|rest| rest.split_once('.'))
                .and_then(|(number, member)| Some((number.parse().ok()?, member)));
            if let Some((number, member)) = numbered
                && (rows.len() < MOST_ROWS || rows.contains_key(&number))
            {
                let row = rows.entry(number).or_default();
                row.insert(member.to_owned(), value.replace("\r\n", "\n"));
            }
        }
        rows.into_values().collect()
    }

    /// The rows of a group as three values each.
    pub(crate) fn triples(&self, group: &str, members: [&str; 3]) -> Vec<[String; 3]> {
        let rows = self.rows(group);
        rows.iter()
            .map(|row| members.map(|member| of(row, member)))
            .collect()
    }

    /// Whether the form is only to be shown again.
    pub(crate) fn only_shown(&self) -> bool {
        self.wish().keeps_nothing()
    }

    /// Does to the rows of `group` what its sender wants.
    pub(crate) fn arrange<T>(&self, group: &str, rows: &mut Vec<T>, empty: impl FnOnce() -> T) {
        self.wish().arrange(group, rows, empty);
    }

    /// What its sender wants done.
    pub(super) fn wish(&self) -> Wish {
        Wish::read(&self.line("do"))
    }
}

/// A value of a row, without white space around it.
pub(super) fn of(row: &Row, member: &str) -> String {
    row.get(member)
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// The same; nothing where nothing was typed.
pub(super) fn said(row: &Row, member: &str) -> Option<String> {
    Some(of(row, member)).filter(|text| !text.is_empty())
}

/// What the button says that sent the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wish {
    /// Keep it.
    Save,
    /// Keep it and go to the next step.
    Next,
    /// Show it again with one more row in this group.
    Add(String),
    /// Show it again without this row.
    Remove(String, usize),
    /// Show it again with this row before the one above it.
    Up(String, usize),
    /// Show it again with this row behind the one below it.
    Down(String, usize),
    /// Show it again with how the words will look.
    Look,
    /// Show it again with what was found in the frameworks.
    Find,
    /// Show it again with this item of a framework among the skills.
    Pick(String, i32),
}

impl Wish {
    fn read(text: &str) -> Self {
        let mut parts = text.split(':');
        let wish = parts.next().unwrap_or_default();
        let group = parts.next().unwrap_or_default().to_owned();
        let number = parts.next().and_then(|number| number.parse::<usize>().ok());
        match (wish, number) {
            ("next", _) => Self::Next,
            ("add", _) => Self::Add(group),
            ("remove", Some(number)) => Self::Remove(group, number),
            ("up", Some(number)) => Self::Up(group, number),
            ("down", Some(number)) => Self::Down(group, number),
            ("look", _) => Self::Look,
            ("find", _) => Self::Find,
            ("pick", Some(number)) => Self::Pick(group, i32::try_from(number).unwrap_or(-1)),
            _ => Self::Save,
        }
    }

    /// Whether the form is only shown again, and nothing is kept.
    pub(super) fn keeps_nothing(&self) -> bool {
        !matches!(self, Self::Save | Self::Next)
    }

    /// Does to the rows of `group` what was wished for them.
    pub(super) fn arrange<T>(&self, group: &str, rows: &mut Vec<T>, empty: impl FnOnce() -> T) {
        match self {
            Self::Add(wished) if wished == group => rows.push(empty()),
            Self::Remove(wished, at) if wished == group && *at < rows.len() => {
                rows.remove(*at);
            }
            Self::Up(wished, at) if wished == group && (1..rows.len()).contains(at) => {
                rows.swap(*at, *at - 1);
            }
            Self::Down(wished, at) if wished == group && *at + 1 < rows.len() => {
                rows.swap(*at, *at + 1);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(sent: &[(&str, &str)]) -> Fields {
        let sent = sent
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Fields::new(sent.collect())
    }

    #[test]
    fn rows_come_in_the_order_of_their_numbers() {
        let sent = fields(&[
            ("items.10.text", "third"),
            ("items.2.text", "second\r\nline"),
            ("items.0.text", "first"),
            ("items.0.hint", "h"),
            ("items.x.text", "no number"),
            ("itemsets.0.text", "another group"),
        ]);

        let texts: Vec<_> = sent
            .rows("items")
            .iter()
            .map(|row| of(row, "text"))
            .collect();

        assert_eq!(texts, ["first", "second\nline", "third"]);
        assert_eq!(of(&sent.rows("items")[0], "hint"), "h");
    }

    #[test]
    fn a_wish_arranges_only_its_own_rows() {
        let arranged = |wish: &str| {
            let mut rows = vec!["a", "b", "c"];
            Wish::read(wish).arrange("items", &mut rows, || "new");
            rows
        };

        assert_eq!(arranged("add:items"), ["a", "b", "c", "new"]);
        assert_eq!(arranged("remove:items:1"), ["a", "c"]);
        assert_eq!(arranged("up:items:2"), ["a", "c", "b"]);
        assert_eq!(arranged("down:items:0"), ["b", "a", "c"]);
        for nothing in [
            "up:items:0",
            "down:items:2",
            "remove:items:9",
            "add:results",
            "save",
            "up:items:-1",
        ] {
            assert_eq!(arranged(nothing), ["a", "b", "c"], "{nothing}");
        }
    }
}
