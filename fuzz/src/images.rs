//! Uploaded pictures: what was accepted is harmless, and is accepted again as it is.

use accolade_issuing::images::{accept, rasterize};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::tidy::spellings;

/// Large pictures only make the target slow.
const MOST_PIXELS: u32 = 1 << 20;

/// Accepts a picture.
pub fn target(data: &[u8]) {
    for picture in spellings(data) {
        let Ok(clean) = accept(&picture) else {
            continue;
        };
        if clean.media_type == "image/svg+xml" {
            assert_harmless(&clean.bytes);
            assert_eq!(accept(&clean.bytes).as_ref(), Ok(&clean));
            // May fail at this size, although it could be drawn at another.
            drop(rasterize(&clean.bytes, 200));
        } else if clean.width.saturating_mul(clean.height) <= MOST_PIXELS {
            let again = accept(&clean.bytes).expect("what we wrote is a picture");
            assert_eq!((again.width, again.height), (clean.width, clean.height));
        }
    }
}

/// Looks for all that a browser could run or load.
fn assert_harmless(drawing: &[u8]) {
    let text = std::str::from_utf8(drawing).expect("a clean drawing is UTF-8");
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().expect("a clean drawing is XML") {
            Event::Start(tag) | Event::Empty(tag) => assert_harmless_tag(&tag),
            Event::Text(_) | Event::GeneralRef(_) | Event::End(_) => {}
            Event::Eof => return,
            other => panic!("a clean drawing has no {other:?}"),
        }
    }
}

fn assert_harmless_tag(tag: &BytesStart<'_>) {
    const LOADING: [&str; 8] = [
        "script",
        "style",
        "foreignObject",
        "image",
        "feImage",
        "a",
        "animate",
        "set",
    ];
    assert!(!LOADING.contains(&tag.name().into_inner()), "{tag:?}");
    for attribute in tag.attributes() {
        let attribute = attribute.expect("a clean attribute is well-formed");
        let name = attribute.key.into_inner().to_ascii_lowercase();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .expect("a clean value can be read")
            .to_ascii_lowercase();
        assert!(!name.starts_with("on") && name != "style", "{tag:?}");
        assert!(!name.ends_with("href") || value.starts_with('#'), "{tag:?}");
        // Words for people are never looked up.
        if name != "aria-label" && name != "xmlns" {
            let loads = value
                .split("url(")
                .skip(1)
                .any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
            assert!(!loads && !value.contains("script:"), "{tag:?}");
        }
    }
}
