//! The awards that the list shows, as a file.

use accolade_issuing::access::{Action, authorize};
use actix_web::{HttpResponse, web};

use super::Wish;
use super::file::{self, Form, Wanted};
use crate::auth::Visitor;
use crate::pages::desk::issuer_of;
use crate::problem::Problem;
use crate::state::State;

/// `GET /desk/{slug}/awards.csv`
pub(crate) async fn csv(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    answer(state, visitor, slug.into_inner(), wish.0, Form::Csv).await
}

/// `GET /desk/{slug}/awards.json`
pub(crate) async fn json(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    answer(state, visitor, slug.into_inner(), wish.0, Form::Json).await
}

async fn answer(
    state: web::Data<State>,
    visitor: Visitor,
    slug: String,
    wish: Wish,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let caller = visitor.required()?;
    let (tools, asked) = (state.tools.clone(), caller.clone());
    let wanted = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &asked, &slug)?;
            let search = wish.sought().at(conn, &tools, &asked, issuer.id)?;
            let may_open = authorize(conn, &asked, Action::OpenRecipient, Some(issuer.id)).is_ok();
            Ok(Wanted {
                slug,
                search,
                may_open,
            })
        })
        .await?;
    Ok(file::answer(state, caller, wanted, form))
}
