//! Verifying on behalf of pages and API: the engine, our own documents, and the guarded way out.

use std::sync::Arc;
use std::time::Duration;

use accolade_storage::assertions::Assertion;
use accolade_storage::signed_documents;
use accolade_storage::types::DocumentFormat;
use actix_web::rt::time::timeout;
use actix_web::web;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use openbadges::verify::{Input, Policy, Report, Request, verify};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use crate::own_documents::OwnDocuments;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// How many badges that were handed in are checked at a time. Each holds a thread for as long as others' servers take to
/// answer, and pages need threads too.
static ROOM: Semaphore = Semaphore::const_new(32);

/// How long to wait for room.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest badge file that is examined, in bytes.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// How many badges of one request are examined at the same time.
const AT_A_TIME: usize = 4;

/// How long all badges of one request together wait for documents of others.
const PATIENCE_WITH_MANY: Duration = Duration::from_secs(30);

/// What was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file or a pasted text.
    Bytes(Vec<u8>),
    /// An address.
    Url(Url),
}

impl Given {
    /// Pasted text: an address if it is nothing else, a document otherwise.
    pub fn text(text: &str) -> Self {
        let text = text.trim();
        let address = Url::parse(text)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        match address {
            Some(url) if !text.contains(char::is_whitespace) => Self::Url(url),
            _ => Self::Bytes(text.as_bytes().to_vec()),
        }
    }
}

/// A badge and, if that should be checked, whose it ought to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The badge.
    pub given: Given,
    /// An e-mail address, URL or DID.
    pub recipient: Option<String>,
}

impl From<Given> for Asked {
    fn from(given: Given) -> Self {
        Self {
            given,
            recipient: None,
        }
    }
}

/// Verifies what somebody handed in.
pub async fn verify_input(state: &State, asked: Asked) -> Result<Report, Problem> {
    verify_until(state, asked, None).await
}

/// Verifies many badges, a few at a time; the reports come in the order of the badges.
pub async fn verify_many(state: &State, many: Vec<Asked>) -> Result<Vec<Report>, Problem> {
    let until = Instant::now() + PATIENCE_WITH_MANY;
    let one = |asked| verify_until(state, asked, Some(until));
    stream::iter(many.into_iter().map(one))
        .buffered(AT_A_TIME)
        .try_collect()
        .await
}

async fn verify_until(
    state: &State,
    asked: Asked,
    until: Option<Instant>,
) -> Result<Report, Problem> {
    if matches!(&asked.given, Given::Bytes(bytes) if bytes.len() > LARGEST_FILE) {
        return Err(Problem::new(Kind::TooLarge)
            .detail(format!("At most {LARGEST_FILE} bytes are examined.")));
    }
    let Ok(Ok(_room)) = timeout(PATIENCE, ROOM.acquire()).await else {
        let mut problem = Problem::new(Kind::TooManyRequests)
            .detail("Many badges are being checked at this moment.");
        problem.retry_after = Some(PATIENCE.as_secs());
        return Err(problem);
    };
    examined(state, asked, state.policy.clone(), until).await
}

async fn examined(
    state: &State,
    asked: Asked,
    policy: Arc<Policy>,
    until: Option<Instant>,
) -> Result<Report, Problem> {
    let state = state.clone();
    web::block(move || examine(&state, &asked, &policy, until))
        .await
        .map_err(Problem::internal)
}

/// Verifies one of our own awards, as it stands now or a few seconds ago.
pub async fn verify_award(state: &State, assertion: &Assertion) -> Result<Arc<Report>, Problem> {
    let now = state.now();
    if let Some(report) = state.reports.find(assertion, now) {
        return Ok(report);
    }
    let id = assertion.id;
    let document = state
        .read(move |conn| signed_documents::find(conn, id, DocumentFormat::V3Json))
        .await?;
    let document = document.ok_or_else(Problem::not_found)?;
    // Our own documents need nobody's server, so they wait behind nobody; nor is anybody asked who we are.
    let given = Given::Bytes(document.body.into_bytes());
    let report = examined(state, given.into(), Arc::default(), None).await?;
    let report = Arc::new(report);
    state.reports.keep(assertion, now, report.clone());
    Ok(report)
}

/// On a blocking thread: the engine is synchronous, and so is its way out.
fn examine(state: &State, asked: &Asked, policy: &Policy, until: Option<Instant>) -> Report {
    let session = state.fetcher.session(until);
    let fetch = OwnDocuments::before(&session, &state.database, &state.tools);
    let input = match &asked.given {
        Given::Bytes(bytes) => Input::Bytes(bytes),
        Given::Url(url) => Input::Url(url),
    };
    let recipient = asked
        .recipient
        .as_deref()
        .map(str::trim)
        .filter(|recipient| !recipient.is_empty());
    verify(&Request { input, recipient }, policy, &fetch, state.now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_text_is_an_address_only_if_it_is_nothing_else() {
        assert!(matches!(
            Given::text(" https://badges.test/awards/1\n"),
            Given::Url(_)
        ));
        assert!(matches!(
            Given::text("{\"id\": \"https://badges.test\"}"),
            Given::Bytes(_)
        ));
        assert!(matches!(
            Given::text("https://a.test https://b.test"),
            Given::Bytes(_)
        ));
        assert!(matches!(
            Given::text("javascript:alert(1)"),
            Given::Bytes(_)
        ));
        assert!(matches!(Given::text("eyJh.eyJi.c2ln"), Given::Bytes(_)));
    }
}
