//! Records become the list of badges and the page of one.

use std::collections::HashMap;

use accolade_issuing::{
    addresses::paths,
    applications::{self, ApplicationError, applying::open_badge},
    content::{BadgeContent, Commons, ResultDescription},
};
use accolade_storage::{
    DbConnection, PageRequest, StorageError, badge_class_versions,
    badge_class_versions::BadgeClassVersion,
    badge_classes,
    badge_classes::BadgeClass,
    issuers,
    issuers::Issuer,
    types::{BadgeClassId, BadgeClassState},
};
use url::Url;
use uuid::Uuid;

use super::around::{self, Around};
use super::{ApplyView, BadgePage, BadgesPage, LicenceView, ResultView, VersionView, view};
use crate::{
    pages::{
        cards,
        files::Shelf,
        layout::{Layout, Place},
        parts::{Fact, Link},
        text::Rich,
        words::{self, When},
    },
    problem::Problem,
    state::State,
};

/// How many badges one page of the list shows.
const A_PAGE: u32 = 24;

pub(super) async fn list(state: &State, after: Option<Uuid>) -> Result<BadgesPage, Problem> {
    let request = match after {
        Some(after) => PageRequest::after(after, A_PAGE),
        None => PageRequest::first(A_PAGE),
    };
    let (badges, next) = state
        .read(move |conn| {
            let page = badge_classes::list_published(conn, request)?;
            Ok::<_, StorageError>((cards::of_badges(conn, &page.items, true)?, page.next))
        })
        .await?;
    Ok(BadgesPage {
        layout: Layout::new(&state.site_name, Place::Badges),
        badges,
        next: next.map(|after| format!("/badges?after={after}")),
        later: after.is_some(),
    })
}

/// What the database knows about one badge.
struct Records {
    badge_class: BadgeClass,
    version: BadgeClassVersion,
    issuer: Issuer,
    /// The newest first.
    versions: Vec<BadgeClassVersion>,
    awards: u64,
    shelf: Shelf,
    around: Around,
    /// Who has to look at an application, in words; nothing where one cannot apply.
    assessed: Option<String>,
}

pub(super) async fn page(
    state: &State,
    badge_class: BadgeClass,
    version: BadgeClassVersion,
    language: Option<&str>,
) -> Result<BadgePage, Problem> {
    let base = state.public_url().clone();
    let records = state
        .read(move |conn| load(conn, badge_class, version, &base))
        .await?;
    let records = records.ok_or_else(|| Problem::internal("a badge class without its issuer"))?;
    // Content that another program wrote shows as empty rather than not at all.
    let content = BadgeContent::read(&records.version.content).unwrap_or_default();
    let content = match language {
        Some(tag) => content.in_language(tag).ok_or_else(Problem::not_found)?,
        None => content,
    };
    Ok(fill(state, &records, &content))
}

fn load(
    conn: &mut DbConnection,
    badge_class: BadgeClass,
    version: BadgeClassVersion,
    base: &Url,
) -> Result<Option<Records>, StorageError> {
    let Some(issuer) = issuers::find(conn, badge_class.issuer_id)? else {
        return Ok(None);
    };
    let mut versions = badge_class_versions::of_badge_class(conn, badge_class.id)?;
    versions.sort_by_key(|version| std::cmp::Reverse(version.number));
    let awards = badge_classes::count_awards(conn, badge_class.id)?;
    let assessed = assessed(conn, badge_class.id)?;
    Ok(Some(Records {
        around: around::load(conn, &version, base)?,
        assessed,
        shelf: Shelf::of(conn, [version.image_blob])?,
        awards: u64::try_from(awards).unwrap_or_default(),
        badge_class,
        version,
        issuer,
        versions,
    }))
}

/// The rule of a badge that takes applications.
fn assessed(conn: &mut DbConnection, id: BadgeClassId) -> Result<Option<String>, StorageError> {
    let (_, _, content) = match open_badge(conn, id) {
        Ok(open) => open,
        Err(ApplicationError::Storage(error)) => return Err(error),
        Err(_) => return Ok(None),
    };
    let rule = applications::rule(&content);
    let mut names = HashMap::new();
    for badge in rule.badges_to_hold() {
        if let Some(class) = badge_classes::find(conn, badge)? {
            names.insert(badge, class.name);
        }
    }
    let naming = |badge: BadgeClassId| {
        let name = names.get(&badge).cloned();
        name.unwrap_or_else(|| "another badge".to_owned())
    };
    Ok(Some(rule.in_words(&naming)))
}

fn fill(state: &State, records: &Records, content: &BadgeContent) -> BadgePage {
    let Records {
        badge_class,
        version,
        issuer,
        ..
    } = records;
    BadgePage {
        layout: Layout::new(&state.site_name, Place::Badges),
        canonical: state.tools.addresses.badge(badge_class.id),
        apply: records.assessed.clone().map(|rule| ApplyView {
            href: paths::apply(badge_class.id),
            // Whoever is proposed hears of it by letter, and by nothing else.
            nominate: state.mail.is_on().then(|| paths::nominate(badge_class.id)),
            rule,
        }),
        name: content.name.clone(),
        issuer: Link {
            href: paths::issuer(&issuer.slug),
            words: issuer.name.clone(),
        },
        level: content.level.as_deref().map(level),
        picture: view::picture(version, content, &records.shelf),
        claim: view::plain_claim(content),
        description: Rich::from_markdown(&content.description),
        facts: facts(records, content),
        criteria: view::criteria(content),
        results: content.results.iter().map(result).collect(),
        alignments: view::alignments(content),
        around: surroundings(records, content),
        tags: content.tags.clone(),
        licence: licence(content),
        versions: records
            .versions
            .iter()
            .map(|entry| version_view(entry, version))
            .collect(),
        closed: closed(records),
    }
}

/// The surroundings, with the language of this page as the current one.
fn surroundings(records: &Records, content: &BadgeContent) -> Around {
    let mut around = records.around.clone();
    content.language().clone_into(&mut around.language);
    for language in &mut around.languages {
        language.current = language.tag == around.language;
    }
    around
}

fn facts(records: &Records, content: &BadgeContent) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(hours) = content.study_load_hours {
        let hours = words::count(u64::from(hours), "hour", "hours");
        facts.push(Fact::new("Time it takes", format!("About {hours}")));
    }
    if let Some(audience) = &content.audience {
        facts.push(Fact::new("For", audience.clone()));
    }
    if let Some(credits) = &content.credits {
        facts.push(Fact::new("Credits", credits.clone()));
    }
    facts.push(match content.validity_days {
        Some(days) => Fact::new("Good for", words::span_of_days(days)),
        None => Fact::new("Good for", "No end date"),
    });
    facts.push(match records.awards {
        0 => Fact::new("Given", "Not yet: be the first"),
        awards => Fact::new("Given", words::times(awards)),
    });
    if content.achievement_type() != "Badge" {
        facts.push(Fact::new("Kind", spaced(content.achievement_type())));
    }
    if content.language() != "en" {
        facts.push(Fact::new("Language", content.language()));
    }
    facts
}

/// "Micro credential" for "MicroCredential"; words of somebody's own lose their mark.
pub(crate) fn spaced(word: &str) -> String {
    let word = word.trim_start_matches("ext:");
    let mut spaced = String::new();
    for (at, letter) in word.char_indices() {
        if at > 0 && letter.is_uppercase() {
            spaced.push(' ');
            spaced.extend(letter.to_lowercase());
        } else {
            spaced.push(letter);
        }
    }
    spaced
}

fn result(description: &ResultDescription) -> ResultView {
    let values = if !description.levels.is_empty() {
        description
            .levels
            .iter()
            .map(|level| level.name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    } else if !description.allowed_values.is_empty() {
        description.allowed_values.join(", ")
    } else {
        match (&description.value_min, &description.value_max) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            _ => spaced(&description.r#type),
        }
    };
    ResultView {
        name: description.name.clone(),
        values,
    }
}

/// "level 2 of 3" for "2 of 3"; words stay as they are.
fn level(level: &str) -> String {
    if level.starts_with(|first: char| first.is_ascii_digit()) {
        format!("level {level}")
    } else {
        level.to_owned()
    }
}

fn licence(content: &BadgeContent) -> Option<LicenceView> {
    let licence = content.licence.clone()?;
    let (name, href) = match Commons::read(&licence) {
        Some(known) => (known.name(), Some(known.url())),
        None => (licence.clone(), view::is_web(&licence).then_some(licence)),
    };
    Some(LicenceView {
        name,
        href,
        attribution: content.attribution.clone(),
    })
}

fn version_view(entry: &BadgeClassVersion, shown: &BadgeClassVersion) -> VersionView {
    VersionView {
        number: entry.number,
        when: When::day(entry.published_at.as_jiff()),
        href: paths::badge_version(entry.badge_class_id, entry.number),
        current: entry.number == shown.number,
    }
}

fn closed(records: &Records) -> Option<String> {
    let newest = records.versions.first().map_or(0, |version| version.number);
    if records.badge_class.state == BadgeClassState::Archived {
        Some("This badge is no longer given. Awards that were made stay true.".to_owned())
    } else if records.version.number < newest {
        Some(format!(
            "This is version {}, kept for the awards that were made under it. Today version {newest} is given.",
            records.version.number
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_standard_are_written_as_people_write_them() {
        assert_eq!(spaced("MicroCredential"), "Micro credential");
        assert_eq!(spaced("ext:Apprenticeship"), "Apprenticeship");
    }

    #[test]
    fn a_creative_commons_address_is_shown_by_its_name() {
        let content = BadgeContent {
            licence: Some("https://creativecommons.org/licenses/by/4.0/".into()),
            ..BadgeContent::default()
        };

        let named = BadgeContent {
            licence: Some("CC BY 4.0".into()),
            ..BadgeContent::default()
        };

        let (shown, again) = (licence(&content).unwrap(), licence(&named).unwrap());
        assert_eq!(
            (shown.name.as_str(), &shown.href),
            ("CC BY 4.0", &content.licence)
        );
        assert_eq!((again.name, again.href), (shown.name, shown.href));
    }
}
