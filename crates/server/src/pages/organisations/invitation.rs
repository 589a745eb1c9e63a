//! The page behind an invitation: who asks, for what, and one button.

use accolade_issuing::addresses::paths;
use accolade_issuing::invitations::{self, InvitationError, Offer};
use accolade_issuing::secrets::Secret;
use accolade_storage::StorageError;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded;

use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor, cookies},
    limits,
    mail::what_a_role_does,
    pages::{
        layout::{Layout, Place},
        response,
    },
    problem::{Kind, Problem},
    state::State,
};

/// `/invitation/{secret}`
#[derive(Template)]
#[template(path = "invitation/show.html")]
pub(crate) struct InvitationPage {
    pub(crate) layout: Layout,
    /// The address of the page itself.
    pub(crate) action: String,
    pub(crate) issuer: String,
    pub(crate) inviter: Option<String>,
    pub(crate) role: String,
    /// What the role does, as a clause.
    pub(crate) does: &'static str,
    /// Whom it was mailed to.
    pub(crate) email: Option<String>,
    /// As whom the reader would accept, if they signed in.
    pub(crate) reader: Option<String>,
    /// Where to sign in and come back.
    pub(crate) sign_in: String,
}

/// A form that says nothing but where it came from.
#[derive(Debug, Deserialize)]
pub(crate) struct Empty {}

/// `GET /invitation/{secret}`: takes no seat, for programs look at links in letters too.
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Answer, Problem> {
    let secret = secret(&path)?;
    let tools = state.tools.clone();
    let offer = state
        .read(move |conn| -> Result<_, StorageError> { invitations::look(conn, &tools, &secret) })
        .await?
        .ok_or_else(closed)?;
    let page = page(&state, &visitor, &path, offer);
    response::page(&page, Freshness::Never)
}

/// `POST /invitation/{secret}`: accepts. A letter signs in whoever holds it; a link wants a signed-in person.
pub(crate) async fn accept(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<String>,
    Posted(Empty {}): Posted<Empty>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let secret = secret(&path)?;
    let (caller, before) = (visitor.caller.clone(), visitor.secret().clone());
    let browser = visitor.browser().clone();
    let (issuer, cookie) = state
        .write(move |conn, tools| -> Result<_, InvitationError> {
            if caller.account.is_some() {
                return Ok((invitations::accept(conn, tools, &caller, &secret)?, None));
            }
            let mailed =
                invitations::look(conn, tools, &secret)?.is_some_and(|offer| offer.email.is_some());
            if !mailed {
                return Ok((invitations::accept(conn, tools, &caller, &secret)?, None));
            }
            let (issuer, cookie) =
                invitations::accept_by_mail(conn, tools, &secret, Some(&before), &browser)?;
            Ok((issuer, Some(cookie)))
        })
        .await?;
    if let Some(cookie) = cookie {
        cookies::give(&request, cookie);
    }
    Ok(Answer::see_other(format!("/desk/{}", issuer.slug))
        .flash(format!("You work for {} now.", issuer.name)))
}

fn page(state: &State, visitor: &Visitor, path: &str, offer: Offer) -> InvitationPage {
    let action = paths::invitation(path);
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("to", &action)
        .finish();
    let reader = visitor
        .account
        .as_ref()
        .map(|account| match account.email.as_str() {
            "" => account.name.clone(),
            email => format!("{} ({email})", account.name),
        });
    InvitationPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        sign_in: format!("{}?{query}", paths::SIGN_IN),
        action,
        issuer: offer.issuer.name,
        inviter: offer.inviter,
        does: what_a_role_does(offer.role.as_str()),
        role: offer.role.to_string(),
        email: offer.email,
        reader,
    }
}

fn secret(path: &str) -> Result<Secret, Problem> {
    path.parse().map_err(|_| closed())
}

fn closed() -> Problem {
    Problem::new(Kind::InvitationClosed)
}
