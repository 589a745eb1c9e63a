//! The Comprehensive Learner Record 2.0: one credential that holds a person's credentials and how they belong together.
//!
//! What is inside keeps its own proofs and is kept exactly as it was signed.
//!
//! ```
//! use openbadges::clr::{Association, ClrCredential, ClrSubject};
//! use openbadges::v3::{AssociationType, IdentityObject, Profile};
//! # use openbadges::v3::{Achievement, AchievementSubject, Criteria, OpenBadgeCredential};
//! # let now = "2026-11-22T10:00:00Z".parse()?;
//! # let badge = |id: &str| {
//! #     let criteria = Criteria::narrative("Work in a team for a term.");
//! #     let subject = AchievementSubject::new(Achievement::new(id, "Teamwork", "Works well.", criteria))
//! #         .identified_by(IdentityObject::hashed_email("mayze@example.org", "salt"));
//! #     OpenBadgeCredential::new(format!("{id}/award"), "Teamwork", Profile::new("urn:acme", "Acme"), now, subject).to_value()
//! # };
//! # let (course, degree) = (badge("urn:example:course"), badge("urn:example:degree"));
//!
//! let subject = ClrSubject::new([course, degree])
//!     .identified_by(IdentityObject::hashed_email("mayze@example.org", "salt"))
//!     .with_association(Association::new(
//!         AssociationType::IsPartOf,
//!         "urn:example:course",
//!         "urn:example:degree",
//!     ));
//! let school = Profile::new("did:web:school.example", "School");
//! let record = ClrCredential::new("https://school.example/records/1", "Transcript", school, now, subject);
//!
//! // Unsigned; sign it like any credential.
//! let document = record.build().expect("a record without fault");
//! assert_eq!(document["type"][1], "ClrCredential");
//! # Ok::<(), jiff::Error>(())
//! ```

mod association;
pub(crate) mod classes;
mod credential;
mod subject;

use serde_json::Value;

pub use association::Association;
pub use credential::ClrCredential;
pub use subject::ClrSubject;

use crate::v3::{CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES};

/// Context of CLR 2.0 in the version that we issue; always the second.
pub const RECORDS: &str = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";

/// The contexts of a record, in the order that the standard prescribes.
pub fn contexts() -> Vec<Value> {
    [CREDENTIALS_V2, RECORDS, OPEN_BADGES, EXTENSIONS]
        .map(Value::from)
        .to_vec()
}

#[cfg(test)]
mod tests;
