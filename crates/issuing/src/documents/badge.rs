//! A badge class as an OB 2.0 `BadgeClass` and an OB 3.0 `Achievement`.

use accolade_storage::badge_class_versions::BadgeClassVersion;
use accolade_storage::issuers::Issuer;
use openbadges::{v2, v3};
use serde_json::{Value, json};

use super::issuer::{embedded_profile, merge};
use crate::addresses::Addresses;
use crate::content::{BadgeContent, ResultDescription, UnreadableContent};

/// The OB 2.0 badge class of one version, at that version's address.
pub fn badge_class_v2(
    addresses: &Addresses,
    issuer: &Issuer,
    version: &BadgeClassVersion,
) -> Result<Value, UnreadableContent> {
    let content = BadgeContent::read(&version.content)?;
    let address = addresses.badge_version(version.badge_class_id, version.number);
    let mut class = class_v2(addresses, issuer, version, &content, address);
    class.related = translations(addresses, version, &content)
        .map(|(language, id)| v2::Related::new(id).with_language(language).into())
        .collect();
    Ok(class.to_value())
}

/// The same in another language, at an address of its own; none without that translation.
pub fn translated_v2(
    addresses: &Addresses,
    issuer: &Issuer,
    version: &BadgeClassVersion,
    language: &str,
) -> Result<Option<Value>, UnreadableContent> {
    let Some(content) = BadgeContent::read(&version.content)?.in_language(language) else {
        return Ok(None);
    };
    let address = addresses.badge_translation(version.badge_class_id, version.number, language);
    let class = class_v2(addresses, issuer, version, &content, address);
    Ok(Some(class.to_value()))
}

fn class_v2(
    addresses: &Addresses,
    issuer: &Issuer,
    version: &BadgeClassVersion,
    content: &BadgeContent,
    address: String,
) -> v2::BadgeClass {
    let criteria = v2::Criteria {
        id: Some(address.clone()),
        narrative: Some(content.criteria.to_markdown()),
        ..v2::Criteria::default()
    };
    let png = addresses.file(&version.image_png_blob, "png");
    let image = match &content.image {
        Some(image) => v2::Reference::from(v2::Image::captioned(png, image.alt.as_str())),
        None => v2::Reference::Id(png),
    };
    let mut class = v2::BadgeClass::new(
        address,
        content.name.as_str(),
        content.description.as_str(),
        image,
        criteria,
        v2::Reference::Id(addresses.issuer(&issuer.slug)),
    );
    class.tags.clone_from(&content.tags);
    class.version = Some(version.number.to_string().into());
    class.alignment = content.alignments.iter().map(alignment_v2).collect();
    class
}

/// The other languages of a version, and where it stands in them.
fn translations<'a>(
    addresses: &'a Addresses,
    version: &'a BadgeClassVersion,
    content: &'a BadgeContent,
) -> impl Iterator<Item = (&'a str, String)> {
    content.translations.keys().map(|language| {
        let id = addresses.badge_translation(version.badge_class_id, version.number, language);
        (language.as_str(), id)
    })
}

/// The OB 3.0 achievement as a document of its own, with what other organisations say of it.
pub fn achievement_v3(
    addresses: &Addresses,
    issuer: &Issuer,
    version: &BadgeClassVersion,
    endorsements: Vec<Value>,
) -> Result<Value, UnreadableContent> {
    let content = BadgeContent::read(&version.content)?;
    let mut document = json!({ "@context": v3::contexts(false) });
    let mut achievement = embedded_achievement(addresses, version, &content);
    achievement.creator = Some(embedded_profile(addresses, issuer).into());
    let badge_class = addresses.badge_version(version.badge_class_id, version.number);
    achievement
        .related
        .push(v3::Related::badge_class(badge_class));
    achievement.endorsement = endorsements;
    merge(&mut document, achievement.to_value());
    Ok(document)
}

/// The same in another language, at an address of its own; none without that translation.
pub fn translated_v3(
    addresses: &Addresses,
    issuer: &Issuer,
    version: &BadgeClassVersion,
    language: &str,
) -> Result<Option<Value>, UnreadableContent> {
    let first = BadgeContent::read(&version.content)?;
    let Some(content) = first.in_language(language) else {
        return Ok(None);
    };
    let mut document = json!({ "@context": v3::contexts(false) });
    let mut achievement = embedded_achievement(addresses, version, &content);
    let original = v3::Related::new(achievement.id).with_language(first.language());
    achievement.id = addresses.badge_translation(version.badge_class_id, version.number, language);
    achievement.related = vec![original.with_version(version.number.to_string())];
    achievement.creator = Some(embedded_profile(addresses, issuer).into());
    merge(&mut document, achievement.to_value());
    Ok(Some(document))
}

/// The achievement as it stands inside a credential.
pub(crate) fn embedded_achievement(
    addresses: &Addresses,
    version: &BadgeClassVersion,
    content: &BadgeContent,
) -> v3::Achievement {
    let badge = version.badge_class_id;
    let criteria = v3::Criteria {
        id: Some(addresses.badge_version(badge, version.number)),
        narrative: Some(content.criteria.to_markdown()),
        ..v3::Criteria::default()
    };
    let mut achievement = v3::Achievement::new(
        addresses.badge(badge),
        content.name.as_str(),
        content.description.as_str(),
        criteria,
    );
    achievement.achievement_type = Some(content.achievement_type().to_owned());
    let image = v3::Image::new(addresses.file(&version.image_png_blob, "png"));
    achievement.image = Some(match &content.image {
        Some(described) => image.captioned(described.alt.as_str()),
        None => image,
    });
    achievement.in_language = Some(content.language().to_owned());
    achievement.version = Some(version.number.to_string());
    achievement.tag.clone_from(&content.tags);
    achievement.human_code.clone_from(&content.code);
    achievement
        .field_of_study
        .clone_from(&content.field_of_study);
    achievement
        .specialization
        .clone_from(&content.specialization);
    achievement.credits_available = content
        .credits
        .as_deref()
        .and_then(|text| text.parse().ok());
    achievement.related = related(addresses, version, content);
    achievement.alignment = content.alignments.iter().map(alignment_v3).collect();
    achievement.result_description = content
        .results
        .iter()
        .map(|result| describe(addresses, version, result))
        .collect();
    achievement
}

/// Its other languages, and the badges before and beside it. The standard has a place for that they
/// are related, not for how; the page says the rest.
fn related(
    addresses: &Addresses,
    version: &BadgeClassVersion,
    content: &BadgeContent,
) -> Vec<v3::Related> {
    let number = version.number.to_string();
    let mut related: Vec<_> = translations(addresses, version, content)
        .map(|(language, id)| {
            let translation = v3::Related::new(id).with_language(language);
            translation.with_version(number.as_str())
        })
        .collect();
    let before = content.prerequisites.iter().map(|badge| &badge.url);
    let beside = content.related.iter().map(|badge| &badge.url);
    let from = content.remixed_from.iter().map(|lineage| &lineage.url);
    for url in before.chain(beside).chain(from) {
        // Named twice, it would be one node with two types of edge to readers of linked data.
        if !related.iter().any(|known| known.id == *url) {
            related.push(v3::Related::new(url.as_str()));
        }
    }
    related
}

/// The name of a result description, or of one of its levels, in 3.0 documents.
pub(crate) fn result_id(
    addresses: &Addresses,
    version: &BadgeClassVersion,
    result: &str,
    level: Option<&str>,
) -> String {
    let level = level.map(|level| format!(".{level}")).unwrap_or_default();
    let badge = addresses.badge_version(version.badge_class_id, version.number);
    format!("{badge}#result-{result}{level}")
}

fn describe(
    addresses: &Addresses,
    version: &BadgeClassVersion,
    result: &ResultDescription,
) -> v3::ResultDescription {
    let id = |level| result_id(addresses, version, &result.id, level);
    let mut description = v3::ResultDescription::new(id(None), &result.name, &result.r#type);
    description.allowed_value.clone_from(&result.allowed_values);
    description
        .required_value
        .clone_from(&result.required_value);
    description.value_min.clone_from(&result.value_min);
    description.value_max.clone_from(&result.value_max);
    description.rubric_criterion_level = result
        .levels
        .iter()
        .map(|level| {
            let mut rubric = v3::RubricCriterionLevel::new(id(Some(&level.id)), &level.name);
            rubric.description.clone_from(&level.description);
            rubric.points.clone_from(&level.points);
            rubric
        })
        .collect();
    description
}

fn alignment_v2(alignment: &crate::content::Alignment) -> v2::Alignment {
    let mut target = v2::Alignment::new(&alignment.name, &alignment.url);
    target.target_code.clone_from(&alignment.code);
    target.target_framework.clone_from(&alignment.framework);
    target.target_description.clone_from(&alignment.description);
    target
}

fn alignment_v3(alignment: &crate::content::Alignment) -> v3::Alignment {
    let mut target = v3::Alignment::new(&alignment.name, &alignment.url);
    target.target_code.clone_from(&alignment.code);
    target.target_framework.clone_from(&alignment.framework);
    target.target_description.clone_from(&alignment.description);
    target.target_type.clone_from(&alignment.r#type);
    target
}
