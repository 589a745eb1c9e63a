//! A problem as a page: what happened, how to mend it, and a way onward.

use askama::Template;

use super::{layout::Layout, parts::Link};

/// Any address that answers with an error, seen by a person.
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage {
    pub(crate) layout: Layout,
    pub(crate) status: u16,
    /// The short name of the problem, for support: "not-found".
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) line: String,
    pub(crate) detail: Option<String>,
    pub(crate) onward: Vec<Link>,
    pub(crate) request_id: Option<String>,
}
