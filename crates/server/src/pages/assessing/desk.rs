//! The smaller deeds of an assessor: take it on, ask somebody from outside, keep a comment.

use accolade_issuing::applications::asking::{self, Asked};
use accolade_issuing::applications::{ApplicationError, comments, deciding, links, reviewing};
use accolade_storage::types::{ApplicationId, Digest, SavedCommentId};
use accolade_storage::{applications, blobs};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::one;
use super::paths;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::applying::fields::{Fields, Pairs, errors_of};
use crate::pages::applying::records;
use crate::pages::response;
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

/// `POST /desk/applications/{id}/{deed}`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<(ApplicationId, String)>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, deed) = path.into_inner();
    let fields = Fields::from(form);
    let here = Answer::see_other(paths::application(id));
    match deed.as_str() {
        "take" => {
            let to = caller.account;
            state
                .write(move |conn, tools| deciding::assign(conn, tools, &caller, id, to))
                .await?;
            Ok(here.flash("Yours. It waits for nobody else now."))
        }
        "let-go" => {
            state
                .write(move |conn, tools| deciding::assign(conn, tools, &caller, id, None))
                .await?;
            Ok(here.flash("It waits for everybody again."))
        }
        "take-back" => {
            let link = fields
                .value("link")
                .parse()
                .map_err(|_| Problem::not_found())?;
            state
                .write(move |conn, tools| asking::take_back(conn, tools, &caller, id, link))
                .await?;
            Ok(here.flash("The link opens nothing any more."))
        }
        "ask" => ask(&state, &visitor, id, &fields).await,
        _ => Err(Problem::not_found()),
    }
}

async fn ask(
    state: &State,
    visitor: &Visitor,
    id: ApplicationId,
    fields: &Fields,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let asked = Asked {
        name: fields.value("name").to_owned(),
        email: fields.value("email").to_owned(),
    };
    let name = asked.name.trim().to_owned();
    let done = state
        .write(move |conn, tools| -> Result<_, ApplicationError> {
            let link = asking::outside(conn, tools, &caller, id, &asked)?;
            Ok(links::address(tools, &link))
        })
        .await;
    match done {
        Ok(address) => {
            state.errands.wake();
            let words = if state.mail.is_on() {
                format!("{name} gets a letter with a link.")
            } else {
                format!("No letters leave this site. Give {name} this address: {address}")
            };
            Ok(Answer::see_other(paths::application(id)).flash(words))
        }
        Err(problem) => {
            let errors = errors_of(problem)?;
            let mut page = one::page(state, visitor, id, None).await?;
            fields.value("name").clone_into(&mut page.asking.name);
            fields.value("email").clone_into(&mut page.asking.email);
            page.errors = errors;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /desk/comments/keep`: keeps a comment for use again.
pub(crate) async fn keep_comment(
    state: web::Data<State>,
    visitor: Visitor,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let fields = Fields::from(form);
    let back = back(&fields);
    let words = fields.value("words").to_owned();
    let kept = state
        .write(move |conn, tools| comments::keep(conn, tools, &caller, &words))
        .await;
    match kept {
        Ok(_) => Ok(Answer::see_other(back).flash("Kept for next time.")),
        Err(problem) => {
            let errors = errors_of(problem)?;
            let why = errors.below("").unwrap_or_default().to_owned();
            Ok(Answer::see_other(back).caution(format!("Not kept. {why}")))
        }
    }
}

/// `POST /desk/comments/{id}/forget`: forgets a comment.
pub(crate) async fn forget_comment(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<SavedCommentId>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let fields = Fields::from(form);
    state
        .write(move |conn, _| comments::forget(conn, &caller, *id))
        .await?;
    Ok(Answer::see_other(back(&fields)).flash("Forgotten."))
}

/// The application from whose page a comment was kept; the desk, if that cannot be told.
fn back(fields: &Fields) -> String {
    match fields.value("of").parse() {
        Ok(id) => paths::application(id),
        Err(_) => "/desk".to_owned(),
    }
}

/// `GET /desk/applications/{id}/files/{digest}`
pub(crate) async fn file(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<(ApplicationId, String)>,
) -> Result<HttpResponse, Problem> {
    let caller = visitor.required()?;
    let (id, digest) = path.into_inner();
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let tools = state.tools.clone();
    let blob = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let application = applications::find(conn, id)?.ok_or(ApplicationError::Unknown)?;
            reviewing::seat(conn, &tools, &caller, &application)?;
            if !records::has_file(conn, &application, digest)? {
                return Ok(None);
            }
            Ok(blobs::find(conn, digest)?)
        })
        .await?;
    let blob = blob.ok_or_else(Problem::not_found)?;
    Ok(shown(blob).fresh(Freshness::Private).to(&request))
}
