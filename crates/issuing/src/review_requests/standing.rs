//! Whether enough of those who were asked said yes, and to which text.

use std::fmt;

use accolade_storage::review_requests::{self, ReviewRequest};
use accolade_storage::reviewers::{self, Reviewer};
use accolade_storage::types::{BadgeClassId, ReviewAnswer, ReviewState, Timestamp};
use accolade_storage::{DbConnection, StorageError};

use crate::badge_classes::BadgeClassError;

/// The answers of a round, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many said yes.
    pub approved: usize,
    /// How many said not so.
    pub objected: usize,
    /// How many have not answered.
    pub waiting: usize,
    /// How many must say yes.
    pub quorum: usize,
}

impl Standing {
    /// Counts the answers of a round.
    pub fn of(request: &ReviewRequest, reviewers: &[Reviewer]) -> Self {
        let answered = |answer| {
            let mut said = reviewers.iter().map(|reviewer| reviewer.answer);
            said.by_ref().filter(|said| *said == answer).count()
        };
        Self {
            approved: answered(Some(ReviewAnswer::Approved)),
            objected: answered(Some(ReviewAnswer::Objected)),
            waiting: answered(None),
            quorum: usize::try_from(request.quorum).unwrap_or(usize::MAX),
        }
    }

    /// Whether enough said yes. An objection takes nothing away from that; it is shown beside it.
    pub fn reached(self) -> bool {
        self.approved >= self.quorum
    }

    /// Whether enough can still say yes, those included who may yet answer.
    pub fn possible(self) -> bool {
        self.approved + self.waiting >= self.quorum
    }

    /// How many are missing.
    pub fn missing(self) -> usize {
        self.quorum.saturating_sub(self.approved)
    }
}

/// Whether a round still takes answers.
pub(super) fn takes_answers(request: &ReviewRequest, now: Timestamp) -> bool {
    request.state == ReviewState::Open && request.deadline.is_none_or(|end| now < end)
}

/// Why a draft that was sent to others cannot be published yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotApproved {
    /// Too few said yes.
    TooFew(Standing),
    /// The text was changed since it was sent.
    OtherText,
}

impl fmt::Display for NotApproved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew(standing) => write!(
                f,
                "{} of {} that are needed have approved it; publish it all the same with a reason",
                standing.approved, standing.quorum
            ),
            Self::OtherText => f.write_str(
                "the draft was changed since it was sent to the reviewers; send it again, or publish it all the same with a reason",
            ),
        }
    }
}

/// The open round of a badge class, if this draft may be published now; none if nobody was asked.
pub(crate) fn approval(
    conn: &mut DbConnection,
    id: BadgeClassId,
    draft: &str,
    despite: Option<&str>,
) -> Result<Option<ReviewRequest>, BadgeClassError> {
    let Some(round) = open_round(conn, id)? else {
        return Ok(None);
    };
    if despite.is_some() {
        return Ok(Some(round));
    }
    if round.content != draft {
        return Err(BadgeClassError::NotApproved(NotApproved::OtherText));
    }
    let standing = Standing::of(&round, &reviewers::of_request(conn, round.id)?);
    if !standing.reached() {
        return Err(BadgeClassError::NotApproved(NotApproved::TooFew(standing)));
    }
    Ok(Some(round))
}

fn open_round(
    conn: &mut DbConnection,
    id: BadgeClassId,
) -> Result<Option<ReviewRequest>, StorageError> {
    let latest = review_requests::latest(conn, id)?;
    Ok(latest.filter(|round| round.state == ReviewState::Open))
}
