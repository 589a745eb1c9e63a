//! The REST API, from outside.

mod awards;
mod badge_classes;
mod input;
mod issuers;
mod once;
mod paging;
mod rights;
mod tokens;
mod verify;
