//! What a credential points to beside its status: a schema, a newer edition of itself, terms.

use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};

/// A schema that a credential follows (Open Badges 3.0, `CredentialSchema`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CredentialSchema {
    /// Address of the schema.
    pub id: String,
    /// `1EdTechJsonSchemaValidator2019` or the W3C's `JsonSchema`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl CredentialSchema {
    /// A schema by the rules of 1EdTech; the credential then needs [`EXTENSIONS`](super::EXTENSIONS) among its contexts.
    pub fn one_ed_tech(id: impl Into<String>) -> Self {
        Self::typed(id, "1EdTechJsonSchemaValidator2019")
    }

    /// A schema by the rules of the W3C.
    pub fn json_schema(id: impl Into<String>) -> Self {
        Self::typed(id, "JsonSchema")
    }

    fn typed(id: impl Into<String>, r#type: &str) -> Self {
        Self {
            id: id.into(),
            r#type: r#type.into(),
            extra: Members::new(),
        }
    }
}

/// Where the newest edition of a credential can be had (Open Badges 3.0, `RefreshService`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RefreshService {
    /// Its address. Whoever knows it can fetch the credential, so nobody should be able to guess it.
    pub id: String,
    /// `1EdTechCredentialRefresh`.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl RefreshService {
    /// A service by the rules of 1EdTech; the credential then needs [`EXTENSIONS`](super::EXTENSIONS) among its contexts.
    pub fn one_ed_tech(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            r#type: "1EdTechCredentialRefresh".into(),
            extra: Members::new(),
        }
    }
}

/// Terms under which a credential was given (Open Badges 3.0, `TermsOfUse`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermsOfUse {
    /// Their address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What sort of terms they are.
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl TermsOfUse {
    /// Terms of a sort, which a context must define.
    pub fn new(r#type: impl Into<String>) -> Self {
        Self {
            id: None,
            r#type: r#type.into(),
            extra: Members::new(),
        }
    }
}
