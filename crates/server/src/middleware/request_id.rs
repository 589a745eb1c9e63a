//! A name for each request, its line in the log, and the net under panics.

use std::panic::AssertUnwindSafe;

use accolade_issuing::ids;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use uuid::Uuid;

use super::{faces, headers};
use crate::problem::{Kind, Problem};
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
    let answered = if headers::is_preflight(&request) {
        Ok(Ok(headers::preflight(request)))
    } else {
        AssertUnwindSafe(next.call(request)).catch_unwind().await
    };
    let response = match answered {
        Ok(Ok(response)) => response,
        // The request is gone with the handler that held it, so this answer is a bare one.
        Ok(Err(error)) => return Err(error),
        Err(_) => {
            tracing::error!(request.id = %id, "a handler panicked");
            return Err(Problem {
                request_id: Some(id.into()),
                ..Problem::new(Kind::Internal)
            }
            .into());
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
    Ok(response)
}

fn name(request: &ServiceRequest) -> String {
    let state = request.app_data::<web::Data<State>>();
    let id = state.map_or_else(Uuid::nil, |state| ids::uuid(&state.tools));
    id.simple().to_string()
}

#[cfg(test)]
mod tests {
    use accolade_issuing::testing::World;
    use actix_web::http::StatusCode;
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, HttpResponse};

    use super::*;
    use crate::middleware::layers;
    use crate::testing::{database, state};

    async fn broken() -> HttpResponse {
        panic!("secret detail")
    }

    #[actix_web::test]
    async fn a_panic_becomes_a_problem_that_says_only_the_request() {
        let db = database();
        let world = World::new(&db);
        let app = init_service(
            App::new()
                .app_data(web::Data::new(state(&world)))
                .route("/", web::get().to(broken))
                .wrap(from_fn(layers)),
        )
        .await;

        let error = try_call_service(&app, TestRequest::get().to_request())
            .await
            .unwrap_err();
        let response = error.error_response();

        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let problem = error
            .as_error::<Problem>()
            .unwrap()
            .to_json(None)
            .to_string();
        assert!(!problem.contains("secret"));
        assert!(error.as_error::<Problem>().unwrap().request_id.is_some());
    }
}
