//! A name for each request, its line in the log, and the net under panics.

use std::panic::AssertUnwindSafe;

use accolade_issuing::ids;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use uuid::Uuid;

use super::{faces, headers};
use crate::problem::Problem;
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
pub(super) async fn around(request: ServiceRequest, next: Next<BoxBody>) -> ServiceResponse {
    let id = name(&request);
    request.extensions_mut().insert(RequestId(id.clone()));
    let kept = request.request().clone();
    let answered = if headers::is_preflight(&request) {
        Ok(Ok(headers::preflight(request)))
    } else {
        AssertUnwindSafe(next.call(request)).catch_unwind().await
    };
    let response = match answered {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => ServiceResponse::from_err(error, kept),
        Err(_) => {
            let problem = Problem::internal("a handler panicked");
            ServiceResponse::new(kept, problem.response(Some(&id)))
        }
    };
    let mut response = headers::add(faces::turn(response).await);
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HEADER, value);
    }
    tracing::info!(
        request.id = %id,
        http.method = %response.request().method(),
        http.path = %response.request().path(),
        http.status = response.status().as_u16(),
        "answered"
    );
    response
}

fn name(request: &ServiceRequest) -> String {
    let state = request.app_data::<web::Data<State>>();
    let id = state.map_or_else(Uuid::nil, |state| ids::uuid(&state.tools));
    id.simple().to_string()
}
