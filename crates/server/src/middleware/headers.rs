//! Headers that every answer carries: what a browser may do with it, and who may read it.

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};

use super::{Transport, set_default};

/// Nothing inline, nothing from elsewhere; the one data: exception lets the verify page show the picture
/// inside an uploaded file.
pub const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
    font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A document is not a page: nothing in it may run or load, not even when it is opened by itself.
pub const FILE_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";

/// Headers of ours that a script elsewhere may read.
const EXPOSED: &str =
    "ETag, Link, Location, Retry-After, X-Request-Id, WWW-Authenticate, Idempotency-Replayed";

/// Whether a browser asks beforehand if a script of another origin may call this address.
pub(super) fn is_preflight(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// It may, but without the cookies of the person in front of it, so there is nothing to borrow.
pub(super) fn preflight(request: ServiceRequest) -> ServiceResponse<BoxBody> {
    let answer = HttpResponse::NoContent()
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, HEAD, POST, PUT, PATCH, DELETE",
        ))
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Accept, Authorization, Content-Type, Idempotency-Key, If-None-Match",
        ))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"))
        .finish();
    request.into_response(answer)
}

/// Adds what the handler did not say.
pub(super) fn add(response: &mut HttpResponse, transport: Option<Transport>) {
    let page = is_page(response);
    set_default(response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set_default(response, header::REFERRER_POLICY, "same-origin");
    if page {
        set_default(response, header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
        set_default(response, header::X_FRAME_OPTIONS, "DENY");
        set_default(response, header::CROSS_ORIGIN_OPENER_POLICY, "same-origin");
        set_default(
            response,
            header::PERMISSIONS_POLICY,
            "camera=(), geolocation=(), microphone=(), payment=()",
        );
    } else {
        set_default(response, header::CONTENT_SECURITY_POLICY, FILE_POLICY);
        set_default(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set_default(response, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        set_default(
            response,
            header::CROSS_ORIGIN_RESOURCE_POLICY,
            "cross-origin",
        );
    }
    if transport.is_some_and(|transport| transport.secure) {
        set_default(
            response,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
}

/// How this request and its answer travel.
pub(super) fn transport_of(request: &ServiceRequest) -> Option<Transport> {
    let transport = request.app_data::<web::Data<Transport>>();
    transport.map(|transport| *transport.as_ref())
}

fn is_page(response: &HttpResponse) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .map(HeaderValue::as_bytes)
        .is_some_and(|kind| kind.starts_with(b"text/html"))
}
