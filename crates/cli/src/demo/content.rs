//! The story as it is written in `assets/demo`.

use accolade_issuing::assessment::AssessmentRule;
use accolade_storage::types::{EvidenceKind, IssuerKind};
use anyhow::{Context as _, Result};
use serde::Deserialize;

/// Everything in the demo.
#[derive(Debug)]
pub(super) struct Story {
    pub(super) issuers: Vec<Issuer>,
    pub(super) badges: Vec<Badge>,
    pub(super) awards: Vec<Award>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issuer {
    pub(super) key: String,
    pub(super) slug: String,
    pub(super) kind: IssuerKind,
    pub(super) parent: Option<String>,
    pub(super) name: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) email: String,
    pub(super) palette: String,
    #[serde(default = "yes")]
    pub(super) compatibility_proof: bool,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Badge {
    pub(super) key: String,
    pub(super) issuer: String,
    pub(super) palette: String,
    pub(super) name: String,
    pub(super) claim: String,
    pub(super) description: String,
    pub(super) criteria: String,
    pub(super) tags: Vec<String>,
    pub(super) hours: Option<u32>,
    pub(super) level: Option<String>,
    #[serde(default)]
    pub(super) suspendable: bool,
    pub(super) validity_days: Option<u32>,
    pub(super) items: Vec<Item>,
    pub(super) alignments: Vec<Skill>,
    #[serde(default)]
    pub(super) levels: Vec<Level>,
    /// The number of the criterion to which the levels belong; to the whole badge if unsaid.
    pub(super) levels_of: Option<usize>,
    /// How applications are assessed; nobody can apply where nothing is said.
    pub(super) assessment: Option<AssessmentRule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) text: String,
    pub(super) hint: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skill {
    pub(super) name: String,
    pub(super) code: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Award {
    pub(super) key: String,
    pub(super) badge: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) days_ago: i64,
    pub(super) level: Option<String>,
    pub(super) narrative: String,
    pub(super) assessed: Assessed,
    pub(super) withdrawn: Option<Change>,
    pub(super) suspended: Option<Change>,
    pub(super) evidence: Vec<Evidence>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assessed {
    pub(super) by: String,
    pub(super) role: String,
    pub(super) how: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub(super) days_ago: i64,
    pub(super) reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    pub(super) kind: EvidenceKind,
    pub(super) name: String,
    pub(super) narrative: Option<String>,
    pub(super) genre: Option<String>,
    pub(super) url: Option<String>,
    pub(super) picture: Option<String>,
    pub(super) alt: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) second_picture: Option<String>,
    pub(super) second_alt: Option<String>,
    pub(super) second_caption: Option<String>,
    pub(super) author: Option<String>,
    pub(super) author_role: Option<String>,
}

#[derive(Deserialize)]
struct Issuers {
    issuer: Vec<Issuer>,
}

#[derive(Deserialize)]
struct Badges {
    badge: Vec<Badge>,
}

#[derive(Deserialize)]
struct Awards {
    award: Vec<Award>,
}

impl Story {
    /// Reads the story that is compiled in.
    pub(super) fn read() -> Result<Self> {
        let issuers: Issuers = toml::from_str(include_str!("../../assets/demo/issuers.toml"))
            .context("the demo's issuers")?;
        let badges: Badges = toml::from_str(include_str!("../../assets/demo/badges.toml"))
            .context("the demo's badges")?;
        let awards: Awards = toml::from_str(include_str!("../../assets/demo/awards.toml"))
            .context("the demo's awards")?;
        Ok(Self {
            issuers: issuers.issuer,
            badges: badges.badge,
            awards: awards.award,
        })
    }
}

/// The drawing of a badge.
pub(super) fn badge_drawing(key: &str) -> Result<&'static str> {
    find(BADGES, key).with_context(|| format!("there is no drawing of the badge {key}"))
}

/// A picture of evidence.
pub(super) fn picture(name: &str) -> Result<&'static str> {
    find(PICTURES, name).with_context(|| format!("there is no picture {name}"))
}

/// What a drawing says of itself, which is its alternative text.
pub(super) fn description_of(drawing: &str) -> &str {
    let after = drawing
        .split_once("<desc")
        .and_then(|(_, rest)| rest.split_once('>'));
    after
        .and_then(|(_, rest)| rest.split_once('<'))
        .map_or("", |(text, _)| text)
}

fn find(drawings: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    drawings
        .iter()
        .find(|(other, _)| *other == name)
        .map(|(_, drawing)| *drawing)
}

macro_rules! drawings {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../assets/", $folder, "/", $name, ".svg")))),+]
    };
}

const BADGES: &[(&str, &str)] = drawings!("badges":
    "clear-speaker", "code-explorer", "collaboration", "curious-reader", "data-storyteller",
    "good-question", "kind-words", "lead-learner", "maker", "night-sky", "river-keeper", "second-try",
);

const PICTURES: &[(&str, &str)] = drawings!("pictures":
    "bell-code", "book-shelf", "bridge-now", "bridge-then", "moon-log", "outflow-after",
    "outflow-before", "plan-after", "plan-before", "seat-map", "stool-made", "stool-sketch",
    "stream-chart", "two-loaves", "umbrella-chart", "word-wall",
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_award_names_a_badge_and_every_badge_an_issuer() {
        let story = Story::read().unwrap();
        let issuers: BTreeSet<_> = story.issuers.iter().map(|issuer| &issuer.key).collect();
        let badges: BTreeSet<_> = story.badges.iter().map(|badge| &badge.key).collect();

        assert!(
            story
                .badges
                .iter()
                .all(|badge| issuers.contains(&badge.issuer))
        );
        assert!(
            story
                .awards
                .iter()
                .all(|award| badges.contains(&award.badge))
        );
        assert!(
            story
                .issuers
                .iter()
                .flat_map(|issuer| &issuer.parent)
                .all(|up| issuers.contains(up))
        );
    }

    #[test]
    fn no_key_and_no_address_is_used_for_two_people() {
        let story = Story::read().unwrap();
        let mut keys = BTreeSet::new();
        let mut owners = std::collections::BTreeMap::new();
        for award in &story.awards {
            assert!(keys.insert(&award.key), "{}", award.key);
            let owner = owners.entry(&award.email).or_insert(&award.name);
            assert_eq!(*owner, &award.name);
        }
    }

    #[test]
    fn every_picture_exists_and_has_words_for_those_who_cannot_see_it() {
        let story = Story::read().unwrap();
        for badge in &story.badges {
            assert!(
                !description_of(badge_drawing(&badge.key).unwrap()).is_empty(),
                "{}",
                badge.key
            );
        }
        for evidence in story.awards.iter().flat_map(|award| &award.evidence) {
            for (name, alt) in [
                (&evidence.picture, &evidence.alt),
                (&evidence.second_picture, &evidence.second_alt),
            ] {
                if let Some(name) = name {
                    picture(name).unwrap();
                    assert!(alt.is_some(), "{name} needs an alternative text");
                }
            }
        }
    }

    #[test]
    fn the_story_has_every_state_and_every_kind_of_evidence() {
        let story = Story::read().unwrap();
        let kinds: BTreeSet<_> = story
            .awards
            .iter()
            .flat_map(|award| &award.evidence)
            .map(|evidence| evidence.kind.to_string())
            .collect();

        assert!(story.badges.len() >= 8 && story.awards.len() >= 24);
        for kind in ["text", "link", "picture", "pair", "testimonial"] {
            assert!(kinds.contains(kind), "{kind}");
        }
        assert_eq!(
            story
                .awards
                .iter()
                .filter(|award| award.withdrawn.is_some())
                .count(),
            1
        );
        assert_eq!(
            story
                .awards
                .iter()
                .filter(|award| award.suspended.is_some())
                .count(),
            1
        );
        assert!(
            story
                .badges
                .iter()
                .any(|badge| badge.suspendable && badge.validity_days.is_some())
        );
    }
}
