use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Alignment, CONTEXT, Criteria, Endorsement, Image, Profile, Reference, Related, Version, classes,
};
use crate::document::{Members, chained, document_methods, serial};

/// What can be earned.
///
/// Open Badges 2.0, data classes: `BadgeClass`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BadgeClass {
    /// The context, where the badge class stands alone.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// Contains `BadgeClass`.
    #[serde(
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single"
    )]
    pub r#type: Vec<String>,
    /// Its address.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub description: String,
    /// Its picture, PNG or SVG.
    pub image: Reference<Image>,
    /// What must be done for it.
    pub criteria: Reference<Criteria>,
    /// Who may award it.
    pub issuer: Reference<Profile>,
    /// Words to find it by.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub tags: Vec<String>,
    /// Skills and standards it maps to.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub alignment: Vec<Alignment>,
    /// Which edition this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Language of the texts, such as `en` or `pt-BR`.
    #[serde(rename = "@language", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Other editions: translations, older versions, the same in 3.0.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub related: Vec<Reference<Related>>,
    /// Endorsements, or the addresses where they stand.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub endorsement: Vec<Reference<Endorsement>>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl BadgeClass {
    /// A badge class with the members that must be there.
    pub fn new(
        id: impl Into<String>,
        name: impl Into<String>,
        description: impl Into<String>,
        image: impl Into<Reference<Image>>,
        criteria: Criteria,
        issuer: impl Into<Reference<Profile>>,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["BadgeClass".into()],
            id: id.into(),
            name: name.into(),
            description: description.into(),
            image: image.into(),
            criteria: criteria.into(),
            issuer: issuer.into(),
            tags: Vec::new(),
            alignment: Vec::new(),
            version: None,
            language: None,
            related: Vec::new(),
            endorsement: Vec::new(),
            extra: Members::new(),
        }
    }

    chained! {
        /// Adds a word to find it by.
        add with_tag => tags: String;
        /// Adds a skill or standard it maps to.
        add with_alignment => alignment: Alignment;
        /// Says which edition this is.
        set with_version => version: Version;
        /// Sets the language of the texts.
        set with_language => language: String;
        /// Adds another edition.
        add with_related => related: Reference<Related>;
        /// Adds an endorsement.
        add with_endorsement => endorsement: Reference<Endorsement>;
    }
}

document_methods!(BadgeClass, classes::BADGE_CLASS, "a badge class");

impl Reference<BadgeClass> {
    /// Address of the badge class.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(badge_class) => &badge_class.id,
        }
    }
}
