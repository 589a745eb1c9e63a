//! Reading the parameters of an address; one that does not fit is told by its name.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;

use super::body;
use crate::problem::{FieldError, Kind, Problem};

/// The parameters behind the question mark; names that nobody asked for are passed over.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pairs = url::form_urlencoded::parse(request.query_string().as_bytes());
        let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs));
        ready(read.map(Self).map_err(|error| refused(body::told(error))))
    }
}

/// The problem with one parameter.
pub(super) fn refused(error: FieldError) -> Problem {
    let name = error.pointer.trim_start_matches('/');
    Problem {
        detail: Some(format!("`{name}`: {}", error.message)),
        errors: vec![error],
        ..Problem::new(Kind::BadQuery)
    }
}
