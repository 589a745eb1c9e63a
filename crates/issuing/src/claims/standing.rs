//! What a code is answered with at this moment.

use accolade_storage::claim_cards::{self, ClaimCard};
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::types::{BadgeClassState, ClaimLinkState, ClaimState, Timestamp};
use accolade_storage::{DbConnection, StorageError, badge_classes, claims};

use super::code::Code;

/// What stands behind a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The link whose terms hold.
    pub link: ClaimLink,
    /// The card, where each has a code of its own.
    pub card: Option<ClaimCard>,
}

/// Whether a code gives its badge now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Open,
    /// Not before this moment.
    NotYet(Timestamp),
    /// The window ended then.
    Ended(Timestamp),
    /// The issuer has paused it.
    Paused,
    /// The issuer closed it then.
    Closed(Timestamp),
    /// The last seat was taken then.
    UsedUp(Timestamp),
    /// This card was used then.
    CardUsed(Timestamp),
    /// This card was withdrawn then.
    CardWithdrawn(Timestamp),
    /// The badge itself is not given any more.
    NotGiven,
}

/// What stands behind a code, if anything does.
pub fn find(conn: &mut DbConnection, code: Code) -> Result<Option<Door>, StorageError> {
    if let Some(link) = claim_links::by_code(conn, code.plain())? {
        return Ok(Some(Door { link, card: None }));
    }
    let Some(card) = claim_cards::by_code(conn, code.plain())? else {
        return Ok(None);
    };
    let link = claim_links::find(conn, card.link_id)?;
    Ok(link.map(|link| Door {
        link,
        card: Some(card),
    }))
}

/// The same with the link held against other changes until this transaction ends.
pub(super) fn find_locked(
    conn: &mut DbConnection,
    code: Code,
) -> Result<Option<Door>, StorageError> {
    let Some(door) = find(conn, code)? else {
        return Ok(None);
    };
    let Some(link) = claim_links::find_for_update(conn, door.link.id)? else {
        return Ok(None);
    };
    // Read again now that nobody else can use it.
    let card = match door.card {
        Some(card) => claim_cards::find(conn, card.id)?,
        None => None,
    };
    Ok(Some(Door { link, card }))
}

impl Door {
    /// Whether the code gives its badge at `now`. What is final is said before what may pass.
    pub fn standing(
        &self,
        conn: &mut DbConnection,
        now: Timestamp,
    ) -> Result<Standing, StorageError> {
        if let Some(standing) = self.card_standing() {
            return Ok(standing);
        }
        let link = &self.link;
        if let Some(standing) = link_standing(link, now) {
            return Ok(standing);
        }
        let class = badge_classes::find(conn, link.badge_class_id)?;
        let is_given = class.is_some_and(|class| {
            class.state != BadgeClassState::Archived && class.current_version.is_some()
        });
        Ok(if is_given {
            Standing::Open
        } else {
            Standing::NotGiven
        })
    }

    fn card_standing(&self) -> Option<Standing> {
        let card = self.card.as_ref()?;
        let used = card.used_at.map(Standing::CardUsed);
        used.or(card.withdrawn_at.map(Standing::CardWithdrawn))
    }

    /// The claim made with this card, whatever came of it but a no.
    pub fn use_of_card(
        &self,
        conn: &mut DbConnection,
    ) -> Result<Option<claims::Claim>, StorageError> {
        let Some(card) = &self.card else {
            return Ok(None);
        };
        let claim = claims::of_card(conn, card.id)?;
        Ok(claim.filter(|claim| claim.state != ClaimState::Repeated))
    }
}

/// What keeps a link from giving its badge, whatever the badge says.
pub fn link_standing(link: &ClaimLink, now: Timestamp) -> Option<Standing> {
    if link.state == ClaimLinkState::Closed {
        return Some(Standing::Closed(link.closed_at.unwrap_or(link.updated_at)));
    }
    if let Some(end) = link.closes_at.filter(|end| *end <= now) {
        return Some(Standing::Ended(end));
    }
    if link.seats.is_some_and(|seats| link.taken >= seats) {
        return Some(Standing::UsedUp(link.used_up_at.unwrap_or(link.updated_at)));
    }
    if link.state == ClaimLinkState::Paused {
        return Some(Standing::Paused);
    }
    link.opens_at
        .filter(|start| now < *start)
        .map(Standing::NotYet)
}
