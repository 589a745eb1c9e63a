use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CONTEXT, classes};
use crate::document::{Members, document_methods, serial};

/// A public key, hosted at its own address.
///
/// Open Badges 2.0, data classes: `CryptographicKey`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CryptographicKey {
    /// The context.
    #[serde(rename = "@context", default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// `CryptographicKey`.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        serialize_with = "serial::bare_if_single",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub r#type: Vec<String>,
    /// Its address.
    pub id: String,
    /// Address of the issuer it signs for.
    pub owner: String,
    /// The key as PEM.
    pub public_key_pem: String,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl CryptographicKey {
    /// The key at an address, the issuer it signs for, and its PEM text.
    pub fn new(
        id: impl Into<String>,
        owner: impl Into<String>,
        public_key_pem: impl Into<String>,
    ) -> Self {
        Self {
            context: Some(CONTEXT.into()),
            r#type: vec!["CryptographicKey".into()],
            id: id.into(),
            owner: owner.into(),
            public_key_pem: public_key_pem.into(),
            extra: Members::new(),
        }
    }
}

document_methods!(CryptographicKey, classes::KEY, "a key");
