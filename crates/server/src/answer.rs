//! Answers that caches understand: strong `ETag`, `Cache-Control`, `Vary`, and 304 when nothing changed.

use std::borrow::Cow;

use actix_web::body::BoxBody;
use actix_web::http::{StatusCode, header};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use serde::Serialize;
use sha2::{Digest, Sha256};

use self::packed::Packed;
use crate::auth::{Flash, Tone};

mod packed;

/// How long a copy may be used without asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// The bytes at this address never change.
    Forever,
    /// A document that changes seldom: fresh for a minute, usable a day while it is fetched anew.
    Document,
    /// What says whether a badge still stands: a copy is never used for longer than a minute.
    Standing,
    /// A page that shows what changes seldom.
    Page,
    /// For this client only, and asked again each time.
    Private,
    /// The answer to one question; nobody keeps it, so it carries no tag.
    Never,
}

impl Freshness {
    fn header(self) -> &'static str {
        match self {
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Document => "public, max-age=60, stale-while-revalidate=86400",
            Self::Standing => "public, max-age=10, stale-while-revalidate=50",
            Self::Page => "public, max-age=60, stale-while-revalidate=600",
            Self::Private => "private, no-cache",
            Self::Never => "no-store",
        }
    }
}

/// Bytes with the headers that every public document carries.
///
/// A clone shares the bytes, so an answer can be kept and given again.
#[derive(Debug, Clone)]
pub struct Answer {
    status: StatusCode,
    media_type: String,
    tag: String,
    freshness: Freshness,
    varies: bool,
    headers: Vec<(header::HeaderName, String)>,
    flash: Option<Flash>,
    body: Bytes,
    packed: Packed,
}

impl Answer {
    /// Exactly these bytes, as this media type.
    pub fn bytes(media_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        let (media_type, body) = (media_type.into(), body.into());
        Self {
            status: StatusCode::OK,
            tag: entity_tag(&media_type, &body),
            media_type,
            freshness: Freshness::Document,
            varies: false,
            headers: Vec::new(),
            flash: None,
            body,
            packed: Packed::default(),
        }
    }

    /// A value written as JSON.
    pub fn json(media_type: impl Into<String>, value: &impl Serialize) -> Self {
        // Our views and documents have string keys only, so writing them cannot fail.
        Self::bytes(media_type, serde_json::to_vec(value).unwrap_or_default())
    }

    /// Sends a browser to another page, as after every form that was taken. `path` is one of ours.
    pub fn see_other(path: impl Into<String>) -> Self {
        Self::bytes("text/plain; charset=utf-8", Bytes::new())
            .status(StatusCode::SEE_OTHER)
            .fresh(Freshness::Never)
            .header(header::LOCATION, path)
    }

    /// Leaves a word for the page that follows: it went well.
    #[must_use]
    pub fn flash(mut self, text: impl Into<String>) -> Self {
        self.flash = Some(Flash {
            tone: Tone::Good,
            text: text.into(),
            link: None,
        });
        self
    }

    /// Leaves a word for the page that follows: look here.
    #[must_use]
    pub fn caution(mut self, text: impl Into<String>) -> Self {
        self.flash = Some(Flash {
            tone: Tone::Careful,
            text: text.into(),
            link: None,
        });
        self
    }

    /// Adds a way onward to the word that was left: a path of ours, and its words.
    #[must_use]
    pub fn flash_link(mut self, path: impl Into<String>, words: impl Into<String>) -> Self {
        if let Some(flash) = &mut self.flash {
            flash.link = Some((path.into(), words.into()));
        }
        self
    }

    /// How long a copy may be used.
    #[must_use]
    pub fn fresh(mut self, freshness: Freshness) -> Self {
        self.freshness = freshness;
        self
    }

    /// Marks the answer as one of several forms at the same address.
    #[must_use]
    pub fn varies(mut self) -> Self {
        self.varies = true;
        self
    }

    /// The same bytes under another name; `*/*` keeps the name they have.
    #[must_use]
    pub fn labelled(mut self, media_type: &str) -> Self {
        if media_type != "*/*" && media_type != self.media_type {
            self.tag = entity_tag(media_type, &self.body);
            media_type.clone_into(&mut self.media_type);
        }
        self
    }

    /// Another status than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Whether the bytes at this address never change.
    pub fn is_forever(&self) -> bool {
        self.freshness == Freshness::Forever
    }

    /// The status, media type and bytes, for a reader in this process.
    pub fn parts(&self) -> (u16, &str, &Bytes) {
        (self.status.as_u16(), &self.media_type, &self.body)
    }

    /// The answer to this request: whole, packed for those who can unpack it, or 304 if the client has these bytes
    /// already.
    pub fn to(&self, request: &HttpRequest) -> HttpResponse {
        let packed = match self.is_packable() && packed::is_wanted(request) {
            true => self.packed.of(&self.body),
            false => None,
        };
        let tag = match packed {
            Some(_) => Cow::Owned(packed::tag(&self.tag)),
            None => Cow::Borrowed(self.tag.as_str()),
        };
        let unchanged = self.status == StatusCode::OK
            && self.freshness != Freshness::Never
            && has_tag(request, &tag);
        let status = if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            self.status
        };
        let mut response = HttpResponse::build(status);
        self.insert_headers(&mut response, &tag);
        if unchanged {
            return response.finish();
        }
        if packed.is_some() {
            response.insert_header((header::CONTENT_ENCODING, "gzip"));
        }
        response.body(packed.unwrap_or(&self.body).clone())
    }

    /// The whole answer as it is, whoever asks.
    pub fn whole(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        self.insert_headers(&mut response, &self.tag);
        response.body(self.body.clone())
    }

    /// Whether anybody may keep this answer, so that it holds nobody's secret, and it gets shorter by packing.
    fn is_packable(&self) -> bool {
        let public = !matches!(self.freshness, Freshness::Private | Freshness::Never);
        public && packed::is_worth_it(&self.media_type, &self.body)
    }

    fn insert_headers(&self, response: &mut HttpResponseBuilder, tag: &str) {
        response.insert_header((header::CONTENT_TYPE, self.media_type.as_str()));
        response.insert_header((header::CACHE_CONTROL, self.freshness.header()));
        if self.freshness != Freshness::Never {
            response.insert_header((header::ETAG, tag));
        }
        match (self.varies, self.is_packable()) {
            (true, true) => response.insert_header((header::VARY, "Accept, Accept-Encoding")),
            (true, false) => response.insert_header((header::VARY, "Accept")),
            (false, true) => response.insert_header((header::VARY, "Accept-Encoding")),
            (false, false) => response,
        };
        if let Some(flash) = &self.flash {
            response.extensions_mut().insert(flash.clone());
        }
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.as_str()));
        }
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.to(request)
    }
}

/// A strong tag: equal only when media type and bytes are.
fn entity_tag(media_type: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(media_type.as_bytes());
    hash.update([0]);
    hash.update(body);
    format!("\"{}\"", hex::encode(&hash.finalize()[..16]))
}

fn has_tag(request: &HttpRequest, tag: &str) -> bool {
    request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use actix_web::body::MessageBody as _;
    use actix_web::test::TestRequest;

    use super::*;

    fn tag_of(response: &HttpResponse) -> String {
        response
            .headers()
            .get(header::ETAG)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn the_same_bytes_are_answered_with_304() {
        let first = Answer::bytes("text/plain", "a").to(&TestRequest::get().to_http_request());
        let again = TestRequest::get()
            .insert_header((
                header::IF_NONE_MATCH,
                format!("\"x\", W/{}", tag_of(&first)),
            ))
            .to_http_request();

        let second = Answer::bytes("text/plain", "a").varies().to(&again);

        assert_eq!(first.status(), StatusCode::OK);
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers().get(header::VARY).unwrap(), "Accept");
    }

    #[test]
    fn two_forms_of_one_address_have_two_tags() {
        let request = TestRequest::get().to_http_request();

        let one = Answer::bytes("application/json", "{}").to(&request);
        let other = Answer::bytes("application/ld+json", "{}").to(&request);

        assert_ne!(tag_of(&one), tag_of(&other));
    }

    #[test]
    fn what_nobody_keeps_has_no_tag_and_is_always_answered_whole() {
        let request = TestRequest::get()
            .insert_header((header::IF_NONE_MATCH, "*"))
            .to_http_request();

        let response = Answer::bytes("text/html", "a")
            .fresh(Freshness::Never)
            .to(&request);

        assert_eq!(response.status(), StatusCode::OK);
        assert!(!response.headers().contains_key(header::ETAG));
        assert_eq!(
            response.headers().get(header::CACHE_CONTROL).unwrap(),
            "no-store"
        );
    }

    #[test]
    fn what_anybody_may_keep_is_packed_for_those_who_can_unpack_it() {
        let long = "a badge for every bridge that held. ".repeat(100);
        let answer = Answer::bytes("application/ld+json", long.clone());
        let asked = || TestRequest::get().insert_header((header::ACCEPT_ENCODING, "gzip, br"));

        let plain = answer.to(&TestRequest::get().to_http_request());
        let packed = answer.to(&asked().to_http_request());
        let again = answer.to(&asked()
            .insert_header((header::IF_NONE_MATCH, tag_of(&packed)))
            .to_http_request());
        let secret = Answer::bytes("text/html", long.clone())
            .fresh(Freshness::Private)
            .to(&asked().to_http_request());

        assert_ne!(tag_of(&plain), tag_of(&packed));
        assert_eq!(
            plain.headers().get(header::VARY).unwrap(),
            "Accept-Encoding"
        );
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(!secret.headers().contains_key(header::CONTENT_ENCODING));
        let bytes = packed.into_body().try_into_bytes().unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_string(&mut unpacked)
            .unwrap();
        assert!(bytes.len() < long.len() / 10);
        assert_eq!(unpacked, long);
    }

    #[test]
    fn a_withdrawn_document_is_never_hidden_behind_304() {
        let request = TestRequest::get()
            .insert_header((header::IF_NONE_MATCH, "*"))
            .to_http_request();

        let response = Answer::bytes("application/ld+json", "{}")
            .status(StatusCode::GONE)
            .to(&request);

        assert_eq!(response.status(), StatusCode::GONE);
    }
}
