//! Who issues here, and what each of them gives.

mod filling;

use accolade_storage::issuers::Issuer;
use actix_web::web;
use askama::Template;

use super::{
    layout::Layout,
    parts::{BadgeCard, Fact, Link},
    response,
    text::Rich,
};
use crate::{
    answer::{Answer, Freshness},
    problem::Problem,
    state::State,
};

/// `/issuers`
#[derive(Template)]
#[template(path = "issuers/list.html")]
pub(crate) struct IssuersPage {
    pub(crate) layout: Layout,
    /// The organisations that stand under no other, each with those below it.
    pub(crate) families: Vec<IssuerFamily>,
}

/// An organisation and those below it.
#[derive(Debug, Clone)]
pub(crate) struct IssuerFamily {
    pub(crate) head: IssuerCard,
    pub(crate) members: Vec<IssuerCard>,
}

/// An issuer in a list.
#[derive(Debug, Clone)]
pub(crate) struct IssuerCard {
    pub(crate) href: String,
    pub(crate) name: String,
    /// "School"
    pub(crate) kind: String,
    pub(crate) line: String,
    /// "8 badges, 212 awards"
    pub(crate) foot: String,
    pub(crate) face: Face,
}

/// How an issuer looks: its own picture, or the first letters of its name in an arch.
#[derive(Debug, Clone)]
pub(crate) struct Face {
    pub(crate) src: Option<String>,
    pub(crate) letters: String,
    pub(crate) palette: &'static str,
}

/// `/issuers/{slug}`
#[derive(Template)]
#[template(path = "issuers/show.html")]
pub(crate) struct IssuerPage {
    pub(crate) layout: Layout,
    pub(crate) canonical: String,
    pub(crate) name: String,
    /// "School", or "School of" when a parent follows.
    pub(crate) over: String,
    /// The organisation right above, if any.
    pub(crate) parent: Option<Link>,
    pub(crate) description: Rich,
    /// The first paragraph of it, for previews.
    pub(crate) summary: String,
    pub(crate) face: Face,
    pub(crate) facts: Vec<Fact>,
    pub(crate) badges: Vec<BadgeCard>,
    pub(crate) children: Vec<IssuerCard>,
    /// What machines read: name, profile, keys, withdrawals.
    pub(crate) machine: Vec<MachineAddress>,
}

/// An address for machines, with a word on what is there.
#[derive(Debug, Clone)]
pub(crate) struct MachineAddress {
    pub(crate) what: &'static str,
    pub(crate) value: String,
    /// Absent where the value is a name rather than an address.
    pub(crate) href: Option<String>,
}

/// `GET /issuers`
pub(crate) async fn list(state: web::Data<State>) -> Result<Answer, Problem> {
    let page = filling::list(&state).await?;
    response::page(&page, Freshness::Page)
}

/// `GET /issuers/{slug}`, for people.
pub(crate) async fn show(state: &State, issuer: &Issuer) -> Result<Answer, Problem> {
    let page = filling::page(state, issuer.clone()).await?;
    response::page(&page, Freshness::Page)
}
