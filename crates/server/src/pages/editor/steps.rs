//! The steps of the editor, and which part of a badge class each of them holds.

use accolade_issuing::content::BadgeContent;
use accolade_issuing::violations::Violation;
use accolade_storage::types::BadgeClassId;

use crate::pages::paths;

/// One step: a page with a form of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Picture,
    Words,
    Criteria,
    Skills,
    Around,
    Languages,
}

impl Step {
    /// In the order in which people take them.
    pub(crate) const ALL: &[Self] = &[
        Self::Picture,
        Self::Words,
        Self::Criteria,
        Self::Skills,
        Self::Around,
        Self::Languages,
    ];

    /// Its part of the address.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Words => "words",
            Self::Criteria => "criteria",
            Self::Skills => "skills",
            Self::Around => "around",
            Self::Languages => "languages",
        }
    }

    pub(crate) fn read(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.slug() == slug)
    }

    /// What stands above it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Picture => "Draw it",
            Self::Words => "What it says",
            Self::Criteria => "What it takes",
            Self::Skills => "What it stands for",
            Self::Around => "What is around it",
            Self::Languages => "In other languages",
        }
    }

    pub(crate) fn next(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at + 1).copied()
    }

    /// The step that holds what a pointer points at.
    pub(crate) fn of_pointer(pointer: &str) -> Self {
        let member = pointer
            .trim_start_matches('/')
            .split('/')
            .next()
            .unwrap_or_default();
        match member {
            "image" | "palette" => Self::Picture,
            "criteria" | "studyLoadHours" | "validityDays" => Self::Criteria,
            "alignments" | "results" => Self::Skills,
            "prerequisites" | "related" | "licence" | "attribution" => Self::Around,
            "translations" => Self::Languages,
            _ => Self::Words,
        }
    }
}

/// A step as it stands above the form.
#[derive(Debug, Clone)]
pub(crate) struct StepView {
    pub(crate) title: &'static str,
    pub(crate) href: String,
    pub(crate) current: bool,
    /// Whether something is said there and nothing is missing.
    pub(crate) done: bool,
}

/// Something without which the badge cannot be published.
#[derive(Debug, Clone)]
pub(crate) struct Missing {
    pub(crate) words: String,
    pub(crate) href: String,
}

/// The steps above the form of one of them.
pub(super) fn views(id: BadgeClassId, content: &BadgeContent, current: Step) -> Vec<StepView> {
    let missing = content.check_publishable();
    let lacks = |step| {
        missing
            .0
            .iter()
            .any(|one| Step::of_pointer(&one.pointer) == step)
    };
    Step::ALL
        .iter()
        .map(|step| StepView {
            title: step.title(),
            href: paths::badge_edit_step(id, step.slug()),
            current: *step == current,
            done: says_something(content, *step) && !lacks(*step),
        })
        .collect()
}

/// What is missing, each with the step where it can be said.
pub(crate) fn missing(id: BadgeClassId, content: &BadgeContent) -> Vec<Missing> {
    let told = |one: &Violation| Missing {
        words: one.message.clone(),
        href: paths::badge_edit_step(id, Step::of_pointer(&one.pointer).slug()),
    };
    content.check_publishable().0.iter().map(told).collect()
}

fn says_something(content: &BadgeContent, step: Step) -> bool {
    match step {
        Step::Picture => content.image.is_some(),
        Step::Words => !content.description.is_empty(),
        Step::Criteria => {
            !content.criteria.items.is_empty() || !content.criteria.narrative.is_empty()
        }
        Step::Skills => !content.alignments.is_empty() || !content.results.is_empty(),
        Step::Around => {
            content.licence.is_some()
                || !content.related.is_empty()
                || !content.prerequisites.is_empty()
        }
        Step::Languages => !content.translations.is_empty(),
    }
}
