//! The documents of Open Badges 2.0, as types.
//!
//! What a type does not name is kept in its `extra` and written back.
//!
//! ```
//! use openbadges::v2::{Assertion, IdentityObject, Reference};
//!
//! let assertion = Assertion::hosted(
//!     "https://badges.example/awards/1",
//!     IdentityObject::hashed_email("mayze@example.org", "salt"),
//!     Reference::Id("https://badges.example/badges/1".to_owned()),
//!     "2026-11-22T10:00:00Z".parse()?,
//! );
//! assert_eq!(assertion.to_value()["verification"]["type"], "HostedBadge");
//! # Ok::<(), jiff::Error>(())
//! ```

mod alignment;
mod assertion;
mod badge_class;
pub(crate) mod classes;
mod criteria;
mod endorsement;
mod evidence;
pub mod extensions;
mod identity;
mod image;
mod key;
pub(crate) mod older;
mod profile;
mod related;
mod revocation;
pub mod signed;
mod verification;
mod version;

pub use crate::document::{Fault, Members, Reading, Reference};
pub use alignment::Alignment;
pub use assertion::Assertion;
pub use badge_class::BadgeClass;
pub use criteria::Criteria;
pub use endorsement::{Endorsement, EndorsementClaim};
pub use evidence::Evidence;
pub use identity::IdentityObject;
pub use image::Image;
pub use key::CryptographicKey;
pub use older::{Older, Upgraded, upgrade};
pub use profile::Profile;
pub use related::Related;
pub use revocation::{RevocationList, RevokedAssertion, RevokedEntry};
pub use verification::{IssuerVerification, Verification};
pub use version::Version;

/// The context of every 2.0 document.
pub const CONTEXT: &str = "https://w3id.org/openbadges/v2";

#[cfg(test)]
mod tests;
