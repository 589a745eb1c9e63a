//! Applications: begun and handed in by earners, looked at and decided by others.
//!
//! An earner's own program speaks with the secret of their link (`/api/v1/my-applications/{token}`), a reviewer's with the
//! one they were sent (`/api/v1/reviews/{token}`); members of the issuer speak with their token.

pub mod desk;
pub mod mine;
mod views;
