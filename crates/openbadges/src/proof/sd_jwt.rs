//! SD-JWT (RFC 9901): a token of which the holder shows as much as is asked for, and SD-JWT VC on top of it.
//!
//! The issuer signs digests instead of what shall be hidden, and hands the hidden parts out beside the token. The holder
//! passes on those that a verifier should see, and may prove with a key of their own that the token is theirs.
//!
//! ```
//! use openbadges::keys::{Signer as _, SigningKey};
//! use openbadges::proof::sd_jwt::{
//!     BindingRule, IssueOptions, KeyBinding, SdJwt, VcRules, bind, issue_vc, verify_vc,
//! };
//! use serde_json::json;
//!
//! let issuer = SigningKey::ed25519_from_seed([1; 32]);
//! let holder = SigningKey::p256_from_scalar([2; 32])?;
//! let now = "2026-11-22T10:00:00Z".parse()?;
//!
//! // The issuer hides the name; salts come from the caller.
//! let claims = json!({
//!     "vct": "https://badges.example/types/teamwork",
//!     "iss": "https://badges.example",
//!     "cnf": {"jwk": holder.public_key().to_jwk()},
//!     "name": "Ada",
//!     "achievement": "Teamwork",
//! });
//! let mut salt = 0_u8;
//! let mut salts = || { salt += 1; [salt; 16] };
//! let options = IssueOptions::new("https://badges.example/keys/1");
//! let token = issue_vc(&claims, &["/name"], &options, &issuer, &mut salts)?;
//!
//! // The holder shows everything but the name, to one verifier.
//! let shown = SdJwt::parse(&token)?.reveal(&[])?;
//! let binding = KeyBinding { audience: "https://verifier.example", nonce: "8f2c", issued_at: now };
//! let shown = bind(&shown, &binding, &holder)?;
//!
//! // The verifier.
//! let rules = VcRules::at(now).binding(BindingRule::Required {
//!     audience: "https://verifier.example",
//!     nonce: "8f2c",
//! });
//! let verified = verify_vc(&shown, &issuer.public_key(), &rules)?;
//! assert_eq!(verified.claims["achievement"], "Teamwork");
//! assert!(!verified.claims.contains_key("name"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use serde_json::{Map, Value};

use super::jws::{CompactJws, JwsError};
use crate::keys::{KeyError, PublicKey, SignError};

mod badge;
mod disclosure;
mod holder;
mod issue;
mod process;
#[cfg(test)]
mod tests;
mod vc;

pub(crate) use badge::credential_of;
pub use badge::{BadgeClaims, badge_claims};
pub use disclosure::{Disclosure, HashName};
pub use holder::{KeyBinding, bind};
pub use issue::{IssueOptions, Salts, issue};
pub(crate) use process::Processed;
pub(crate) use vc::{Asked, check_binding, check_processed, holder_key};

pub use vc::{BindingRule, VcRules, VerifiedVc, issue_vc, verify_vc};

/// The most disclosures that one token may carry.
const MOST_DISCLOSURES: usize = 1_000;

/// Why an SD-JWT cannot be made, read or relied upon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SdJwtError {
    /// The text is not a JWS, disclosures and perhaps a key-binding JWT, separated by `~`.
    #[error("not an SD-JWT: {0}")]
    Malformed(&'static str),
    /// The token of the issuer, or the one of the holder, is no acceptable JWS.
    #[error("the {part}: {error}")]
    Jws {
        /// `token` or `key binding`.
        part: &'static str,
        /// What is wrong with it.
        error: JwsError,
    },
    /// A disclosure is not base64url of a JSON array of two or three.
    #[error("disclosure {0} is malformed")]
    Disclosure(usize),
    /// `_sd_alg` names a hash that is not supported.
    #[error("the hash `{0}` is not supported")]
    UnsupportedHash(String),
    /// A digest, or a place for digests, is not written as the standard has it.
    #[error("the digests are malformed: {0}")]
    Digests(&'static str),
    /// One digest stands in two places.
    #[error("a digest stands in the token twice")]
    RepeatedDigest,
    /// A disclosure is handed out that no digest in the token stands for.
    #[error("disclosure {0} belongs to no digest in the token")]
    UnusedDisclosure(usize),
    /// A disclosure would add a member that is there already, or one whose name is reserved.
    #[error("a disclosure may not add the member `{0}`")]
    Member(String),
    /// There is nothing at a place that shall be hidden or shown, or it cannot be hidden.
    #[error("nothing at `{0}` can be hidden or shown")]
    Place(String),
    /// The claims have a member that only the mechanism itself may have.
    #[error("the claims must not have a member `{0}`")]
    Reserved(String),
    /// A claim of SD-JWT VC is missing or says what it must not.
    #[error("the claim `{0}` is missing or wrong")]
    Claim(&'static str),
    /// The header says that the token is something else.
    #[error("the header says that it is `{0}`")]
    Type(String),
    /// The header brings a certificate chain instead of naming a key, which is not supported.
    #[error("certificate chains (x5c) are not supported")]
    CertificateChain,
    /// The token is not in force: before `nbf` or after `exp`.
    #[error("the token is not in force at this time")]
    NotInForce,
    /// The verifier wants to see whose token it is, and there is no key binding.
    #[error("the holder has not shown that the token is theirs")]
    BindingMissing,
    /// The token is bound to no key, or to one that cannot be used.
    #[error("the token is bound to no usable key")]
    NoHolderKey,
    /// The key binding does not answer what the verifier asked, or is not for this token.
    #[error("the key binding is for something else: {0}")]
    Binding(&'static str),
    /// The key could not sign.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The key that the token is bound to cannot be used.
    #[error("the key of the holder: {0}")]
    Key(#[from] KeyError),
}

/// An SD-JWT or SD-JWT+KB, taken apart but not yet verified (RFC 9901, section 4).
#[derive(Debug, Clone, PartialEq)]
pub struct SdJwt {
    /// The token that the issuer signed.
    pub jws: CompactJws,
    /// What is handed out beside it, in the order of the text.
    pub disclosures: Vec<Disclosure>,
    /// The token by which the holder shows that it is theirs.
    pub key_binding: Option<CompactJws>,
    /// The compact JWS as it stands in the text.
    token: String,
    /// Everything up to and with the last `~`: what the key binding covers.
    covered: String,
}

impl SdJwt {
    /// Takes an SD-JWT apart; a missing last `~` and disclosures that are none are errors.
    pub fn parse(text: &str) -> Result<Self, SdJwtError> {
        if text.len() > crate::json::MAXIMUM_BYTES {
            return Err(SdJwtError::Malformed("it is too long"));
        }
        let (covered, binding) = text
            .rsplit_once('~')
            .ok_or(SdJwtError::Malformed("it has no ~"))?;
        let mut parts = covered.split('~');
        let token = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        if parts.len() > MOST_DISCLOSURES {
            return Err(SdJwtError::Malformed("it has too many disclosures"));
        }
        let jws = CompactJws::parse(token).map_err(|error| SdJwtError::Jws {
            part: "token",
            error,
        })?;
        let disclosures = parts
            .iter()
            .enumerate()
            .map(|(index, part)| Disclosure::parse(part).ok_or(SdJwtError::Disclosure(index)))
            .collect::<Result<_, _>>()?;
        let key_binding = match binding {
            "" => None,
            binding => Some(CompactJws::parse(binding).map_err(|error| SdJwtError::Jws {
                part: "key binding",
                error,
            })?),
        };
        Ok(Self {
            jws,
            disclosures,
            key_binding,
            token: token.to_owned(),
            covered: format!("{covered}~"),
        })
    }

    /// Checks the issuer's signature and gives the claims with everything that is disclosed (RFC 9901, section 7.1).
    ///
    /// The key binding is not looked at: see [`verify_vc`] for all that a credential needs.
    pub fn verify(&self, key: &PublicKey) -> Result<Map<String, Value>, SdJwtError> {
        self.jws.verify(key).map_err(|error| SdJwtError::Jws {
            part: "token",
            error,
        })?;
        self.claims()
    }

    /// The claims with everything that is disclosed, without a look at the signature.
    pub fn claims(&self) -> Result<Map<String, Value>, SdJwtError> {
        process::claims(self).map(|processed| processed.claims)
    }

    /// The places of everything that is disclosed, as JSON pointers into the claims as the issuer wrote them.
    pub fn disclosed(&self) -> Result<Vec<String>, SdJwtError> {
        process::claims(self)
            .map(|processed| processed.places.into_iter().map(|place| place.at).collect())
    }

    /// The claims with everything that is disclosed, where it went and how much is held back; nothing is verified.
    pub(crate) fn processed(&self) -> Result<Processed, SdJwtError> {
        process::claims(self)
    }

    fn payload(&self) -> Result<Map<String, Value>, SdJwtError> {
        self.jws.payload_object().map_err(|error| SdJwtError::Jws {
            part: "token",
            error,
        })
    }
}
