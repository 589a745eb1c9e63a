//! Decentralised identifiers and the documents that list an issuer's keys.

mod document;
mod linkage;
mod web;

pub use document::{ControllerDocument, Service, VerificationMethod};
pub use linkage::{DID_CONFIGURATION_PATH, did_configuration, domain_linkage_credential};
pub use web::{PublishedKey, did_web_document, did_web_for, did_web_url};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::{KeyError, PublicKey};

/// Why an identifier or a controller document is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DidError {
    /// The identifier is of another method than the one expected.
    #[error("`{0}` is not an identifier of a supported method")]
    UnsupportedMethod(String),
    /// The identifier breaks the rules of its method.
    #[error("malformed identifier: {0}")]
    Malformed(&'static str),
    /// The identifier holds a key that is none.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The document is no controller document.
    #[error("malformed controller document: {0}")]
    Document(&'static str),
}

/// The `did:key` of a public key; `None` for RSA.
pub fn did_key(key: &PublicKey) -> Option<String> {
    key.to_multikey()
        .map(|multikey| format!("did:key:{multikey}"))
}

/// Makes the document of a `did:key` or `did:jwk`, which is contained in the identifier itself.
pub fn resolve_did_key(did: &str) -> Result<ControllerDocument, DidError> {
    if let Some(multikey) = did.strip_prefix("did:key:") {
        let key = PublicKey::from_multikey(multikey)?;
        Ok(ControllerDocument::of_one_key(did, multikey, key))
    } else if let Some(encoded) = did.strip_prefix("did:jwk:") {
        let bytes = URL_SAFE_NO_PAD
            .decode(encoded)
            .map_err(|_| DidError::Malformed("a did:jwk holds base64url"))?;
        let jwk = crate::json::read_within(&bytes, LONGEST_JWK)
            .map_err(|_| DidError::Malformed("a did:jwk holds a JSON Web Key"))?;
        Ok(ControllerDocument::of_one_key(
            did,
            "0",
            PublicKey::from_jwk(&jwk)?,
        ))
    } else {
        Err(DidError::UnsupportedMethod(did.to_owned()))
    }
}

const LONGEST_JWK: usize = 8 * 1024;

#[cfg(test)]
mod tests;
