//! More ways to sign in: an address is added by a code from a letter; one that leads to another account joins
//! the two, once it was said what moves.

use accolade_issuing::accounts::AccountError;
use accolade_issuing::accounts::identities::{self, Belongings, Outcome};
use accolade_issuing::secrets::Secret;
use accolade_issuing::sign_in::SignInError;
use actix_web::{HttpRequest, http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::{page, saved};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    limits,
    pages::{
        faults::Faults,
        layout::{Layout, Place},
        response,
        sign_in::{too_many_letters, wrong_code},
    },
    problem::Problem,
    state::State,
};

/// `/account/addresses/code`
#[derive(Template)]
#[template(path = "account/code.html")]
pub(crate) struct AddressCodePage {
    pub(crate) layout: Layout,
    pub(crate) ticket: String,
    pub(crate) error: Option<String>,
}

/// What would move from another account.
#[derive(Template)]
#[template(path = "account/merge.html")]
pub(crate) struct MergePage {
    pub(crate) layout: Layout,
    pub(crate) ticket: String,
    pub(crate) code: String,
    /// What the other account is called.
    pub(crate) name: String,
    /// What moves, a line each.
    pub(crate) moves: Vec<String>,
}

/// The form with the address.
#[derive(Debug, Deserialize)]
pub(crate) struct AddressForm {
    #[serde(default)]
    email: String,
}

/// What the page with the code is about.
#[derive(Debug, Deserialize)]
pub(crate) struct Ticket {
    #[serde(default)]
    ticket: String,
}

/// The form with the code.
#[derive(Debug, Deserialize)]
pub(crate) struct CodeForm {
    ticket: String,
    #[serde(default)]
    code: String,
    /// Whether to take the other account over, if there is one.
    #[serde(default)]
    merge: bool,
}

/// One of the ways to sign in.
#[derive(Debug, Deserialize)]
pub(crate) struct IdentityForm {
    kind: String,
    value: String,
}

/// `POST /account/addresses`: sends a code.
pub(crate) async fn begin(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<AddressForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let begun = state
        .change(move |conn, tools| identities::begin_adding(conn, tools, &caller, &form.email))
        .await?;
    let faults = match begun {
        Ok(ticket) => {
            state.errands.wake();
            let path = format!("/account/addresses/code?ticket={}", ticket.reveal());
            return Ok(Answer::see_other(path));
        }
        Err(SignInError::Invalid(violations)) => violations.into(),
        Err(SignInError::TooMany) => Faults::one("email", too_many_letters()),
        Err(other) => return Err(other.into()),
    };
    let page = page(&state, &visitor, faults).await?;
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `GET /account/addresses/code`
pub(crate) async fn code_form(
    state: web::Data<State>,
    visitor: Visitor,
    query: web::Query<Ticket>,
) -> Result<Answer, Problem> {
    visitor.required()?;
    let page = AddressCodePage {
        layout: Layout::of(&state, &visitor, Place::Elsewhere),
        ticket: query.into_inner().ticket,
        error: None,
    };
    response::page(&page, Freshness::Never)
}

/// `POST /account/addresses/code`
pub(crate) async fn code(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<CodeForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let Ok(ticket) = form.ticket.parse::<Secret>() else {
        return Ok(stale());
    };
    let (typed, merge) = (form.code.clone(), form.merge);
    let outcome = state
        .write(move |conn, tools| {
            identities::finish_adding(conn, tools, &caller, &ticket, &typed, merge)
        })
        .await?;
    match outcome {
        Outcome::Added { email } => Ok(saved(format!("{email} is yours too."))),
        Outcome::Merged(belongings) => Ok(saved(format!(
            "The account of {} is now part of this one.",
            belongings.name
        ))),
        Outcome::Stale => Ok(stale()),
        Outcome::LeadsElsewhere(belongings) => {
            let page = MergePage {
                layout: Layout::of(&state, &visitor, Place::Elsewhere),
                ticket: form.ticket,
                code: form.code,
                moves: moves(&belongings),
                name: belongings.name,
            };
            response::page(&page, Freshness::Never)
        }
        Outcome::WrongCode { left } => {
            let page = AddressCodePage {
                layout: Layout::of(&state, &visitor, Place::Elsewhere),
                ticket: form.ticket,
                error: Some(wrong_code(left)),
            };
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /account/identities`: takes one away.
pub(crate) async fn remove(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<IdentityForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let removed = state
        .change(move |conn, tools| {
            identities::remove(conn, tools, &caller, &form.kind, &form.value)
        })
        .await?;
    match removed {
        Ok(()) => Ok(saved("It signs you in no more.")),
        Err(AccountError::Invalid(violations)) => {
            let why = violations
                .0
                .into_iter()
                .next()
                .map(|violation| violation.message);
            Ok(Answer::see_other("/account").caution(why.unwrap_or_default()))
        }
        Err(other) => Err(other.into()),
    }
}

fn stale() -> Answer {
    Answer::see_other("/account").caution("That code is used up or too old. Ask for another.")
}

fn moves(belongings: &Belongings) -> Vec<String> {
    let mut lines: Vec<String> = belongings
        .identities
        .iter()
        .map(|identity| match identity.kind.as_str() {
            "email" => format!("The address {}", identity.value),
            _ => "A sign-in through somebody else".to_owned(),
        })
        .collect();
    lines.extend(
        belongings
            .roles
            .iter()
            .map(|(issuer, role)| format!("The role of {role} at {issuer}")),
    );
    let counted = |n: usize, one: &str, many: &str| match n {
        0 => None,
        1 => Some(one.to_owned()),
        n => Some(format!("{n} {many}")),
    };
    lines.extend(counted(belongings.passkeys, "A passkey", "passkeys"));
    lines.extend(counted(
        belongings.tokens,
        "A token for programs",
        "tokens for programs",
    ));
    lines.push("Badges that were claimed with it, and what was applied for".to_owned());
    lines
}
