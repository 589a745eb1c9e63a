//! Signing out elsewhere.

use accolade_issuing::access::AccessError;
use accolade_issuing::sessions as use_cases;
use accolade_storage::types::SessionId;
use actix_web::{HttpRequest, web};
use serde::Deserialize;

use super::saved;
use crate::{
    answer::Answer,
    auth::{Posted, Visitor, cookies},
    problem::Problem,
    state::State,
};

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `POST /account/sessions/{id}`: signs out one browser.
pub(crate) async fn end(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<SessionId>,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let id = id.into_inner();
    let ended = state
        .write(move |conn, tools| -> Result<_, AccessError> {
            use_cases::end(conn, tools, &caller, id)
        })
        .await?;
    if !ended {
        return Err(Problem::not_found());
    }
    if visitor.session == Some(id) {
        cookies::take_away(&request);
        return Ok(Answer::see_other("/"));
    }
    Ok(saved("That browser is signed out."))
}

/// `POST /account/sessions`: signs out every browser but this one.
pub(crate) async fn end_others(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let kept = visitor.session;
    state
        .write(move |conn, tools| -> Result<_, AccessError> {
            use_cases::end_others(conn, tools, &caller, kept)
        })
        .await?;
    Ok(saved("You are signed out everywhere but here."))
}
