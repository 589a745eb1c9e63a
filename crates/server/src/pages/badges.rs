//! What can be earned: the list, and one badge in full.

pub(crate) mod around;
mod filling;
pub(crate) mod view;

pub(crate) use filling::spaced;

use around::Around;

use accolade_storage::{badge_class_versions::BadgeClassVersion, badge_classes::BadgeClass};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    layout::Layout,
    parts::{AlignmentView, BadgeCard, CriteriaView, Fact, Link, Picture},
    response,
    text::Rich,
    words::When,
};
use crate::{
    answer::{Answer, Freshness},
    problem::Problem,
    state::State,
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
    /// How one applies, where one can.
    pub(crate) apply: Option<ApplyView>,
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
    pub(crate) around: Around,
    pub(crate) versions: Vec<VersionView>,
    /// Why this is not what is given today, when that is so.
    pub(crate) closed: Option<String>,
}

/// How one applies for a badge.
#[derive(Debug, Clone)]
pub(crate) struct ApplyView {
    pub(crate) href: String,
    pub(crate) nominate: Option<String>,
    /// Who has to look, in words.
    pub(crate) rule: String,
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
    /// Whether it is the one this page shows.
    pub(crate) current: bool,
}

/// Where a page of the list begins.
#[derive(Debug, Deserialize)]
pub(crate) struct ListQuery {
    after: Option<Uuid>,
}

/// `GET /badges`
pub(crate) async fn list(
    state: web::Data<State>,
    query: web::Query<ListQuery>,
) -> Result<Answer, Problem> {
    let page = filling::list(&state, query.after).await?;
    response::page(&page, Freshness::Page)
}

/// `GET /badges/{id}` and `GET /badges/{id}/versions/{number}`, for people.
pub(crate) async fn show(
    state: &State,
    badge_class: &BadgeClass,
    version: &BadgeClassVersion,
    language: Option<&str>,
) -> Result<Answer, Problem> {
    let page = filling::page(state, badge_class.clone(), version.clone(), language).await?;
    response::page(&page, Freshness::Page)
}
