//! A rendered page as an answer.

use actix_web::http::StatusCode;
use askama::Template;

use crate::{
    answer::{Answer, Freshness},
    problem::Problem,
};

/// The page, with status 200.
pub(crate) fn page(page: &impl Template, freshness: Freshness) -> Result<Answer, Problem> {
    let html = page.render().map_err(Problem::internal)?;
    Ok(html_answer(html, freshness))
}

/// The page, with a status of its own; nobody keeps it.
pub(crate) fn page_with(status: StatusCode, page: &impl Template) -> Result<Answer, Problem> {
    Ok(self::page(page, Freshness::Never)?.status(status))
}

pub(crate) fn html_answer(html: String, freshness: Freshness) -> Answer {
    Answer::bytes("text/html; charset=utf-8", html)
        .fresh(freshness)
        .varies()
}
