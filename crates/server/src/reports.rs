//! Reports on our own awards, kept for a few seconds.
//!
//! A page that is shared in a class is opened thirty times at once, and each time the answer would
//! be worked out anew. A report says when it was made, so one of a moment ago is as true as a new one.

use std::sync::Arc;

use accolade_storage::assertions::Assertion;
use accolade_storage::types::{AssertionId, AssertionState, Timestamp};
use jiff::Timestamp as Moment;
use moka::sync::Cache;
use openbadges::verify::Report;

/// How long a report is given again, in seconds: as long as browsers may keep the page.
const SECONDS: i64 = 10;

/// How many reports are kept.
const REPORTS: u64 = 1_000;

/// A bounded store of reports; the least used leave first.
#[derive(Clone)]
pub struct Reports(Cache<Key, Arc<Report>>);

/// An award as it stands, in one stretch of ten seconds: a change of its state makes another key, in
/// every copy of the server at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    award: AssertionId,
    state: AssertionState,
    changed_at: Option<Timestamp>,
    corrected_at: Option<Timestamp>,
    stretch: i64,
}

impl Key {
    fn of(assertion: &Assertion, now: Moment) -> Self {
        Self {
            award: assertion.id,
            state: assertion.state,
            changed_at: assertion.state_changed_at,
            corrected_at: assertion.corrected_at,
            stretch: now.as_second().div_euclid(SECONDS),
        }
    }
}

impl Reports {
    /// The report on this award as it stands, if one was made in this stretch of time.
    pub fn find(&self, assertion: &Assertion, now: Moment) -> Option<Arc<Report>> {
        self.0.get(&Key::of(assertion, now))
    }

    /// Keeps a report that was made at `now`.
    pub fn keep(&self, assertion: &Assertion, now: Moment, report: Arc<Report>) {
        self.0.insert(Key::of(assertion, now), report);
    }
}

impl Default for Reports {
    fn default() -> Self {
        Self(Cache::new(REPORTS))
    }
}
