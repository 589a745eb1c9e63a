//! Lists, a page at a time, newest first.

use std::future::{Ready, ready};

use accolade_storage::{Page, PageRequest};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::PREFIX;
use crate::answer::{Answer, Freshness};
use crate::problem::{Kind, Problem};

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
}

impl FromRequest for Paging {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = web::Query::<Self>::from_query(request.query_string());
        ready(match read {
            Ok(query) if query.limit.is_none_or(|limit| (1..=MOST).contains(&limit)) => Ok(query.0),
            Ok(_) => Err(Problem::new(Kind::BadQuery)
                .detail(format!("`limit` is a number from 1 to {MOST}."))),
            Err(error) => Err(Problem::new(Kind::BadQuery).detail(format!("{error}."))),
        })
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

    fn paging(query: &str) -> Result<Paging, Problem> {
        let request = TestRequest::with_uri(&format!("/api/v1/issuers?{query}")).to_http_request();
        Paging::from_request(&request, &mut Payload::None).into_inner()
    }

    #[test]
    fn limits_and_cursors_are_checked() {
        assert_eq!(paging("").unwrap().request(), PageRequest::first(USUAL));
        assert_eq!(paging("limit=200").unwrap().request().limit, 200);
        for query in ["limit=0", "limit=201", "limit=-1", "limit=x", "after=x"] {
            assert_eq!(paging(query).unwrap_err().kind, Kind::BadQuery, "{query}");
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
