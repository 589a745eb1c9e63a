//! What waits for somebody to do something about it, in the organisations where they hold a role and below.

use std::collections::HashMap;

use accolade_storage::audit_events::{self, AuditFilter};
use accolade_storage::badge_classes::{self, BadgeClass};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::review_requests::{self, ReviewRequest};
use accolade_storage::types::{AccountId, BadgeClassId, IssuerId, Role, Timestamp};
use accolade_storage::{DbConnection, PageRequest, StorageError, memberships, reviewers, tallies};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::Tools;
use crate::access::includes;
use crate::content::BadgeContent;
use crate::review_policies;
use crate::review_requests::Standing;

/// How many drafts are read for those that are ready; nobody publishes more in a day.
const DRAFTS: i64 = 200;

/// How long before its deadline a round is looked at again.
const SOON: SignedDuration = SignedDuration::from_hours(48);

/// A sort of thing that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Applications without a decision.
    Applications,
    /// Claims that want a yes.
    Claims,
    /// Drafts that lack nothing but somebody who publishes them.
    ReadyDrafts,
    /// Rounds of review that end soon, or have ended, without enough yeses.
    EndingReviews,
    /// Batches that stopped.
    StoppedBatches,
    /// Batches that somebody began and did not start.
    DraftBatches,
    /// Drafts that others look at.
    Reviews,
}

impl Kind {
    /// All of them, the most urgent first.
    const ALL: [Self; 7] = [
        Self::Applications,
        Self::Claims,
        Self::ReadyDrafts,
        Self::EndingReviews,
        Self::StoppedBatches,
        Self::DraftBatches,
        Self::Reviews,
    ];

    /// The least role that can do something about it.
    pub fn least(self) -> Role {
        match self {
            Self::Applications => Role::Assessor,
            Self::ReadyDrafts => Role::Steward,
            Self::Claims
            | Self::EndingReviews
            | Self::StoppedBatches
            | Self::DraftBatches
            | Self::Reviews => Role::Issuer,
        }
    }

    /// The page of an organisation's desk where something is done about it.
    pub fn page(self) -> &'static str {
        match self {
            Self::Applications => "applications",
            Self::Claims => "claims",
            Self::ReadyDrafts | Self::EndingReviews | Self::Reviews => "badges",
            Self::StoppedBatches | Self::DraftBatches => "batches",
        }
    }

    /// Whether a letter tells of it: not of work that somebody has in hand, nor of what waits for others.
    fn is_told(self) -> bool {
        !matches!(self, Self::DraftBatches | Self::Reviews)
    }
}

/// Things of one sort that wait in one organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Pile {
    /// Where.
    pub issuer: Issuer,
    /// What sort.
    pub kind: Kind,
    /// How many; never none.
    pub number: u64,
    /// When the newest of them began to wait.
    pub newest: Option<Timestamp>,
}

/// The organisations in which somebody holds a role of their own, by name.
pub fn roles_of(
    conn: &mut DbConnection,
    account: AccountId,
) -> Result<Vec<(Issuer, Role)>, StorageError> {
    let mut own = Vec::new();
    for membership in memberships::of_account(conn, account)? {
        if let Some(issuer) = issuers::find(conn, membership.issuer_id)? {
            own.push((issuer, membership.role));
        }
    }
    own.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(own)
}

/// What waits in these organisations and below them, as far as the role can do something about it.
pub fn piles(
    conn: &mut DbConnection,
    tools: &Tools,
    heads: &[(Issuer, Role)],
) -> Result<Vec<Pile>, StorageError> {
    all(conn, tools, heads, None)
}

/// What a letter tells this person: nothing of what they have in hand themselves, of rounds only those they began.
pub(crate) fn told(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
) -> Result<Vec<Pile>, StorageError> {
    let heads = roles_of(conn, account)?;
    let mut piles = all(conn, tools, &heads, Some(account))?;
    piles.retain(|pile| pile.kind.is_told());
    Ok(piles)
}

fn all(
    conn: &mut DbConnection,
    tools: &Tools,
    heads: &[(Issuer, Role)],
    reader: Option<AccountId>,
) -> Result<Vec<Pile>, StorageError> {
    let family = family(conn, heads)?;
    let ids: Vec<IssuerId> = family.iter().map(|(issuer, _)| issuer.id).collect();
    let rounds = review_requests::open(conn, &ids)?;
    let mut counted = counts(&rounds);
    add(
        &mut counted,
        Kind::EndingReviews,
        ending(conn, tools, &rounds, reader)?,
    );
    add(
        &mut counted,
        Kind::ReadyDrafts,
        ready(conn, tools, &ids, &rounds, reader)?,
    );
    let waiting = tallies::waiting(conn, &ids)?;
    let mut piles = Vec::new();
    for (issuer, role) in family {
        let waits = waiting.get(&issuer.id).copied().unwrap_or_default();
        for kind in Kind::ALL
            .into_iter()
            .filter(|kind| includes(role, kind.least()))
        {
            let pile = match kind {
                Kind::Applications => waits.applications,
                Kind::Claims => waits.claims,
                Kind::StoppedBatches => waits.stopped_batches,
                Kind::DraftBatches => waits.draft_batches,
                Kind::ReadyDrafts | Kind::EndingReviews | Kind::Reviews => {
                    counted.get(&(issuer.id, kind)).copied().unwrap_or_default()
                }
            };
            if pile.number > 0 {
                piles.push(Pile {
                    issuer: issuer.clone(),
                    kind,
                    number: pile.number.unsigned_abs(),
                    newest: pile.newest,
                });
            }
        }
    }
    Ok(piles)
}

/// These organisations and all below them, each once and with the strongest role that reaches it.
fn family(
    conn: &mut DbConnection,
    heads: &[(Issuer, Role)],
) -> Result<Vec<(Issuer, Role)>, StorageError> {
    let mut family: Vec<(Issuer, Role)> = Vec::new();
    let mut places: HashMap<IssuerId, usize> = HashMap::new();
    for (head, role) in heads {
        let below = issuers::descendants(conn, head.id)?;
        for issuer in std::iter::once(head.clone()).chain(below) {
            match places.get(&issuer.id) {
                Some(place) if includes(*role, family[*place].1) => family[*place].1 = *role,
                Some(_) => {}
                None => {
                    places.insert(issuer.id, family.len());
                    family.push((issuer, *role));
                }
            }
        }
    }
    Ok(family)
}

type Counted = HashMap<(IssuerId, Kind), tallies::Pile>;

fn counts(rounds: &[(ReviewRequest, BadgeClass)]) -> Counted {
    let mut counted = Counted::new();
    let open = rounds
        .iter()
        .map(|(round, badge)| (badge.issuer_id, round.created_at))
        .collect();
    add(&mut counted, Kind::Reviews, open);
    counted
}

fn add(counted: &mut Counted, kind: Kind, things: Vec<(IssuerId, Timestamp)>) {
    for (issuer, since) in things {
        let pile = counted.entry((issuer, kind)).or_default();
        pile.number += 1;
        pile.newest = pile.newest.max(Some(since));
    }
}

/// Rounds that end within two days or have ended, and that too few have said yes in.
fn ending(
    conn: &mut DbConnection,
    tools: &Tools,
    rounds: &[(ReviewRequest, BadgeClass)],
    reader: Option<AccountId>,
) -> Result<Vec<(IssuerId, Timestamp)>, StorageError> {
    let now = tools.now();
    let mut found = Vec::new();
    for (round, badge) in rounds {
        let Some(deadline) = round.deadline else {
            continue;
        };
        let warned = Timestamp::from(deadline.as_jiff() - SOON);
        let concerns = reader.is_none() || round.created_by == reader;
        if warned > now || !concerns {
            continue;
        }
        let standing = Standing::of(round, &reviewers::of_request(conn, round.id)?);
        if !standing.reached() {
            // That it is over is news again.
            let since = if deadline <= now { deadline } else { warned };
            found.push((badge.issuer_id, since));
        }
    }
    Ok(found)
}

/// Drafts that could be published this moment: they lack nothing, and those who were asked have said yes.
fn ready(
    conn: &mut DbConnection,
    tools: &Tools,
    issuers: &[IssuerId],
    rounds: &[(ReviewRequest, BadgeClass)],
    reader: Option<AccountId>,
) -> Result<Vec<(IssuerId, Timestamp)>, StorageError> {
    let by_badge: HashMap<BadgeClassId, &ReviewRequest> = rounds
        .iter()
        .map(|(round, badge)| (badge.id, round))
        .collect();
    let mut found = Vec::new();
    for badge in badge_classes::with_drafts(conn, issuers, DRAFTS)? {
        let round = by_badge.get(&badge.id).copied();
        if !is_ready(conn, tools, &badge, round)? {
            continue;
        }
        let last = last_deed(conn, badge.id)?;
        let since = last.map_or(badge.updated_at, |(at, _)| at.max(badge.updated_at));
        let by_reader = last.is_some_and(|(_, who)| reader.is_some() && who == reader);
        if !by_reader {
            found.push((badge.issuer_id, since));
        }
    }
    Ok(found)
}

fn is_ready(
    conn: &mut DbConnection,
    tools: &Tools,
    badge: &BadgeClass,
    round: Option<&ReviewRequest>,
) -> Result<bool, StorageError> {
    let Some(draft) = &badge.draft else {
        return Ok(false);
    };
    let complete = BadgeContent::read(draft)
        .is_ok_and(|content| content.check_publishable().into_result().is_ok());
    if !complete || review_policies::breach(conn, tools, badge.issuer_id, round, false)?.is_some() {
        return Ok(false);
    }
    let Some(round) = round else {
        return Ok(true);
    };
    let standing = Standing::of(round, &reviewers::of_request(conn, round.id)?);
    Ok(round.content == *draft && standing.reached())
}

/// When something was last done to a badge class, and by whom.
fn last_deed(
    conn: &mut DbConnection,
    badge: BadgeClassId,
) -> Result<Option<(Timestamp, Option<AccountId>)>, StorageError> {
    let filter = AuditFilter::new().subject(badge);
    let events = audit_events::list(conn, filter, PageRequest::first(1))?;
    let last = events.items.into_iter().next();
    Ok(last.map(|event| (event.at, event.account_id)))
}

#[cfg(test)]
mod tests;
