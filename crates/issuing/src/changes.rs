//! What changed between two texts of a badge class, part by part and in words.

mod fields;
mod words;

use crate::content::{BadgeContent, CriteriaItem};

pub use words::{Piece, compare};

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// JSON pointer to what changed; a criterion is named by its id.
    pub pointer: String,
    /// What people call it: "Name", "Criterion".
    pub label: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// The old words and the new, in one.
    pub words: Vec<Piece>,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It says something else.
    Changed,
    /// It stands in another place.
    Moved,
}

impl ChangeKind {
    /// The word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }
}

/// All that changed from `old` to `new`, in the order of the page.
pub fn between(old: &BadgeContent, new: &BadgeContent) -> Vec<Change> {
    let mut changes = Changes(Vec::new());
    let fields = fields::of(old).into_iter().zip(fields::of(new));
    for (before, after) in fields {
        changes.text(before.pointer, before.label, &before.text, &after.text);
        if before.pointer == fields::BEFORE_CRITERIA {
            changes.criteria(&old.criteria.items, &new.criteria.items);
        }
    }
    changes.translations(old, new);
    changes.0
}

struct Changes(Vec<Change>);

impl Changes {
    fn text(&mut self, pointer: &str, label: &str, old: &str, new: &str) {
        if old == new {
            return;
        }
        let kind = match (old.is_empty(), new.is_empty()) {
            (true, _) => ChangeKind::Added,
            (_, true) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        };
        self.0.push(Change {
            pointer: pointer.to_owned(),
            label: label.to_owned(),
            kind,
            words: compare(old, new),
        });
    }

    /// Criteria are the same when their ids are; what stayed in its order did not move.
    fn criteria(&mut self, old: &[CriteriaItem], new: &[CriteriaItem]) {
        let find = |items: &[CriteriaItem], id: &str| items.iter().position(|item| item.id == id);
        for item in old.iter().filter(|item| find(new, &item.id).is_none()) {
            self.text(&at(item), "Criterion", &line(item), "");
        }
        let mut furthest = None;
        for item in new {
            let Some(place) = find(old, &item.id) else {
                self.text(&at(item), "Criterion", "", &line(item));
                continue;
            };
            let before = &old[place];
            let moved = furthest.is_some_and(|furthest| place < furthest);
            furthest = furthest.max(Some(place));
            if line(before) == line(item) && moved {
                self.0.push(Change {
                    pointer: at(item),
                    label: "Criterion".to_owned(),
                    kind: ChangeKind::Moved,
                    words: vec![Piece::Kept(line(item))],
                });
            } else {
                self.text(&at(item), "Criterion", &line(before), &line(item));
            }
        }
    }

    fn translations(&mut self, old: &BadgeContent, new: &BadgeContent) {
        let mut tags: Vec<&String> = old.translations.keys().collect();
        tags.extend(new.translations.keys());
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            let text = |content: &BadgeContent| match content.translations.get(tag) {
                None => String::new(),
                Some(translation) => fields::of_translation(translation),
            };
            let pointer = format!("/translations/{tag}");
            self.text(
                &pointer,
                &format!("Translation: {tag}"),
                &text(old),
                &text(new),
            );
        }
    }
}

fn at(item: &CriteriaItem) -> String {
    format!("/criteria/items/{}", item.id)
}

/// A criterion with its hint and whether it is needed, as one text.
fn line(item: &CriteriaItem) -> String {
    let optional = if item.required { "" } else { " (if you wish)" };
    match item.hint.as_deref().filter(|hint| !hint.is_empty()) {
        Some(hint) => format!("{}{optional}\n{hint}", item.text),
        None => format!("{}{optional}", item.text),
    }
}

#[cfg(test)]
mod tests;
