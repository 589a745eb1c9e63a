//! The same bytes in fewer, for readers on slow lines: packed once, however many ask.
//!
//! Only what anybody may keep is packed. A page of somebody who signed in holds a secret beside words that others may
//! have chosen, and the length of the two together, packed, would give the secret away bit by bit (the BREACH attack).

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Less than this fits into one packet of the network anyway.
const WORTH_IT: usize = 1_200;

/// What is added to the tag of the bytes as they are, within its quotes.
const SUFFIX: &str = "-gzip";

/// The packed bytes, made when the first reader wants them; clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Packed(Arc<OnceLock<Option<Bytes>>>);

impl Packed {
    /// These bytes, packed; none where that makes them no shorter.
    pub(super) fn of(&self, body: &[u8]) -> Option<&Bytes> {
        let pack = || gzip(body).filter(|packed| packed.len() < body.len());
        self.0.get_or_init(pack).as_ref()
    }
}

/// Whether bytes of this type and length get any shorter. Pictures and fonts are packed already.
pub(super) fn is_worth_it(media_type: &str, body: &[u8]) -> bool {
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    let words = kind.starts_with("text/")
        || kind.ends_with("json")
        || kind.ends_with("+xml")
        || kind == "application/yaml";
    words && body.len() >= WORTH_IT
}

/// Whether this client can unpack (RFC 9110, 12.5.3).
pub(super) fn is_wanted(request: &HttpRequest) -> bool {
    let offers = request.headers().get_all(header::ACCEPT_ENCODING);
    let mut anything = false;
    for offer in offers
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
    {
        let mut parts = offer.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let refused = parts
            .filter_map(|part| part.strip_prefix("q="))
            .any(|weight| weight.parse().is_ok_and(|weight: f32| weight <= 0.0));
        if coding.eq_ignore_ascii_case("gzip") {
            return !refused;
        }
        anything |= coding == "*" && !refused;
    }
    anything
}

/// The tag of the packed bytes: another than that of the bytes as they are, because a strong tag names exact bytes.
pub(super) fn tag(of_plain: &str) -> String {
    let inner = of_plain.strip_suffix('"').unwrap_or(of_plain);
    format!("{inner}{SUFFIX}\"")
}

fn gzip(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::default());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn wanted(offer: &str) -> bool {
        let request = TestRequest::get().insert_header((header::ACCEPT_ENCODING, offer));
        is_wanted(&request.to_http_request())
    }

    #[test]
    fn only_who_can_unpack_gets_packed_bytes() {
        for yes in [
            "gzip",
            "br, GZIP;q=0.5",
            "*",
            "deflate, *;q=0.1",
            "gzip;q=1, *;q=0",
        ] {
            assert!(wanted(yes), "{yes}");
        }
        for no in [
            "",
            "br",
            "identity",
            "gzip;q=0",
            "gzip; q=0.000, *",
            "*;q=0",
            "gzipped",
        ] {
            assert!(!wanted(no), "{no}");
        }
        assert!(!is_wanted(&TestRequest::get().to_http_request()));
    }

    #[test]
    fn pictures_and_short_texts_stay_as_they_are() {
        let long = [b'a'; WORTH_IT];

        assert!(is_worth_it("text/html; charset=utf-8", &long));
        assert!(is_worth_it("application/vc+ld+json", &long));
        assert!(is_worth_it("image/svg+xml", &long));
        assert!(!is_worth_it("image/png", &long));
        assert!(!is_worth_it("text/html", b"short"));
    }
}
