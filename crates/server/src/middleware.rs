//! What every request passes through, from the outside in.
//!
//! 1. [`request_id`]: names the request, logs it, and turns a panic into a problem that says only that name
//!    (`net`).
//! 2. [`headers`]: what browsers must know: policies, and that machine answers may be read from anywhere.
//! 3. [`faces`]: gives a problem the face its reader wants, a page or JSON.

use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, body::BoxBody};

pub mod faces;
pub mod headers;
mod net;
pub mod request_id;

/// Whether answers travel encrypted.
#[derive(Debug, Clone, Copy)]
pub struct Transport {
    /// Behind TLS, ours or a proxy's.
    pub secure: bool,
}

/// The three layers as one, in their order.
pub async fn layers(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    // HEAD is GET whose body stays here: the connection remembers to leave it out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    request_id::around(request, next).await
}

/// Sets a header, unless a handler has said something of its own.
fn set_default(response: &mut HttpResponse, name: HeaderName, value: &'static str) {
    let headers = response.headers_mut();
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
