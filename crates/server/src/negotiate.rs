//! Choosing one of several forms by the `Accept` header (RFC 9110, section 12.5.1).

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::problem::{Kind, Problem};

/// The best of `offers` for this `Accept` header; `offers` are in our own order of preference.
///
/// The highest quality wins, then the range that names the form most exactly, then our own order.
pub fn choose<'a, T: Copy>(accept: &str, offers: &[(&'a str, T)]) -> Result<(&'a str, T), Problem> {
    let ranges = ranges(accept);
    let best = offers
        .iter()
        .enumerate()
        .filter_map(|(place, offer)| {
            let (quality, exactness) = weigh(&ranges, offer.0)?;
            Some(((quality, exactness, std::cmp::Reverse(place)), *offer))
        })
        .max_by_key(|(rank, _)| *rank);
    match best {
        Some((_, offer)) => Ok(offer),
        None => Err(not_acceptable(offers.iter().map(|(name, _)| *name))),
    }
}

/// Addresses that programs alone ask for, whatever they accept.
const FOR_MACHINES: [&str; 5] = ["/api/v1", "/vc/", "/ims/", "/oid4vci/", "/exchanges/"];

/// Whether this address answers machines only.
pub fn is_for_machines(request: &HttpRequest) -> bool {
    FOR_MACHINES
        .iter()
        .any(|path| request.path().starts_with(path))
}

/// Whether this request comes from someone who would rather read a page.
pub fn prefers_html(request: &HttpRequest) -> bool {
    let ranges = ranges(&accept_of(request));
    let html = weigh(&ranges, "text/html");
    let json = weigh(&ranges, "application/json");
    html.is_some_and(|(quality, exactness)| exactness == 2 && html >= json && quality > 0)
}

/// What the request says it accepts, all `Accept` headers together.
pub fn accept_of(request: &HttpRequest) -> String {
    let headers = request.headers().get_all(header::ACCEPT);
    headers
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",")
}

/// The problem that lists what could have been asked for.
pub fn not_acceptable<'a>(available: impl Iterator<Item = &'a str>) -> Problem {
    let mut problem = Problem::new(Kind::NotAcceptable);
    problem.available = available.map(str::to_owned).collect();
    problem
}

/// One element of an `Accept` header; `quality` in thousandths.
#[derive(Debug, PartialEq, Eq)]
struct Range {
    kind: String,
    subkind: String,
    quality: u16,
}

fn ranges(accept: &str) -> Vec<Range> {
    let ranges: Vec<Range> = accept.split(',').take(64).filter_map(range).collect();
    if ranges.is_empty() {
        return vec![Range {
            kind: "*".to_owned(),
            subkind: "*".to_owned(),
            quality: 1000,
        }];
    }
    ranges
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subkind) = parts.next()?.split_once('/')?;
    let quality = parts
        .filter_map(|part| part.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .map_or(Some(1.0), |(_, value)| value.trim().parse::<f32>().ok())?;
    Some(Range {
        kind: kind.to_ascii_lowercase(),
        subkind: subkind.to_ascii_lowercase(),
        quality: thousandths(quality),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value was clamped to 0..=1000"
)]
fn thousandths(quality: f32) -> u16 {
    (quality.clamp(0.0, 1.0) * 1000.0).round() as u16
}

/// Quality and exactness (2 named, 1 by kind, 0 by `*/*`) of the most exact range; none when refused.
fn weigh(ranges: &[Range], name: &str) -> Option<(u16, u8)> {
    let (kind, subkind) = name
        .split_once(';')
        .map_or(name, |(bare, _)| bare)
        .split_once('/')?;
    ranges
        .iter()
        .filter_map(
            |range| match (range.kind.as_str(), range.subkind.as_str()) {
                ("*", "*") => Some((0, range.quality)),
                (k, "*") if k == kind => Some((1, range.quality)),
                (k, s) if k == kind && s == subkind.trim() => Some((2, range.quality)),
                _ => None,
            },
        )
        .max_by_key(|(exactness, quality)| (*exactness, *quality))
        .filter(|(_, quality)| *quality > 0)
        .map(|(exactness, quality)| (quality, exactness))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const OFFERS: &[(&str, u8)] = &[
        ("application/vc+ld+json", 3),
        ("application/ld+json", 2),
        ("application/json", 2),
        ("text/html; charset=utf-8", 0),
        ("image/png", 1),
        ("image/svg+xml", 4),
        ("text/plain", 5),
    ];

    fn chosen(accept: &str) -> Option<&'static str> {
        choose(accept, OFFERS).ok().map(|(name, _)| name)
    }

    #[test]
    fn our_order_decides_when_the_client_does_not() {
        assert_eq!(chosen(""), Some("application/vc+ld+json"));
        assert_eq!(chosen("*/*"), Some("application/vc+ld+json"));
        assert_eq!(
            chosen("application/ld+json, application/json"),
            Some("application/ld+json")
        );
    }

    #[test]
    fn a_browser_gets_the_page_and_its_image_tag_an_image() {
        let page =
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
        let image = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

        assert_eq!(chosen(page), Some("text/html; charset=utf-8"));
        assert_eq!(chosen(image), Some("image/svg+xml"));
    }

    #[test]
    fn quality_outranks_order_and_zero_refuses() {
        assert_eq!(
            chosen("application/vc+ld+json;q=0.1, text/plain;q=0.2"),
            Some("text/plain")
        );
        assert_eq!(chosen("image/*, image/svg+xml;q=0"), Some("image/png"));
        assert_eq!(
            chosen("application/json, text/plain, */*"),
            Some("application/json")
        );
        assert_eq!(chosen("application/pdf"), None);
        assert_eq!(chosen("*/*;q=0"), None);
    }

    #[test]
    fn nonsense_counts_as_no_wish_at_all() {
        assert_eq!(chosen("nonsense"), Some("application/vc+ld+json"));
        assert_eq!(chosen("text/html;q=x, image/png"), Some("image/png"));
    }

    #[test]
    fn only_who_names_html_prefers_it() {
        let prefers = |accept: &str| {
            prefers_html(
                &TestRequest::get()
                    .insert_header((header::ACCEPT, accept))
                    .to_http_request(),
            )
        };

        assert!(prefers("text/html,application/xhtml+xml,*/*;q=0.8"));
        assert!(!prefers("*/*"));
        assert!(!prefers("application/json, text/html;q=0.5"));
    }
}
