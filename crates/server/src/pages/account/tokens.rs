//! Tokens for programs, made and ended on the account page.

use accolade_issuing::access::Scopes;
use accolade_issuing::tokens::{self, NewToken, TokenError};
use accolade_storage::types::ApiTokenId;
use actix_web::{http::StatusCode, web};
use jiff::SignedDuration;
use serde::Deserialize;

use super::{AccountPage, page, saved};
use crate::{
    answer::Answer,
    auth::{Posted, Visitor},
    pages::{faults::Faults, response},
    problem::Problem,
    state::State,
};

/// The longest life that the page offers, in days.
const LONGEST: i64 = 3_660;

/// What the token is for.
#[derive(Debug, Deserialize)]
pub(crate) struct TokenForm {
    #[serde(default)]
    token: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    days: String,
}

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `POST /account/tokens`: the page again, with the secret on it, this once.
pub(crate) async fn create(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<TokenForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    state.limits.change(&caller)?;
    let days = form
        .days
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|days| (1..=LONGEST).contains(days));
    let new = NewToken {
        account: None,
        name: form.token,
        scopes: form
            .scopes
            .join(" ")
            .parse()
            .unwrap_or_else(|_| Scopes::none()),
        expires_at: days.map(|days| (state.now() + SignedDuration::from_hours(24 * days)).into()),
    };
    let made = state
        .change(move |conn, tools| tokens::create(conn, tools, &caller, new))
        .await?;
    match made {
        Ok((_, secret)) => {
            let page = AccountPage {
                new_token: Some(secret),
                ..page(&state, &visitor, Faults::default()).await?
            };
            response::page_with(StatusCode::CREATED, &page)
        }
        Err(TokenError::Invalid(mut violations)) => {
            for violation in &mut violations.0 {
                // The page has a name of its person too.
                if violation.pointer == "/name" {
                    violation.pointer = "/token".to_owned();
                }
            }
            let page = page(&state, &visitor, violations.into()).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /account/tokens/{id}`: ends one.
pub(crate) async fn end(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ApiTokenId>,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    state
        .write(move |conn, tools| tokens::revoke(conn, tools, &caller, *id))
        .await?;
    Ok(saved("The token opens nothing any more."))
}
