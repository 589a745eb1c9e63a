//! The documents of Open Badges 3.0, as types.
//!
//! What a type does not name is kept in its `extra` and written back. Members that the standard
//! allows several times are read as one value or an array and written as an array.
//!
//! ```
//! use openbadges::v3::{Achievement, AchievementSubject, Criteria, IdentityObject, OpenBadgeCredential, Profile};
//!
//! let issuer = Profile::new("did:web:badges.example:issuers:acme", "Acme");
//! let criteria = Criteria::narrative("Work in a team for a term.");
//! let achievement = Achievement::new("https://badges.example/badges/1", "Teamwork", "Works well with others.", criteria);
//! let subject = AchievementSubject::new(achievement)
//!     .identified_by(IdentityObject::hashed_email("mayze@example.org", "salt"));
//! let credential = OpenBadgeCredential::new(
//!     "https://badges.example/awards/1", "Teamwork", issuer, "2026-11-22T10:00:00Z".parse()?, subject,
//! );
//! assert_eq!(credential.to_value()["validFrom"], "2026-11-22T10:00:00Z");
//! # Ok::<(), jiff::Error>(())
//! ```

mod achievement;
mod address;
mod alignment;
pub(crate) mod classes;
mod credential;
mod endorsement;
mod evidence;
pub mod extensions;
mod image;
mod profile;
mod result;
mod services;
mod status;
mod subject;
mod vocabulary;

use serde_json::Value;

pub use crate::document::{Fault, Members, Reading, Reference};
pub use achievement::{Achievement, Criteria, Related};
pub use address::{Address, GeoCoordinates};
pub use alignment::Alignment;
pub use credential::OpenBadgeCredential;
pub use endorsement::{EndorsementCredential, EndorsementSubject};
pub use evidence::Evidence;
pub use image::Image;
pub use profile::{IdentifierEntry, Profile};
pub use result::{AchievementResult, ResultDescription, RubricCriterionLevel};
pub use services::{CredentialSchema, RefreshService, TermsOfUse};
pub use status::CredentialStatus;
pub use subject::{AchievementSubject, IdentityObject};
pub use vocabulary::{
    AchievementType, AssociationType, IdentityType, ResultStatus, ResultType, TargetType,
};

/// Context of the W3C credential data model 2.0; always the first.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// Context of the W3C credential data model 1.1, first in older badges.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
/// Context of Open Badges 3.0 in the version that we issue; always the second.
pub const OPEN_BADGES: &str = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
/// Context that an `Ed25519Signature2020` proof needs.
pub const ED25519_2020: &str = "https://w3id.org/security/suites/ed25519-2020/v1";
/// Context of the `1EdTech…` types: schema validator, revocation list, refresh.
pub const EXTENSIONS: &str = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json";

/// The contexts of a badge of the default profile.
///
/// With `compatibility_proof` it may also carry an `Ed25519Signature2020` proof.
pub fn contexts(compatibility_proof: bool) -> Vec<Value> {
    let suite = compatibility_proof.then_some(ED25519_2020);
    [CREDENTIALS_V2, OPEN_BADGES]
        .into_iter()
        .chain(suite)
        .map(Value::from)
        .collect()
}

#[cfg(test)]
mod tests;
