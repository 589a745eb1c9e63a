//! The smaller deeds of an earner: take back, try again, ask somebody, show then and now.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::asking::{self, Asked};
use accolade_issuing::applications::{ApplicationError, applying, links};
use accolade_storage::blobs;
use accolade_storage::types::Digest;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};

use super::fields::{Fields, Pairs, errors_of};
use super::{own, records};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::limits;
use crate::pages::response;
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

/// `POST /applications/{token}/{deed}`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<(String, String)>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let (token, deed) = path.into_inner();
    let fields = Fields::from(form);
    let here = paths::application(&token);
    let (secret, caller) = (token.clone(), visitor.caller.clone());
    match deed.as_str() {
        "withdraw" => {
            state
                .write(move |conn, tools| applying::withdraw(conn, tools, &caller, &secret))
                .await?;
            Ok(Answer::see_other(here).flash("Taken back. Nobody looks at it any more."))
        }
        "again" => {
            state
                .write(move |conn, tools| applying::again(conn, tools, &caller, &secret))
                .await?;
            Ok(Answer::see_other(here).flash("Everything you sent is here. Change what you like."))
        }
        "then-and-now" => {
            let wanted = fields.ticked("wanted");
            state
                .write(move |conn, tools| applying::show_then_and_now(conn, tools, &secret, wanted))
                .await?;
            Ok(Answer::see_other(here).flash(if wanted {
                "The badge’s page shows your first try beside the last."
            } else {
                "The badge’s page shows your last try alone."
            }))
        }
        "peers" => {
            state.limits.letter(limits::address_of(&request, &state))?;
            ask(&state, &visitor, &token, &fields).await
        }
        _ => Err(Problem::not_found()),
    }
}

async fn ask(
    state: &State,
    visitor: &Visitor,
    token: &str,
    fields: &Fields,
) -> Result<Answer, Problem> {
    let asked = Asked {
        name: fields.value("name").to_owned(),
        email: fields.value("email").to_owned(),
    };
    let name = asked.name.trim().to_owned();
    let (secret, caller) = (token.to_owned(), visitor.caller.clone());
    let done = state
        .write(move |conn, tools| asking::peer(conn, tools, &caller, &secret, &asked))
        .await;
    match done {
        Ok(_) => {
            state.errands.wake();
            let words = if state.mail.is_on() {
                format!("{name} gets a letter with a link.")
            } else {
                // Never the link itself: with it one would be one's own peer.
                format!(
                    "{name} is asked. No letters leave this site: whoever assesses hands them the link."
                )
            };
            Ok(Answer::see_other(paths::application(token)).flash(words))
        }
        Err(problem) => {
            let errors = errors_of(problem)?;
            let mut page = own::page(state, visitor, token).await?;
            if let Some(asking) = &mut page.asking {
                fields.value("name").clone_into(&mut asking.name);
                fields.value("email").clone_into(&mut asking.email);
            }
            page.errors = errors;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /applications/{token}/files/{digest}`: a file of the earner's own, which has no public address.
pub(crate) async fn file(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<actix_web::HttpResponse, Problem> {
    let (token, digest) = path.into_inner();
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let tools = state.tools.clone();
    let blob = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (_, application) = links::earner(conn, &tools, &token)?;
            if !records::has_file(conn, &application, digest)? {
                return Ok(None);
            }
            Ok(blobs::find(conn, digest)?)
        })
        .await?;
    let blob = blob.ok_or_else(Problem::not_found)?;
    Ok(shown(blob).fresh(Freshness::Private).to(&request))
}
