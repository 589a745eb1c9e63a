//! "Is this badge true?", for badges of this site and of any other.

use askama::Template;

use super::{
    layout::Layout,
    parts::{CheckView, CompareAnswer, CompareView, CriteriaView, Fact, Link, Mark, Picture, Sign, VerdictView},
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
    pub(crate) criteria_link: Option<Link>,
    pub(crate) checks: Vec<CheckView>,
    /// For those who ask further: specification, form, digest.
    pub(crate) technical: Vec<Fact>,
    pub(crate) compare: CompareView,
    /// What the compare form sends along; empty when it cannot (a file is gone after the check).
    pub(crate) carried: String,
}
