//! One problem, two faces: a page for people, JSON for machines. The status is the same.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use super::request_id::RequestId;
use url::{Url, form_urlencoded};

use accolade_issuing::addresses::paths;

use crate::answer::Answer;
use crate::auth::own_path;
use crate::negotiate;
use crate::pages;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// Headers of a problem that mean the same on a page.
const CARRIED: [HeaderName; 3] = [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE];

/// Shows the problem of an answer, if it is one, to the reader it is for.
pub(super) async fn turn(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let Some(problem) = problem_of(&response) else {
        return response;
    };
    let (request, old) = response.into_parts();
    let reader = Reader::of(&request);
    if problem.kind == Kind::Unauthenticated && matches!(reader, Reader::Person(_)) {
        let answer = Answer::see_other(sign_in(&request));
        return ServiceResponse::new(request, answer.whole());
    }
    let mut new = reader.face(&problem, RequestId::of(&request).as_deref());
    for name in CARRIED {
        if let Some(value) = old.headers().get(&name) {
            new.headers_mut().insert(name, value.clone());
        }
    }
    ServiceResponse::new(request, new)
}

/// Who reads the answer: a person, whose page needs the state, or a machine.
pub(super) enum Reader {
    Person(web::Data<State>),
    Machine,
}

impl Reader {
    /// The API answers machines only; elsewhere the `Accept` header decides.
    pub(super) fn of(request: &HttpRequest) -> Self {
        let person = !negotiate::is_for_machines(request) && negotiate::prefers_html(request);
        match request.app_data::<web::Data<State>>() {
            Some(state) if person => Self::Person(state.clone()),
            _ => Self::Machine,
        }
    }

    /// The problem as this reader wants it.
    pub(super) fn face(&self, problem: &Problem, id: Option<&str>) -> HttpResponse {
        let mut face = match self {
            Self::Person(state) => pages::problem_page(state, problem, id),
            Self::Machine => problem.response(id),
        };
        face.headers_mut()
            .insert(header::VARY, HeaderValue::from_static("Accept"));
        face
    }
}

/// Where a person signs in and then comes back to what they wanted: the page itself, or the page whose form
/// they sent.
fn sign_in(request: &HttpRequest) -> String {
    let page = if request.method().is_safe() {
        request.uri().path_and_query().map(ToString::to_string)
    } else {
        let referer = request.headers().get(header::REFERER);
        let url = referer.and_then(|value| Url::parse(value.to_str().ok()?).ok());
        url.map(|url| url.path().to_owned())
    };
    let onward = page.as_deref().and_then(own_path).unwrap_or("/desk");
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("to", onward)
        .finish();
    format!("{}?{query}", paths::SIGN_IN)
}

/// Problems of ours ride in the extensions; those that actix makes itself are told by their status.
fn problem_of(response: &ServiceResponse<BoxBody>) -> Option<Problem> {
    if let Some(problem) = response.response().extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let bare = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let foreign = response.response().error().is_some() && bare;
    let kind = match response.status().as_u16() {
        400 => Kind::Unreadable,
        404 => Kind::NotFound,
        405 => Kind::MethodNotAllowed,
        413 => Kind::TooLarge,
        415 => Kind::UnsupportedMediaType,
        500.. => Kind::Internal,
        _ => return None,
    };
    foreign.then(|| Problem::new(kind))
}
