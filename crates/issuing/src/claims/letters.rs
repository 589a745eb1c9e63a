//! What is written to those who claim. People without an address get no letter: their page tells them.

use accolade_storage::assertions::Assertion;
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::{DbConnection, StorageError};

use super::claiming::Claimant;
use crate::Tools;

/// The award was made.
pub(super) fn awarded(
    _conn: &mut DbConnection,
    _tools: &Tools,
    _award: &Assertion,
    _claimant: &Claimant,
) -> Result<(), StorageError> {
    Ok(())
}

/// The address has the badge already: here it is again.
pub(super) fn repeated(
    _conn: &mut DbConnection,
    _tools: &Tools,
    _award: &Assertion,
    _claimant: &Claimant,
) -> Result<(), StorageError> {
    Ok(())
}

/// The issuer said no.
pub(super) fn declined(
    _conn: &mut DbConnection,
    _tools: &Tools,
    _link: &ClaimLink,
    _claimant: &Claimant,
    _reason: Option<&str>,
) -> Result<(), StorageError> {
    Ok(())
}
