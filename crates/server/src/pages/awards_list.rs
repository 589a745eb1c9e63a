//! `/desk/{slug}/awards` and `/desk/awards/{id}`: every award, found again, taken back, put right.

pub(crate) mod before;
mod bulk;
mod change;
mod export;
pub(crate) mod file;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod one;
mod wish;

pub(crate) use bulk::act;
pub(crate) use change::act as change_one;
pub(crate) use export::{csv, json};
pub(crate) use wish::Wish;
