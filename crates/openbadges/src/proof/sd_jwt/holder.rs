//! What the holder does: choose what is shown, and prove that the token is theirs.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{HashName, SdJwt, SdJwtError, process};
use crate::keys::Signer;
use crate::proof::jws;

impl SdJwt {
    /// The SD-JWT with those disclosures only that are asked for, by their places (RFC 9901, section 7.2).
    ///
    /// `shown` are JSON pointers into the claims as the issuer wrote them; what stands around a part is shown with it. A
    /// key binding is dropped: it covered another selection.
    pub fn reveal(&self, shown: &[&str]) -> Result<String, SdJwtError> {
        let places = process::claims(self)?.places;
        let mut chosen = vec![false; places.len()];
        for pointer in shown {
            let found = places.iter().position(|place| place.at == *pointer);
            let mut next = Some(found.ok_or_else(|| SdJwtError::Place((*pointer).to_owned()))?);
            while let Some(index) = next {
                chosen[index] = true;
                next = places[index].inside;
            }
        }
        let mut text = format!("{}~", self.token);
        for (disclosure, _) in self
            .disclosures
            .iter()
            .zip(chosen)
            .filter(|(_, chosen)| *chosen)
        {
            text.push_str(&disclosure.text);
            text.push('~');
        }
        Ok(text)
    }

    /// The hash over everything that is shown, as a key binding repeats it.
    pub(super) fn shown_hash(&self) -> Result<String, SdJwtError> {
        let name = self.payload()?.shift_remove("_sd_alg");
        let hash = match name.as_ref().map(|name| name.as_str().unwrap_or_default()) {
            None => HashName::default(),
            Some(name) => HashName::from_name(name)
                .ok_or_else(|| SdJwtError::UnsupportedHash(name.to_owned()))?,
        };
        Ok(hash.of(self.covered.as_bytes()))
    }
}

/// What a key binding answers (RFC 9901, section 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyBinding<'a> {
    /// `aud`: for whom the token is shown.
    pub audience: &'a str,
    /// `nonce`: what the verifier asked to be signed.
    pub nonce: &'a str,
    /// `iat`: when; whole seconds are written.
    pub issued_at: Timestamp,
}

/// Adds a key binding to an SD-JWT that ends with `~`, by the key that the token is bound to.
pub fn bind(
    presentation: &str,
    binding: &KeyBinding<'_>,
    key: &dyn Signer,
) -> Result<String, SdJwtError> {
    let token = SdJwt::parse(presentation)?;
    if token.key_binding.is_some() {
        return Err(SdJwtError::Malformed("it has a key binding already"));
    }
    let claims = json!({
        "iat": binding.issued_at.as_second(),
        "aud": binding.audience,
        "nonce": binding.nonce,
        "sd_hash": token.shown_hash()?,
    });
    let mut header = Map::new();
    header.insert("typ".to_owned(), Value::from("kb+jwt"));
    let proof = jws::sign(header, claims.to_string().as_bytes(), key)?;
    Ok(format!("{presentation}{proof}"))
}
