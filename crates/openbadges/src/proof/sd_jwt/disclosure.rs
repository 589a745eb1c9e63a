//! One hidden part: its salt, its name and its value, as they travel beside the token.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A hidden part, handed out (RFC 9901, section 4.2).
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// The text as it stands in the SD-JWT: what is hashed.
    pub text: String,
    /// The name of the member; none for an element of an array.
    pub name: Option<String>,
    /// The value.
    pub value: Value,
}

impl Disclosure {
    /// Reads base64url of `[salt, name, value]` or `[salt, value]`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let Value::Array(mut parts) = crate::json::read(&bytes).ok()? else {
            return None;
        };
        let value = parts.pop()?;
        let name = match parts.as_slice() {
            [Value::String(_)] => None,
            [Value::String(_), Value::String(name)] => Some(name.clone()),
            _ => return None,
        };
        Some(Self {
            text: text.to_owned(),
            name,
            value,
        })
    }

    /// Makes the disclosure of a member.
    pub(super) fn of_member(salt: &[u8; 16], name: &str, value: Value) -> Self {
        let salt = URL_SAFE_NO_PAD.encode(salt);
        Self {
            text: URL_SAFE_NO_PAD.encode(json!([salt, name, &value]).to_string()),
            name: Some(name.to_owned()),
            value,
        }
    }

    /// Makes the disclosure of an element of an array.
    pub(super) fn of_element(salt: &[u8; 16], value: Value) -> Self {
        let salt = URL_SAFE_NO_PAD.encode(salt);
        Self {
            text: URL_SAFE_NO_PAD.encode(json!([salt, &value]).to_string()),
            name: None,
            value,
        }
    }

    /// The digest that stands for it in the token.
    pub fn digest(&self, hash: HashName) -> String {
        hash.of(self.text.as_bytes())
    }
}

/// A hash of `_sd_alg`, by its name in the registry of Named Information.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum HashName {
    /// `sha-256`, which is meant where nothing is said.
    #[default]
    Sha256,
    /// `sha-384`.
    Sha384,
    /// `sha-512`.
    Sha512,
}

impl HashName {
    /// The name in `_sd_alg`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sha256 => "sha-256",
            Self::Sha384 => "sha-384",
            Self::Sha512 => "sha-512",
        }
    }

    /// Reads the name of `_sd_alg`.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha384, Self::Sha512]
            .into_iter()
            .find(|hash| hash.as_str() == name)
    }

    /// The hash of some bytes in base64url.
    pub(super) fn of(self, bytes: &[u8]) -> String {
        match self {
            Self::Sha256 => URL_SAFE_NO_PAD.encode(Sha256::digest(bytes)),
            Self::Sha384 => URL_SAFE_NO_PAD.encode(Sha384::digest(bytes)),
            Self::Sha512 => URL_SAFE_NO_PAD.encode(Sha512::digest(bytes)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 9901, section 4.2.1 and 4.2.3.
    #[test]
    fn the_examples_of_the_standard_have_the_published_digests() {
        let member = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0";

        let disclosure = Disclosure::parse(member).unwrap();

        assert_eq!(disclosure.name.as_deref(), Some("family_name"));
        assert_eq!(disclosure.value, "Möbius");
        assert_eq!(
            disclosure.digest(HashName::Sha256),
            "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
        );
    }

    #[test]
    fn what_is_no_disclosure_is_refused() {
        for text in [
            json!(["salt"]),
            json!([1, "name", "value"]),
            json!(["salt", 1, "value"]),
            json!(["salt", "name", "value", "more"]),
            json!({"salt": "s"}),
        ] {
            let text = URL_SAFE_NO_PAD.encode(text.to_string());

            assert_eq!(Disclosure::parse(&text), None);
        }
        assert_eq!(Disclosure::parse("not base64!"), None);
        assert_eq!(Disclosure::parse(""), None);
    }
}
