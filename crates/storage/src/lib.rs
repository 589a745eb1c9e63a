//! The only place that knows SQL, diesel and which database is below.
//!
//! Queries are plain functions of a connection, a module a table family. They hold no rules: who
//! may do what, and in which order, is decided in `accolade-issuing`.

pub mod accounts;
pub mod api_tokens;
pub mod assertions;
pub mod audit_events;
pub mod badge_class_versions;
pub mod badge_classes;
pub mod blobs;
mod connection;
mod error;
pub mod evidence;
pub mod idempotency_keys;
pub mod issuers;
pub mod memberships;
mod page;
mod rows;
mod schema;
pub mod signed_documents;
pub mod signing_keys;
pub mod status_lists;
pub mod types;

pub use connection::DbConnection;
pub use error::{Result, StorageError};
pub use page::{Cursor, Page, PageRequest};
