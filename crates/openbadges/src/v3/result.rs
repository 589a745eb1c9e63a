use serde::{Deserialize, Serialize};

use super::Alignment;
use crate::document::{Members, chained, serial};

/// A kind of result that an achievement can have: a grade, a level, a score.
///
/// Open Badges 3.0, B.1: class `ResultDescription`.
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

    chained! {
        /// Adds an allowed value, higher than those before it.
        add with_allowed_value => allowed_value: String;
        /// Sets the level that is needed, by its id.
        set with_required_level => required_level: String;
        /// Sets the value that is needed.
        set with_required_value => required_value: String;
        /// Adds a level, higher than those before it.
        add with_level => rubric_criterion_level: RubricCriterionLevel;
        /// Sets the lowest value.
        set with_minimum => value_min: String;
        /// Sets the highest value.
        set with_maximum => value_max: String;
        /// Adds what it maps to.
        add with_alignment => alignment: Alignment;
    }
}

/// One level of a rubric.
///
/// Open Badges 3.0, B.1: class `RubricCriterionLevel`.
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
            alignment: Vec::new(),
            extra: Members::new(),
        }
    }

    chained! {
        /// Says what it takes.
        set with_description => description: String;
        /// Sets its rank.
        set with_rank => level: String;
        /// Sets its points.
        set with_points => points: String;
        /// Adds what it maps to.
        add with_alignment => alignment: Alignment;
    }
}

/// A result that one recipient reached (`Result` in the standard).
///
/// Open Badges 3.0, B.1: class `Result`.
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

    chained! {
        /// Sets the value.
        set with_value => value: String;
        /// Sets the level that was reached, by its id.
        set with_level => achieved_level: String;
        /// Sets how far somebody came: one of the words of [`ResultStatus`](super::ResultStatus).
        set with_status => status: String;
        /// Adds what it maps to.
        add with_alignment => alignment: Alignment;
    }
}
