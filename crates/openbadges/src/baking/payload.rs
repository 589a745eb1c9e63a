use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{BakeError, MAX_PAYLOAD_BYTES, UnbakeError};

/// The version of the standard by which a badge was baked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Open Badges 1.0 to 2.1.
    V2,
    /// Open Badges 3.0.
    V3,
}

/// A badge as it stands in a picture.
///
/// Open Badges 3.0, 5.3, and Baked Badges 2.0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// A 3.0 credential with embedded proof.
    V3Json(String),
    /// A 3.0 credential as compact JWS.
    V3Jwt(String),
    /// A hosted 2.0 assertion.
    V2Json {
        /// Its address; only an SVG tells it beside the document.
        url: Option<String>,
        /// The document.
        json: String,
    },
    /// A signed 2.0 assertion as compact JWS.
    V2Jws(String),
    /// Nothing but the address of a hosted 2.0 assertion.
    V2Url(String),
}

impl Payload {
    /// The version of the standard.
    pub fn version(&self) -> Version {
        match self {
            Self::V3Json(_) | Self::V3Jwt(_) => Version::V3,
            Self::V2Json { .. } | Self::V2Jws(_) | Self::V2Url(_) => Version::V2,
        }
    }

    /// The document: JSON, a compact JWS or an address.
    pub fn text(&self) -> &str {
        match self {
            Self::V3Json(text) | Self::V3Jwt(text) | Self::V2Jws(text) | Self::V2Url(text) => text,
            Self::V2Json { json, .. } => json,
        }
    }

    /// Makes sense of a text that was found in a picture.
    pub(super) fn from_text(version: Version, text: String) -> Result<Self, UnbakeError> {
        if text.len() > MAX_PAYLOAD_BYTES {
            return Err(UnbakeError::PayloadTooLarge);
        }
        let core = text.trim();
        Ok(match version {
            Version::V3 if core.starts_with('{') => Self::V3Json(text),
            Version::V3 if is_jws(core) => Self::V3Jwt(core.to_owned()),
            Version::V2 if core.starts_with('{') => Self::V2Json {
                url: None,
                json: text,
            },
            Version::V2 if is_jws(core) => Self::V2Jws(core.to_owned()),
            Version::V2 if is_address(core) => Self::V2Url(core.to_owned()),
            Version::V2 | Version::V3 => return Err(UnbakeError::UnknownPayload),
        })
    }

    /// Refuses a payload that is not what it says, so that no reader has to.
    pub(super) fn check(&self) -> Result<(), BakeError> {
        if self.text().len() > MAX_PAYLOAD_BYTES {
            return Err(UnbakeError::PayloadTooLarge.into());
        }
        match self {
            Self::V3Json(json) | Self::V2Json { json, .. } if !is_object(json) => {
                Err(BakeError::Payload("a JSON object"))
            }
            Self::V3Jwt(jws) | Self::V2Jws(jws) if !is_jws(jws) => {
                Err(BakeError::Payload("a compact JWS"))
            }
            Self::V2Url(url) | Self::V2Json { url: Some(url), .. } if !is_address(url) => {
                Err(BakeError::Payload("at an https or http address"))
            }
            _ => Ok(()),
        }
    }

    /// The address of a hosted 2.0 assertion: told beside the document, or in it.
    pub(super) fn address(&self) -> Option<String> {
        match self {
            Self::V2Url(url) | Self::V2Json { url: Some(url), .. } => Some(url.clone()),
            Self::V2Json { url: None, json } => {
                let document: Value = serde_json::from_str(json).ok()?;
                let id = document.get("id")?.as_str()?;
                is_address(id).then(|| id.to_owned())
            }
            _ => None,
        }
    }
}

/// Whether the text is three non-empty base64url parts (the signature may be anything but empty).
pub(super) fn is_jws(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts
            .iter()
            .all(|part| !part.is_empty() && URL_SAFE_NO_PAD.decode(part).is_ok())
}

/// Whether the text is an address as it stands; the parser alone would overlook line breaks in it.
pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && text.len() <= 2048
        && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
        && url::Url::parse(text).is_ok()
}

fn is_object(json: &str) -> bool {
    matches!(serde_json::from_str(json), Ok(Value::Object(_)))
}
