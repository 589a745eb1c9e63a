//! Any picture: a badge that was put into it comes out again, and leaves alone one of the other version.

use openbadges::baking::{Payload, UnbakeError, bake, unbake};

use super::tidy::spellings;

/// Bakes into a picture.
pub fn target(data: &[u8]) {
    for picture in spellings(data) {
        let before = match unbake(&picture) {
            Ok(payloads) => payloads,
            Err(UnbakeError::NoBadge) => Vec::new(),
            // What it holds already cannot be read, and will not be better afterwards.
            Err(_) => continue,
        };
        for payload in payloads() {
            let Ok(baked) = bake(&picture, &payload) else {
                continue;
            };
            let after = unbake(&baked).expect("a baked picture holds a badge");
            assert!(after.iter().any(|found| found.text() == payload.text()));
            let others = |payloads: &[Payload]| -> Vec<Payload> {
                let mut payloads = payloads.to_vec();
                payloads.retain(|other| other.version() != payload.version());
                payloads
            };
            assert_eq!(others(&after), others(&before));
            let again = bake(&baked, &payload).expect("a baked picture can be baked");
            assert_eq!(unbake(&again), Ok(after));
        }
    }
}

fn payloads() -> [Payload; 4] {
    [
        Payload::V3Json(r#"{"name":"Teamwork"}"#.to_owned()),
        Payload::V3Jwt("e30.e30.AAAA".to_owned()),
        Payload::V2Json {
            url: Some("https://badges.example/awards/1".to_owned()),
            json: r#"{"id":"https://badges.example/awards/1"}"#.to_owned(),
        },
        Payload::V2Url("https://badges.example/awards/1?a=1&b=2".to_owned()),
    ]
}
