use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTEXT, Fault, Image, IssuerVerification, Reference, shape};
use crate::document::{self, Members, serial};

/// An issuer, as `Issuer` or `Profile`.
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
            extra: Members::new(),
        }
    }

    /// Reads an issuer, or says at which places it is not one.
    pub fn read(value: &Value) -> Result<Self, Vec<Fault>> {
        shape::read(value, &shape::PROFILE)
    }

    /// The profile as JSON.
    pub fn to_value(&self) -> Value {
        document::to_value(self)
    }
}

impl Reference<Profile> {
    /// Address of the profile.
    pub fn id(&self) -> &str {
        match self {
            Self::Id(id) => id,
            Self::Object(profile) => &profile.id,
        }
    }
}
