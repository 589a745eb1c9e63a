//! A step of the editor as its template sees it.

use accolade_issuing::content::{
    ACHIEVEMENT_TYPES, BadgeContent, Commons, RESULT_TYPES, Relation, ResultDescription,
};
use accolade_issuing::violations::Violations;
use accolade_storage::frameworks::FrameworkItem;

use super::steps::Step;
use crate::pages::parts::Picture;
use crate::pages::text::Rich;

/// What the form of a step shows.
#[expect(clippy::large_enum_variant, reason = "there is one of them a request")]
pub(crate) enum Form {
    Picture(PictureForm),
    Words(WordsForm),
    Criteria(CriteriaForm),
    Skills(SkillsForm),
    Around(AroundForm),
    Languages(LanguagesForm),
}

/// The picture, and its words.
pub(crate) struct PictureForm {
    pub(crate) picture: Option<Picture>,
    pub(crate) alt: String,
    pub(crate) palette: String,
    pub(crate) studio: String,
}

/// Name, claim, description, and what sort of thing it is.
pub(crate) struct WordsForm {
    pub(crate) content: BadgeContent,
    pub(crate) tags: String,
    pub(crate) kinds: Vec<Choice>,
    /// Whether one of the fields for registrars holds something, so that they are shown unfolded.
    pub(crate) more: bool,
}

/// The criteria, one by one and in words.
pub(crate) struct CriteriaForm {
    pub(crate) narrative: String,
    /// How the words will look, when that was asked.
    pub(crate) preview: Option<Rich>,
    pub(crate) items: Vec<accolade_issuing::content::CriteriaItem>,
    pub(crate) study_load: String,
    pub(crate) validity: String,
    pub(crate) units: Vec<Choice>,
    pub(crate) suspendable: bool,
}

/// Skills and results.
pub(crate) struct SkillsForm {
    pub(crate) alignments: Vec<accolade_issuing::content::Alignment>,
    pub(crate) results: Vec<ResultRow>,
    /// What was looked for in the frameworks.
    pub(crate) query: String,
    pub(crate) found: Vec<FoundItem>,
    /// Whether something was looked for.
    pub(crate) searched: bool,
    pub(crate) frameworks: Vec<String>,
    /// Where frameworks are taken in.
    pub(crate) frameworks_page: String,
}

/// A result as a row of the form.
pub(crate) struct ResultRow {
    pub(crate) id: String,
    /// The whole, and each criterion; empty where there are no single ones.
    pub(crate) belongs: Vec<Choice>,
    pub(crate) name: String,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) values: String,
    pub(crate) needed: String,
    pub(crate) least: String,
    pub(crate) most: String,
    pub(crate) levels: String,
    pub(crate) level_ids: String,
}

/// An item of a framework that can be picked.
pub(crate) struct FoundItem {
    pub(crate) pick: String,
    pub(crate) name: String,
    pub(crate) code: Option<String>,
    pub(crate) framework: String,
    pub(crate) description: Option<String>,
}

/// Badges before and beside, and the licence.
pub(crate) struct AroundForm {
    pub(crate) prerequisites: Vec<accolade_issuing::content::BadgeLink>,
    pub(crate) related: Vec<RelatedRow>,
    /// Names and addresses of badges of this site, to choose from.
    pub(crate) ours: Vec<(String, String)>,
    pub(crate) licences: Vec<Choice>,
    pub(crate) own_licence: String,
    pub(crate) attribution: String,
    /// What it was made from, in a sentence.
    pub(crate) lineage: Option<String>,
}

/// A related badge as a row of the form.
pub(crate) struct RelatedRow {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) relations: Vec<Choice>,
}

/// The other languages, and the words in one of them.
pub(crate) struct LanguagesForm {
    pub(crate) first: String,
    pub(crate) languages: Vec<LanguageLink>,
    pub(crate) chosen: Option<TranslationForm>,
}

/// One language to choose.
pub(crate) struct LanguageLink {
    pub(crate) tag: String,
    pub(crate) href: String,
    pub(crate) current: bool,
}

/// The words in one language beside those in the first.
pub(crate) struct TranslationForm {
    pub(crate) tag: String,
    pub(crate) original: BadgeContent,
    pub(crate) told: accolade_issuing::content::Translation,
    pub(crate) items: Vec<TranslatedRow>,
    pub(crate) original_alt: String,
}

/// A criterion in both languages.
pub(crate) struct TranslatedRow {
    pub(crate) id: String,
    pub(crate) original: String,
    pub(crate) original_hint: String,
    pub(crate) text: String,
    pub(crate) hint: String,
}

/// One of the options of a list.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) words: String,
    pub(crate) chosen: bool,
}

pub(crate) fn words(content: &BadgeContent) -> WordsForm {
    let more = [
        &content.code,
        &content.field_of_study,
        &content.specialization,
        &content.credits,
    ];
    WordsForm {
        tags: content.tags.join(", "),
        kinds: kinds(content.achievement_type.as_deref()),
        more: more.into_iter().any(Option::is_some),
        content: content.clone(),
    }
}

fn kinds(chosen: Option<&str>) -> Vec<Choice> {
    let chosen = chosen.unwrap_or("Badge");
    let mut words: Vec<&str> = ACHIEVEMENT_TYPES.to_vec();
    if !words.contains(&chosen) {
        words.push(chosen);
    }
    let choice = |word: &str| Choice {
        value: word.to_owned(),
        words: crate::pages::badges::spaced(word),
        chosen: word == chosen,
    };
    words.into_iter().map(choice).collect()
}

pub(crate) fn criteria(content: &BadgeContent, look: bool, suspendable: bool) -> CriteriaForm {
    let narrative = &content.criteria.narrative;
    let (validity, unit) = match content.validity_days {
        None => (String::new(), "years"),
        // What was typed was no number: it comes back empty with the word beside it.
        Some(u32::MAX) => (String::new(), "days"),
        Some(days) if days.is_multiple_of(365) => ((days / 365).to_string(), "years"),
        Some(days) if days.is_multiple_of(30) => ((days / 30).to_string(), "months"),
        Some(days) => (days.to_string(), "days"),
    };
    let choice = |word: &str| Choice {
        value: word.to_owned(),
        words: word.to_owned(),
        chosen: word == unit,
    };
    CriteriaForm {
        preview: look.then(|| Rich::from_markdown(narrative)),
        narrative: narrative.clone(),
        items: content.criteria.items.clone(),
        study_load: content
            .study_load_hours
            .filter(|hours| *hours != u32::MAX)
            .map(|hours| hours.to_string())
            .unwrap_or_default(),
        validity,
        units: ["years", "months", "days"].map(choice).into(),
        suspendable,
    }
}

/// To what a result may belong: the whole badge, or one of its criteria.
fn belongs(result: &ResultDescription, content: &BadgeContent) -> Vec<Choice> {
    let items = &content.criteria.items;
    if items.is_empty() {
        return Vec::new();
    }
    let whole = Choice {
        value: String::new(),
        words: "The whole badge".to_owned(),
        chosen: !items.iter().any(|item| item.id == result.id),
    };
    let criterion = |(number, item): (usize, &accolade_issuing::content::CriteriaItem)| Choice {
        value: item.id.clone(),
        words: format!("{number}. {}", item.text),
        chosen: item.id == result.id,
    };
    std::iter::once(whole)
        .chain((1..).zip(items).map(criterion))
        .collect()
}

pub(crate) fn result_row(result: &ResultDescription, content: &BadgeContent) -> ResultRow {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let level = |level: &accolade_issuing::content::ResultLevel| match &level.description {
        Some(description) => format!("{}: {description}", level.name),
        None => level.name.clone(),
    };
    let kind = |word: &&str| Choice {
        value: (*word).to_owned(),
        words: crate::pages::badges::spaced(word),
        chosen: *word == result.r#type,
    };
    ResultRow {
        id: result.id.clone(),
        belongs: belongs(result, content),
        name: result.name.clone(),
        kinds: RESULT_TYPES.iter().map(kind).collect(),
        values: result.allowed_values.join("\n"),
        needed: or_nothing(&result.required_value),
        least: or_nothing(&result.value_min),
        most: or_nothing(&result.value_max),
        levels: result
            .levels
            .iter()
            .map(level)
            .collect::<Vec<_>>()
            .join("\n"),
        level_ids: result
            .levels
            .iter()
            .map(|level| level.id.as_str())
            .collect::<Vec<_>>()
            .join(" "),
    }
}

pub(crate) fn found(framework: &str, item: FrameworkItem) -> FoundItem {
    FoundItem {
        pick: format!("pick:{}:{}", item.framework_id, item.position),
        name: item.name,
        code: item.code,
        framework: framework.to_owned(),
        description: item.description,
    }
}

pub(crate) fn around(content: &BadgeContent, ours: Vec<(String, String)>) -> AroundForm {
    let licence = content.licence.clone().unwrap_or_default();
    let named = Commons::read(&licence).map_or(licence, |known| known.name());
    let offered = Commons::OFFERED.contains(&named.as_str());
    let choice = |value: &str, words: &str| Choice {
        value: value.to_owned(),
        words: words.to_owned(),
        chosen: match value {
            "own" => !offered && !named.is_empty(),
            value => value == named,
        },
    };
    let mut licences = vec![choice("", "Nobody but us may use it")];
    licences.extend(
        Commons::OFFERED
            .iter()
            .map(|name| choice(name, terms(name))),
    );
    licences.push(choice("own", "Another licence"));
    AroundForm {
        prerequisites: content.prerequisites.clone(),
        related: content
            .related
            .iter()
            .map(|badge| RelatedRow {
                name: badge.name.clone(),
                url: badge.url.clone(),
                relations: relations(badge.relation),
            })
            .collect(),
        ours,
        licences,
        own_licence: if offered { String::new() } else { named },
        attribution: content.attribution.clone().unwrap_or_default(),
        lineage: content.remixed_from.as_ref().map(|from| {
            let licence = from.licence.as_deref().unwrap_or("its licence");
            format!(
                "Made from “{}”, version {}, of {}, under {licence}. That stays written in it.",
                from.name, from.version, from.issuer
            )
        }),
    }
}

fn terms(licence: &str) -> &'static str {
    match licence {
        "CC BY 4.0" => "CC BY 4.0: use it, change it, name us",
        "CC BY-SA 4.0" => "CC BY-SA 4.0: the same, and share it alike",
        "CC BY-NC 4.0" => "CC BY-NC 4.0: the same, but not for money",
        "CC BY-NC-SA 4.0" => "CC BY-NC-SA 4.0: not for money, and share it alike",
        _ => "CC0 1.0: everybody may do anything",
    }
}

fn relations(chosen: Relation) -> Vec<Choice> {
    let choice = |relation: &Relation| Choice {
        value: relation.as_str().to_owned(),
        words: relation_words(*relation).to_owned(),
        chosen: *relation == chosen,
    };
    Relation::ALL.iter().map(choice).collect()
}

/// How a badge stands to another, as the one who writes it would say it.
pub(crate) fn relation_words(relation: Relation) -> &'static str {
    match relation {
        Relation::NextLevelOf => "is the next level of",
        Relation::PreviousLevelOf => "is the level before",
        Relation::PartOf => "is part of",
        Relation::HasPart => "is made up of",
        Relation::SameAs => "stands for the same as",
        Relation::GoesWith => "goes well with",
    }
}

pub(crate) fn languages(
    content: &BadgeContent,
    chosen: Option<&str>,
    href: impl Fn(&str) -> String,
) -> LanguagesForm {
    let chosen = chosen
        .filter(|tag| content.translations.contains_key(*tag))
        .or_else(|| content.translations.keys().next().map(String::as_str));
    LanguagesForm {
        first: content.language().to_owned(),
        languages: content
            .translations
            .keys()
            .map(|tag| LanguageLink {
                tag: tag.clone(),
                href: href(tag),
                current: chosen == Some(tag.as_str()),
            })
            .collect(),
        chosen: chosen.and_then(|tag| {
            let told = content.translations.get(tag)?.clone();
            let row = |item: &accolade_issuing::content::CriteriaItem| {
                let known = told.items.get(&item.id).cloned().unwrap_or_default();
                TranslatedRow {
                    id: item.id.clone(),
                    original: item.text.clone(),
                    original_hint: item.hint.clone().unwrap_or_default(),
                    text: known.text,
                    hint: known.hint,
                }
            };
            Some(TranslationForm {
                tag: tag.to_owned(),
                items: content.criteria.items.iter().map(row).collect(),
                original_alt: content
                    .image
                    .as_ref()
                    .map(|image| image.alt.clone())
                    .unwrap_or_default(),
                original: content.clone(),
                told,
            })
        }),
    }
}

/// The messages for one step, by pointer.
pub(crate) struct Errors(pub(crate) Violations);

impl Errors {
    /// What is wrong with the field at a pointer.
    pub(crate) fn at(&self, pointer: impl AsRef<str>) -> Option<&str> {
        let found = self.0.0.iter().find(|one| one.pointer == pointer.as_ref());
        found.map(|one| one.message.as_str())
    }

    /// What is wrong with the field `member` of row `number` of a group.
    pub(crate) fn of(&self, group: &str, number: &usize, member: &str) -> Option<&str> {
        self.at(format!("/{group}/{number}/{member}"))
    }

    /// Messages for other steps than this one, and for lists as a whole.
    pub(crate) fn elsewhere(&self, step: Step) -> Vec<String> {
        let other = self
            .0
            .0
            .iter()
            .filter(|one| Step::of_pointer(&one.pointer) != step);
        other
            .map(|one| {
                format!(
                    "{}: {}",
                    Step::of_pointer(&one.pointer).title(),
                    one.message
                )
            })
            .collect()
    }

    pub(crate) fn any(&self) -> bool {
        !self.0.is_empty()
    }
}
