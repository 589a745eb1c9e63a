//! The only place that knows SQL, diesel and which database is below.
//!
//! Start with [`Database::connect`] and [`Database::migrate`]; then run queries within
//! [`Database::read`] and [`Database::write`]. Queries are plain functions of a connection, a
//! module a table family:
//!
//! ```
//! use accolade_storage::{Database, StorageError, issuers};
//!
//! let database = Database::connect("sqlite::memory:")?;
//! database.migrate()?;
//!
//! let found = database.read(|conn| issuers::by_slug(conn, "acme"))?;
//! assert_eq!(found, None);
//! # Ok::<(), StorageError>(())
//! ```
//!
//! What it does not do: it holds no rules (who may do what, and in which order, is decided in
//! `accolade-issuing`), makes no ids, reads no clock, and does not look into the JSON, the signed
//! documents or the encrypted bytes it keeps.

pub mod account_merges;
pub mod accounts;
mod address;
pub mod api_tokens;
pub mod application_evidence;
pub mod application_links;
pub mod applications;
pub mod assertions;
pub mod audit_events;
pub mod award_claims;
pub mod badge_class_versions;
pub mod badge_classes;
pub mod batch_rows;
pub mod batches;
pub mod blobs;
pub mod claim_cards;
pub mod claim_links;
pub mod claims;
mod connection;
mod database;
pub mod desk_letters;
pub mod endorsements;
pub mod entry_requests;
mod error;
pub mod evidence;
pub mod frameworks;
pub mod idempotency_keys;
pub mod invitations;
pub mod issuers;
mod letters;
pub mod library;
pub mod mails;
pub mod memberships;
mod migrations;
mod page;
pub mod passkeys;
mod pool;
pub mod reminders;
pub mod review_policies;
pub mod review_requests;
pub mod reviewers;
pub mod reviews;
pub mod rosters;
mod rows;
pub mod saved_comments;
mod schema;
pub mod sessions;
pub mod setup_links;
pub mod sign_ins;
pub mod signed_documents;
pub mod signing_keys;
pub mod sketches;
pub mod status_lists;
pub mod superseded_documents;
pub mod tallies;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod types;
pub mod webhook_deliveries;
pub mod webhooks;

pub use connection::DbConnection;
pub use database::{Backend, ConnectOptions, Database, Durability};
pub use error::{Result, StorageError};
pub use page::{Cursor, Page, PageRequest};
