//! The net under panics: what is answered when a handler falls, and its request with it.

use actix_web::dev::ServiceRequest;
use actix_web::error::InternalError;
use actix_web::http::header::HeaderValue;
use actix_web::{Error, HttpResponse};

use super::{Transport, faces, headers, request_id};
use crate::problem::{Kind, Problem};

/// What must be known before the handler runs, because the request does not outlive a panic.
pub(super) struct Net {
    reader: faces::Reader,
    transport: Option<Transport>,
}

impl Net {
    /// Spreads the net under a request.
    pub(super) fn under(request: &ServiceRequest) -> Self {
        Self {
            reader: faces::Reader::of(request.request()),
            transport: headers::transport_of(request),
        }
    }

    /// The answer after a panic: a page or JSON as for any problem, and nothing but the name of the request.
    pub(super) fn catch(&self, id: &str) -> Error {
        let problem = Problem::new(Kind::Internal);
        let mut response: HttpResponse = self.reader.face(&problem, Some(id));
        headers::add(&mut response, self.transport);
        if let Ok(value) = HeaderValue::from_str(id) {
            response.headers_mut().insert(request_id::HEADER, value);
        }
        InternalError::from_response(problem, response).into()
    }
}

#[cfg(test)]
mod tests {
    use accolade_issuing::testing::World;
    use actix_web::body::to_bytes;
    use actix_web::http::{StatusCode, header};
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service, try_call_service};
    use actix_web::{App, web};

    use super::*;
    use crate::middleware::layers;
    use crate::testing::{database, state};

    async fn broken() -> HttpResponse {
        panic!("secret detail")
    }

    /// What is answered when the handler at this address panics: its content type and its text.
    async fn fallen(path: &str, accept: &str) -> (String, String) {
        let db = database();
        let world = World::new(&db);
        let app = init_service(
            App::new()
                .app_data(web::Data::new(state(&world)))
                .app_data(web::Data::new(Transport { secure: true }))
                .default_service(web::to(broken))
                .wrap(from_fn(layers)),
        )
        .await;
        let request = TestRequest::with_uri(path).insert_header((header::ACCEPT, accept));

        let error = try_call_service(&app, request.to_request())
            .await
            .unwrap_err();
        let response = error.error_response();

        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        for name in [
            header::STRICT_TRANSPORT_SECURITY,
            header::CONTENT_SECURITY_POLICY,
            header::X_CONTENT_TYPE_OPTIONS,
        ] {
            assert!(response.headers().contains_key(&name), "{name}");
        }
        let text = |name: header::HeaderName| {
            let value = response.headers().get(name).unwrap();
            value.to_str().unwrap().to_owned()
        };
        let (kind, id) = (text(header::CONTENT_TYPE), text(request_id::HEADER));
        let body = to_bytes(response.into_body()).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        assert!(body.contains(&id), "{body}");
        assert!(!body.contains("secret"), "{body}");
        (kind, body)
    }

    #[actix_web::test]
    async fn a_panic_is_a_page_for_people_and_a_problem_for_machines() {
        let (page, html) = fallen("/badges", "text/html,*/*;q=0.8").await;
        let (machine, json) = fallen("/badges", "*/*").await;
        let (api, _) = fallen("/api/v1/issuers", "text/html").await;

        assert!(page.starts_with("text/html"), "{page}");
        assert!(html.contains("Something went wrong on our side"), "{html}");
        assert_eq!(machine, "application/problem+json");
        assert!(json.contains("/api/problems/internal"), "{json}");
        assert_eq!(api, "application/problem+json");
    }
}
