//! A name for each request, and its line in the log.

use std::panic::AssertUnwindSafe;

use accolade_issuing::ids;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use uuid::Uuid;

use super::net::Net;
use super::{faces, headers};
use crate::auth::cookies;
use crate::state::State;

/// The header that carries the name back.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of a request.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    /// The name of this request, once it has one.
    pub fn of(request: &HttpRequest) -> Option<String> {
        request.extensions().get::<Self>().map(|id| id.0.clone())
    }
}

/// Names the request, answers it, and writes one line about it.
pub(super) async fn around(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse, Error> {
    let id = name(&request);
    request.extensions_mut().insert(RequestId(id.clone()));
    let transport = headers::transport_of(&request);
    let net = Net::under(&request);
    let answered = if headers::is_preflight(&request) {
        Ok(Ok(headers::preflight(request)))
    } else {
        AssertUnwindSafe(next.call(request)).catch_unwind().await
    };
    let response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => return Err(error),
        Err(_) => {
            tracing::error!(request.id = %id, "a handler panicked");
            return Err(net.catch(&id));
        }
    };
    let mut response = faces::turn(response).await;
    headers::add(response.response_mut(), transport);
    cookies::write(&mut response);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    tracing::info!(
        request.id = %id,
        http.method = %response.request().method(),
        http.path = %place(response.request()),
        http.status = response.status().as_u16(),
        "answered"
    );
    Ok(response)
}

/// The changing parts of addresses that open nothing by themselves. A part with another name may be a secret, and who
/// reads the log must not be able to use it.
const OPEN_PARTS: &[&str] = &[
    "account", "deed", "digest", "file", "hash", "id", "issuer", "kid", "language", "name",
    "number", "provider", "purpose", "reviewer", "slug", "step",
];

/// The address as the log may have it: its pattern where a part of it is a secret, nothing where we have no such address,
/// for a secret may have been mistyped.
fn place(request: &HttpRequest) -> String {
    let Some(pattern) = request.match_pattern() else {
        return "(no such address)".to_owned();
    };
    let mut parts = pattern
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split(['}', ':']).next());
    if parts.all(|part| OPEN_PARTS.contains(&part)) {
        request.path().to_owned()
    } else {
        pattern
    }
}

fn name(request: &ServiceRequest) -> String {
    let state = request.app_data::<web::Data<State>>();
    let id = state.map_or_else(Uuid::nil, |state| ids::uuid(&state.tools));
    id.simple().to_string()
}
