//! Changes that answer 201 or 200, and once only when the client gave an `Idempotency-Key`.

use std::sync::Arc;

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::idempotency::{self, Answer, Begun};
use accolade_storage::DbConnection;
use accolade_storage::types::{AccountId, Digest};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::problem::{Kind, Problem};
use crate::state::State;

/// The header that makes a repeated request harmless.
pub(crate) const KEY: &str = "Idempotency-Key";

/// What a change comes to.
#[derive(Debug)]
pub(crate) struct Outcome {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

impl Outcome {
    /// Something new, and where it is.
    pub(crate) fn created(location: String, view: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(view).map_err(Problem::internal)?;
        Ok(Self {
            status: StatusCode::CREATED,
            location: Some(location),
            body,
        })
    }

    /// Something that was changed.
    pub(crate) fn changed(view: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_string(view).map_err(Problem::internal)?;
        Ok(Self {
            status: StatusCode::OK,
            location: None,
            body,
        })
    }
}

/// Makes a change in one transaction and answers with its outcome.
///
/// The same key with the same request repeats the first answer instead.
pub(crate) async fn change<F>(
    state: &State,
    request: &HttpRequest,
    caller: Caller,
    body: &[u8],
    change: F,
) -> Result<HttpResponse, Problem>
where
    F: Fn(&mut DbConnection, &Tools, &Caller) -> Result<Outcome, Problem> + Send + Sync + 'static,
{
    state.limits.change(&caller)?;
    let change = Arc::new(change);
    let key = key_of(request, &caller, body)?;
    match attempt(state, &caller, key.as_ref(), &change).await {
        // Another request with the same key was faster: its answer is there now.
        Err(problem) if problem.kind == Kind::Conflict && key.is_some() => {
            attempt(state, &caller, key.as_ref(), &change).await
        }
        answered => answered,
    }
}

#[derive(Clone)]
struct Key {
    account: AccountId,
    key: String,
    digest: Digest,
}

fn key_of(request: &HttpRequest, caller: &Caller, body: &[u8]) -> Result<Option<Key>, Problem> {
    let (Some(value), Some(account)) = (request.headers().get(KEY), caller.account) else {
        return Ok(None);
    };
    let key = value.to_str().map_err(|_| {
        Problem::field(
            "/Idempotency-Key",
            "bad_format",
            "Use letters, digits and signs of ASCII.",
        )
    })?;
    // A token that may do less must not be given what another was answered.
    let scopes = caller.scopes.to_string();
    let parts = [
        request.method().as_str().as_bytes(),
        request.path().as_bytes(),
        scopes.as_bytes(),
        body,
    ];
    Ok(Some(Key {
        account,
        key: key.to_owned(),
        digest: idempotency::request_digest(&parts),
    }))
}

async fn attempt<F>(
    state: &State,
    caller: &Caller,
    key: Option<&Key>,
    change: &Arc<F>,
) -> Result<HttpResponse, Problem>
where
    F: Fn(&mut DbConnection, &Tools, &Caller) -> Result<Outcome, Problem> + Send + Sync + 'static,
{
    let (caller, key, change) = (caller.clone(), key.cloned(), Arc::clone(change));
    let (outcome, replayed) = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let Some(key) = key else {
                return Ok((change(conn, tools, &caller)?, false));
            };
            match idempotency::begin(conn, tools, key.account, &key.key, key.digest)? {
                Begun::Replay(earlier) => Ok((repeat(earlier), true)),
                Begun::New => {
                    let outcome = change(conn, tools, &caller)?;
                    let answer = outcome.as_answer();
                    idempotency::finish(conn, tools, key.account, &key.key, key.digest, answer)?;
                    Ok((outcome, false))
                }
            }
        })
        .await?;
    Ok(respond(outcome, replayed))
}

impl Outcome {
    fn as_answer(&self) -> Answer {
        Answer {
            status: self.status.as_u16(),
            location: self.location.clone(),
            body: self.body.clone(),
        }
    }
}

fn repeat(earlier: Answer) -> Outcome {
    Outcome {
        status: StatusCode::from_u16(earlier.status).unwrap_or(StatusCode::OK),
        location: earlier.location,
        body: earlier.body,
    }
}

fn respond(outcome: Outcome, replayed: bool) -> HttpResponse {
    let mut response = HttpResponse::build(outcome.status);
    response.insert_header((header::CONTENT_TYPE, "application/json"));
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(location) = outcome.location {
        response.insert_header((header::LOCATION, location));
    }
    if replayed {
        response.insert_header(("Idempotency-Replayed", "true"));
    }
    response.body(outcome.body)
}
