//! What a badge class says: the content of its draft and of each version.
//!
//! Storage keeps it as opaque text; only this module reads and writes it.

mod around;
mod check;
mod licence;
mod vocabulary;

use std::collections::BTreeMap;

use accolade_storage::types::Digest;
use serde::{Deserialize, Serialize};

use crate::drawing::Recipe;

use crate::assessment::AssessmentRule;
pub use around::{BadgeLink, Lineage, RelatedBadge, Relation, TranslatedItem, Translation};
pub use licence::Commons;

pub use vocabulary::{ACHIEVEMENT_TYPES, RESULT_TYPES, TARGET_TYPES};

/// The content of a badge class. A draft may be incomplete; what is published is not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BadgeContent {
    /// What it is called.
    pub name: String,
    /// What it is, told to somebody who may want to earn it.
    pub description: String,
    /// What its holder can do, told to somebody who reads it on an application.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub claim: String,
    /// How it is earned.
    pub criteria: Criteria,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<BadgeImage>,
    /// Name of the colours it was drawn in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub palette: Option<String>,
    /// A word of the OB 3.0 list, or `ext:` and a word of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievement_type: Option<String>,
    /// Words to find it by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Skills and standards it maps to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<Alignment>,
    /// Kinds of result an award may carry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<ResultDescription>,
    /// How long it takes to earn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study_load_hours: Option<u32>,
    /// How long an award stays valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity_days: Option<u32>,
    /// The language all this is written in; English if unsaid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Under which licence others may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whom to name when doing so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// How demanding it is, in the issuer's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// For whom it is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The code by which people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The field it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_of_study: Option<String>,
    /// The part of the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialization: Option<String>,
    /// The credits that one earns with it, as a decimal number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<String>,
    /// The same texts in other languages, by their tags.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, Translation>,
    /// Badges to have before this one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prerequisites: Vec<BadgeLink>,
    /// Badges above, below and beside it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedBadge>,
    /// What it was made from. Whoever edits cannot change it: the licence wants it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remixed_from: Option<Lineage>,
    /// How applications are assessed; people can apply only where this is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment: Option<AssessmentRule>,
}

/// How a badge is earned: a text, single items to tick off, or both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Criteria {
    /// The whole in words (Markdown).
    pub narrative: String,
    /// Items that can be checked one by one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<CriteriaItem>,
}

/// One thing that must be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CriteriaItem {
    /// Name within the badge class.
    pub id: String,
    /// The thing itself.
    pub text: String,
    /// Help for the earner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether the badge cannot be had without it.
    #[serde(default = "yes")]
    pub required: bool,
}

/// The picture of a badge class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BadgeImage {
    /// The stored file.
    pub blob: Digest,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// What it was drawn from, if it was drawn here: the studio opens it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<Recipe>,
}

/// A skill or standard in somebody's framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Alignment {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
    /// Its code in the framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The framework's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
    /// What it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A word of the OB 3.0 list of target types, or `ext:` and a word of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}

/// A kind of result: a grade, a level, a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultDescription {
    /// Name within the badge class; results of awards point to it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// A word of the OB 3.0 list of result types, or `ext:` and a word of one's own.
    pub r#type: String,
    /// The only values it may have, low to high.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed_values: Vec<String>,
    /// The least value that earns the badge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_value: Option<String>,
    /// The lowest value there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_min: Option<String>,
    /// The highest value there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<String>,
    /// Levels of a rubric, low to high.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<ResultLevel>,
}

/// One level of a rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResultLevel {
    /// Name within the badge class.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
}

/// Stored content that cannot be read: the database was written by something else.
#[derive(Debug, thiserror::Error)]
#[error("the stored content of a badge class cannot be read")]
pub struct UnreadableContent(#[from] serde_json::Error);

impl BadgeContent {
    /// Reads stored content.
    pub fn read(text: &str) -> Result<Self, UnreadableContent> {
        Ok(serde_json::from_str(text)?)
    }

    /// The content as it is stored.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("text, numbers and lists always serialise")
    }

    /// The language it is written in.
    pub fn language(&self) -> &str {
        self.language.as_deref().unwrap_or("en")
    }

    /// What the badge stands for in the OB 3.0 list.
    pub fn achievement_type(&self) -> &str {
        self.achievement_type.as_deref().unwrap_or("Badge")
    }
}

impl Criteria {
    /// The narrative with the items as a Markdown list: what signed documents say.
    pub fn to_markdown(&self) -> String {
        let mut blocks = Vec::new();
        if !self.narrative.trim().is_empty() {
            blocks.push(self.narrative.trim().to_owned());
        }
        if !self.items.is_empty() {
            let line = |item: &CriteriaItem| {
                let optional = if item.required { "" } else { " (optional)" };
                format!("- {}{optional}", item.text.trim())
            };
            blocks.push(self.items.iter().map(line).collect::<Vec<_>>().join("\n"));
        }
        blocks.join("\n\n")
    }
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_reads_back_as_it_was_written() {
        let content = BadgeContent {
            name: "Good question".into(),
            tags: vec!["science".into()],
            study_load_hours: Some(4),
            ..BadgeContent::default()
        };

        assert_eq!(BadgeContent::read(&content.write()).unwrap(), content);
    }

    #[test]
    fn members_that_nobody_knows_are_refused() {
        assert!(BadgeContent::read(r#"{"name": "A", "colour": "red"}"#).is_err());
    }

    #[test]
    fn criteria_become_a_text_with_a_list() {
        let item = |text: &str, required| CriteriaItem {
            id: text.into(),
            text: text.into(),
            hint: None,
            required,
        };
        let criteria = Criteria {
            narrative: "Ask well.".into(),
            items: vec![item("Ask one", true), item("Ask two", false)],
        };

        assert_eq!(
            criteria.to_markdown(),
            "Ask well.\n\n- Ask one\n- Ask two (optional)"
        );
    }
}
