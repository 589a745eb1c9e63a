//! A problem as a page: what happened, how to mend it, and a way onward.

use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

use super::{
    layout::{Layout, Place},
    parts::Link,
    response,
};
use crate::{
    answer::{Answer, Freshness},
    problem::{Kind, Problem},
    state::State,
};

/// Any address that answers with an error, seen by a person.
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage {
    pub(crate) layout: Layout,
    pub(crate) status: u16,
    /// The short name of the problem, for support: "not-found".
    pub(crate) slug: String,
    pub(crate) title: String,
    /// What it means, and how to mend it.
    pub(crate) line: String,
    /// What happened this time.
    pub(crate) detail: Option<String>,
    pub(crate) onward: Vec<Link>,
    pub(crate) request_id: Option<String>,
}

/// The page for a problem. It never fails: should the template do, a plain sentence stands in.
pub(crate) fn page(state: &State, problem: &Problem, request_id: Option<&str>) -> HttpResponse {
    let status = problem.kind.status();
    let page = ProblemPage {
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        status: status.as_u16(),
        slug: problem.kind.slug().to_owned(),
        title: problem.kind.title().to_owned(),
        line: line(problem.kind).to_owned(),
        detail: detail(problem),
        onward: onward(),
        request_id: request_id.map(str::to_owned),
    };
    let answer = response::page_with(status, &page).unwrap_or_else(|_| plain(status));
    answer.whole()
}

fn plain(status: StatusCode) -> Answer {
    let html = "<!doctype html><title>Error</title><h1>Error</h1>".to_owned();
    response::html_answer(html, Freshness::Never).status(status)
}

/// People are not told about tokens and headers.
fn line(kind: Kind) -> &'static str {
    match kind {
        Kind::NotFound => {
            "The address may have lost a piece on its way. Awards and badges keep their address for good, \
             so it is worth asking for it once more."
        }
        Kind::TooLarge => {
            "What you sent is larger than we read. Send less at a time, or a smaller file."
        }
        Kind::TooManyRequests => {
            "There were many requests from your address. Wait a moment and try again."
        }
        Kind::Internal => {
            "It is our fault, not yours, and it was written down. Try again in a while."
        }
        Kind::Unavailable => "The service is starting or resting. Try again in a moment.",
        Kind::MethodNotAllowed => {
            "Nothing is wrong with the address, but it cannot be used like this."
        }
        other => other.meaning(),
    }
}

/// One's own faults say nothing; the rest says what happened.
fn detail(problem: &Problem) -> Option<String> {
    if problem.kind == Kind::Internal {
        return None;
    }
    let fields = problem.errors.iter().map(|error| error.message.as_str());
    let said: Vec<&str> = problem
        .detail
        .as_deref()
        .into_iter()
        .chain(fields)
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn onward() -> Vec<Link> {
    [
        ("/verify", "Check a badge"),
        ("/badges", "See the badges"),
        ("/", "Go to the front page"),
    ]
    .map(|(href, words)| Link {
        href: href.to_owned(),
        words: words.to_owned(),
    })
    .to_vec()
}
