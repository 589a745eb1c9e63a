//! What can be earned: the list, and one badge in full.

use askama::Template;

use super::{
    layout::Layout,
    parts::{AlignmentView, BadgeCard, CriteriaView, Fact, Link, Picture},
    text::Rich,
    words::When,
};

/// `/badges`
#[derive(Template)]
#[template(path = "badges/list.html")]
pub(crate) struct BadgesPage {
    pub(crate) layout: Layout,
    pub(crate) badges: Vec<BadgeCard>,
    /// The address of the next page, if there is more.
    pub(crate) next: Option<String>,
    /// Whether this is a later page than the first.
    pub(crate) later: bool,
}

/// `/badges/{id}`
#[derive(Template)]
#[template(path = "badges/show.html")]
pub(crate) struct BadgePage {
    pub(crate) layout: Layout,
    pub(crate) canonical: String,
    pub(crate) name: String,
    pub(crate) issuer: Link,
    /// The level, when the badge names one: "level 2 of 3".
    pub(crate) level: Option<String>,
    pub(crate) picture: Picture,
    /// What a holder can do, said to the reader.
    pub(crate) claim: String,
    /// What it is, said to the earner.
    pub(crate) description: Rich,
    pub(crate) facts: Vec<Fact>,
    pub(crate) criteria: CriteriaView,
    pub(crate) results: Vec<ResultView>,
    pub(crate) alignments: Vec<AlignmentView>,
    pub(crate) tags: Vec<String>,
    pub(crate) licence: Option<LicenceView>,
    pub(crate) versions: Vec<VersionView>,
    /// Why nobody can earn it any more, when that is so.
    pub(crate) closed: Option<String>,
    pub(crate) machine: Vec<Link>,
}

/// A result that an award of the badge may carry: a grade, a score, a level.
#[derive(Debug, Clone)]
pub(crate) struct ResultView {
    pub(crate) name: String,
    pub(crate) values: String,
}

/// Under which terms others may use the badge.
#[derive(Debug, Clone)]
pub(crate) struct LicenceView {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) attribution: Option<String>,
}

/// One published version of a badge.
#[derive(Debug, Clone)]
pub(crate) struct VersionView {
    pub(crate) number: i32,
    pub(crate) when: When,
    pub(crate) href: String,
    pub(crate) current: bool,
}
