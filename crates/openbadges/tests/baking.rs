//! Badges in pictures: what is put in comes out, and nothing else of the picture changes.

use std::io::Write as _;

use openbadges::baking::{
    BakeError, ImageKind, Note, Payload, UnbakeError, bake, kind_of, read, unbake,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl";
const SVG: &str = "<?xml version=\"1.0\"?>\n<!-- drawn by hand -->\n<svg xmlns='http://www.w3.org/2000/svg'\n  viewBox=\"0 0 1 1\" >\r\n  <title>&lt;Ä&gt;</title><path d=\"M0 0h1\"/>\n</svg>\n";

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(kind);
    chunk.extend_from_slice(data);
    let checksum = crc32fast::hash(&chunk[4..]);
    chunk.extend_from_slice(&checksum.to_be_bytes());
    chunk
}

fn header() -> Vec<u8> {
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])
}

fn png(middle: &[Vec<u8>]) -> Vec<u8> {
    let pixels = [0x78, 0x01, 0x63, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01];
    let mut parts = vec![SIGNATURE.to_vec(), header()];
    parts.extend_from_slice(middle);
    parts.push(chunk(b"IDAT", &pixels));
    parts.push(chunk(b"IEND", b""));
    parts.concat()
}

fn kinds(png: &[u8]) -> Vec<String> {
    let mut kinds = Vec::new();
    let mut at = SIGNATURE.len();
    while at < png.len() {
        let length = u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        kinds.push(String::from_utf8(png[at + 4..at + 8].to_vec()).unwrap());
        at += length + 12;
    }
    kinds
}

fn compressed(text: &[u8]) -> Vec<u8> {
    let best = flate2::Compression::best();
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), best);
    encoder.write_all(text).unwrap();
    let mut data = b"openbadgecredential\0\x01\0\0\0".to_vec();
    data.extend(encoder.finish().unwrap());
    chunk(b"iTXt", &data)
}

fn v3_json() -> Payload {
    Payload::V3Json(json!({"name": "Café <b>{x}</b> & ]]> 🎖"}).to_string())
}

fn v2_json() -> Payload {
    let json = json!({"id": "https://badges.example/a?x=1&y=2", "type": "Assertion"});
    Payload::V2Json {
        url: None,
        json: json.to_string(),
    }
}

fn jwt() -> Payload {
    Payload::V3Jwt(JWS.into())
}

fn pictures() -> [Vec<u8>; 2] {
    [png(&[]), SVG.as_bytes().to_vec()]
}

/// Payloads are the same if their JSON values are; an SVG tells the address besides.
fn assert_same(found: &Payload, expected: &Payload) {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    match (found, expected) {
        (Payload::V3Json(found), Payload::V3Json(expected))
        | (Payload::V2Json { json: found, .. }, Payload::V2Json { json: expected, .. }) => {
            assert_eq!(value(found), value(expected));
        }
        (found, expected) => assert_eq!(found, expected),
    }
}

#[test]
fn every_payload_comes_back_from_both_kinds_of_picture() {
    let signed = Payload::V2Jws(JWS.into());
    let address = Payload::V2Url("https://badges.example/a?x=1&y=2".into());
    for picture in pictures() {
        for payload in [v3_json(), jwt(), v2_json(), signed.clone(), address.clone()] {
            let baked = bake(&picture, &payload).unwrap();

            let found = unbake(&baked).unwrap();

            assert_eq!(found.len(), 1);
            assert_same(&found[0], &payload);
        }
    }
}

#[test]
fn a_picture_can_carry_both_versions_and_the_newer_comes_first() {
    for picture in pictures() {
        let once = bake(&picture, &v2_json()).unwrap();
        let twice = bake(&once, &v3_json()).unwrap();

        let found = unbake(&twice).unwrap();

        assert_same(&found[0], &v3_json());
        assert_same(&found[1], &v2_json());
    }
}

#[test]
fn a_second_bake_of_the_same_version_replaces_the_first() {
    for picture in pictures() {
        let direct = bake(&picture, &jwt()).unwrap();
        let first = bake(&picture, &v3_json()).unwrap();

        let second = bake(&first, &jwt()).unwrap();

        assert_eq!(second, direct);
    }
}

#[test]
fn a_baked_png_has_its_text_uncompressed_and_in_ascii_before_the_pixels() {
    let baked = bake(&png(&[]), &v3_json()).unwrap();

    assert_eq!(kinds(&baked), ["IHDR", "iTXt", "IDAT", "IEND"]);
    let text = &baked[SIGNATURE.len() + header().len() + 8..];
    assert!(text.starts_with(b"openbadgecredential\0\0\0\0\0{"));
    assert!(!baked.windows(3).any(|window| window == b"<b>"));
}

#[test]
fn baking_an_svg_changes_only_the_first_tag_and_what_follows_it() {
    let baked = String::from_utf8(bake(SVG.as_bytes(), &v3_json()).unwrap()).unwrap();

    let declaration = " xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\">";
    let (before, rest) = baked.split_once(declaration).unwrap();
    let (element, after) = rest.split_once("</openbadges:credential>").unwrap();
    assert!(element.starts_with("<openbadges:credential><![CDATA[{"));
    assert_eq!(format!("{before}>{after}"), SVG);
}

#[test]
fn an_svg_without_content_is_opened_for_the_badge() {
    let picture = b"<s:svg xmlns:s='http://www.w3.org/2000/svg'/>";

    let baked = bake(picture, &v3_json()).unwrap();

    assert!(baked.ends_with(b"</openbadges:credential></s:svg>"));
    assert_same(&unbake(&baked).unwrap()[0], &v3_json());
}

#[test]
fn the_address_of_a_hosted_assertion_stands_beside_its_document_in_an_svg() {
    let baked = bake(SVG.as_bytes(), &v2_json()).unwrap();

    let found = unbake(&baked).unwrap();

    let Payload::V2Json { url, .. } = &found[0] else {
        panic!("a hosted assertion was baked");
    };
    assert_eq!(url.as_deref(), Some("https://badges.example/a?x=1&y=2"));
}

#[test]
fn a_badge_in_svg_is_known_by_its_namespace_and_not_by_its_prefix() {
    let other_prefix = format!(
        "<svg xmlns:b='https://purl.imsglobal.org/ob/v3p0'><b:credential verify='{JWS}'/></svg>"
    );
    let other_namespace = format!(
        "<svg xmlns:openbadges='https://evil.example'><openbadges:credential verify='{JWS}'/></svg>"
    );

    assert_eq!(unbake(other_prefix.as_bytes()), Ok(vec![jwt()]));
    assert_eq!(
        unbake(other_namespace.as_bytes()),
        Err(UnbakeError::NoBadge)
    );
}

#[test]
fn cdata_sections_references_and_plain_text_make_up_one_document() {
    let svg = "<svg xmlns:o='https://purl.imsglobal.org/ob/v3p0'><o:credential>\n{&quot;a&quot;:<![CDATA[\"]]]]><![CDATA[>\"]]>&#x2c;\"b\":1}</o:credential></svg>";

    let found = unbake(svg.as_bytes()).unwrap();

    let value = serde_json::from_str::<Value>(found[0].text()).unwrap();
    assert_eq!(value, json!({"a": "]]>", "b": 1}));
}

#[test]
fn a_compressed_text_is_read_and_noted() {
    let text = "{\"name\":\"Teamwork\"}";

    let unbaked = read(&png(&[compressed(text.as_bytes())])).unwrap();

    assert_eq!(unbaked.payloads, [Payload::V3Json(text.into())]);
    assert_eq!(unbaked.notes, [Note::Compressed]);
}

#[test]
fn an_address_from_before_version_one_is_read_and_noted() {
    let old = chunk(b"tEXt", b"openbadges\0https://badges.example/1");

    let unbaked = read(&png(&[old])).unwrap();

    let address = Payload::V2Url("https://badges.example/1".into());
    assert_eq!(unbaked.payloads, [address]);
    assert_eq!(unbaked.notes, [Note::OldTextChunk]);
}

#[test]
fn an_address_is_one_line_without_spaces() {
    for text in [
        "https://badges.example/\n1",
        "https://badges.example/ 1",
        "https://b.example/\0",
    ] {
        let payload = Payload::V2Url(text.into());

        assert!(
            matches!(bake(SVG.as_bytes(), &payload), Err(BakeError::Payload(_))),
            "{text:?}"
        );
    }
}

#[test]
fn baking_wakes_no_badge_that_was_asleep() {
    let asleep = SVG.replace(
        "<path",
        "<openbadges:credential verify='e30.e30.AAAA'/><path",
    );

    let baked = bake(asleep.as_bytes(), &Payload::V3Json("{}".into()));

    assert!(matches!(
        baked,
        Err(BakeError::Picture(UnbakeError::Damaged(_)))
    ));
}

#[test]
fn of_two_badges_of_one_version_the_first_is_taken() {
    let first = chunk(b"iTXt", b"openbadges\0\0\0\0\0https://badges.example/1");
    let second = chunk(b"iTXt", b"openbadges\0\0\0\0\0https://badges.example/2");

    let unbaked = read(&png(&[first, second])).unwrap();

    let address = Payload::V2Url("https://badges.example/1".into());
    assert_eq!(unbaked.payloads, [address]);
    assert_eq!(unbaked.notes, [Note::Repeated]);
}

#[test]
fn a_png_cut_anywhere_is_refused() {
    let baked = bake(&png(&[]), &v3_json()).unwrap();

    for length in 0..baked.len() {
        assert!(unbake(&baked[..length]).is_err(), "cut at {length}");
    }
}

#[test]
fn a_png_with_one_flipped_bit_is_refused() {
    let baked = bake(&png(&[]), &jwt()).unwrap();

    for at in 0..baked.len() {
        let mut flipped = baked.clone();
        flipped[at] ^= 0x10;
        assert!(unbake(&flipped).is_err(), "flipped at {at}");
    }
}

#[test]
fn a_length_beyond_the_file_is_refused() {
    for length in [u32::MAX, i32::MAX as u32, 14] {
        let mut picture = png(&[]);
        picture[8..12].copy_from_slice(&length.to_be_bytes());

        assert!(matches!(unbake(&picture), Err(UnbakeError::Damaged(_))));
    }
}

#[test]
fn a_png_of_countless_chunks_is_refused() {
    let empty = chunk(b"tEXt", b"x\0y");

    let found = unbake(&png(&vec![empty; 30_000]));

    assert!(matches!(found, Err(UnbakeError::Refused(_))));
}

#[test]
fn a_text_that_inflates_without_end_is_refused() {
    let bomb = compressed(&vec![b'{'; 40 * 1024 * 1024]);

    assert_eq!(unbake(&png(&[bomb])), Err(UnbakeError::PayloadTooLarge));
}

#[test]
fn a_badge_without_sense_is_not_a_badge() {
    let senseless = [
        "",
        "hello",
        "a.b",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ];
    for text in senseless {
        let data = [b"openbadges\0\0\0\0\0", text.as_bytes()].concat();

        let found = unbake(&png(&[chunk(b"iTXt", &data)]));

        assert_eq!(found, Err(UnbakeError::UnknownPayload), "{text}");
    }
}

#[test]
fn an_svg_that_declares_entities_is_refused() {
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><svg>&b;</svg>";
    let file = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg>&x;</svg>";

    for svg in [laughs, file] {
        let found = unbake(svg.as_bytes());

        assert!(matches!(found, Err(UnbakeError::Refused(_))), "{found:?}");
        assert!(bake(svg.as_bytes(), &v3_json()).is_err());
    }
}

#[test]
fn an_unknown_entity_is_refused_and_a_bare_document_type_is_not() {
    let unknown = unbake(b"<svg>&nbsp;</svg>");
    let bare = unbake(b"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\"><svg/>");

    assert!(matches!(unknown, Err(UnbakeError::Refused(_))));
    assert_eq!(bare, Err(UnbakeError::NoBadge));
}

#[test]
fn an_svg_nested_without_end_or_left_open_is_refused() {
    let deep = format!("<svg>{}{}</svg>", "<g>".repeat(5000), "</g>".repeat(5000));
    let open = "<svg xmlns:o='https://purl.imsglobal.org/ob/v3p0'><o:credential>{}";

    let refused = unbake(deep.as_bytes());
    assert!(matches!(refused, Err(UnbakeError::Refused(_))));
    for svg in [open, "<svg/><svg/>", "<svg></g>", "<svg></svg></svg>"] {
        let found = unbake(svg.as_bytes());
        assert!(matches!(found, Err(UnbakeError::Damaged(_))), "{svg}");
    }
}

#[test]
fn a_tag_of_countless_attributes_is_refused() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();

    let found = unbake(format!("<svg{attributes}/>").as_bytes());

    assert!(matches!(found, Err(UnbakeError::Refused(_))));
}

#[test]
fn what_is_no_picture_is_refused() {
    let others: [&[u8]; 6] = [
        b"",
        b"{}",
        b"GIF89a",
        b"<html><svg/></html>",
        b"hello <svg/>",
        b"\xff\xfe<\0s\0",
    ];
    for bytes in others {
        assert_eq!(kind_of(bytes), None);
        assert_eq!(unbake(bytes), Err(UnbakeError::UnknownKind));
    }
    assert_eq!(kind_of(SVG.as_bytes()), Some(ImageKind::Svg));
    assert_eq!(kind_of(b"\xef\xbb\xbf<svg/>"), Some(ImageKind::Svg));
}

#[test]
fn a_payload_that_lies_about_itself_is_not_baked() {
    for payload in [
        Payload::V3Json("[1]".into()),
        Payload::V3Json("{\"a\":}".into()),
        Payload::V3Jwt("a.b".into()),
        Payload::V2Url("javascript:alert(1)".into()),
    ] {
        let refused = bake(&png(&[]), &payload);

        assert!(matches!(refused, Err(BakeError::Payload(_))));
    }
    let nameless = Payload::V2Json {
        url: None,
        json: "{}".into(),
    };
    assert_eq!(bake(SVG.as_bytes(), &nameless), Err(BakeError::NoAddress));
}

#[test]
fn a_byte_order_mark_does_not_shift_the_badge() {
    let marked = format!("\u{feff}{SVG}");

    let baked = bake(marked.as_bytes(), &v3_json()).unwrap();
    let again = bake(&baked, &v3_json()).unwrap();

    assert_eq!(baked, again);
    assert!(baked.starts_with("\u{feff}<?xml".as_bytes()));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,24}".prop_map(Value::from),
        Just(Value::from("]]> <![CDATA[ \\u003c &amp; 🎖")),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((".{0,12}", inner), 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_chunk() -> impl Strategy<Value = Vec<u8>> {
    let kinds = [b"gAMA", b"tEXt", b"iTXt", b"prVt", b"eXIf"];
    let kind = prop::sample::select(kinds.to_vec());
    let data = prop::collection::vec(any::<u8>(), 0..60);
    (kind, data).prop_map(|(kind, data)| chunk(kind, &data))
}

proptest! {
    #[test]
    fn whatever_is_baked_comes_back_and_all_other_chunks_stay(
        value in any_json(),
        chunks in prop::collection::vec(any_chunk(), 0..6),
    ) {
        let picture = png(&chunks);
        let payload = Payload::V3Json(json!({"value": value}).to_string());

        let baked = bake(&picture, &payload).unwrap();
        let found = unbake(&baked).unwrap();

        assert_same(&found[0], &payload);
        let inserted = baked.len() - picture.len();
        let at = SIGNATURE.len() + header().len() + chunks.concat().len();
        let without = [&baked[..at], &baked[at + inserted..]].concat();
        prop_assert_eq!(without, picture);
    }

    #[test]
    fn whatever_is_baked_into_an_svg_comes_back(value in any_json()) {
        let payload = Payload::V3Json(json!({"value": value}).to_string());

        let baked = bake(SVG.as_bytes(), &payload).unwrap();

        assert_same(&unbake(&baked).unwrap()[0], &payload);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = unbake(&bytes);
        let _ = unbake(&[SIGNATURE, &bytes].concat());
        let _ = unbake(&[b"<svg ", &bytes[..]].concat());
    }

    #[test]
    fn no_text_makes_the_svg_reader_panic(text in "<svg( xmlns:o='https://purl.imsglobal.org/ob/v3p0')?>[<>/a-z!\\[\\]&;?\"'= CDAT-]{0,80}") {
        let _ = unbake(text.as_bytes());
    }
}
