//! `/desk/{slug}/awards` and `/desk/awards/{id}`: every award, found again, taken back, put right.

mod bulk;
mod export;
pub(crate) mod file;
pub(crate) mod list;
pub(crate) mod one;
mod wish;

pub(crate) use bulk::act;
pub(crate) use export::{csv, json};
pub(crate) use wish::Wish;
