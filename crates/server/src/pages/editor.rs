//! The badge editor: one badge class in steps, each a form of its own that works without a script.

mod fields;
mod loading;
mod reading;
mod saving;
mod steps;
pub(super) mod view;

use accolade_storage::types::{BadgeClassId, Digest};
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::changes::{ChangeView, Piece};
use super::layout::Layout;
use super::parts::{Link, PALETTES, Picture};
use super::{paths, response};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, PostedFiles, Visitor};
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

pub(crate) use fields::Fields;
use fields::Wish;
pub(crate) use loading::{called, house, niche};
use saving::Saved;
pub(crate) use steps::{Missing, Step, StepView, missing};
pub(crate) use view::{Errors, Form, relation_words};

/// `/desk/badges/{id}/edit/{step}`
#[derive(Template)]
#[template(path = "editor/edit.html")]
pub(crate) struct EditPage {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) issuer: Link,
    /// "Draft, kept at 13:58. Nobody outside sees it yet."
    pub(crate) standing: String,
    /// The page of the badge on the desk.
    pub(crate) overview: String,
    pub(crate) step: Step,
    pub(crate) steps: Vec<StepView>,
    pub(crate) next: Option<&'static str>,
    pub(crate) action: String,
    /// What this step said when the form was made: whoever saved it meanwhile is noticed by that.
    pub(crate) seen: String,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) picture: Option<Picture>,
    pub(crate) missing: Vec<Missing>,
}

/// Somebody else kept other words while this form was open.
pub(crate) struct Conflict {
    /// Who, and when.
    pub(crate) title: String,
    pub(crate) changes: Vec<ChangeView>,
    /// Where their words stand alone.
    pub(crate) theirs: String,
}

impl EditPage {
    fn is_picture(&self) -> bool {
        self.step == Step::Picture
    }
}

/// Which language, on the step of languages.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    lang: Option<String>,
}

/// `GET /desk/badges/{id}/edit`: to the first step that lacks something.
pub(crate) async fn begin(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let id = *id;
    let draft = state
        .read(move |conn| loading::draft(conn, &caller, id))
        .await?;
    let step = match missing(id, &draft.content).first() {
        Some(first) => return Ok(Answer::see_other(first.href.clone())),
        None => Step::Words,
    };
    Ok(Answer::see_other(paths::badge_edit_step(id, step.slug())))
}

/// `GET /desk/badges/{id}/edit/{step}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    place: web::Path<(BadgeClassId, String)>,
    query: web::Query<Query>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, slug) = place.into_inner();
    let step = Step::read(&slug).ok_or_else(Problem::not_found)?;
    let draft = state
        .read(move |conn| loading::draft(conn, &caller, id))
        .await?;
    let asked = loading::Asked {
        language: query.into_inner().lang,
        ..loading::Asked::default()
    };
    let page = loading::page(&state, &visitor, draft, step, asked).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/badges/{id}/edit/{step}`
pub(crate) async fn save(
    state: web::Data<State>,
    visitor: Visitor,
    place: web::Path<(BadgeClassId, String)>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<Answer, Problem> {
    let (id, slug) = place.into_inner();
    let step = Step::read(&slug);
    let mut payload = payload.into_inner();
    let (sent, file) = if step == Some(Step::Picture) {
        let PostedFiles { fields, files } =
            PostedFiles::from_request(&request, &mut payload).await?;
        (fields, files.into_iter().find(|file| file.field == "file"))
    } else {
        (Posted::from_request(&request, &mut payload).await?.0, None)
    };
    let caller = visitor.required()?;
    let step = step.ok_or_else(Problem::not_found)?;
    let fields = Fields::new(sent);
    let wish = fields.wish();
    let image = match file.filter(|file| !file.bytes.is_empty()) {
        Some(file) => Some(saving::cleaned(file.bytes).await?),
        None => None,
    };
    let language = fields.said("lang").or_else(|| fields.said("newLanguage"));
    match saving::save(&state, caller, id, step, fields.clone(), image).await? {
        Saved::Kept(draft) => {
            let next = step.next().filter(|_| wish == Wish::Next).unwrap_or(step);
            let mut path = paths::badge_edit_step(id, next.slug());
            if let (Step::Languages, Some(tag)) = (next, language)
                && draft.content.translations.contains_key(&tag)
            {
                path.push_str(&format!("?lang={tag}"));
            }
            Ok(Answer::see_other(path).flash("Kept."))
        }
        Saved::NotYet { draft, asked } => {
            let status = if asked.conflict.is_some() {
                StatusCode::CONFLICT
            } else if asked.errors.is_empty() {
                StatusCode::OK
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let asked = loading::Asked { language, ..asked };
            let page = loading::page(&state, &visitor, draft, step, asked).await?;
            response::page_with(status, &page)
        }
    }
}

/// `GET /desk/badges/{id}/pictures/{digest}`: the picture of a draft, for those who may see the draft.
pub(crate) async fn picture(
    state: web::Data<State>,
    visitor: Visitor,
    place: web::Path<(BadgeClassId, Digest)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let caller = visitor.required()?;
    let (id, digest) = place.into_inner();
    let blob = state
        .read(move |conn| loading::picture(conn, &caller, id, digest))
        .await?;
    Ok(shown(blob).fresh(Freshness::Private).to(&request))
}
