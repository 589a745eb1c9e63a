//! The quick way to the canonical form, for documents over the pinned contexts.
//!
//! ```text
//! contexts/*.json ── build.rs ──▶ tables     which terms a context defines, worked out at build time
//!                                    │
//! JSON text or value ──▶ tape        ▼
//!                         └──▶ expand, terms, value ──▶ quads ──▶ label ──▶ canonical N-Quads
//!                                    │
//!                                 active      the terms in effect, remembered for each combination of contexts
//! ```
//!
//! It only takes what it can serve exactly. Inline contexts, blank node identifiers, JSON literals, list
//! and set objects, numbers that are read in different ways, and above all every error are left to the
//! reference path ([`super::canonicalize_reference`]), which stays the judge: property tests hold the two
//! against each other, byte for byte.

mod active;
mod expand;
mod label;
mod literal;
mod quads;
mod spread;
mod tables;
mod terms;
mod value;

use super::CanonicalError;
use super::part::Part;
use super::rdfc::Hash;
use crate::contexts::Edition;
use crate::json::tape::Tape;
use expand::Expander;

/// A canonical form, and how much there was to compare before nodes that look alike were told apart.
pub(super) type Weighed = (String, usize);

/// Brings a part of a document into canonical form; `None` if it is left to the reference path.
pub(super) fn canonicalize(
    tape: &Tape<'_>,
    part: Part,
    edition: Edition,
    hash: Hash,
) -> Option<Result<Weighed, CanonicalError>> {
    let quads = Expander::new(tape, edition).document(part)?;
    Some(label::canonical(quads, hash).map_err(|_| CanonicalError::TooComplex))
}
