//! Records into the documents of Open Badges 2.0 and 3.0.
//!
//! Pure functions of records and [`Addresses`](crate::addresses::Addresses): they read no
//! database and sign nothing. What is signed for an award is stored byte for byte and served from
//! there; these functions make what is not stored.

pub mod award;
pub mod badge;
pub mod issuer;
pub mod keys;
pub mod status;
