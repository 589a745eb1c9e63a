//! Verifying on behalf of pages and API: the engine, our own documents, and the guarded way out.

use std::sync::Arc;

use accolade_storage::assertions::Assertion;
use accolade_storage::signed_documents;
use accolade_storage::types::DocumentFormat;
use actix_web::web;
use openbadges::verify::{Input, Policy, Report, Request, verify};
use url::Url;

use crate::own_documents::OwnDocuments;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// The largest badge file that is examined, in bytes.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;

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

/// Verifies what somebody handed in, for this recipient if one is named.
pub async fn verify_input(
    state: &State,
    given: Given,
    recipient: Option<String>,
) -> Result<Report, Problem> {
    if matches!(&given, Given::Bytes(bytes) if bytes.len() > LARGEST_FILE) {
        return Err(Problem::new(Kind::TooLarge)
            .detail(format!("At most {LARGEST_FILE} bytes are examined.")));
    }
    let state = state.clone();
    web::block(move || examine(&state, &given, recipient.as_deref()))
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
    let report = verify_input(state, Given::Bytes(document.body.into_bytes()), None).await?;
    let report = Arc::new(report);
    state.reports.keep(assertion, now, report.clone());
    Ok(report)
}

/// On a blocking thread: the engine is synchronous, and so is its way out.
fn examine(state: &State, given: &Given, recipient: Option<&str>) -> Report {
    let session = state.fetcher.session();
    let fetch = OwnDocuments::before(&session, &state.database, &state.tools);
    let input = match given {
        Given::Bytes(bytes) => Input::Bytes(bytes),
        Given::Url(url) => Input::Url(url),
    };
    let recipient = recipient
        .map(str::trim)
        .filter(|recipient| !recipient.is_empty());
    verify(
        &Request { input, recipient },
        &Policy::default(),
        &fetch,
        state.now(),
    )
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
