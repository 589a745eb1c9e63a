//! Reading request bodies: bounded, strictly, and with a pointer to whatever does not fit.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::rt::time::timeout;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use openbadges::json;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::{FieldError, Kind, Problem};

/// The largest JSON body of the API, in bytes.
pub(crate) const LARGEST_JSON: usize = 1024 * 1024;

/// A JSON body that is what it should be.
#[derive(Debug)]
pub struct JsonBody<T> {
    /// The body as a value that cannot be wrong in shape.
    pub value: T,
    /// The bytes it was read from.
    pub bytes: Bytes,
}

impl<T> JsonBody<T> {
    /// The value, and the bytes it was read from.
    pub(super) fn parts(self) -> (T, Bytes) {
        (self.value, self.bytes)
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for JsonBody<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = content_type(request);
        let payload = payload.take();
        Box::pin(async move {
            if !is_json(&media_type) {
                return Err(unsupported(&["application/json"]));
            }
            let bytes = read(payload, LARGEST_JSON).await?;
            let value = shaped(parse(&bytes)?)?;
            Ok(Self { value, bytes })
        })
    }
}

/// A JSON body that may be left out.
#[derive(Debug)]
pub struct MaybeJson<T> {
    /// The body, if one was sent.
    pub value: Option<T>,
    /// The bytes it was read from.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned + 'static> FromRequest for MaybeJson<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if content_type(request).is_empty() {
            return Box::pin(std::future::ready(Ok(Self {
                value: None,
                bytes: Bytes::new(),
            })));
        }
        let body = JsonBody::<T>::from_request(request, payload);
        Box::pin(async move {
            let (value, bytes) = body.await?.parts();
            Ok(Self {
                value: Some(value),
                bytes,
            })
        })
    }
}

/// The essence of the request's content type, in lower case; empty when there is none.
pub(crate) fn content_type(request: &HttpRequest) -> String {
    let value = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is JSON of some kind.
pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// The problem that lists which content types are understood.
pub(crate) fn unsupported(understood: &[&str]) -> Problem {
    let mut problem = Problem::new(Kind::UnsupportedMediaType)
        .detail(format!("Send one of: {}.", understood.join(", ")));
    problem.available = understood.iter().map(|name| (*name).to_owned()).collect();
    problem
}

/// The problem that says how large a body may be.
pub(crate) fn too_large(most: usize) -> Problem {
    Problem::new(Kind::TooLarge).detail(format!("At most {most} bytes are taken here."))
}

/// How long a body may take to arrive, however large. Whoever sends a byte a second keeps a connection for nothing.
const PATIENCE: Duration = Duration::from_secs(120);

/// Gives up when what reads a body takes too long.
pub(crate) async fn in_time<T>(
    reading: impl Future<Output = Result<T, Problem>>,
) -> Result<T, Problem> {
    timeout(PATIENCE, reading)
        .await
        .unwrap_or_else(|_| Err(Problem::unreadable("The body took too long to arrive.")))
}

/// Reads a body of at most `most` bytes.
pub(crate) async fn read(payload: Payload, most: usize) -> Result<Bytes, Problem> {
    in_time(read_all(payload, most)).await
}

async fn read_all(mut payload: Payload, most: usize) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::unreadable("The body broke off."))?;
        if body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Reads JSON strictly: no name twice, no deep nesting, nothing behind the end.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    json::read(bytes).map_err(|error| Problem::unreadable(format!("The body is not JSON: {error}")))
}

/// Turns JSON into a request; what does not fit is told by its pointer.
pub(crate) fn shaped<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| Problem::invalid(vec![told(error)]))
}

/// What did not fit, and where.
pub(crate) fn told(error: serde_path_to_error::Error<impl std::error::Error>) -> FieldError {
    let pointer = pointer(error.path());
    misfit(&pointer, &error.into_inner().to_string())
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// What serde says, in our words: it knows four ways in which a value does not fit.
fn misfit(pointer: &str, message: &str) -> FieldError {
    let named = |prefix: &str| {
        message
            .strip_prefix(prefix)
            .and_then(|rest| rest.split('`').next())
            .map(str::to_owned)
    };
    let field = |pointer: String, code: &str, message: String| FieldError {
        pointer,
        code: code.to_owned(),
        message,
    };
    if let Some(name) = named("missing field `") {
        return field(
            format!("{pointer}/{name}"),
            "required",
            "This is needed.".to_owned(),
        );
    }
    // Here serde may or may not have gone into the field already.
    let of = |name: &str| match pointer.strip_suffix(name) {
        Some(parent) if parent.ends_with('/') => pointer.to_owned(),
        _ => format!("{pointer}/{name}"),
    };
    if let Some(name) = named("unknown field `") {
        let message = "There is no such field here.".to_owned();
        return field(of(&name), "unknown", message);
    }
    if let Some(name) = named("duplicate field `") {
        let message = "This is said more than once.".to_owned();
        return field(of(&name), "bad_format", message);
    }
    field(
        pointer.to_owned(),
        "bad_format",
        format!("This does not fit: {message}."),
    )
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Order {
        name: String,
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its shape matters")]
    struct Item {
        count: u32,
    }

    fn refused(value: Value) -> (String, String) {
        let mut problem = shaped::<Order>(value).unwrap_err();
        let error = problem.errors.remove(0);
        (error.pointer, error.code)
    }

    #[test]
    fn what_does_not_fit_is_told_by_its_pointer() {
        let of = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());

        assert_eq!(refused(json!({"items": []})), of("/name", "required"));
        assert_eq!(
            refused(json!({"name": "a", "items": [{"count": 1}, {"count": "two"}]})),
            of("/items/1/count", "bad_format")
        );
        assert_eq!(
            refused(json!({"name": "a", "items": [{"count": 1, "size": 2}]})),
            of("/items/0/size", "unknown")
        );
        assert_eq!(refused(json!([])).1, "bad_format");
    }

    #[test]
    fn json_that_reads_differently_elsewhere_is_refused() {
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        for body in ["{\"a\":1,\"a\":2}", "{} {}", "{", "\u{0}", deep.as_str()] {
            assert_eq!(
                parse(body.as_bytes()).unwrap_err().kind,
                Kind::Unreadable,
                "{body}"
            );
        }
    }
}
