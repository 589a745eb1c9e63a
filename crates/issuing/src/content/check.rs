//! What content must keep to, as a draft and when it is published.

mod around;

use std::collections::HashSet;

use super::vocabulary::{ACHIEVEMENT_TYPES, RESULT_TYPES, TARGET_TYPES};
use super::{Alignment, BadgeContent, Criteria, ResultDescription};
use crate::limits;
use crate::violations::Violations;

impl BadgeContent {
    /// What is wrong with it as a draft: only a name is needed, but limits hold.
    pub fn check_draft(&self) -> Violations {
        let mut found = Violations::default();
        found.required("/name", &self.name, limits::NAME);
        found.text("/description", &self.description, limits::DESCRIPTION);
        found.text("/claim", &self.claim, limits::DESCRIPTION);
        found.nest("/criteria", self.criteria.check());
        if let Some(image) = &self.image {
            found.text("/image/alt", &image.alt, limits::ALT_TEXT);
            if let Some(recipe) = &image.recipe {
                found.nest("/image/recipe", recipe.check());
            }
        }
        self.check_words(&mut found);
        found.count("/alignments", self.alignments.len(), limits::ALIGNMENTS);
        for (position, alignment) in self.alignments.iter().enumerate() {
            found.nest(&format!("/alignments/{position}"), alignment.check());
        }
        found.count("/results", self.results.len(), limits::RESULTS);
        for (position, result) in self.results.iter().enumerate() {
            found.nest(&format!("/results/{position}"), result.check());
        }
        let mut ids = HashSet::new();
        for (position, result) in self.results.iter().enumerate() {
            if !ids.insert(result.id.as_str()) {
                let message = "Another result belongs to the same criterion, or has the same id.";
                found.add(&format!("/results/{position}"), "duplicate", message);
            }
        }
        self.check_numbers(&mut found);
        self.check_around(&mut found);
        if let Some(rule) = &self.assessment {
            found.nest("/assessment", rule.check(&self.criteria));
        }
        found
    }

    /// What is wrong with it as a version: it must be complete.
    pub fn check_publishable(&self) -> Violations {
        let mut found = self.check_draft();
        if self.description.trim().is_empty() {
            found.add(
                "/description",
                "required",
                "Say what the badge is before publishing it.",
            );
        }
        if self.criteria.to_markdown().is_empty() {
            let message = "Say how the badge is earned before publishing it.";
            found.add("/criteria/narrative", "required", message);
        }
        match &self.image {
            None => found.add(
                "/image",
                "required",
                "A badge needs a picture to be published.",
            ),
            Some(image) if image.alt.trim().is_empty() => {
                found.add(
                    "/image/alt",
                    "required",
                    "Describe the picture for those who cannot see it.",
                );
            }
            Some(_) => {}
        }
        found
    }

    fn check_words(&self, found: &mut Violations) {
        found.count("/tags", self.tags.len(), limits::TAGS);
        for (position, tag) in self.tags.iter().enumerate() {
            found.required(&format!("/tags/{position}"), tag, limits::WORD);
        }
        unique(found, "/tags", self.tags.iter().map(String::as_str));
        found.optional("/palette", self.palette.as_deref(), limits::WORD);
        found.optional("/licence", self.licence.as_deref(), limits::NAME);
        found.optional("/attribution", self.attribution.as_deref(), limits::NAME);
        found.optional("/level", self.level.as_deref(), limits::WORD);
        if let Some(word) = &self.achievement_type {
            listed(found, "/achievementType", word, ACHIEVEMENT_TYPES);
        }
        if let Some(tag) = &self.language {
            found.language("/language", tag);
        }
    }

    fn check_numbers(&self, found: &mut Violations) {
        for (pointer, number, limit) in [
            ("/validityDays", self.validity_days, limits::VALIDITY_DAYS),
            (
                "/studyLoadHours",
                self.study_load_hours,
                limits::STUDY_LOAD_HOURS,
            ),
        ] {
            if number.is_some_and(|number| number == 0 || number as usize > limit.value) {
                let message = format!("A number between 1 and {}.", limit.value);
                found.add(pointer, "out_of_range", message);
            }
        }
    }
}

impl Criteria {
    fn check(&self) -> Violations {
        let mut found = Violations::default();
        found.text("/narrative", &self.narrative, limits::NARRATIVE);
        found.count("/items", self.items.len(), limits::CRITERIA_ITEMS);
        for (position, item) in self.items.iter().enumerate() {
            local_id(&mut found, &format!("/items/{position}/id"), &item.id);
            found.required(
                &format!("/items/{position}/text"),
                &item.text,
                limits::CRITERIA_ITEM,
            );
            let hint = item.hint.as_deref();
            found.optional(
                &format!("/items/{position}/hint"),
                hint,
                limits::CRITERIA_ITEM,
            );
        }
        unique(
            &mut found,
            "/items",
            self.items.iter().map(|item| item.id.as_str()),
        );
        found
    }
}

impl Alignment {
    fn check(&self) -> Violations {
        let mut found = Violations::default();
        found.required("/name", &self.name, limits::NAME);
        found.url("/url", &self.url);
        found.optional("/code", self.code.as_deref(), limits::WORD);
        found.optional("/framework", self.framework.as_deref(), limits::NAME);
        found.optional(
            "/description",
            self.description.as_deref(),
            limits::DESCRIPTION,
        );
        if let Some(word) = &self.r#type {
            listed(&mut found, "/type", word, TARGET_TYPES);
        }
        found
    }
}

impl ResultDescription {
    fn check(&self) -> Violations {
        let mut found = Violations::default();
        local_id(&mut found, "/id", &self.id);
        found.required("/name", &self.name, limits::NAME);
        listed(&mut found, "/type", &self.r#type, RESULT_TYPES);
        found.count(
            "/allowedValues",
            self.allowed_values.len(),
            limits::RESULT_VALUES,
        );
        for (position, value) in self.allowed_values.iter().enumerate() {
            let pointer = format!("/allowedValues/{position}");
            found.required(&pointer, value, limits::RESULT_VALUE);
        }
        unique(
            &mut found,
            "/allowedValues",
            self.allowed_values.iter().map(String::as_str),
        );
        found.optional(
            "/requiredValue",
            self.required_value.as_deref(),
            limits::RESULT_VALUE,
        );
        self.check_bounds(&mut found);
        found.count("/levels", self.levels.len(), limits::RESULT_VALUES);
        for (position, level) in self.levels.iter().enumerate() {
            let at = |member: &str| format!("/levels/{position}/{member}");
            local_id(&mut found, &at("id"), &level.id);
            found.required(&at("name"), &level.name, limits::NAME);
            found.optional(
                &at("description"),
                level.description.as_deref(),
                limits::DESCRIPTION,
            );
            found.optional(&at("points"), level.points.as_deref(), limits::WORD);
        }
        unique(
            &mut found,
            "/levels",
            self.levels.iter().map(|level| level.id.as_str()),
        );
        found
    }

    fn check_bounds(&self, found: &mut Violations) {
        let bound = |text: &Option<String>| text.as_ref().map(|text| text.trim().parse::<f64>());
        let (lowest, highest) = (bound(&self.value_min), bound(&self.value_max));
        for (pointer, value) in [("/valueMin", &lowest), ("/valueMax", &highest)] {
            if value
                .as_ref()
                .is_some_and(|value| !value.as_ref().is_ok_and(|n| n.is_finite()))
            {
                found.add(pointer, "bad_format", "This must be a number.");
            }
        }
        if let (Some(Ok(lowest)), Some(Ok(highest))) = (lowest, highest)
            && lowest > highest
        {
            found.add(
                "/valueMax",
                "bad_order",
                "The highest value lies below the lowest.",
            );
        }
    }
}

/// A name that ends up in a URL fragment: letters, digits, `-`, `_` and `.`.
fn local_id(found: &mut Violations, pointer: &str, id: &str) {
    found.required(pointer, id, limits::WORD);
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !id.chars().all(allowed) {
        found.add(
            pointer,
            "bad_format",
            "Use letters a to z, digits, hyphen, dot and underscore.",
        );
    }
}

/// A word of the list, or `ext:` and letters, digits and underscores.
fn listed(found: &mut Violations, pointer: &str, word: &str, list: &[&str]) {
    let own = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    found.text(pointer, word, limits::WORD);
    if !list.contains(&word) && !word.strip_prefix("ext:").is_some_and(own) {
        let message = format!(
            "One of {}, or ext: and a word of your own.",
            list.join(", ")
        );
        found.add(pointer, "unknown", message);
    }
}

fn unique<'a>(found: &mut Violations, pointer: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = HashSet::new();
    for (position, name) in names.enumerate() {
        if !seen.insert(name) {
            let message = format!("{name:?} is there already.");
            found.add(&format!("{pointer}/{position}"), "duplicate", message);
        }
    }
}

#[cfg(test)]
mod tests;
