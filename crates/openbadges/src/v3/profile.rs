use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Address, IdentityType, Image, Reference, classes};
use crate::document::{Members, chained, document_methods, serial};

/// Who issues, made or endorses something.
///
/// Open Badges 3.0, B.1: class `Profile`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its DID or address.
    pub id: String,
    /// Contains `Profile`.
    #[serde(default, deserialize_with = "serial::one_or_many")]
    pub r#type: Vec<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its home page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Its telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Other names by which it is known.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub other_identifier: Vec<IdentifierEntry>,
    /// The organisation above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_org: Option<Box<Profile>>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    /// The name under which it is registered with an authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<String>,
    /// Family name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Given name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Further names of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub additional_name: Option<String>,
    /// Father's name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patronymic_name: Option<String>,
    /// What stands before the name: `Dr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub honorific_prefix: Option<String>,
    /// What stands behind the name: `M.D.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub honorific_suffix: Option<String>,
    /// What stands before the family name: `van der`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name_prefix: Option<String>,
    /// Day of birth, as `2001-02-03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
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

impl Profile {
    /// A profile with an id and a name.
    pub fn new(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: vec!["Profile".into()],
            name: Some(name.into()),
            url: None,
            email: None,
            phone: None,
            description: None,
            image: None,
            other_identifier: Vec::new(),
            parent_org: None,
            address: None,
            official: None,
            family_name: None,
            given_name: None,
            additional_name: None,
            patronymic_name: None,
            honorific_prefix: None,
            honorific_suffix: None,
            family_name_prefix: None,
            date_of_birth: None,
            endorsement: Vec::new(),
            endorsement_jwt: Vec::new(),
            extra: Members::new(),
        }
    }

    chained! {
        /// Sets the home page.
        set with_url => url: String;
        /// Sets the e-mail address.
        set with_email => email: String;
        /// Sets the telephone number.
        set with_phone => phone: String;
        /// Says what it is.
        set with_description => description: String;
        /// Sets the picture.
        set with_image => image: Image;
        /// Adds another name by which it is known.
        add with_other_identifier => other_identifier: IdentifierEntry;
        /// Sets the organisation above it.
        set with_parent => parent_org: Box<Self>;
        /// Says where it is.
        set with_address => address: Address;
        /// Sets the name under which it is registered.
        set with_official_name => official: String;
        /// Sets a person's family name.
        set with_family_name => family_name: String;
        /// Sets a person's given name.
        set with_given_name => given_name: String;
        /// Sets a person's further names.
        set with_additional_name => additional_name: String;
        /// Sets a person's father's name.
        set with_patronymic_name => patronymic_name: String;
        /// Sets what stands before the name.
        set with_honorific_prefix => honorific_prefix: String;
        /// Sets what stands behind the name.
        set with_honorific_suffix => honorific_suffix: String;
        /// Sets what stands before the family name.
        set with_family_name_prefix => family_name_prefix: String;
        /// Sets the day of birth, as `2001-02-03`.
        set with_date_of_birth => date_of_birth: String;
        /// Adds a signed endorsement.
        add with_endorsement => endorsement: Value;
        /// Adds an endorsement as compact JWS.
        add with_endorsement_jwt => endorsement_jwt: String;
    }
}

document_methods!(Profile, classes::PROFILE, "a profile");

impl Reference<Profile> {
    /// The DID or address of the profile.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(profile) => &profile.id,
        }
    }
}

/// Another name of a profile or an achievement, such as its 2.0 address.
///
/// Open Badges 3.0, B.1: class `IdentifierEntry`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentifierEntry {
    /// Always `IdentifierEntry`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// The name itself.
    pub identifier: String,
    /// What sort of name it is: one of the words of [`IdentityType`].
    pub identifier_type: String,
    /// All other members; the standard allows none.
    #[serde(flatten)]
    pub extra: Members,
}

impl IdentifierEntry {
    /// The address of the same profile or achievement in another version of the standard (implementation guide,
    /// "Using both versions").
    pub fn same_as(address: impl Into<String>) -> Self {
        Self::new(address, IdentityType::Identifier)
    }

    /// A name and its sort.
    pub fn new(identifier: impl Into<String>, identifier_type: impl Into<String>) -> Self {
        Self {
            r#type: "IdentifierEntry".into(),
            identifier: identifier.into(),
            identifier_type: identifier_type.into(),
            extra: Members::new(),
        }
    }
}
