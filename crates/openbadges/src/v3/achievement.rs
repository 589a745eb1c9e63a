use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Alignment, IdentifierEntry, Image, Profile, Reference, ResultDescription, classes};
use crate::document::{Members, chained, document_methods, serial};

/// What can be earned.
///
/// Open Badges 3.0, B.1: class `Achievement`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Achievement {
    /// Its address.
    pub id: String,
    /// Contains `Achievement`.
    #[serde(deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// `Badge`, `Course`, `Certificate`, … or `ext:` and a word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub achievement_type: Option<String>,
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub description: String,
    /// What must be done for it.
    pub criteria: Criteria,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Who made it, if not the issuer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<Reference<Profile>>,
    /// The code by which people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub human_code: Option<String>,
    /// The field it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field_of_study: Option<String>,
    /// The part of the field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialization: Option<String>,
    /// Credits that one can earn with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits_available: Option<serde_json::Number>,
    /// Language of the texts, such as `en` or `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_language: Option<String>,
    /// Which edition this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Words to find it by.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tag: Vec<String>,
    /// Skills and standards it maps to.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub alignment: Vec<Alignment>,
    /// The kinds of result it can have.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub result_description: Vec<ResultDescription>,
    /// Other editions: translations, the 2.0 badge class.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub related: Vec<Related>,
    /// Other names it has.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub other_identifier: Vec<IdentifierEntry>,
    /// Endorsements with their own proofs, kept exactly as they were signed.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement: Vec<Value>,
    /// Endorsements as compact JWS.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement_jwt: Vec<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Achievement {
    /// An achievement of type `Badge` with the members that must be there.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        description: impl Into<String>,
        criteria: Criteria,
    ) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["Achievement".into()],
            achievement_type: Some("Badge".into()),
            name: name.into(),
            description: description.into(),
            criteria,
            image: None,
            creator: None,
            human_code: None,
            field_of_study: None,
            specialization: None,
            credits_available: None,
            in_language: None,
            version: None,
            tag: Vec::new(),
            alignment: Vec::new(),
            result_description: Vec::new(),
            related: Vec::new(),
            other_identifier: Vec::new(),
            endorsement: Vec::new(),
            endorsement_jwt: Vec::new(),
            extra: Members::new(),
        }
    }

    chained! {
        /// Sets what sort of achievement it is, in place of `Badge`.
        set with_achievement_type => achievement_type: String;
        /// Sets the picture.
        set with_image => image: Image;
        /// Says who made it.
        set with_creator => creator: Reference<Profile>;
        /// Sets the code by which people call it.
        set with_human_code => human_code: String;
        /// Sets the field it belongs to.
        set with_field_of_study => field_of_study: String;
        /// Sets the part of the field.
        set with_specialization => specialization: String;
        /// Sets the credits that one can earn with it.
        set with_credits => credits_available: serde_json::Number;
        /// Sets the language of the texts.
        set with_language => in_language: String;
        /// Says which edition this is.
        set with_version => version: String;
        /// Adds a word to find it by.
        add with_tag => tag: String;
        /// Adds a skill or standard it maps to.
        add with_alignment => alignment: Alignment;
        /// Adds a kind of result it can have.
        add with_result_description => result_description: ResultDescription;
        /// Adds another edition.
        add with_related => related: Related;
        /// Adds another name it has.
        add with_other_identifier => other_identifier: IdentifierEntry;
        /// Adds a signed endorsement.
        add with_endorsement => endorsement: Value;
        /// Adds an endorsement as compact JWS.
        add with_endorsement_jwt => endorsement_jwt: String;
    }
}

document_methods!(Achievement, classes::ACHIEVEMENT, "an achievement");

/// What must be done to earn an achievement.
///
/// Open Badges 3.0, B.1: class `Criteria`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Criteria {
    /// The page that tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The words themselves, in Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrative: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Criteria {
    /// Criteria that stand on a page.
    pub fn at(id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..Self::default()
        }
    }

    /// Criteria told in Markdown.
    pub fn narrative(narrative: impl Into<String>) -> Self {
        Self {
            narrative: Some(narrative.into()),
            ..Self::default()
        }
    }
}

/// Another edition of an achievement.
///
/// Open Badges 3.0, B.1: class `Related`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// Its address.
    pub id: String,
    /// Contains `Related`; some writers name only the class of the other document.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// Its language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_language: Option<String>,
    /// Which edition it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Related {
    /// Another edition at this address.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["Related".into()],
            in_language: None,
            version: None,
            extra: Members::new(),
        }
    }

    /// The same achievement as a 2.0 badge class.
    pub fn badge_class(id: impl Into<String>) -> Self {
        let mut related = Self::new(id);
        related
            .r#type
            .push("https://w3id.org/openbadges#BadgeClass".into());
        related.version = Some("Open Badges v2p0".into());
        related
    }

    chained! {
        /// Sets its language.
        set with_language => in_language: String;
        /// Says which edition it is.
        set with_version => version: String;
    }
}
