//! What tests of this crate and of those above share (feature `testing`).

mod fetch;
mod world;

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use openbadges::keys::{Algorithm, KeyError, SigningKey};
use openbadges::proof::template::AwardTemplates;

use crate::Tools;
use crate::addresses::Addresses;
use crate::clock::FixedClock;
use crate::house::HouseRules;
use crate::key_source::{KeySource, SystemKeys};
use crate::keyring::Keyring;
use crate::random::{Random, SeededRandom};
use crate::tools::TEMPLATES;

pub use fetch::DocumentsFetch;
pub use world::World;

/// Keys that are the same in every run. The RSA key is public knowledge: it stands in the source.
#[derive(Debug, Clone, Copy, Default)]
pub struct FixedKeys;

impl KeySource for FixedKeys {
    fn generate(&self, algorithm: Algorithm, random: &dyn Random) -> Result<SigningKey, KeyError> {
        match algorithm {
            Algorithm::EdDsa | Algorithm::Es256 | Algorithm::Es384 => {
                SystemKeys.generate(algorithm, random)
            }
            Algorithm::Rs256 => known_rsa_key(),
        }
    }
}

fn known_rsa_key() -> Result<SigningKey, KeyError> {
    let text: String = include_str!("testing/known-rsa-key.txt")
        .split_whitespace()
        .collect();
    let der = BASE64_STANDARD
        .decode(text)
        .map_err(|_| KeyError::Malformed("not base64"))?;
    SigningKey::from_pkcs8_der(Algorithm::Rs256, &der)
}

/// Tools that do the same in every run, at 2026-11-22 10:00 UTC.
///
/// # Panics
/// When no did:web can stand for the URL.
pub fn tools(public_url: &str) -> Tools {
    let at = "2026-11-22T10:00:00Z"
        .parse()
        .expect("the constant is a timestamp");
    let url = public_url
        .parse()
        .expect("the public URL of a test is a URL");
    Tools {
        clock: Arc::new(FixedClock::new(at)),
        random: Arc::new(SeededRandom::new(1)),
        keyring: Keyring::from_key([7; 32]),
        addresses: Addresses::new(url).expect("a did:web can stand for the URL of a test"),
        key_source: Arc::new(FixedKeys),
        rules: HouseRules::default(),
        templates: Arc::new(AwardTemplates::new(TEMPLATES)),
        last_moment: Arc::default(),
    }
}
