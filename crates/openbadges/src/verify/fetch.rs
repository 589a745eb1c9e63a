//! How verification reaches the world: a trait that the caller implements, and a budget that we keep.

use std::collections::HashMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use url::Url;

use super::evidence::Recorded;
use super::report::FetchedRecord;

/// Fetches one document. Implementations decide what may be reached.
///
/// Redirects are followed by the implementation, which reports where it ended in [`Fetched::final_url`]. Any answer of a
/// server is a [`Fetched`], whatever its status; an error means that there was no answer to judge.
pub trait Fetch {
    /// Asks for `url`, preferring the media types in `accept`.
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError>;
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The HTTP status.
    pub status: u16,
    /// The media type, without parameters, if the server gave one.
    pub media_type: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// Where the redirects ended.
    pub final_url: Url,
}

impl Fetched {
    /// Whether the redirects ended at another site than `asked`. Many sites send visitors wherever a link says, so such
    /// an answer is not the word of the site that was asked.
    pub(super) fn is_elsewhere(&self, asked: &Url) -> bool {
        let site = |url: &Url| {
            let host = url.host_str().unwrap_or_default();
            let host = host.strip_prefix("www.").unwrap_or(host).to_owned();
            (host, url.port())
        };
        site(&self.final_url) != site(asked)
    }
}

/// Why there was no answer. None of these is ever held against a badge.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FetchError {
    /// We did not ask: the policy forbids the address, or we are offline.
    #[error("not asked: {0}")]
    Refused(String),
    /// The other side did not answer.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// The answer was longer than allowed.
    #[error("the answer is too large")]
    TooLarge,
    /// The redirects did not end.
    #[error("too many redirects")]
    TooManyRedirects,
}

/// Refuses everything: verification without a network.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNetwork;

impl Fetch for NoNetwork {
    fn fetch(&self, _url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
        Err(FetchError::Refused("no network is used".to_owned()))
    }
}

/// What came of asking, as verification sees it.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// A document (status 2xx).
    Found(Rc<Fetched>),
    /// The server says that it existed and was taken away; the body may say why.
    Gone(Rc<Fetched>),
    /// The server says that there is no such document.
    NotFound,
    /// Nothing can be concluded.
    Unknown(String),
}

/// Fetches within a budget, asks for nothing twice, and keeps the record.
pub(super) struct Fetcher<'a> {
    fetch: &'a dyn Fetch,
    left: usize,
    answers: HashMap<(String, &'static str), Answer>,
    pub(super) records: Vec<FetchedRecord>,
    /// Every answer in full, if somebody wants to keep them.
    pub(super) evidence: Option<Vec<Recorded>>,
}

impl<'a> Fetcher<'a> {
    pub(super) fn new(fetch: &'a dyn Fetch, budget: usize) -> Self {
        Self {
            fetch,
            left: budget,
            answers: HashMap::new(),
            records: Vec::new(),
            evidence: None,
        }
    }

    /// Asks for `url` without its fragment.
    pub(super) fn get(&mut self, url: &Url, accept: &'static str) -> Answer {
        let mut url = url.clone();
        url.set_fragment(None);
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Answer::Unknown(format!("{url} is not a web address"));
        }
        let key = (url.to_string(), accept);
        if let Some(answer) = self.answers.get(&key) {
            return answer.clone();
        }
        if self.left == 0 {
            return Answer::Unknown(
                "one verification asks for only so many documents, and this would be one more"
                    .to_owned(),
            );
        }
        self.left -= 1;
        let answer = self.ask(&url, accept);
        self.answers.insert(key, answer.clone());
        answer
    }

    fn ask(&mut self, url: &Url, accept: &'static str) -> Answer {
        let answer = self.fetch.fetch(url, accept);
        if let Some(evidence) = &mut self.evidence {
            evidence.push(Recorded::new(url, accept, &answer));
        }
        match answer {
            Err(error) => {
                self.record(url, None, None, Some(error.to_string()));
                Answer::Unknown(format!("{url}: {error}"))
            }
            Ok(fetched) => {
                self.record(url, Some(fetched.status), Some(&fetched.body), None);
                match fetched.status {
                    200..=299 => Answer::Found(Rc::new(fetched)),
                    404 => Answer::NotFound,
                    410 => Answer::Gone(Rc::new(fetched)),
                    status => Answer::Unknown(format!("{url} answered with status {status}")),
                }
            }
        }
    }

    fn record(
        &mut self,
        url: &Url,
        status: Option<u16>,
        body: Option<&[u8]>,
        problem: Option<String>,
    ) {
        let sha256 = body.map(|body| hex::encode(Sha256::digest(body)));
        self.records.push(FetchedRecord {
            url: url.to_string(),
            status,
            sha256,
            problem,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    struct Counting(Cell<usize>);

    impl Fetch for Counting {
        fn fetch(&self, url: &Url, _accept: &str) -> Result<Fetched, FetchError> {
            self.0.set(self.0.get() + 1);
            Ok(Fetched {
                status: 200,
                media_type: None,
                body: b"{}".to_vec(),
                final_url: url.clone(),
            })
        }
    }

    #[test]
    fn nothing_is_asked_twice_and_the_budget_ends() {
        let counting = Counting(Cell::new(0));
        let mut fetcher = Fetcher::new(&counting, 2);
        let url = |n: usize| Url::parse(&format!("https://a.example/{n}#part")).unwrap();

        assert!(matches!(fetcher.get(&url(1), "a"), Answer::Found(_)));
        assert!(matches!(fetcher.get(&url(1), "a"), Answer::Found(_)));
        assert!(matches!(fetcher.get(&url(2), "a"), Answer::Found(_)));
        assert!(matches!(fetcher.get(&url(3), "a"), Answer::Unknown(_)));
        assert_eq!(counting.0.get(), 2);
        assert_eq!(fetcher.records.len(), 2);
    }

    #[test]
    fn only_web_addresses_are_asked_for() {
        let counting = Counting(Cell::new(0));
        let mut fetcher = Fetcher::new(&counting, 9);

        for text in [
            "file:///etc/passwd",
            "ftp://a.example/x",
            "data:text/plain,hi",
            "urn:uuid:1",
        ] {
            assert!(
                matches!(
                    fetcher.get(&Url::parse(text).unwrap(), "a"),
                    Answer::Unknown(_)
                ),
                "{text}"
            );
        }
        assert_eq!(counting.0.get(), 0);
    }
}
