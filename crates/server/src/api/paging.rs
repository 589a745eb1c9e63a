//! Lists, a page at a time, newest first.

use std::future::{Ready, ready};

use accolade_storage::{Page, PageRequest};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::PREFIX;
use super::query::{self, Query};
use crate::answer::{Answer, Freshness};
use crate::problem::{FieldError, Problem};

/// Rows on a page when the client does not say.
pub(crate) const USUAL: u32 = 50;
/// Rows on a page at most.
pub(crate) const MOST: u32 = 200;

/// Which page of a list.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many at most, from 1 to 200; 50 if not said.
    pub limit: Option<u32>,
    /// Start behind this one: the `next` of the page before.
    pub after: Option<Uuid>,
}

impl Paging {
    /// The page to ask the database for.
    pub fn request(self) -> PageRequest {
        PageRequest {
            after: self.after,
            limit: self.limit.unwrap_or(USUAL),
        }
    }

    fn checked(self) -> Result<Self, Problem> {
        if self.limit.is_none_or(|limit| (1..=MOST).contains(&limit)) {
            return Ok(self);
        }
        Err(query::refused(FieldError {
            pointer: "/limit".to_owned(),
            code: "out_of_range".to_owned(),
            message: format!("A number from 1 to {MOST}."),
        }))
    }
}

impl FromRequest for Paging {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let read = Query::<Self>::from_request(request, payload).into_inner();
        ready(read.and_then(|query| query.0.checked()))
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing<T> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// Give this as `after` for the next page; null on the last one.
    pub next: Option<Uuid>,
}

impl<T: Serialize> Listing<T> {
    /// The page as an answer, with a `Link` to the next one.
    pub fn answer(request: &HttpRequest, page: Page<T>) -> HttpResponse {
        let listing = Self {
            items: page.items,
            next: page.next,
        };
        let mut answer = Answer::json("application/json", &listing)
            .fresh(Freshness::Private)
            .header(header::VARY, "Authorization");
        if let Some(next) = listing.next {
            let link = format!("<{}>; rel=\"next\"", next_address(request, next));
            answer = answer.header(header::LINK, link);
        }
        answer.to(request)
    }
}

/// The same address with another `after`; relative, as the request's own host may be a proxy's.
fn next_address(request: &HttpRequest, next: Uuid) -> String {
    debug_assert!(request.path().starts_with(PREFIX) || cfg!(test));
    let kept = url::form_urlencoded::parse(request.query_string().as_bytes())
        .filter(|(name, _)| name != "after");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
        .append_pair("after", &next.to_string())
        .finish();
    format!("{}?{query}", request.path())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::problem::Kind;

    fn paging(query: &str) -> Result<Paging, Problem> {
        let request = TestRequest::with_uri(&format!("/api/v1/issuers?{query}")).to_http_request();
        Paging::from_request(&request, &mut Payload::None).into_inner()
    }

    #[test]
    fn limits_and_cursors_are_checked() {
        assert_eq!(paging("").unwrap().request(), PageRequest::first(USUAL));
        assert_eq!(paging("limit=200").unwrap().request().limit, 200);
        for (query, pointer, code) in [
            ("limit=0", "/limit", "out_of_range"),
            ("limit=201", "/limit", "out_of_range"),
            ("limit=-1", "/limit", "bad_format"),
            ("limit=x", "/limit", "bad_format"),
            ("limit=", "/limit", "bad_format"),
            ("limit=1&limit=2", "/limit", "bad_format"),
            ("limit=1&after=x", "/after", "bad_format"),
        ] {
            let problem = paging(query).unwrap_err();
            assert_eq!(problem.kind, Kind::BadQuery, "{query}");
            assert_eq!(problem.errors[0].pointer, pointer, "{query}");
            assert_eq!(problem.errors[0].code, code, "{query}");
        }
    }

    #[test]
    fn the_next_page_keeps_the_other_parameters() {
        let request =
            TestRequest::with_uri("/api/v1/issuers?limit=2&after=0&state=x%26y").to_http_request();

        let next = next_address(&request, Uuid::nil());

        assert_eq!(
            next,
            "/api/v1/issuers?limit=2&state=x%26y&after=00000000-0000-0000-0000-000000000000"
        );
    }
}
