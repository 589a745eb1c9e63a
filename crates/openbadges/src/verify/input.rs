//! What was handed in? JSON, a compact JWS, an SD-JWT, a picture, an address, or one of these wrapped in another.

use serde_json::{Map, Value};
use url::Url;

use super::codes::Code;
use super::envelope;
use super::fragment;
use super::frame;
use super::presentation::{self, Presented};
use super::run::Findings;
use super::shape::web_address;
use super::token::{self, Token};
use super::v2;
use crate::baking::{self, ImageKind, Note, Payload, UnbakeError};
use crate::json;
use crate::proof::jws::CompactJws;

/// The largest input that is looked at.
pub(super) const LARGEST: usize = 10 * 1024 * 1024;

/// What a verification has to check.
pub(super) enum Found {
    Credential(Value),
    Token(Box<Token>),
    Presentation(Box<Presented>),
    V2(Value),
    V2Signed(Box<CompactJws>, Value),
    Address(Url),
}

/// What was found in some bytes, and in which form they were.
pub(super) struct Reading {
    pub(super) form: &'static str,
    pub(super) found: Option<Found>,
}

/// Finds the badge in some bytes; what is odd or missing goes to the findings.
pub(super) fn read(bytes: &[u8], findings: &mut Findings) -> Reading {
    if bytes.len() > LARGEST {
        let detail = format!("{} bytes, of which at most {LARGEST} are read", bytes.len());
        findings.add("format", Code::FormatTooLarge, detail);
        return Reading {
            form: "json",
            found: None,
        };
    }
    if let Some(kind) = baking::kind_of(bytes) {
        let form = match kind {
            ImageKind::Png => "png",
            ImageKind::Svg => "svg",
        };
        return Reading {
            form,
            found: in_picture(bytes, findings),
        };
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.add(
            "format",
            Code::FormatNoBadge,
            "neither a PNG or SVG picture nor text",
        );
        return Reading {
            form: "json",
            found: None,
        };
    };
    let text = unmarked(text, findings).trim();
    if text.starts_with(['{', '[', '"']) {
        return Reading {
            form: "json",
            found: in_json(text, findings),
        };
    }
    if !text.contains(char::is_whitespace)
        && let Some(address) = web_address(text)
    {
        return Reading {
            form: "url",
            found: Some(Found::Address(address)),
        };
    }
    let compact = text.split('.').count() == 3 && !text.contains(char::is_whitespace);
    if compact || token::is_sd_jwt(text) {
        return Reading {
            form: token::form_of(text),
            found: in_token(text, findings),
        };
    }
    findings.add(
        "format",
        Code::FormatNoBadge,
        "neither JSON, nor a compact JWS or SD-JWT, nor an address, nor a PNG or SVG picture",
    );
    Reading {
        form: "json",
        found: None,
    }
}

/// The text without a byte order mark. Readers differ in whether they take it; it is no part of what was signed.
fn unmarked<'t>(text: &'t str, findings: &mut Findings) -> &'t str {
    let bare = text.trim_start_matches('\u{feff}');
    if bare.len() < text.len() {
        let detail = "it begins with a byte order mark, which not every reader takes";
        findings.add("format", Code::FormatDeviation, detail);
    }
    bare
}

fn in_picture(bytes: &[u8], findings: &mut Findings) -> Option<Found> {
    let unbaked = match baking::read(bytes) {
        Ok(unbaked) => unbaked,
        Err(error) => {
            let code = match error {
                UnbakeError::NoBadge | UnbakeError::UnknownKind | UnbakeError::UnknownPayload => {
                    Code::FormatNoBadge
                }
                UnbakeError::TooLarge | UnbakeError::PayloadTooLarge => Code::FormatTooLarge,
                UnbakeError::Damaged(_) | UnbakeError::Refused(_) => Code::FormatUnreadable,
            };
            findings.add("format", code, error.to_string());
            return None;
        }
    };
    for note in &unbaked.notes {
        match note {
            Note::Compressed => findings.add(
                "format",
                Code::FormatCompressed,
                "the text chunk is compressed",
            ),
            Note::OldTextChunk => findings.add(
                "format",
                Code::FormatLegacy,
                "a tEXt chunk, as before version 1.0",
            ),
            Note::Repeated => findings.add(
                "format",
                Code::FormatSeveral,
                "more than one document of a version",
            ),
        }
    }
    if unbaked.payloads.len() > 1 {
        findings.add(
            "format",
            Code::FormatSeveral,
            "the picture holds a badge of 3.0 and one of 2.0",
        );
    }
    match unbaked.payloads.first()? {
        Payload::V3Json(text) | Payload::V2Json { json: text, .. } => in_json(text, findings),
        Payload::V3Jwt(text) | Payload::V2Jws(text) => in_token(text.trim(), findings),
        Payload::V2Url(text) => match web_address(text.trim()) {
            Some(address) => Some(Found::Address(address)),
            None => {
                findings.add(
                    "format",
                    Code::FormatNoBadge,
                    "the address in the picture is no web address",
                );
                None
            }
        },
    }
}

fn in_json(text: &str, findings: &mut Findings) -> Option<Found> {
    match json::read(text.as_bytes()) {
        Ok(value) => in_value(value, findings, 2),
        Err(error @ (json::ReadError::TooLarge { .. } | json::ReadError::TooMany)) => {
            findings.add("format", Code::FormatTooLarge, error.to_string());
            None
        }
        Err(error) => {
            findings.add("format", Code::FormatUnreadable, error.to_string());
            None
        }
    }
}

/// Finds the badge in a value that may stand in something else.
pub(super) fn in_value(value: Value, findings: &mut Findings, wrappings: u8) -> Option<Found> {
    let no_badge = |findings: &mut Findings, why: &str| {
        findings.add("format", Code::FormatNoBadge, why);
        None
    };
    if let Some(token) = envelope::open(&value, findings) {
        return in_token(token?, findings);
    }
    let members = match value {
        Value::String(text) => {
            let text = text.trim();
            if let Some(address) = web_address(text) {
                return Some(Found::Address(address));
            }
            return in_token(text, findings);
        }
        Value::Object(members) => members,
        _ => return no_badge(findings, "the JSON is neither an object nor a text"),
    };
    if wrappings > 0
        && let Some(inner) = unwrapped(&members)
    {
        return in_value(inner, findings, wrappings - 1);
    }
    let context_alone = members.len() == 1 && members.contains_key("@context");
    let document = Value::Object(members);
    if presentation::is_presentation(&document) {
        Some(Found::Presentation(Box::new(Presented::embedded(document))))
    } else if let Some(part) = fragment::name_of(&document) {
        findings.add("format", Code::FormatFragment, part);
        None
    } else if context_alone {
        no_badge(
            findings,
            "the JSON is a context: it only gives words their meaning",
        )
    } else if frame::is_credential(&document) {
        Some(Found::Credential(document))
    } else if v2::recognises(&document) {
        Some(Found::V2(document))
    } else {
        no_badge(
            findings,
            "the JSON is no Open Badge and no verifiable credential",
        )
    }
}

/// What interfaces put around a badge: an answer with one member.
fn unwrapped(members: &Map<String, Value>) -> Option<Value> {
    const WRAPPERS: &[&str] = &[
        "verifiableCredential",
        "credential",
        "signedAssertion",
        "assertion",
        "compactJwsString",
        "verifiablePresentation",
    ];
    if members.contains_key("@context") || members.contains_key("type") {
        return None;
    }
    let mut wrapped = WRAPPERS.iter().filter_map(|name| members.get(*name));
    let only = wrapped.next().filter(|_| wrapped.next().is_none())?;
    match only {
        Value::Array(list) => list.first().filter(|_| list.len() == 1).cloned(),
        other => Some(other.clone()),
    }
}

fn in_token(text: &str, findings: &mut Findings) -> Option<Found> {
    if token::is_sd_jwt(text) {
        return match Token::read(text) {
            Ok(token) => Some(Found::Token(Box::new(token))),
            Err((code, detail)) => {
                findings.add("format", code, detail);
                None
            }
        };
    }
    let (jws, claims) = match token::parse(text) {
        Ok(parsed) => parsed,
        Err((code, detail)) => {
            findings.add("format", code, detail);
            return None;
        }
    };
    if presentation::recognises(&claims) {
        let presented = Presented::of_token(jws, claims);
        return Some(Found::Presentation(Box::new(presented)));
    }
    let payload = Value::Object(claims);
    if payload.get("vc").is_some_and(Value::is_object) || frame::is_credential(&payload) {
        let Value::Object(claims) = payload else {
            return None;
        };
        return Some(Found::Token(Box::new(Token::open(jws, claims))));
    }
    if v2::recognises(&payload) {
        return Some(Found::V2Signed(Box::new(jws), payload));
    }
    findings.add(
        "format",
        Code::FormatNoBadge,
        "the payload of the token is no Open Badge",
    );
    None
}
