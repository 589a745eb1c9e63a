//! What is written to those who claim. People without an address get no letter: their page tells them.

use accolade_storage::assertions::Assertion;
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::types::{BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, StorageError, badge_classes, issuers};

use super::claiming::Claimant;
use super::mine;
use crate::Tools;
use crate::mail::{self, Letter};

/// The award was made.
pub(super) fn awarded(
    conn: &mut DbConnection,
    tools: &Tools,
    award: &Assertion,
    claimant: &Claimant,
) -> Result<(), StorageError> {
    let (badge, issuer) = names(conn, award.badge_class_id, award.issuer_id)?;
    let letter = Letter::Awarded {
        name: Some(claimant.name.clone()),
        badge,
        issuer,
        note: None,
        link: mine::address(tools, award.id),
    };
    post(conn, tools, claimant, letter)
}

/// The address has the badge already: here it is again.
pub(super) fn repeated(
    conn: &mut DbConnection,
    tools: &Tools,
    award: &Assertion,
    claimant: &Claimant,
) -> Result<(), StorageError> {
    let (badge, issuer) = names(conn, award.badge_class_id, award.issuer_id)?;
    let letter = Letter::AlreadyYours {
        badge,
        issuer,
        given: award.valid_from.as_jiff(),
        link: mine::address(tools, award.id),
    };
    post(conn, tools, claimant, letter)
}

/// The issuer said no.
pub(super) fn declined(
    conn: &mut DbConnection,
    tools: &Tools,
    link: &ClaimLink,
    claimant: &Claimant,
    reason: Option<&str>,
) -> Result<(), StorageError> {
    let (badge, _) = names(conn, link.badge_class_id, link.issuer_id)?;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let letter = Letter::NotThisTime {
        name: claimant.name.clone(),
        badge,
        giver: link.giver.clone(),
        reason: reason.map(str::to_owned),
    };
    post(conn, tools, claimant, letter)
}

fn post(
    conn: &mut DbConnection,
    tools: &Tools,
    claimant: &Claimant,
    letter: Letter,
) -> Result<(), StorageError> {
    match &claimant.email {
        Some(email) => mail::post(conn, tools, email, letter).map(|_| ()),
        None => Ok(()),
    }
}

/// What the badge and its issuer are called.
pub(super) fn names(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
    issuer: IssuerId,
) -> Result<(String, String), StorageError> {
    let badge = badge_classes::find(conn, badge_class)?.map(|class| class.name);
    let issuer = issuers::find(conn, issuer)?.map(|issuer| issuer.name);
    Ok((badge.unwrap_or_default(), issuer.unwrap_or_default()))
}
