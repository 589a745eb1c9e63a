//! Verification: any badge in, one report out. No token is needed.

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::{Query, body, schemas};
use crate::auth::Authenticated;
use crate::limits;
use crate::problem::Problem;
use crate::state::State;
use crate::verify_service::{Asked, Given, LARGEST_FILE, verify_input};

pub mod batch;

/// What a body may be.
const TAKEN: &[&str] = &[
    "application/json",
    "application/ld+json",
    "application/vc+ld+json",
    "application/vc",
    "text/plain",
    "application/vc+jwt",
    "application/jwt",
    "image/png",
    "image/svg+xml",
    "application/octet-stream",
    "multipart/form-data",
];

/// The longest e-mail address, URL or DID of a recipient.
const LONGEST_RECIPIENT: usize = 2_000;

/// Whose the badge ought to be, asked for in the query, for bodies that are a file.
#[derive(Debug, Deserialize)]
pub struct Owner {
    recipient: Option<String>,
}

/// Verifies a badge of any version and any issuer.
///
/// Send JSON (`{"url": …}` or `{"credential": …}`, with a `recipient` if you like, or the credential itself), a
/// JSON Web Token or an address as text, a baked PNG or SVG, or a form with `file`, `text` or `url`.
/// The answer is 200 with a report whatever the verdict: read `verdict`.
#[utoipa::path(
    post, path = "/api/v1/verify", tag = "Verification",
    params(("recipient" = Option<String>, Query, description = "An e-mail address, URL or DID that the badge should belong to")),
    request_body(
        description = "At most 10 MiB",
        content(
            (schemas::VerifyRequest = "application/json"), (String = "text/plain"),
            (String = "application/vc+jwt"), (Vec<u8> = "image/png"), (Vec<u8> = "image/svg+xml"),
            (schemas::VerifyForm = "multipart/form-data"),
        ),
    ),
    responses((status = 200, description = "The report", body = schemas::Report)),
)]
pub async fn verify(
    _: Authenticated,
    owner: Query<Owner>,
    request: HttpRequest,
    payload: web::Payload,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state
        .limits
        .verification(limits::address_of(&request, &state))?;
    let mut asked = body::in_time(read(&request, payload)).await?;
    asked.recipient = asked.recipient.or(owner.0.recipient);
    let report = verify_input(&state, checked(asked)?).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(report))
}

async fn read(request: &HttpRequest, payload: web::Payload) -> Result<Asked, Problem> {
    let media_type = body::content_type(request);
    match media_type.as_str() {
        "multipart/form-data" => of_form(request, payload).await,
        "text/plain" | "application/vc+jwt" | "application/jwt" => {
            let bytes = filled(payload).await?;
            let text = std::str::from_utf8(&bytes)
                .map_err(|_| Problem::unreadable("The text is not UTF-8."))?;
            Ok(Given::text(text).into())
        }
        json if body::is_json(json) || json == "application/vc" => of_json(&filled(payload).await?),
        file if TAKEN.contains(&file) => Ok(Given::Bytes(filled(payload).await?.to_vec()).into()),
        _ => Err(body::unsupported(TAKEN)),
    }
}

async fn filled(payload: web::Payload) -> Result<Bytes, Problem> {
    let bytes = body::read(payload.into_inner(), LARGEST_FILE).await?;
    if bytes.is_empty() {
        return Err(Problem::unreadable("The body is empty."));
    }
    Ok(bytes)
}

/// What no report could be made of is refused here.
fn checked(asked: Asked) -> Result<Asked, Problem> {
    let recipient = asked.recipient.as_ref();
    if recipient.is_some_and(|recipient| recipient.len() > LONGEST_RECIPIENT) {
        let message = "No address is that long.";
        return Err(Problem::field("/recipient", "too_long", message));
    }
    Ok(asked)
}

/// A request around a badge, or the badge itself, whose exact bytes then count.
fn of_json(bytes: &[u8]) -> Result<Asked, Problem> {
    of_value(body::parse(bytes)?, bytes)
}

/// The same for a value that was written as these bytes.
fn of_value(value: Value, bytes: &[u8]) -> Result<Asked, Problem> {
    let mut fields = match value {
        Value::Object(fields) => fields,
        Value::String(text) => return Ok(Given::text(&text).into()),
        _ => return Err(Problem::field("", "bad_format", "Send an object.")),
    };
    let is_badge = fields.contains_key("@context") || fields.contains_key("proof");
    if is_badge || !(fields.contains_key("url") || fields.contains_key("credential")) {
        return Ok(Given::Bytes(bytes.to_vec()).into());
    }
    let recipient = match fields.shift_remove("recipient") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => return Err(Problem::field("/recipient", "bad_format", "Send a string.")),
    };
    let given = match (
        fields.shift_remove("url"),
        fields.shift_remove("credential"),
    ) {
        (Some(_), Some(_)) => {
            return Err(Problem::field(
                "/url",
                "not_allowed",
                "Send either `url` or `credential`.",
            ));
        }
        (Some(url), None) => Given::Url(address(&url)?),
        (None, Some(Value::String(text))) => Given::text(&text),
        (None, credential) => {
            Given::Bytes(serde_json::to_vec(&credential).map_err(Problem::internal)?)
        }
    };
    if let Some(name) = fields.keys().next() {
        return Err(Problem::field(
            &format!("/{name}"),
            "unknown",
            "There is no such field here.",
        ));
    }
    Ok(Asked { given, recipient })
}

fn address(value: &Value) -> Result<Url, Problem> {
    let url = value.as_str().and_then(|text| Url::parse(text.trim()).ok());
    let url = url.ok_or_else(|| Problem::field("/url", "bad_format", "This is no web address."))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Problem::field(
            "/url",
            "bad_scheme",
            "Only http and https are followed.",
        ));
    }
    Ok(url)
}

async fn of_form(request: &HttpRequest, payload: web::Payload) -> Result<Asked, Problem> {
    let broken = || Problem::unreadable("The form could not be read.");
    let mut payload = payload.into_inner();
    let mut parts = Multipart::from_request(request, &mut payload)
        .await
        .map_err(|_| broken())?;
    let mut form = Form::default();
    let mut left = LARGEST_FILE;
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| broken())?;
        let name = part.name().unwrap_or_default().to_owned();
        let mut bytes = BytesMut::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| broken())?;
            left = left
                .checked_sub(chunk.len())
                .ok_or_else(|| body::too_large(LARGEST_FILE))?;
            bytes.extend_from_slice(&chunk);
        }
        form.take(&name, &bytes)?;
    }
    let missing = || Problem::field("", "required", "Send a badge, or the address of one.");
    Ok(Asked {
        given: form.given.ok_or_else(missing)?,
        recipient: form.recipient,
    })
}

/// A form whose fields come one after the other.
#[derive(Default)]
struct Form {
    given: Option<Given>,
    recipient: Option<String>,
}

impl Form {
    /// One field of a form; fields left empty, as browsers send them, count as absent.
    fn take(&mut self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let text = || {
            std::str::from_utf8(bytes).map_err(|_| {
                Problem::field(&format!("/{name}"), "bad_format", "This is not UTF-8.")
            })
        };
        if bytes.is_empty() {
            return Ok(());
        }
        match name {
            "file" => self.given = Some(Given::Bytes(bytes.to_vec())),
            "text" | "url" => self.given = Some(Given::text(text()?)),
            "recipient" => self.recipient = Some(text()?.trim().to_owned()),
            _ => {
                return Err(Problem::field(
                    &format!("/{name}"),
                    "unknown",
                    "There is no such field here.",
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_credential_keeps_its_exact_bytes() {
        let bytes = br#"{ "@context": [],   "url": "x" }"#;

        let asked = of_json(bytes).unwrap();

        assert_eq!(asked.given, Given::Bytes(bytes.to_vec()));
    }

    #[test]
    fn a_request_names_an_address_or_a_credential_but_not_both() {
        let asked = of_json(br#"{"url": "https://b.test/1", "recipient": "a@b.test"}"#).unwrap();
        let refused = |body: &str| of_json(body.as_bytes()).unwrap_err().errors[0].code.clone();

        assert!(matches!(asked.given, Given::Url(_)));
        assert_eq!(asked.recipient.as_deref(), Some("a@b.test"));
        assert_eq!(
            refused(r#"{"url": "https://b.test", "credential": {}}"#),
            "not_allowed"
        );
        assert_eq!(refused(r#"{"url": "file:///etc/passwd"}"#), "bad_scheme");
        assert_eq!(refused(r#"{"url": 1}"#), "bad_format");
        assert_eq!(
            refused(r#"{"url": "https://b.test", "depth": 3}"#),
            "unknown"
        );
    }
}
