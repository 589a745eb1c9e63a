//! Every change the platform can make: issuers, badge classes, awards, revocation.
//!
//! Each use case is a plain function of a connection, the [`Tools`] it may use and the [`Caller`](access::Caller)
//! who asks. It decides whether the caller may ([`access`]), whether the input is right
//! ([`violations`], [`limits`]), makes the change and writes its audit event in the caller's
//! transaction. So it does the same from an API, a page, a job or a terminal.
//!
//! What this crate does not do: speak HTTP, send mail, or open transactions of its own. Call it
//! inside `Database::write`; an error rolls everything back.

pub mod access;
pub mod accounts;
pub mod addresses;
pub mod applications;
pub mod assessment;
mod audit;
pub mod awards;
pub mod badge_classes;
pub mod batches;
pub mod changes;
pub mod claims;
pub mod clock;
pub mod content;
pub mod corrections;
pub mod desk_letters;
pub mod documents;
pub mod drawing;
pub mod endorsements;
pub mod entry;
pub mod files;
pub mod frameworks;
pub mod house;
pub mod housekeeping;
pub mod idempotency;
pub mod ids;
pub mod images;
pub mod invitations;
pub mod issuers;
pub mod key_source;
pub mod keyring;
pub mod limits;
pub mod mail;
pub mod members;
pub mod overview;
pub mod passkeys;
pub mod random;
pub mod reminders;
pub mod review_policies;
pub mod review_requests;
pub mod revocation;
pub mod rosters;
pub mod secrets;
pub mod sessions;
pub mod setup;
pub mod sign_in;
pub mod signing;
pub mod sketches;
pub mod status;
pub mod tables;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod tokens;
mod tools;
pub mod violations;
pub mod waiting;
pub mod webhooks;

pub use tools::Tools;
