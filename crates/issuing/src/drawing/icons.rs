//! What a badge can show: twelve emblems drawn for it, and an open set of icons.
//!
//! The set is Phosphor's in two tones (MIT, see NOTICE): an area and the lines around it, which is enamel
//! and wire. `assets/icons/phosphor.tsv` has one icon a line.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A family of icons that are shown together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IconGroup {
    /// The word that programs use.
    pub word: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// All groups, in the order in which they are offered.
pub const GROUPS: &[IconGroup] = &[
    group("emblem", "Drawn for badges"),
    group("reading", "Reading and language"),
    group("science", "Science"),
    group("numbers", "Numbers"),
    group("code", "Code"),
    group("art", "Art and music"),
    group("craft", "Craft and making"),
    group("nature", "Nature"),
    group("sport", "Sport and play"),
    group("care", "Care and teamwork"),
    group("growth", "Growth and goals"),
];

const fn group(word: &'static str, label: &'static str) -> IconGroup {
    IconGroup { word, label }
}

/// One thing that a badge can show.
#[derive(Debug, Clone, Copy)]
pub struct Icon(&'static Entry);

#[derive(Debug)]
struct Entry {
    group: &'static str,
    name: &'static str,
    label: &'static str,
    phrase: &'static str,
    words: &'static str,
    area: &'static str,
    line: &'static str,
}

const PHOSPHOR: &str = include_str!("../../assets/icons/phosphor.tsv");

/// The twelve: name, label, phrase, words to find it by.
const EMBLEMS: [[&str; 4]; 12] = [
    [
        "bowl",
        "Mended bowl",
        "a bowl mended with gold seams from which a young plant grows",
        "resilience repair try again growth",
    ],
    [
        "rings",
        "Three rings",
        "three rings woven so that only all together hold",
        "team together collaboration",
    ],
    [
        "bookchart",
        "Book and chart",
        "an open book from which the bars of a chart rise to a star",
        "data story statistics read",
    ],
    [
        "lantern",
        "Lantern",
        "a lit lantern with rays of light",
        "lead light guide teacher",
    ],
    [
        "owl",
        "Owl",
        "an owl with wide eyes over an open book",
        "read wise curious library",
    ],
    [
        "kind-word",
        "Kind word",
        "a speech bubble in the shape of a heart",
        "kind speak friend care",
    ],
    [
        "leaping-fish",
        "Leaping fish",
        "a fish that leaps over three waves beside the reeds",
        "river water nature science",
    ],
    [
        "maker",
        "Pencil and gear",
        "a pencil laid across a gear wheel",
        "make craft design engineer",
    ],
    [
        "ringing-bell",
        "Ringing bell",
        "a ringing bell with sound on both sides",
        "speak voice heard call",
    ],
    [
        "braces",
        "Braces and needle",
        "a compass needle between two curly braces",
        "code explore programming",
    ],
    [
        "growing-question",
        "Growing question",
        "a question mark whose stem puts out two leaves",
        "curious ask question growth",
    ],
    [
        "night-sky",
        "Night sky",
        "a crescent moon and stars over dark hills and pines",
        "astronomy night space observe",
    ],
];

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(read);
static BY_NAME: LazyLock<BTreeMap<&'static str, Icon>> = LazyLock::new(|| {
    ENTRIES
        .iter()
        .map(|entry| (entry.name, Icon(entry)))
        .collect()
});

fn read() -> Vec<Entry> {
    let own = EMBLEMS.iter().map(|[name, label, phrase, words]| Entry {
        group: "emblem",
        name,
        label,
        phrase,
        words,
        area: "",
        line: "",
    });
    let set = PHOSPHOR.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let group = next();
        Some(Entry {
            group,
            name: next(),
            label: next(),
            phrase: next(),
            words: next(),
            area: next(),
            line: next(),
        })
        .filter(|entry| !entry.line.is_empty())
    });
    own.chain(set).collect()
}

/// Every icon, group by group.
pub fn all_icons() -> impl Iterator<Item = Icon> {
    ENTRIES.iter().map(Icon)
}

/// The icons that somebody who types this may mean, the best first. Nothing typed, nothing found.
pub fn search(words: &str) -> Vec<Icon> {
    let asked: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u32, Icon)> = all_icons()
        .filter_map(|icon| icon.likeness(&asked).map(|likeness| (likeness, icon)))
        .collect();
    found.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    found.into_iter().map(|(_, icon)| icon).collect()
}

impl Icon {
    /// The icon of that name.
    pub fn named(name: &str) -> Option<Self> {
        BY_NAME.get(name).copied()
    }

    /// The word that programs use.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// What it shows, to follow "with": "an open book".
    pub fn phrase(self) -> &'static str {
        self.0.phrase
    }

    /// The word of its group.
    pub fn group(self) -> &'static str {
        self.0.group
    }

    /// Words by which it is found beside its label.
    pub fn words(self) -> &'static str {
        self.0.words
    }

    /// Area and lines on a grid of 256; nothing for the emblems drawn for badges.
    pub(super) fn two_tones(self) -> Option<(&'static str, &'static str)> {
        (!self.0.line.is_empty()).then_some((self.0.area, self.0.line))
    }

    /// How well it answers to all of these words; `None` if one of them says nothing of it.
    fn likeness(self, asked: &[String]) -> Option<u32> {
        let label = self.label().to_lowercase();
        let mut sum = 0;
        for word in asked {
            sum += if label == *word {
                8
            } else if label.split(' ').any(|part| part == word) {
                6
            } else if self.words().split(' ').any(|part| part == word) {
                4
            } else if label.contains(word.as_str()) {
                3
            } else if self.words().contains(word.as_str()) || self.phrase().contains(word.as_str())
            {
                2
            } else if self.group().starts_with(word.as_str()) {
                1
            } else {
                return None;
            };
        }
        Some(sum)
    }
}

impl Default for Icon {
    fn default() -> Self {
        Self(&ENTRIES[0])
    }
}

impl PartialEq for Icon {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Icon {}

impl Hash for Icon {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Serialize for Icon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Icon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| serde::de::Error::custom("there is no icon of that name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_set_is_an_icon_in_a_group_that_is_offered() {
        assert_eq!(ENTRIES.len(), 12 + PHOSPHOR.lines().count());
        assert_eq!(BY_NAME.len(), ENTRIES.len(), "each has a name of its own");
        for icon in all_icons() {
            assert!(
                GROUPS.iter().any(|group| group.word == icon.group()),
                "{}",
                icon.name()
            );
            assert!(
                !icon.label().is_empty() && !icon.phrase().is_empty(),
                "{}",
                icon.name()
            );
        }
    }

    #[test]
    fn icons_are_found_by_what_people_call_them() {
        let first = |words: &str| search(words).first().map(|icon| icon.name());

        assert_eq!(first("open book"), Some("book-open"));
        assert_eq!(first("Guitar"), Some("guitar"));
        assert!(search("music").len() >= 5);
        assert!(
            search("music guitar")
                .iter()
                .all(|icon| icon.name() == "guitar")
        );
        assert!(search("  ").is_empty());
        assert!(search("zzz").is_empty());
    }
}
