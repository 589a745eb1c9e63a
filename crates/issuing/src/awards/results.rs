//! The results an award carries, held against what its badge class describes.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::content::{BadgeContent, ResultDescription};
use crate::limits;
use crate::violations::Violations;

/// The words that OB 3.0 has for the status of a result.
const STATUSES: &[&str] = &[
    "Completed",
    "Enrolled",
    "Failed",
    "InProgress",
    "OnHold",
    "Provisional",
    "Withdrew",
];

/// The type of a result that has to name its status.
const STATUS: &str = "Status";

/// A result that was reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AwardResult {
    /// The id of a result description of the badge class.
    pub result: String,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The id of a level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// `Completed`, `InProgress` and so on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// One of the answers that a result may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The word by which it is meant: the id of a level, a value, a status.
    pub word: String,
    /// What people call it.
    pub name: String,
    /// What it takes.
    pub description: Option<String>,
}

impl ResultDescription {
    /// The answers of which one has to be chosen, low to high; none where a value is typed.
    pub fn answers(&self) -> Vec<Answer> {
        let plain = |word: &str| Answer {
            word: word.to_owned(),
            name: word.to_owned(),
            description: None,
        };
        if !self.levels.is_empty() {
            let level = |level: &crate::content::ResultLevel| Answer {
                word: level.id.clone(),
                name: level.name.clone(),
                description: level.description.clone(),
            };
            return self.levels.iter().map(level).collect();
        }
        if !self.allowed_values.is_empty() {
            return self
                .allowed_values
                .iter()
                .map(|value| plain(value))
                .collect();
        }
        match self.r#type.as_str() {
            STATUS => STATUSES.iter().map(|status| plain(status)).collect(),
            _ => Vec::new(),
        }
    }

    /// What somebody typed or chose for this result: the id or the name of a level, a value, a status.
    ///
    /// # Errors
    /// A sentence for people that says what there is to choose.
    pub fn read(&self, typed: &str) -> Result<AwardResult, String> {
        let typed = typed.trim();
        let lower = typed.to_lowercase();
        let answers = self.answers();
        let meant = answers
            .iter()
            .find(|answer| answer.word == typed)
            .or_else(|| answers.iter().find(|one| one.name.to_lowercase() == lower));
        let mut result = AwardResult {
            result: self.id.clone(),
            ..AwardResult::default()
        };
        match meant {
            Some(answer) if !self.levels.is_empty() => result.level = Some(answer.word.clone()),
            Some(answer) if !self.allowed_values.is_empty() => {
                result.value = Some(answer.word.clone());
            }
            Some(answer) => result.status = Some(answer.word.clone()),
            None if answers.is_empty() => result.value = Some(typed.to_owned()),
            None => {
                let names: Vec<_> = answers.iter().map(|one| one.name.as_str()).collect();
                return Err(format!("One of {}.", names.join(", ")));
            }
        }
        if self.r#type == STATUS && result.status.is_none() {
            // A result whose type is a status has to name one.
            result.status = Some("Completed".to_owned());
        }
        match result.check(self).0.into_iter().next() {
            Some(first) => Err(first.message),
            None => Ok(result),
        }
    }
}

impl AwardResult {
    /// The word by which a form means it.
    pub fn word(&self) -> &str {
        let said = self.level.as_ref().or(self.value.as_ref());
        said.or(self.status.as_ref()).map_or("", String::as_str)
    }

    fn check(&self, described: &ResultDescription) -> Violations {
        let mut found = Violations::default();
        if self.value.is_none() && self.level.is_none() && self.status.is_none() {
            found.add("/value", "required", "Give a value, a level or a status.");
        }
        if described.r#type == STATUS && self.status.is_none() {
            found.add("/status", "required", "This result is a status.");
        }
        if let Some(status) = &self.status
            && !STATUSES.contains(&status.as_str())
        {
            found.add(
                "/status",
                "unknown",
                format!("One of {}.", STATUSES.join(", ")),
            );
        }
        if let Some(level) = &self.level
            && !described.levels.iter().any(|known| &known.id == level)
        {
            found.add("/level", "unknown", "The result has no such level.");
        }
        if let Some(value) = &self.value {
            found.required("/value", value, limits::RESULT_VALUE);
            check_value(&mut found, value, described);
        }
        found
    }
}

/// What is wrong with the results of an award or of a decision.
pub(crate) fn check(found: &mut Violations, results: &[AwardResult], content: &BadgeContent) {
    found.count("/results", results.len(), limits::RESULTS);
    let mut seen = HashSet::new();
    for (position, result) in results.iter().enumerate() {
        let described = content
            .results
            .iter()
            .find(|known| known.id == result.result);
        let pointer = format!("/results/{position}");
        match described {
            None => {
                let message = "The badge class describes no such result.";
                found.add(&format!("{pointer}/result"), "unknown", message);
            }
            Some(described) => found.nest(&pointer, result.check(described)),
        }
        if !seen.insert(&result.result) {
            found.add(
                &format!("{pointer}/result"),
                "duplicate",
                "This result is there already.",
            );
        }
    }
}

fn check_value(found: &mut Violations, value: &str, described: &ResultDescription) {
    let allowed = &described.allowed_values;
    if !allowed.is_empty() && !allowed.iter().any(|known| known == value) {
        found.add(
            "/value",
            "not_allowed",
            format!("One of {}.", allowed.join(", ")),
        );
    }
    let bound = |text: &Option<String>| text.as_ref().and_then(|text| text.trim().parse().ok());
    let lowest: Option<f64> = bound(&described.value_min);
    let highest: Option<f64> = bound(&described.value_max);
    if lowest.is_none() && highest.is_none() {
        return;
    }
    let inside = value.trim().parse::<f64>().is_ok_and(|number| {
        lowest.is_none_or(|lowest| number >= lowest)
            && highest.is_none_or(|highest| number <= highest)
    });
    if !inside {
        found.add(
            "/value",
            "out_of_range",
            "The value lies outside the bounds of this result.",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::ResultLevel;

    fn described(kind: &str, levels: &[&str], values: &[&str]) -> ResultDescription {
        let level = |name: &&str| ResultLevel {
            id: format!("id-{name}"),
            name: (*name).to_owned(),
            description: None,
            points: None,
        };
        ResultDescription {
            id: "r".into(),
            name: "Result".into(),
            r#type: kind.into(),
            allowed_values: values.iter().map(|value| (*value).to_owned()).collect(),
            required_value: None,
            value_min: None,
            value_max: None,
            levels: levels.iter().map(level).collect(),
        }
    }

    #[test]
    fn a_level_is_meant_by_its_id_or_by_its_name_in_any_letters() {
        let rubric = described("RubricCriterionLevel", &["Secure", "Leading"], &[]);

        let by_id = rubric.read("id-Leading").unwrap();
        let by_name = rubric.read(" leading ").unwrap();

        assert_eq!(by_id.level.as_deref(), Some("id-Leading"));
        assert_eq!(by_id, by_name);
        assert_eq!(by_id.word(), "id-Leading");
    }

    #[test]
    fn a_wrong_word_is_told_which_there_are() {
        let rubric = described("RubricCriterionLevel", &["Secure", "Leading"], &[]);
        let grade = described("LetterGrade", &[], &["A", "B"]);

        assert_eq!(rubric.read("good"), Err("One of Secure, Leading.".into()));
        assert_eq!(grade.read("C"), Err("One of A, B.".into()));
        assert_eq!(grade.read("a").unwrap().value.as_deref(), Some("A"));
    }

    #[test]
    fn a_value_outside_its_bounds_is_refused() {
        let mut score = described("Percent", &[], &[]);
        score.value_max = Some("100".into());

        let told = score.read("101").unwrap_err();

        assert!(told.contains("outside the bounds"), "{told}");
        assert_eq!(score.read("93").unwrap().value.as_deref(), Some("93"));
    }

    #[test]
    fn a_status_is_chosen_from_the_words_of_the_standard() {
        let status = described("Status", &[], &[]);
        let rubric = described("Status", &["Secure"], &[]);

        assert_eq!(status.read("inprogress").unwrap().word(), "InProgress");
        assert_eq!(
            rubric.read("Secure").unwrap().status.as_deref(),
            Some("Completed")
        );
        assert!(status.answers().len() > 5);
    }
}
