//! One's own account.

use accolade_issuing::accounts::{self, AccountError};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::{
    layout::{Layout, Place},
    response,
};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    problem::Problem,
    state::State,
};

/// `/account`
#[derive(Template)]
#[template(path = "account/show.html")]
pub(crate) struct AccountPage {
    pub(crate) layout: Layout,
    /// What to call the person, as it stands or as it was typed.
    pub(crate) name: String,
    /// What is wrong with the typed name.
    pub(crate) name_error: Option<String>,
    /// An address that the person proved.
    pub(crate) email: String,
}

/// The form with the name.
#[derive(Debug, Deserialize)]
pub(crate) struct NameForm {
    name: String,
}

/// `GET /account`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    visitor.required()?;
    response::page(&page(&state, &visitor), Freshness::Never)
}

/// `POST /account`: another name.
pub(crate) async fn rename(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<NameForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let name = form.name.clone();
    let renamed = state
        .write(move |conn, tools| -> Result<_, AccountError> {
            match accounts::rename(conn, tools, &caller, &name) {
                Err(AccountError::Invalid(violations)) => Ok(Some(violations)),
                other => other.map(|()| None),
            }
        })
        .await?;
    let Some(violations) = renamed else {
        return Ok(Answer::see_other("/account").flash("Saved."));
    };
    let page = AccountPage {
        name: form.name,
        name_error: violations
            .0
            .into_iter()
            .next()
            .map(|violation| violation.message),
        ..page(&state, &visitor)
    };
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn page(state: &State, visitor: &Visitor) -> AccountPage {
    let (name, email) = visitor
        .account
        .as_ref()
        .map(|account| (account.name.clone(), account.email.clone()))
        .unwrap_or_default();
    AccountPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        name,
        name_error: None,
        email,
    }
}
