//! The parts of a badge class as texts that can be held beside each other.

use crate::content::{Alignment, BadgeContent, Relation, ResultDescription, Translation};

/// One part as text; empty where nothing is said.
pub(super) struct Field {
    pub(super) pointer: &'static str,
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// The field behind which the single criteria follow.
pub(super) const BEFORE_CRITERIA: &str = "/criteria/narrative";

/// All parts but the single criteria and the translations, in the order of the page. The list is the same for each
/// badge class, so two of them can be gone through side by side.
pub(super) fn of(content: &BadgeContent) -> Vec<Field> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let image = content.image.as_ref();
    let field = |pointer, label, text| Field {
        pointer,
        label,
        text,
    };
    vec![
        field("/name", "Name", content.name.clone()),
        field("/claim", "What a holder can do", content.claim.clone()),
        field("/description", "Description", content.description.clone()),
        field(
            "/image",
            "Picture",
            image
                .map(|image| image.blob.to_string())
                .unwrap_or_default(),
        ),
        field(
            "/image/alt",
            "Picture in words",
            image.map(|image| image.alt.clone()).unwrap_or_default(),
        ),
        field(
            BEFORE_CRITERIA,
            "How it is earned",
            content.criteria.narrative.clone(),
        ),
        field("/results", "Results", lines(&content.results, result)),
        field(
            "/alignments",
            "Skills",
            lines(&content.alignments, alignment),
        ),
        field(
            "/achievementType",
            "Kind",
            or_nothing(&content.achievement_type),
        ),
        field("/level", "Level", or_nothing(&content.level)),
        field("/audience", "For whom", or_nothing(&content.audience)),
        field("/tags", "Tags", content.tags.join(", ")),
        field(
            "/studyLoadHours",
            "Time it takes",
            number(content.study_load_hours, "hours"),
        ),
        field(
            "/validityDays",
            "How long it is good for",
            number(content.validity_days, "days"),
        ),
        field("/credits", "Credits", or_nothing(&content.credits)),
        field("/code", "Code", or_nothing(&content.code)),
        field(
            "/fieldOfStudy",
            "Field",
            or_nothing(&content.field_of_study),
        ),
        field(
            "/specialization",
            "Part of the field",
            or_nothing(&content.specialization),
        ),
        field(
            "/prerequisites",
            "Badges to have first",
            lines(&content.prerequisites, |badge| {
                format!("{} ({})", badge.name, badge.url)
            }),
        ),
        field(
            "/related",
            "Related badges",
            lines(&content.related, |badge| {
                format!(
                    "{}: {} ({})",
                    relation(badge.relation),
                    badge.name,
                    badge.url
                )
            }),
        ),
        field("/language", "Language", or_nothing(&content.language)),
        field("/licence", "Licence", or_nothing(&content.licence)),
        field(
            "/attribution",
            "Whom to name",
            or_nothing(&content.attribution),
        ),
    ]
}

/// A translation as one text.
pub(super) fn of_translation(translation: &Translation) -> String {
    let mut texts = vec![
        translation.name.as_str(),
        &translation.claim,
        &translation.description,
        &translation.narrative,
    ];
    for item in translation.items.values() {
        texts.extend([item.text.as_str(), &item.hint]);
    }
    texts.push(&translation.image_alt);
    texts.retain(|text| !text.is_empty());
    texts.join("\n")
}

/// How a badge stands to another, in words.
pub(super) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::NextLevelOf => "next level of",
        Relation::PreviousLevelOf => "level before",
        Relation::PartOf => "part of",
        Relation::HasPart => "made up of",
        Relation::SameAs => "same as",
        Relation::GoesWith => "goes well with",
    }
}

fn lines<T>(items: &[T], line: impl Fn(&T) -> String) -> String {
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn number(number: Option<u32>, unit: &str) -> String {
    number
        .map(|number| format!("{number} {unit}"))
        .unwrap_or_default()
}

fn alignment(alignment: &Alignment) -> String {
    let mut text = alignment.name.clone();
    for part in [&alignment.code, &alignment.framework]
        .into_iter()
        .flatten()
    {
        text.push_str(", ");
        text.push_str(part);
    }
    format!("{text} ({})", alignment.url)
}

fn result(result: &ResultDescription) -> String {
    let levels = result.levels.iter().map(|level| match &level.description {
        Some(description) => format!("{}: {description}", level.name),
        None => level.name.clone(),
    });
    let mut values: Vec<_> = result
        .allowed_values
        .iter()
        .cloned()
        .chain(levels)
        .collect();
    if let (Some(least), Some(most)) = (&result.value_min, &result.value_max) {
        values.push(format!("{least} to {most}"));
    }
    if let Some(needed) = &result.required_value {
        values.push(format!("at least {needed}"));
    }
    format!("{} ({}): {}", result.name, result.r#type, values.join("; "))
}
