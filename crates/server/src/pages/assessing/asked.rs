//! `/assess/{token}`: somebody who was asked looks at an application, without an account.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::{ApplicationError, links, points, reviewing};
use accolade_storage::blobs;
use accolade_storage::types::{ApplicationLinkKind, ApplicationState, Digest};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::judge::{self, JudgeView};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::limits;
use crate::pages::applying::fields::{Errors, Fields, Pairs, errors_of};
use crate::pages::applying::records::{self, Records};
use crate::pages::applying::view::{
    self, BadgeLine, PointView, ShownView, badge_line, shown as shown_for,
};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::EvidenceView;
use crate::pages::response;
use crate::pages::words::When;
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

/// `/assess/{token}`
#[derive(Template)]
#[template(path = "assessing/asked.html")]
pub(crate) struct AskedPage {
    pub(crate) layout: Layout,
    pub(crate) here: String,
    pub(crate) badge: BadgeLine,
    /// Whose work it is.
    pub(crate) applicant: String,
    /// Whether the earner asks; the issuer does otherwise.
    pub(crate) by_earner: bool,
    pub(crate) until: When,
    /// Whether there is still something to say.
    pub(crate) open: bool,
    /// Whether this person has looked already.
    pub(crate) looked: bool,
    pub(crate) words: String,
    pub(crate) points: Vec<PointView>,
    pub(crate) rest: Vec<ShownView>,
    pub(crate) judge: JudgeView,
    /// By what name this person speaks.
    pub(crate) name: String,
    pub(crate) errors: Errors,
}

/// `GET /assess/{token}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, &token, None).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /assess/{token}`
pub(crate) async fn say(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
    request: HttpRequest,
    form: Pairs,
) -> Result<Answer, Problem> {
    state.limits.review(limits::address_of(&request, &state))?;
    let fields = Fields::from(form);
    let (caller, secret, sent) = (visitor.caller.clone(), token.to_string(), fields.clone());
    let said = state
        .write(move |conn, tools| -> Result<_, ApplicationError> {
            let (_, application) = links::reviewer(conn, tools, &secret)?;
            let content = accolade_issuing::applications::content(conn, &application)?;
            let review = sent.review(&points(&content));
            let name = sent.value("name");
            reviewing::by_link(conn, tools, &caller, &secret, name, review)
        })
        .await;
    match said {
        Ok(_) => Ok(Answer::see_other(paths::assess(&token))
            .flash("Thank you. You may change what you said until it is decided.")),
        Err(problem) => {
            let errors = errors_of(problem)?;
            let page = page(&state, &visitor, &token, Some((&fields, errors))).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    token: &str,
    sent: Option<(&Fields, Errors)>,
) -> Result<AskedPage, Problem> {
    let layout = Layout::of(state, visitor, Place::Elsewhere).with_script("assessing.js");
    let (tools, secret) = (state.tools.clone(), token.to_owned());
    let (link, records) = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (link, application) = links::reviewer(conn, &tools, &secret)?;
            let records = records::load(conn, application, &paths::assess(&secret))?;
            Ok((link, records))
        })
        .await?;
    let mine = records
        .reviews
        .iter()
        .find(|review| review.link_id == Some(link.id));
    let application = &records.application;
    let mut page = AskedPage {
        layout,
        here: paths::assess(token),
        badge: badge_line(&records),
        applicant: application.applicant_name.clone(),
        by_earner: link.kind == ApplicationLinkKind::Peer,
        until: When::day(link.expires_at.as_jiff()),
        open: application.state == ApplicationState::Submitted,
        looked: mine.is_some(),
        words: application.words.clone().unwrap_or_default(),
        points: points_of(&records),
        rest: shown_for(&records, None),
        judge: judge::of_review(&records, mine),
        name: mine
            .map(|review| review.reviewer_name.clone())
            .or(link.name)
            .unwrap_or_default(),
        errors: Errors::default(),
    };
    if let Some((fields, errors)) = sent {
        page.judge = judge::of_fields(&records, fields, &errors);
        fields.value("name").clone_into(&mut page.name);
        page.errors = errors;
    }
    Ok(page)
}

/// What assessors said of an earlier try is between them and the earner.
fn points_of(records: &Records) -> Vec<PointView> {
    view::points(records, None)
}

/// `GET /assess/{token}/files/{digest}`
pub(crate) async fn file(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (token, digest) = path.into_inner();
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let tools = state.tools.clone();
    let blob = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (_, application) = links::reviewer(conn, &tools, &token)?;
            if !records::has_file(conn, &application, digest)? {
                return Ok(None);
            }
            Ok(blobs::find(conn, digest)?)
        })
        .await?;
    let blob = blob.ok_or_else(Problem::not_found)?;
    Ok(shown(blob).fresh(Freshness::Private).to(&request))
}
