//! `/library/{id}/endorse`: an organisation's signed word on another's badge.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::endorsements::{self as use_cases, EndorsementError};
use accolade_issuing::violations::Violations;
use accolade_storage::endorsements::{self, Endorsement};
use accolade_storage::types::{BadgeClassId, EndorsementId, IssuerId};
use accolade_storage::{DbConnection, badge_class_versions, badge_classes, issuers, memberships};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::badges::view;
use super::editor::Errors;
use super::files::Shelf;
use super::layout::{Layout, Place};
use super::parts::Picture;
use super::words::When;
use super::{paths, response};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::problem::Problem;
use crate::state::State;

/// `/library/{id}/endorse`
#[derive(Template)]
#[template(path = "library/endorse.html")]
pub(crate) struct EndorsePage {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) issuer: String,
    /// The badge's public page.
    pub(crate) badge: String,
    pub(crate) picture: Picture,
    pub(crate) action: String,
    /// Organisations in whose name the visitor may speak of it: id, name, whether it is chosen.
    pub(crate) places: Vec<(String, String, bool)>,
    /// What was typed.
    pub(crate) comment: String,
    /// What organisations of the visitor say of it at present.
    pub(crate) said: Vec<Said>,
    pub(crate) errors: Errors,
}

/// One endorsement that stands.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) who: String,
    pub(crate) words: String,
    pub(crate) when: When,
    /// The signed document.
    pub(crate) signed: String,
}

/// What the form sends: a word, or which word to take back.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Word {
    issuer: Option<IssuerId>,
    comment: String,
    withdraw: Option<EndorsementId>,
}

/// `GET /library/{id}/endorse`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let page = page(
        &state,
        &visitor,
        *id,
        Word::default(),
        Violations::default(),
    )
    .await?;
    response::page(&page, Freshness::Never)
}

/// `POST /library/{id}/endorse`: signs the word of an organisation, or takes one back.
pub(crate) async fn say(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(word): Posted<Word>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    let back = Answer::see_other(paths::endorse(id));
    if let Some(gone) = word.withdraw {
        state
            .write(move |conn, tools| use_cases::withdraw(conn, tools, &caller, gone))
            .await?;
        return Ok(back.flash("Taken back. The badge’s page says it no longer."));
    }
    let Some(endorser) = word.issuer else {
        let errors = Violations::one("/issuer", "required", "Choose who says it.");
        let page = page(&state, &visitor, id, word, errors).await?;
        return response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let comment = word.comment.clone();
    let done = state
        .write(move |conn, tools| -> Result<_, Problem> {
            match use_cases::endorse(conn, tools, &caller, endorser, id, &comment) {
                Ok(_) => Ok(Ok(())),
                Err(EndorsementError::Invalid(errors)) => Ok(Err(errors)),
                Err(error @ (EndorsementError::OfItsOwn | EndorsementError::Already)) => {
                    let message = refusal(&error);
                    Ok(Err(Violations::one("/issuer", "wrong_state", message)))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match done {
        Ok(()) => Ok(back.flash("Signed. It stands on the badge’s page from now on.")),
        Err(errors) => {
            let page = page(&state, &visitor, id, word, errors).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// What stood against it, in words for a form.
fn refusal(error: &EndorsementError) -> &'static str {
    match error {
        EndorsementError::Already => {
            "It has said its word on this version already. Take that back first."
        }
        _ => {
            "An organisation cannot endorse its own badges, nor those of its schools or its district."
        }
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    word: Word,
    errors: Violations,
) -> Result<EndorsePage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    state
        .read(move |conn| load(conn, &caller, id, layout, word, errors))
        .await
}

fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
    layout: Layout,
    word: Word,
    errors: Violations,
) -> Result<EndorsePage, Problem> {
    let class = badge_classes::find(conn, id)?.ok_or_else(Problem::not_found)?;
    let version = badge_class_versions::latest(conn, id)?.ok_or_else(Problem::not_found)?;
    let maker = issuers::find(conn, class.issuer_id)?.ok_or_else(Problem::not_found)?;
    let content = accolade_issuing::content::BadgeContent::read(&version.content)
        .map_err(Problem::internal)?;
    let shelf = Shelf::of(conn, [version.image_blob])?;
    let standing = endorsements::of_version(conn, id, version.number)?;
    let mut places = Vec::new();
    let mut said = Vec::new();
    for membership in memberships::of_account(conn, caller.account.ok_or_else(Problem::not_found)?)?
    {
        let place = membership.issuer_id;
        if authorize(conn, caller, Action::Endorse, Some(place)).is_err() {
            continue;
        }
        let Some(issuer) = issuers::find(conn, place)? else {
            continue;
        };
        if let Some(one) = standing.iter().find(|one| one.endorser_id == place) {
            said.push(spoken(one, issuer.name));
        } else if !use_cases::is_family(conn, &issuer, maker.id)? {
            let chosen = word.issuer == Some(place);
            places.push((place.to_string(), issuer.name, chosen));
        }
    }
    if let [(_, _, chosen)] = places.as_mut_slice() {
        *chosen = true;
    }
    Ok(EndorsePage {
        layout,
        name: version.name.clone(),
        issuer: maker.name,
        badge: accolade_issuing::addresses::paths::badge(id),
        picture: view::picture(&version, &content, &shelf),
        action: paths::endorse(id),
        places,
        comment: word.comment,
        said,
        errors: Errors(errors),
    })
}

fn spoken(endorsement: &Endorsement, who: String) -> Said {
    Said {
        id: endorsement.id.to_string(),
        who,
        words: endorsement.comment.clone().unwrap_or_default(),
        when: When::day(endorsement.created_at.as_jiff()),
        signed: accolade_issuing::addresses::paths::endorsement(endorsement.id),
    }
}
