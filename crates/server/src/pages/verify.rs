//! "Is this badge true?", for badges of this site and of any other.

mod filling;
mod input;

use actix_web::{HttpRequest, http::StatusCode, web};
use askama::Template;

use self::input::Handed;
use super::{
    layout::{Layout, Place},
    parts::{
        CheckView, CompareAnswer, CompareView, CriteriaView, Fact, Link, Mark, Picture, Sign,
        VerdictView,
    },
    response,
};
use crate::{
    answer::{Answer, Freshness},
    limits,
    problem::Problem,
    state::State,
    verify_service,
};

/// `GET /verify`, and again with status 422 when there was nothing to check.
#[derive(Template)]
#[template(path = "verify/form.html")]
pub(crate) struct VerifyPage {
    pub(crate) layout: Layout,
    /// What was pasted, kept when the form comes back.
    pub(crate) pasted: String,
    pub(crate) error: Option<String>,
    pub(crate) limits: VerifyLimits,
}

/// How much one form may carry, for the hints beside its fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VerifyLimits {
    pub(crate) items: usize,
    pub(crate) megabytes: usize,
}

/// The answer to `POST /verify`.
#[derive(Template)]
#[template(path = "verify/result.html")]
pub(crate) struct VerifyResultPage {
    pub(crate) layout: Layout,
    pub(crate) first: ResultView,
    pub(crate) rest: Vec<ResultView>,
}

/// One checked thing.
#[derive(Debug, Clone)]
pub(crate) struct ResultView {
    pub(crate) verdict: VerdictView,
    /// What was checked, as the person handed it in: a file's name, an address.
    pub(crate) given: String,
    pub(crate) name: Option<String>,
    pub(crate) claim: Option<String>,
    pub(crate) picture: Option<Picture>,
    pub(crate) reason: Option<String>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) criteria: CriteriaView,
    /// Where more can be read: the badge's own page, the criteria.
    pub(crate) links: Vec<Link>,
    pub(crate) checks: Vec<CheckView>,
    /// For those who ask further: standard, form, digest, what was fetched.
    pub(crate) technical: Vec<Fact>,
    pub(crate) compare: CompareView,
    /// What the compare form sends along; empty when it cannot (a file is gone after the check).
    pub(crate) carried: String,
    /// What came in it, each with its own answer, if it was a presentation.
    pub(crate) inside: Vec<Self>,
}

/// What one form may carry.
const LIMITS: VerifyLimits = VerifyLimits {
    items: 10,
    megabytes: 10,
};

/// `GET /verify`
pub(crate) async fn form(state: web::Data<State>) -> Result<Answer, Problem> {
    response::page(&empty(&state, String::new(), None), Freshness::Page)
}

/// `POST /verify`: everything that was pasted or dropped, each with its verdict.
pub(crate) async fn check(
    state: web::Data<State>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<Answer, Problem> {
    let handed = input::read(&request, payload, LIMITS.megabytes * 1_000_000).await?;
    if let Some(error) = fault(&handed) {
        let page = empty(&state, handed.pasted, Some(error));
        return response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let address = limits::address_of(&request, &state);
    let mut results = Vec::with_capacity(handed.items.len());
    for item in handed.items {
        state.limits.verification(address)?;
        let recipient = handed.recipient.clone();
        let given = item.to_given();
        let report =
            verify_service::verify_input(&state, verify_service::Asked { given, recipient })
                .await?;
        results.push(filling::result(&state, &item, &report));
    }
    let mut results = results.into_iter();
    let first = results
        .next()
        .ok_or_else(|| Problem::internal("no result for a checked item"))?;
    let page = VerifyResultPage {
        layout: Layout::new(&state.site_name, Place::Verify),
        first,
        rest: results.collect(),
    };
    response::page(&page, Freshness::Never)
}

fn fault(handed: &Handed) -> Option<String> {
    match handed.items.len() {
        0 => Some(
            "There was nothing to check. Paste a link or the text of a badge, or choose a file."
                .to_owned(),
        ),
        1..=10 => None,
        many => Some(format!(
            "That is {many} badges. Please check {} at a time: leave out some of the lines.",
            LIMITS.items
        )),
    }
}

fn empty(state: &State, pasted: String, error: Option<String>) -> VerifyPage {
    VerifyPage {
        layout: Layout::new(&state.site_name, Place::Verify),
        pasted,
        error,
        limits: LIMITS,
    }
}
