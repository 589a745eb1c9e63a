//! The budget of one verification.

use std::sync::{Mutex, PoisonError};

use openbadges::verify::{Fetch, FetchError, Fetched};
use tokio::time::Instant;
use url::Url;

use super::Fetcher;

/// The budget of one verification: so many requests, so much time.
pub struct FetchSession<'a> {
    fetcher: &'a Fetcher,
    latest: Option<Instant>,
    spent: Mutex<Spent>,
}

/// What has been used of it.
struct Spent {
    requests: usize,
    until: Option<Instant>,
}

impl<'a> FetchSession<'a> {
    pub(super) fn new(fetcher: &'a Fetcher, latest: Option<Instant>) -> Self {
        let spent = Spent {
            requests: 0,
            until: None,
        };
        Self {
            fetcher,
            latest,
            spent: Mutex::new(spent),
        }
    }
}

impl Fetch for FetchSession<'_> {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        let policy = &self.fetcher.policy;
        let until = {
            let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
            spent.requests += 1;
            if spent.requests > policy.requests {
                return Err(FetchError::Refused(
                    "the badge refers to too many documents".to_owned(),
                ));
            }
            *spent.until.get_or_insert_with(|| {
                let own = Instant::now() + policy.total_time;
                self.latest.map_or(own, |latest| latest.min(own))
            })
        };
        self.fetcher.get(url, accept, until)
    }
}
