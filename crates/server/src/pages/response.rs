//! A rendered page as an answer.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, VARY},
    },
};
use askama::Template;
use sha2::{Digest as _, Sha256};

use crate::problem::Problem;

/// How long a copy of a page may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keep {
    /// Shows what changes seldom.
    Minutes,
    /// Says whether an award stands: never older than a minute.
    Seconds,
    /// Answers one person's question; nobody keeps it.
    Never,
}

impl Keep {
    fn header(self) -> &'static str {
        match self {
            Self::Minutes => "public, max-age=60, stale-while-revalidate=600",
            Self::Seconds => "public, max-age=10, stale-while-revalidate=50",
            Self::Never => "no-store",
        }
    }
}

/// The page, with status 200.
pub(crate) fn page(page: &impl Template, keep: Keep) -> Result<HttpResponse, Problem> {
    page_with(StatusCode::OK, page, keep)
}

/// The page, with a status of its own.
pub(crate) fn page_with(
    status: StatusCode,
    page: &impl Template,
    keep: Keep,
) -> Result<HttpResponse, Problem> {
    let html = page.render().map_err(Problem::internal)?;
    Ok(html_answer(status, html, keep))
}

pub(crate) fn html_answer(status: StatusCode, html: String, keep: Keep) -> HttpResponse {
    let mut answer = HttpResponse::build(status);
    answer
        .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((CACHE_CONTROL, keep.header()))
        .insert_header((VARY, "Accept"));
    if keep != Keep::Never {
        let tag = hex::encode(&Sha256::digest(&html)[..16]);
        answer.insert_header((ETAG, format!("\"{tag}\"")));
    }
    answer.body(html)
}
