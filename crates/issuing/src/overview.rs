//! Where an organisation stands: numbers for a teacher, a school, a district.
//!
//! What is counted are people rather than awards wherever a number is about strength, and a group of fewer than
//! [`FEW`] people shows no number, so that nobody can be picked out of a table that is passed on.

mod capacity;

use std::collections::{HashMap, HashSet};

use accolade_storage::issuers::{self, Issuer};
use accolade_storage::reviewers::{self, Reviewer};
use accolade_storage::tallies::{self, Tally};
use accolade_storage::types::{BadgeClassId, IssuerId, Timestamp};
use accolade_storage::{DbConnection, StorageError, review_requests};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::content::UnreadableContent;
use crate::review_requests::Standing;

pub use capacity::{By, CapacityMap, Cell, Column, Row, capacity};

/// Groups of fewer people show no number.
pub const FEW: u64 = 5;

/// How many months the chart shows, this one included.
const MONTHS: i32 = 12;

/// What can be said in numbers of an issuer and those below it, over the last twelve months.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// The first day that counts: a month begins on it.
    pub since: Date,
    /// The counted awards.
    pub tally: Tally,
    /// The people who were given them; those known by name alone count once an award.
    pub people: u64,
    /// Awards month by month, the oldest first, twelve of them.
    pub months: Vec<Month>,
    /// How many issuers are counted, this one included.
    pub issuers: usize,
    /// Applications that wait for a decision now.
    pub waiting_applications: i64,
    /// Drafts that others look at now, the newest first.
    pub open_reviews: Vec<OpenReview>,
}

/// A draft that waits for the yes of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenReview {
    /// The badge class.
    pub badge_class: BadgeClassId,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub issuer: IssuerId,
    /// What they are called.
    pub issuer_name: String,
    /// How it stands.
    pub standing: Standing,
    /// Until when answers are taken.
    pub deadline: Option<Timestamp>,
}

/// The awards of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// How many awards were made in it.
    pub awards: i64,
}

/// Why there are no numbers.
#[derive(Debug, thiserror::Error)]
pub enum OverviewError {
    /// The caller may not see them.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such issuer.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The numbers of an issuer and of all below it.
pub fn overview(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<Overview, OverviewError> {
    let family = family(conn, caller, issuer)?;
    let ids: Vec<IssuerId> = family.iter().map(|issuer| issuer.id).collect();
    let since = first_month(tools);
    let from = midnight(since);
    let mut people = People::default();
    for id in &ids {
        tallies::holders(conn, *id, from, |_, person| {
            people.add(person.as_deref());
        })?;
    }
    Ok(Overview {
        since,
        tally: tallies::tally(conn, &ids, from)?,
        people: people.count(),
        months: months(since, &tallies::by_day(conn, &ids, from)?),
        issuers: ids.len(),
        waiting_applications: tallies::waiting_applications(conn, &ids)?,
        open_reviews: open_reviews(conn, &family)?,
    })
}

fn open_reviews(
    conn: &mut DbConnection,
    family: &[Issuer],
) -> Result<Vec<OpenReview>, StorageError> {
    let names: HashMap<IssuerId, &str> = family
        .iter()
        .map(|issuer| (issuer.id, issuer.name.as_str()))
        .collect();
    let ids: Vec<IssuerId> = names.keys().copied().collect();
    let rounds = review_requests::open(conn, &ids)?;
    let requests: Vec<_> = rounds.iter().map(|(round, _)| round.id).collect();
    let mut asked: HashMap<_, Vec<Reviewer>> = HashMap::new();
    for reviewer in reviewers::of_requests(conn, &requests)? {
        asked.entry(reviewer.request_id).or_default().push(reviewer);
    }
    let reviews = rounds.into_iter().map(|(round, badge)| OpenReview {
        badge_class: badge.id,
        name: badge.name,
        issuer: badge.issuer_id,
        issuer_name: names
            .get(&badge.issuer_id)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        standing: Standing::of(&round, asked.get(&round.id).map_or(&[], Vec::as_slice)),
        deadline: round.deadline,
    });
    Ok(reviews.collect())
}

/// The issuer and all below it, if the caller may see its awards: a role reaches downward.
fn family(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<Vec<Issuer>, OverviewError> {
    authorize(conn, caller, Action::ViewAwards, Some(issuer))?;
    let head = issuers::find(conn, issuer)?.ok_or(OverviewError::UnknownIssuer)?;
    let mut family = vec![head];
    family.extend(issuers::descendants(conn, issuer)?);
    Ok(family)
}

/// Different people; those who cannot be told apart count once an award.
#[derive(Default)]
struct People {
    known: HashSet<[u8; 8]>,
    unknown: u64,
}

impl People {
    fn add(&mut self, key: Option<&[u8]>) {
        // Eight bytes of a keyed hash: a mistake of one in a million people is likely once in forty million such tables.
        match key.and_then(<[u8]>::first_chunk::<8>) {
            Some(person) => {
                self.known.insert(*person);
            }
            None => self.unknown += 1,
        }
    }

    fn count(&self) -> u64 {
        u64::try_from(self.known.len()).unwrap_or(u64::MAX) + self.unknown
    }
}

/// The first day of the month eleven months ago.
fn first_month(tools: &Tools) -> Date {
    let today = tools.clock.now().to_zoned(TimeZone::UTC).date();
    let this_month = today.first_of_month();
    this_month
        .checked_sub((MONTHS - 1).months())
        .unwrap_or(this_month)
}

fn midnight(day: Date) -> Timestamp {
    let seconds = days_since_1970(day) * 86_400;
    jiff::Timestamp::UNIX_EPOCH
        .checked_add(SignedDuration::from_secs(seconds))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .into()
}

fn days_since_1970(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    day.duration_since(epoch).as_hours() / 24
}

fn months(since: Date, by_day: &[(i64, i64)]) -> Vec<Month> {
    (0..MONTHS)
        .filter_map(|place| since.checked_add(place.months()).ok())
        .map(|first| {
            let begins = days_since_1970(first);
            let ends = begins + i64::from(first.days_in_month());
            let awards = by_day
                .iter()
                .filter(|(day, _)| (begins..ends).contains(day))
                .map(|(_, awards)| awards)
                .sum();
            Month { first, awards }
        })
        .collect()
}

#[cfg(test)]
mod tests;
