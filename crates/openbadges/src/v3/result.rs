use serde::{Deserialize, Serialize};

use super::Alignment;
use crate::document::{Members, serial};

/// A kind of result that an achievement can have: a grade, a level, a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultDescription {
    /// The name by which results refer to it.
    pub id: String,
    /// Contains `ResultDescription`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Its name.
    pub name: String,
    /// What sort of result, such as `LetterGrade` or `Percent`.
    pub result_type: String,
    /// The values a result may have, low to high.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub allowed_value: Vec<String>,
    /// The level that is needed, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_level: Option<String>,
    /// The value that is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_value: Option<String>,
    /// The levels of a rubric, low to high.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub rubric_criterion_level: Vec<RubricCriterionLevel>,
    /// The lowest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_min: Option<String>,
    /// The highest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_max: Option<String>,
    /// What it maps to.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub alignment: Vec<Alignment>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl ResultDescription {
    /// A kind of result with the members that must be there.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        result_type: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["ResultDescription".into()],
            name: name.into(),
            result_type: result_type.into(),
            allowed_value: Vec::new(),
            required_level: None,
            required_value: None,
            rubric_criterion_level: Vec::new(),
            value_min: None,
            value_max: None,
            alignment: Vec::new(),
            extra: Members::new(),
        }
    }
}

/// One level of a rubric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RubricCriterionLevel {
    /// The name by which results refer to it.
    pub id: String,
    /// Contains `RubricCriterionLevel`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Its name.
    pub name: String,
    /// What it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Its points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl RubricCriterionLevel {
    /// A level with the members that must be there.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["RubricCriterionLevel".into()],
            name: name.into(),
            description: None,
            level: None,
            points: None,
            extra: Members::new(),
        }
    }
}

/// A result that one recipient reached (`Result` in the standard).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AchievementResult {
    /// Contains `Result`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// The id of its `ResultDescription`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_description: Option<String>,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The id of the level that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub achieved_level: Option<String>,
    /// `Completed`, `InProgress` and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// What it maps to.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub alignment: Vec<Alignment>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl AchievementResult {
    /// A result of the kind that `result_description` names; set its value, level or status.
    pub fn new(result_description: impl Into<String>) -> Self {
        Self {
            r#type: vec!["Result".into()],
            result_description: Some(result_description.into()),
            value: None,
            achieved_level: None,
            status: None,
            alignment: Vec::new(),
            extra: Members::new(),
        }
    }
}
