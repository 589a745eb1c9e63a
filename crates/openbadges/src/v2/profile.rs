use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    CONTEXT, Endorsement, Fault, Image, IssuerVerification, Reference, Related, Version, classes,
};
use crate::document::{self, Members, chained, document_methods, serial};

/// An issuer, as `Issuer` or `Profile`.
///
/// Open Badges 2.0, data classes: `Profile`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The context, where the profile stands alone.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// `Issuer` or `Profile`.
    #[serde(
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single"
    )]
    pub r#type: Vec<String>,
    /// Its address.
    pub id: String,
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
    pub telephone: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Reference<Image>>,
    /// Addresses of the keys that sign for it.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub public_key: Vec<Value>,
    /// Which addresses its hosted assertions may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<IssuerVerification>,
    /// Address of the list of signed assertions that were taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_list: Option<String>,
    /// Language of the texts, such as `en` or `pt-BR`.
    #[serde(rename = "@language", default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Which edition this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
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

impl Profile {
    /// An issuer with the members that must be there.
    pub fn issuer(
        id: impl Into<String>,
        name: impl Into<String>,
        url: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["Issuer".into()],
            id: id.into(),
            name: Some(name.into()),
            url: Some(url.into()),
            email: Some(email.into()),
            telephone: None,
            description: None,
            image: None,
            public_key: Vec::new(),
            verification: None,
            revocation_list: None,
            version: None,
            language: None,
            related: Vec::new(),
            endorsement: Vec::new(),
            extra: Members::new(),
        }
    }

    /// Somebody who issues nothing: a recipient, an author.
    pub fn person(id: impl Into<String>) -> Self {
        Self {
            r#type: vec!["Profile".into()],
            name: None,
            url: None,
            email: None,
            ..Self::issuer(id, "", "", "")
        }
    }

    /// Reads somebody who need not be an issuer: only `id` and `type` must be there.
    ///
    /// # Errors
    ///
    /// All faults, each with a JSON pointer.
    pub fn read_person(value: &Value) -> Result<Self, Vec<Fault>> {
        document::read(value, &classes::PERSON)
    }

    chained! {
        /// Sets the telephone number, in the form `+` and figures.
        set with_telephone => telephone: String;
        /// Says what it is.
        set with_description => description: String;
        /// Sets the picture.
        set with_image => image: Reference<Image>;
        /// Adds a key that signs for it: its address, or the key itself.
        add with_key => public_key: Value;
        /// Says which addresses its hosted assertions may have.
        set with_verification => verification: IssuerVerification;
        /// Sets the address of the list of signed assertions that were taken back.
        set with_revocation_list => revocation_list: String;
        /// Sets the language of the texts.
        set with_language => language: String;
        /// Adds another edition.
        add with_related => related: Reference<Related>;
        /// Adds an endorsement.
        add with_endorsement => endorsement: Reference<Endorsement>;
    }
}

document_methods!(Profile, classes::PROFILE, "an issuer");

impl Reference<Profile> {
    /// Address of the profile.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(profile) => &profile.id,
        }
    }
}
