//! What was typed in a step, put into the badge class. Only the members of that step change.

use accolade_issuing::Tools;
use accolade_issuing::content::{
    Alignment, BadgeContent, BadgeLink, CriteriaItem, RelatedBadge, Relation, ResultDescription,
    ResultLevel, TranslatedItem, Translation,
};

use super::fields::{Fields, Row, Wish, of, said};
use super::steps::Step;

/// Puts the fields of a step into the content.
pub(super) fn apply(tools: &Tools, step: Step, fields: &Fields, content: &mut BadgeContent) {
    match step {
        Step::Picture => picture(fields, content),
        Step::Words => words(fields, content),
        Step::Criteria => criteria(tools, fields, content),
        Step::Skills => skills(tools, fields, content),
        Step::Around => around(fields, content),
        Step::Languages => languages(fields, content),
    }
}

fn picture(fields: &Fields, content: &mut BadgeContent) {
    if let Some(image) = &mut content.image {
        image.alt = fields.line("alt");
    }
    if let Some(palette) = fields.said("palette") {
        content.palette = Some(palette);
    }
}

fn words(fields: &Fields, content: &mut BadgeContent) {
    content.name = fields.line("name");
    content.claim = fields.text("claim").trim().to_owned();
    content.description = fields.text("description").trim().to_owned();
    content.achievement_type = fields.said("achievementType");
    content.level = fields.said("level");
    content.audience = fields.said("audience");
    content.language = fields.said("language").filter(|tag| tag != "en");
    content.code = fields.said("code");
    content.field_of_study = fields.said("fieldOfStudy");
    content.specialization = fields.said("specialization");
    content.credits = fields.said("credits");
    content.tags.clear();
    for tag in fields.text("tags").split([',', '\n']) {
        let tag = tag.trim().to_owned();
        if !tag.is_empty() && !content.tags.contains(&tag) {
            content.tags.push(tag);
        }
    }
}

fn criteria(tools: &Tools, fields: &Fields, content: &mut BadgeContent) {
    let wish = fields.wish();
    content.criteria.narrative = fields.text("narrative").trim().to_owned();
    let item = |row: Row| CriteriaItem {
        id: said(&row, "id").unwrap_or_else(|| fresh_id(tools)),
        text: of(&row, "text"),
        hint: said(&row, "hint"),
        required: of(&row, "needed") != "no",
    };
    let mut items: Vec<_> = fields.rows("items").into_iter().map(item).collect();
    if !wish.keeps_nothing() {
        items.retain(|item| !item.text.is_empty() || item.hint.is_some());
    }
    wish.arrange("items", &mut items, || empty_item(tools));
    content.criteria.items = items;
    forget_stray_translations(content);
    content.study_load_hours = number(&fields.line("studyLoadHours"));
    content.validity_days = number(&fields.line("validity")).map(|count| {
        count.saturating_mul(match fields.line("validityUnit").as_str() {
            "years" => 365,
            "months" => 30,
            _ => 1,
        })
    });
}

/// A criterion with nothing in it yet.
pub(super) fn empty_item(tools: &Tools) -> CriteriaItem {
    CriteriaItem {
        id: fresh_id(tools),
        text: String::new(),
        hint: None,
        required: true,
    }
}

/// What was said in another language of a criterion goes with it.
fn forget_stray_translations(content: &mut BadgeContent) {
    let items = &content.criteria.items;
    for translation in content.translations.values_mut() {
        translation
            .items
            .retain(|id, _| items.iter().any(|item| item.id == *id));
    }
}

/// A number as typed; one that is no number is out of every range, so that it is told.
fn number(text: &str) -> Option<u32> {
    (!text.is_empty()).then(|| text.parse().unwrap_or(u32::MAX))
}

fn skills(tools: &Tools, fields: &Fields, content: &mut BadgeContent) {
    let wish = fields.wish();
    let alignment = |row: Row| Alignment {
        name: of(&row, "name"),
        url: of(&row, "url"),
        code: said(&row, "code"),
        framework: said(&row, "framework"),
        description: said(&row, "description"),
        r#type: said(&row, "type"),
    };
    let mut alignments: Vec<_> = fields
        .rows("alignments")
        .into_iter()
        .map(alignment)
        .collect();
    let mut results: Vec<_> = fields
        .rows("results")
        .into_iter()
        .map(|row| result(tools, &row, content))
        .collect();
    if !wish.keeps_nothing() {
        alignments.retain(|one| !(one.name.is_empty() && one.url.is_empty()));
        results.retain(|one| !one.name.is_empty() || !one.levels.is_empty());
    }
    wish.arrange("alignments", &mut alignments, || Alignment {
        name: String::new(),
        url: String::new(),
        code: None,
        framework: None,
        description: None,
        r#type: None,
    });
    wish.arrange("results", &mut results, || {
        result(tools, &Row::new(), content)
    });
    content.alignments = alignments;
    content.results = results;
}

/// A result that bears the id of a criterion belongs to it; one with an id of its own belongs to the whole.
fn result_id(tools: &Tools, row: &Row, content: &BadgeContent) -> String {
    let is_criterion = |id: &String| content.criteria.items.iter().any(|item| item.id == *id);
    if let Some(criterion) = said(row, "belongs").filter(is_criterion) {
        return criterion;
    }
    said(row, "id")
        .filter(|id| !is_criterion(id))
        .unwrap_or_else(|| fresh_id(tools))
}

fn result(tools: &Tools, row: &Row, content: &BadgeContent) -> ResultDescription {
    let lines = |member: &str| {
        let text = row.get(member).cloned().unwrap_or_default();
        text.lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
    };
    let mut ids = of(row, "levelIds")
        .split(' ')
        .map(str::to_owned)
        .collect::<Vec<_>>();
    ids.retain(|id| !id.is_empty());
    let level = |(at, line): (usize, String)| {
        let (name, description) = match line.split_once(':') {
            Some((name, rest)) => (name.trim().to_owned(), Some(rest.trim().to_owned())),
            None => (line, None),
        };
        ResultLevel {
            id: ids.get(at).cloned().unwrap_or_else(|| fresh_id(tools)),
            name,
            description: description.filter(|text| !text.is_empty()),
            points: None,
        }
    };
    ResultDescription {
        id: result_id(tools, row, content),
        name: of(row, "name"),
        r#type: said(row, "type").unwrap_or_else(|| "Result".to_owned()),
        allowed_values: lines("values"),
        required_value: said(row, "needed"),
        value_min: said(row, "least"),
        value_max: said(row, "most"),
        levels: lines("levels").into_iter().enumerate().map(level).collect(),
    }
}

fn around(fields: &Fields, content: &mut BadgeContent) {
    let wish = fields.wish();
    let link = |row: Row| BadgeLink {
        name: of(&row, "name"),
        url: of(&row, "url"),
    };
    let related = |row: Row| RelatedBadge {
        relation: Relation::read(&of(&row, "relation")).unwrap_or(Relation::GoesWith),
        name: of(&row, "name"),
        url: of(&row, "url"),
    };
    let mut before: Vec<_> = fields.rows("prerequisites").into_iter().map(link).collect();
    let mut beside: Vec<_> = fields.rows("related").into_iter().map(related).collect();
    if !wish.keeps_nothing() {
        before.retain(|badge| !(badge.name.is_empty() && badge.url.is_empty()));
        beside.retain(|badge| !(badge.name.is_empty() && badge.url.is_empty()));
    }
    wish.arrange("prerequisites", &mut before, || link(Row::new()));
    wish.arrange("related", &mut beside, || related(Row::new()));
    content.prerequisites = before;
    content.related = beside;
    content.licence = match fields.line("licence").as_str() {
        "own" => fields.said("ownLicence"),
        "" => None,
        licence => Some(licence.to_owned()),
    };
    content.attribution = fields.said("attribution");
}

fn languages(fields: &Fields, content: &mut BadgeContent) {
    match fields.wish() {
        Wish::Add(_) => {
            if let Some(tag) = fields.said("newLanguage") {
                content.translations.entry(tag).or_default();
            }
        }
        Wish::Remove(tag, _) => {
            content.translations.remove(&tag);
        }
        _ => {}
    }
    let tag = fields.line("lang");
    if let Some(translation) = content.translations.get_mut(&tag) {
        *translation = translated(fields);
    }
    forget_stray_translations(content);
}

fn translated(fields: &Fields) -> Translation {
    let item = |row: Row| {
        let id = said(&row, "id")?;
        let told = TranslatedItem {
            text: of(&row, "text"),
            hint: of(&row, "hint"),
        };
        (told != TranslatedItem::default()).then_some((id, told))
    };
    Translation {
        name: fields.line("name"),
        description: fields.text("description").trim().to_owned(),
        claim: fields.text("claim").trim().to_owned(),
        narrative: fields.text("narrative").trim().to_owned(),
        items: fields.rows("items").into_iter().filter_map(item).collect(),
        image_alt: fields.line("alt"),
    }
}

/// An id within the badge class that was never used there: what was awarded may point to the old ones.
fn fresh_id(tools: &Tools) -> String {
    let random: [u8; 4] = tools.random.bytes();
    format!("c{:08x}", u32::from_be_bytes(random))
}
