//! What is done to a whole badge by a button: published, copied, archived and back.

use accolade_issuing::badge_classes::{self, BadgeClassError};
use accolade_storage::types::BadgeClassId;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

use super::overview;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::{paths, response};
use crate::problem::Problem;
use crate::state::State;

/// A form that says nothing but where it came from, or why something is done all the same.
#[derive(Debug, Deserialize)]
pub(crate) struct Why {
    #[serde(default)]
    reason: Option<String>,
}

/// `POST /desk/badges/{id}/publish`
pub(crate) async fn publish(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(form): Posted<Why>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let id = *id;
    let done = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let done = match &form.reason {
                Some(reason) => badge_classes::publish_despite(conn, tools, &caller, id, reason),
                None => badge_classes::publish(conn, tools, &caller, id),
            };
            match done {
                Ok((_, version)) => Ok(Ok(version.number)),
                Err(BadgeClassError::Invalid(found)) => Ok(Err(found
                    .0
                    .into_iter()
                    .map(|one| one.message)
                    .collect::<Vec<_>>()
                    .join(" "))),
                Err(
                    error @ (BadgeClassError::NotApproved(_) | BadgeClassError::ReviewNeeded(_)),
                ) => Ok(Err(sentence(&error.to_string()))),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match done {
        Ok(number) => Ok(Answer::see_other(paths::badge(id)).flash(format!(
            "Version {number} is published and can be awarded now."
        ))),
        Err(refusal) => {
            let page = overview::page(&state, &visitor, id, Some(refusal)).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /desk/badges/{id}/duplicate`
pub(crate) async fn duplicate(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(_): Posted<Why>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    let copy = state
        .write(move |conn, tools| badge_classes::duplicate(conn, tools, &caller, id))
        .await?;
    Ok(Answer::see_other(paths::badge_edit(copy.id))
        .flash("This is the copy. Give it a name of its own."))
}

/// `POST /desk/badges/{id}/archive`
pub(crate) async fn archive(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(_): Posted<Why>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    state
        .write(move |conn, tools| badge_classes::archive(conn, tools, &caller, id))
        .await?;
    Ok(Answer::see_other(paths::badge(id))
        .flash("It is in the archive. Awards that were made stay true; take it out again whenever you wish."))
}

/// `POST /desk/badges/{id}/unarchive`
pub(crate) async fn unarchive(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(_): Posted<Why>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    state
        .write(move |conn, tools| badge_classes::unarchive(conn, tools, &caller, id))
        .await?;
    Ok(Answer::see_other(paths::badge(id)).flash("It is out of the archive."))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
