//! Signing in through a provider: there, and back again.

use accolade_issuing::accounts::AccountError;
use accolade_issuing::sign_in::Outcome;
use accolade_issuing::sign_in::external;
use actix_web::{HttpRequest, http::StatusCode, web};

use super::{HOME, Onward, page, welcome};
use crate::{
    answer::Answer,
    auth::{Visitor, cookies, own_path},
    limits,
    pages::response,
    problem::Problem,
    providers::{ProviderError, Returned},
    state::State,
};

/// `GET /sign-in/with/{provider}`: sends the browser there.
pub(crate) async fn begin(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    provider: web::Path<String>,
    query: web::Query<Onward>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let provider = state
        .providers
        .find(&provider)
        .ok_or_else(Problem::not_found)?;
    let to = own_path(&query.to).unwrap_or(HOME);
    match state.providers.begin(&state.tools, provider, to).await {
        Ok((there, voyage)) => {
            cookies::remember(&request, Some(voyage));
            Ok(Answer::see_other(there))
        }
        Err(error) => trouble(&state, &visitor, to, &error),
    }
}

/// `GET /sign-in/back/{provider}`: whom does the provider vouch for?
///
/// Somebody who is signed in already adds the provider to their account.
pub(crate) async fn back(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    provider: web::Path<String>,
    returned: web::Query<Returned>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let provider = state
        .providers
        .find(&provider)
        .ok_or_else(Problem::not_found)?;
    let Some(voyage) = cookies::voyage(&request, &state) else {
        return trouble(&state, &visitor, HOME, &ProviderError::NotBegun);
    };
    cookies::remember(&request, None);
    let finished = state
        .providers
        .finish(&state.tools, provider, &voyage, &returned)
        .await;
    let vouched = match finished {
        Ok(vouched) => vouched,
        Err(error) => return trouble(&state, &visitor, &voyage.onward, &error),
    };
    if visitor.account.is_some() {
        let (caller, name) = (visitor.caller.clone(), provider.name.clone());
        let added = state
            .change(move |conn, tools| external::add(conn, tools, &caller, &vouched))
            .await?;
        return match added {
            Ok(()) => Ok(
                Answer::see_other("/account").flash(format!("{name} signs you in from now on."))
            ),
            Err(AccountError::Invalid(violations)) => {
                let why = violations
                    .0
                    .into_iter()
                    .next()
                    .map(|violation| violation.message);
                Ok(Answer::see_other("/account").caution(why.unwrap_or_default()))
            }
            Err(other) => Err(other.into()),
        };
    }
    let (before, browser) = (visitor.secret().clone(), visitor.browser().clone());
    let onward = voyage.onward.clone();
    let outcome = state
        .write(move |conn, tools| {
            external::finish(conn, tools, &vouched, &onward, Some(&before), &browser)
        })
        .await?;
    match outcome {
        Outcome::In(signed_in) => Ok(welcome(&request, signed_in)),
        Outcome::Stale | Outcome::WrongCode { .. } => {
            let mut page = page(&state, &visitor, String::new(), &voyage.onward, None);
            page.trouble = Some(
                "Accounts here are by invitation. Ask whoever looks after an organisation."
                    .to_owned(),
            );
            response::page_with(StatusCode::FORBIDDEN, &page)
        }
    }
}

/// The sign-in page again: a person can do the same about each of these.
fn trouble(
    state: &State,
    visitor: &Visitor,
    to: &str,
    error: &ProviderError,
) -> Result<Answer, Problem> {
    tracing::warn!(%error, "signing in through a provider failed");
    let mut page = page(state, visitor, String::new(), to, None);
    page.trouble = Some(match error {
        ProviderError::NotBegun => {
            "That sign-in began somewhere else, or took too long. Try once more.".to_owned()
        }
        _ => "That did not work this time. Try once more, or take a letter.".to_owned(),
    });
    response::page_with(StatusCode::BAD_REQUEST, &page)
}
