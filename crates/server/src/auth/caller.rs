//! The caller behind a request, from its `Authorization` header or its session cookie.

use std::future::Future;
use std::pin::Pin;

use accolade_issuing::access::Caller;
use accolade_issuing::tokens;
use accolade_storage::StorageError;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};

use super::session;
use super::visitor::is_from_our_page;
use crate::limits;
use crate::negotiate;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// No token of ours is longer.
const LONGEST_TOKEN: usize = 256;

/// The caller; nobody in particular when the request carries no token and no session.
///
/// A token that is sent must be good even where none is needed: a client should learn that its token ended.
/// What a caller may do is decided in `issuing::access`.
#[derive(Debug, Clone)]
pub struct Authenticated(pub Caller);

impl FromRequest for Authenticated {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let caller = match bearer(&request)? {
                None => of_session(&request).await?,
                Some(secret) => of_token(&request, secret).await?,
            };
            Ok(Self(caller))
        })
    }
}

/// Whoever signed in in this browser.
///
/// A browser sends its cookie with whatever another site makes it send, so a change through the API counts
/// only with the header that our own pages alone can fill in. Forms of pages are checked as they are read.
async fn of_session(request: &HttpRequest) -> Result<Caller, Problem> {
    let vouched = || {
        let header = request.headers().get("x-csrf-token");
        let value = header.and_then(|value| value.to_str().ok());
        value.is_some_and(|value| is_from_our_page(request, value))
    };
    let safe = request.method().is_safe() || !negotiate::is_for_machines(request);
    if !safe && !vouched() {
        return Ok(Caller::anonymous());
    }
    let state = session::state_of(request)?;
    let resumed = session::resumed(request, &state).await?;
    Ok(resumed.map_or_else(Caller::anonymous, |resumed| resumed.caller()))
}

async fn of_token(request: &HttpRequest, secret: String) -> Result<Caller, Problem> {
    let state = &session::state_of(request)?;
    let tools = state.tools.clone();
    let known = state
        .read(move |conn| -> Result<_, StorageError> {
            tokens::authenticate(conn, &tools, &secret)
        })
        .await?;
    let Some(caller) = known else {
        state
            .limits
            .refused_token(limits::address_of(request, state))?;
        return Err(Problem::new(Kind::Unauthenticated)
            .detail("The token is unknown, expired or withdrawn."));
    };
    note_use(state, &caller).await;
    Ok(caller)
}

/// Writes down that the token was used. A request does not fail because that could not be done.
async fn note_use(state: &State, caller: &Caller) {
    let Some(token) = caller.token else { return };
    if state.noted_tokens.contains_key(&token) {
        return;
    }
    state.noted_tokens.insert(token, ());
    let noted = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            tokens::note_use(conn, tools, token)
        })
        .await;
    if noted.is_err() {
        state.noted_tokens.invalidate(&token);
    }
}

/// The token of the request, if it carries one.
fn bearer(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(value) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let refused = || {
        Problem::new(Kind::Unauthenticated).detail("Send the token as `Authorization: Bearer …`.")
    };
    let (scheme, token) = value
        .to_str()
        .ok()
        .and_then(|v| v.split_once(' '))
        .ok_or_else(refused)?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || token.len() > LONGEST_TOKEN {
        return Err(refused());
    }
    Ok(Some(token.to_owned()))
}
