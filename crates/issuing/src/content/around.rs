//! What stands around a badge: other languages, badges before and beside it, where it came from.

use std::collections::BTreeMap;

use accolade_storage::types::BadgeClassId;
use serde::{Deserialize, Serialize};

use super::{BadgeContent, Criteria};

/// The texts of a badge class in another language. What is empty is shown in the first language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Translation {
    /// What it is called.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is, told to the earner.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What its holder can do, told to the reader.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub claim: String,
    /// How it is earned, in words (Markdown).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub narrative: String,
    /// The criteria by their ids.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub items: BTreeMap<String, TranslatedItem>,
    /// What the picture shows.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub image_alt: String,
}

/// One criterion in another language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TranslatedItem {
    /// The thing itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Help for the earner.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

/// Another badge, here or anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BadgeLink {
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// How another badge stands to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// This badge is the level above that one.
    NextLevelOf,
    /// This badge is the level below that one.
    PreviousLevelOf,
    /// This badge is a step toward that one.
    PartOf,
    /// This badge is made up of that one, among others.
    HasPart,
    /// The two stand for the same.
    SameAs,
    /// Whoever likes one may like the other.
    GoesWith,
}

impl Relation {
    /// All relations, in the order in which people are asked.
    pub const ALL: &[Self] = &[
        Self::NextLevelOf,
        Self::PreviousLevelOf,
        Self::PartOf,
        Self::HasPart,
        Self::SameAs,
        Self::GoesWith,
    ];

    /// The word in JSON and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NextLevelOf => "nextLevelOf",
            Self::PreviousLevelOf => "previousLevelOf",
            Self::PartOf => "partOf",
            Self::HasPart => "hasPart",
            Self::SameAs => "sameAs",
            Self::GoesWith => "goesWith",
        }
    }

    /// The relation with this word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|relation| relation.as_str() == word)
    }
}

/// Another badge and how it stands to this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelatedBadge {
    /// How.
    pub relation: Relation,
    /// What it is called.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// The badge that this one was made from, as its licence wants it named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lineage {
    /// The badge class.
    pub badge: BadgeClassId,
    /// The version that was copied.
    pub version: i32,
    /// What it was called.
    pub name: String,
    /// Who had made it.
    pub issuer: String,
    /// Its address.
    pub url: String,
    /// The licence that allowed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whom that licence wants named, in its maker's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
}

impl BadgeContent {
    /// The languages it is to be had in, its own first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let others = self.translations.keys().map(String::as_str);
        std::iter::once(self.language()).chain(others)
    }

    /// The same with the texts of another language; none if there is no such translation.
    pub fn in_language(&self, tag: &str) -> Option<Self> {
        let translation = self.translations.get(tag)?;
        let or = |text: &str, first: &str| {
            let text = if text.trim().is_empty() { first } else { text };
            text.to_owned()
        };
        let items = self.criteria.items.iter().cloned().map(|mut item| {
            if let Some(told) = translation.items.get(&item.id) {
                item.text = or(&told.text, &item.text);
                item.hint = match told.hint.trim() {
                    "" => item.hint,
                    hint => Some(hint.to_owned()),
                };
            }
            item
        });
        let mut image = self.image.clone();
        if let Some(image) = &mut image {
            image.alt = or(&translation.image_alt, &image.alt);
        }
        Some(Self {
            name: or(&translation.name, &self.name),
            description: or(&translation.description, &self.description),
            claim: or(&translation.claim, &self.claim),
            criteria: Criteria {
                narrative: or(&translation.narrative, &self.criteria.narrative),
                items: items.collect(),
            },
            image,
            language: Some(tag.to_owned()),
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::CriteriaItem;

    #[test]
    fn a_translation_stands_in_where_it_says_something() {
        let item = CriteriaItem {
            id: "ask".into(),
            text: "Ask".into(),
            hint: Some("One is enough".into()),
            required: true,
        };
        let told = TranslatedItem {
            text: "Frag".into(),
            hint: String::new(),
        };
        let content = BadgeContent {
            name: "Good question".into(),
            claim: "Asks well.".into(),
            criteria: Criteria {
                narrative: "Ask.".into(),
                items: vec![item],
            },
            translations: BTreeMap::from([(
                "de".to_owned(),
                Translation {
                    name: "Gute Frage".into(),
                    items: BTreeMap::from([("ask".to_owned(), told)]),
                    ..Translation::default()
                },
            )]),
            ..BadgeContent::default()
        };

        let german = content.in_language("de").unwrap();

        assert_eq!(
            (german.name.as_str(), german.language()),
            ("Gute Frage", "de")
        );
        assert_eq!(german.claim, "Asks well.");
        assert_eq!(german.criteria.items[0].text, "Frag");
        assert_eq!(
            german.criteria.items[0].hint.as_deref(),
            Some("One is enough")
        );
        assert!(content.in_language("fr").is_none());
        assert_eq!(content.languages().collect::<Vec<_>>(), ["en", "de"]);
    }

    #[test]
    fn every_relation_has_the_word_that_json_has() {
        for relation in Relation::ALL {
            let word = serde_json::to_value(relation).unwrap();

            assert_eq!(word, relation.as_str());
            assert_eq!(Relation::read(relation.as_str()), Some(*relation));
        }
    }
}
