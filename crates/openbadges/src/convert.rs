//! A badge of 2.0 as a badge of 3.0, and back, with everything that is lost on the way.
//!
//! The two versions are one set of facts in two forms, and the forms have names of their own: a document of 3.0 must not
//! stand at the address of one of 2.0 (implementation guide of 3.0, "Using both versions"). So the caller gives the new
//! names, and each form points to the other. What comes out is unsigned: only who issued the badge may sign the other
//! form of it.
//!
//! Whatever has no place in the other version is in [`Converted::lost`], with a JSON pointer and the reason; nothing is
//! dropped silently. The pointers of a 2.0 badge are those of the assertion with its badge class at `/badge` and the
//! issuer at `/badge/issuer`.
//!
//! ```
//! use openbadges::convert::{self, NamesV3};
//! use openbadges::v2::{Assertion, BadgeClass, Criteria, IdentityObject, Profile, Reference};
//!
//! let issuer = Profile::issuer("https://acme.example/v2/issuer", "Acme", "https://acme.example", "a@acme.example")
//!     .with_key("https://acme.example/v2/key");
//! let badge = BadgeClass::new(
//!     "https://acme.example/v2/badge", "Teamwork", "Works well with others.",
//!     Reference::Id("https://acme.example/badge.png".into()), Criteria::narrative("Work in a team."),
//!     Reference::Id("https://acme.example/v2/issuer".into()),
//! );
//! let assertion = Assertion::hosted(
//!     "https://acme.example/v2/award", IdentityObject::hashed_email("ada@example.org", "salt"),
//!     Reference::Id("https://acme.example/v2/badge".into()), "2026-11-22T10:00:00Z".parse()?,
//! );
//!
//! let names = NamesV3 {
//!     credential: "https://acme.example/awards/1".into(),
//!     achievement: "https://acme.example/badges/1".into(),
//!     issuer: "did:web:acme.example".into(),
//! };
//! let converted = convert::to_v3(&assertion, &badge, &issuer, &names).expect("a badge without fault");
//!
//! assert_eq!(converted.document.credential_subject.achievement.name, "Teamwork");
//! let lost: Vec<_> = converted.lost.iter().map(|loss| loss.pointer.as_str()).collect();
//! assert_eq!(lost, ["/verification", "/badge/issuer/publicKey"]);
//! # Ok::<(), jiff::Error>(())
//! ```

mod source;
mod to_v2;
mod to_v3;
mod words;

pub use to_v2::{AwardV2, HowVerified, NamesV2, to_v2};
pub use to_v3::{NamesV3, to_v3};

use std::fmt;

/// A document in the other version, and what has no place there.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted<T> {
    /// The document, complete and without fault, but unsigned.
    pub document: T,
    /// What was left behind, in the order of the source.
    pub lost: Vec<Loss>,
}

/// A member that has no place in the other version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// JSON Pointer (RFC 6901) into the source; everything at and below it is lost.
    pub pointer: String,
    /// Why, as a clause.
    pub reason: String,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.reason)
    }
}
