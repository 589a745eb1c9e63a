//! Where people who signed in begin: the organisations they work for.

use accolade_storage::{DbConnection, StorageError, issuers, memberships, types::AccountId};
use actix_web::web;
use askama::Template;

use super::{
    layout::{Layout, Place},
    parts::Link,
    response,
};
use crate::{
    answer::{Answer, Freshness},
    auth::Visitor,
    problem::Problem,
    state::State,
};

/// `/desk`
#[derive(Template)]
#[template(path = "desk/show.html")]
pub(crate) struct DeskPage {
    pub(crate) layout: Layout,
    /// What to call the person.
    pub(crate) name: String,
    /// The organisations in which they hold a role.
    pub(crate) issuers: Vec<Link>,
}

/// `GET /desk`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    visitor.required()?;
    let layout = Layout::of(&state, &visitor, Place::Desk);
    let Some(account) = visitor.account else {
        return Err(Problem::not_found());
    };
    let issuers = state.read(move |conn| issuers_of(conn, account.id)).await?;
    let page = DeskPage {
        layout,
        name: account.name,
        issuers,
    };
    response::page(&page, Freshness::Never)
}

fn issuers_of(conn: &mut DbConnection, account: AccountId) -> Result<Vec<Link>, StorageError> {
    let mut links = Vec::new();
    for membership in memberships::of_account(conn, account)? {
        if let Some(issuer) = issuers::find(conn, membership.issuer_id)? {
            links.push(Link {
                href: format!("/issuers/{}", issuer.slug),
                words: issuer.name,
            });
        }
    }
    Ok(links)
}
