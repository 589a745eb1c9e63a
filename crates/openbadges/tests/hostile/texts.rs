//! Texts that readers choke on, or read differently.

use openbadges::verify::Verdict;
use serde_json::{Value, json};

use crate::world::{Attack, altered, assert_all, badge, signed};

pub(crate) fn attacks() -> Vec<Attack> {
    [
        large(),
        deep(),
        doubled(),
        unpaired(),
        marked(),
        nul(),
        nothing(),
    ]
    .concat()
}

fn large() -> Vec<Attack> {
    let too_large = |name: &str, text: String| {
        Attack::new(name, text, "format.too_large").ending(Verdict::Indeterminate)
    };
    let filled = |length: usize| {
        altered(|document| document["name"] = "x".repeat(length).into()).to_string()
    };
    vec![
        too_large("10 MB of JSON", filled(10 * 1024 * 1024 - 4_000)),
        too_large("11 MB of JSON", filled(11 * 1024 * 1024)),
        too_large("5 MB of JSON", filled(5 * 1024 * 1024)),
        Attack::new(
            "4 MB in one text",
            filled(4 * 1024 * 1024 - 4_000),
            "signature.mismatch",
        ),
        too_large(
            "4 MB of zeros in a list",
            format!("[{}0]", "0,".repeat(2 * 1024 * 1024 - 4)),
        ),
        too_large(
            "4 MB of empty lists",
            format!("[{}0]", "[],".repeat(1_390_000)),
        ),
        too_large("4 MB of members", {
            let members: Vec<String> = (0..350_000)
                .map(|number| format!("\"{number}\":0"))
                .collect();
            format!("{{{}}}", members.join(","))
        }),
        Attack::new(
            "4 MB of white space",
            " ".repeat(4 * 1024 * 1024),
            "format.no_badge",
        ),
    ]
}

fn deep() -> Vec<Attack> {
    let nested = |open: &str, close: &str| {
        let text = altered(|document| document["name"] = "@".into()).to_string();
        let deep = open.repeat(100_000) + "1" + &close.repeat(100_000);
        text.replace("\"@\"", &deep)
    };
    vec![
        Attack::new("lists 100,000 deep", nested("[", "]"), "format.unreadable"),
        Attack::new(
            "objects 100,000 deep",
            nested("{\"a\":", "}"),
            "format.unreadable",
        ),
        Attack::new(
            "lists 100,000 deep, never closed",
            "[".repeat(100_000),
            "format.unreadable",
        ),
        Attack::of(
            "objects 70 deep",
            &altered(|document| {
                let mut deep = json!(1);
                for _ in 0..70 {
                    deep = json!({"name": deep});
                }
                document["evidence"] = deep;
            }),
            "format.unreadable",
        ),
    ]
}

/// Readers take the first or the last of two members of one name: whoever signs one can show the other.
fn doubled() -> Vec<Attack> {
    let text = signed(&badge()).to_string();
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    vec![
        Attack::new(
            "name twice",
            with(
                "\"name\":\"Listening\"",
                "\"name\":\"Surgery\",\"name\":\"Listening\"",
            ),
            "format.unreadable",
        ),
        Attack::new(
            "issuer twice",
            with(
                "\"issuer\":",
                "\"issuer\":\"did:web:school.example\",\"issuer\":",
            ),
            "format.unreadable",
        ),
        Attack::new(
            "name twice, once in escapes",
            with(
                "\"name\":\"Listening\"",
                "\"n\\u0061me\":\"Surgery\",\"name\":\"Listening\"",
            ),
            "format.unreadable",
        ),
        Attack::new(
            "proof twice",
            with("\"proof\":", "\"proof\":{},\"proof\":"),
            "format.unreadable",
        ),
        Attack::new(
            "two documents in one text",
            format!("{text}{text}"),
            "format.unreadable",
        ),
        Attack::new(
            "something behind the document",
            format!("{text} true"),
            "format.unreadable",
        ),
    ]
}

fn unpaired() -> Vec<Attack> {
    let text = signed(&badge()).to_string();
    let with = |to: &str| text.replacen("Listening", to, 1);
    let mut bytes = text.clone().into_bytes();
    let at = text.find("Listening").unwrap();
    bytes[at] = 0xff;
    let mut overlong = text.clone().into_bytes();
    overlong.splice(at..=at, [0xc1, 0x8c]);
    let mut encoded_surrogate = text.clone().into_bytes();
    encoded_surrogate.splice(at..=at, [0xed, 0xa0, 0x80]);
    vec![
        Attack::new(
            "lone high surrogate",
            with("\\ud800istening"),
            "format.unreadable",
        ),
        Attack::new(
            "lone low surrogate",
            with("\\udc00istening"),
            "format.unreadable",
        ),
        Attack::new(
            "surrogates the wrong way round",
            with("\\udc00\\ud800"),
            "format.unreadable",
        ),
        Attack::new("byte that is no text", bytes, "format.no_badge"),
        Attack::new("letter in an overlong form", overlong, "format.no_badge"),
        Attack::new("surrogate in bytes", encoded_surrogate, "format.no_badge"),
    ]
}

fn marked() -> Vec<Attack> {
    let text = signed(&badge()).to_string();
    let inside = altered(|document| {
        document["credentialSubject"]["achievement"]["name"] = "\u{feff}Listening".into();
    });
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        // Only the mark was added, and no reader takes it for content.
        Attack::new(
            "byte order mark",
            format!("\u{feff}{text}"),
            "format.deviation",
        )
        .ending(Verdict::Valid),
        Attack::of("byte order mark in a name", &inside, "signature.mismatch"),
        Attack::new("UTF-16", utf16, "format.no_badge"),
    ]
}

fn nul() -> Vec<Attack> {
    let text = signed(&badge()).to_string();
    let inside = altered(|document| {
        document["credentialSubject"]["achievement"]["name"] = "Listening\0".into();
    });
    let of_issuer = altered(|document| {
        let id = format!("{}\0", document["issuer"]["id"].as_str().unwrap());
        document["issuer"]["id"] = id.into();
    });
    vec![
        Attack::new(
            "NUL behind the document",
            format!("{text}\0"),
            "format.unreadable",
        ),
        Attack::new(
            "NUL before the document",
            format!("\0{text}"),
            "format.no_badge",
        ),
        Attack::new(
            "bare NUL in a text",
            text.replacen("Listening", "Listen\0ing", 1),
            "format.unreadable",
        ),
        Attack::of("NUL in a name", &inside, "signature.mismatch"),
        Attack::of("NUL in the issuer", &of_issuer, "format.structure"),
    ]
}

fn nothing() -> Vec<Attack> {
    vec![
        Attack::new("nothing", "", "format.no_badge"),
        Attack::new("null", "null", "format.no_badge"),
        Attack::of(
            "an empty object",
            &Value::Object(serde_json::Map::new()),
            "format.no_badge",
        ),
        Attack::new(
            "number beyond all numbers",
            "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\"],\"n\":1e999}",
            "format.unreadable",
        ),
        Attack::new("dots", ".".repeat(1_000_000), "format.no_badge"),
        Attack::new("token of empty parts", "..", "format.unreadable"),
    ]
}

#[test]
fn ten_megabytes_are_too_large() {
    assert_all(large());
}

#[test]
fn a_depth_of_100_000_is_not_climbed_down() {
    assert_all(deep());
}

#[test]
fn a_member_that_stands_twice_is_refused() {
    assert_all(doubled());
}

#[test]
fn a_lone_surrogate_is_no_text() {
    assert_all(unpaired());
}

#[test]
fn a_byte_order_mark_is_told() {
    assert_all(marked());
}

#[test]
fn a_nul_is_never_the_end() {
    assert_all(nul());
}

#[test]
fn nothing_is_no_badge() {
    assert_all(nothing());
}
