//! Any badge: what was put into a sound picture comes out with the same meaning.

use openbadges::baking::{Payload, bake, unbake};
use serde_json::Value;

const PNG: &[u8] = include_bytes!("../corpus/unbake/plain.png");
const SVG: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>"#;

/// Bakes a text.
pub fn target(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let text = text.to_owned();
    for payload in [
        Payload::V3Json(text.clone()),
        Payload::V3Jwt(text.clone()),
        Payload::V2Json {
            url: None,
            json: text.clone(),
        },
        Payload::V2Jws(text.clone()),
        Payload::V2Url(text),
    ] {
        for picture in [PNG, SVG] {
            let Ok(baked) = bake(picture, &payload) else {
                continue;
            };
            let found = unbake(&baked).expect("a baked picture holds a badge");
            let [found] = found.as_slice() else {
                panic!("one badge went in, and {} came out", found.len());
            };
            assert_eq!(found.version(), payload.version());
            assert_eq!(meaning(found), meaning(&payload));
        }
    }
}

/// JSON is baked with other escapes, but says the same.
fn meaning(payload: &Payload) -> Value {
    let text = payload.text();
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}
