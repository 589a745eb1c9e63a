use super::super::{ImageError, rasterize};
use super::*;

const DRAWINGS: [&[u8]; 2] = [
    include_bytes!("../fixtures/river-keeper.svg"),
    include_bytes!("../fixtures/second-try.svg"),
];

fn inside(content: &str) -> String {
    let open = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>";
    format!("{open}{content}</svg>")
}

fn clean(content: &str) -> String {
    let clean = sanitise(inside(content).as_bytes()).unwrap();
    let open = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"";
    let rest = clean.strip_prefix(open).expect("the root stays as it was");
    rest.trim_start_matches("/>")
        .trim_start_matches('>')
        .trim_end()
        .trim_end_matches("</svg>")
        .to_owned()
}

#[test]
fn our_own_drawings_look_the_same_afterwards() {
    for drawing in DRAWINGS {
        let clean = accept(drawing).unwrap();

        assert_eq!((clean.width, clean.height), (512, 512));
        assert_eq!(rasterize(drawing, 200), rasterize(&clean.bytes, 200));
        assert_eq!(
            accept(&clean.bytes).unwrap(),
            clean,
            "cleaning twice changes nothing"
        );
    }
}

#[test]
fn whatever_runs_loads_or_moves_is_left_out() {
    let vectors = [
        "<script>alert(1)</script>",
        "<script href='https://evil.example/x.js'/>",
        "<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:alert(1)'/></foreignObject>",
        "<image href='https://evil.example/pixel.png'/>",
        "<image xlink:href='data:image/svg+xml;base64,PHN2Zz48L3N2Zz4='/>",
        "<feImage href='https://evil.example/x'/>",
        "<animate attributeName='href' values='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<animateTransform onbegin='alert(1)'/>",
        "<a href='javascript:alert(1)'><text>x</text></a>",
        "<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>alert(1)</handler>",
        "<metadata><x/></metadata>",
        "<iframe src='https://evil.example'/>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<!-- <script>alert(1)</script> -->",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
        "<e:path xmlns:e='https://evil.example' d='M0 0'/>",
        "<video><source onerror='alert(1)'/></video>",
    ];
    for vector in vectors {
        assert_eq!(clean(vector), "", "{vector}");
    }
}

#[test]
fn attributes_that_run_or_load_are_left_out() {
    let vectors = [
        "onload='alert(1)'",
        "ONCLICK='alert(1)'",
        "xlink:href='https://evil.example/x.svg#a'",
        "href='javascript:alert(1)'",
        "href='data:image/svg+xml,&lt;svg/&gt;'",
        "href='&#106;avascript:alert(1)'",
        "href='//evil.example#a'",
        "fill='url(https://evil.example/x#a)'",
        "fill='url( &quot;//evil.example&quot; )'",
        "filter='URL(https://evil.example/x)'",
        "mask='image-set(\"https://evil.example/x\" 1x)'",
        "fill='ur\\6c(https://evil.example)'",
        "fill='url/**/(https://evil.example)'",
        "style='background:url(https://evil.example)'",
        "style='fill:url(https://evil.example);-moz-binding:url(x)'",
        "style='behavior:url(#default#time2)'",
        "style='width:expression(alert(1))'",
        "class='x'",
        "xml:base='https://evil.example/'",
        "ping='https://evil.example/'",
        "data-x='1'",
    ];
    for vector in vectors {
        assert_eq!(clean(&format!("<rect {vector}/>")), "<rect/>", "{vector}");
    }
}

#[test]
fn what_only_looks_and_points_within_the_drawing_stays() {
    let drawing = "<defs><g id=\"a\"/></defs><use href=\"#a\" x=\"1\" fill=\"url(#b)\" transform=\"translate(1 2) rotate(3)\"/><text xml:space=\"preserve\"> a &amp; &lt;b&gt; </text>";

    assert_eq!(clean(drawing), drawing);
}

#[test]
fn a_style_attribute_becomes_attributes() {
    let drawing =
        "<path fill='red' style='fill: #123456 !important; stroke:url(#s);position:fixed'/>";

    assert_eq!(
        clean(drawing),
        "<path fill=\"#123456\" stroke=\"url(#s)\"/>"
    );
}

#[test]
fn old_links_become_new_ones() {
    assert_eq!(clean("<use xlink:href=' #a '/>"), "<use href=\"#a\"/>");
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    let drawing = "<text><![CDATA[</text><script>alert(1)</script>]]></text>";

    assert_eq!(
        clean(drawing),
        "<text>&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>"
    );
}

#[test]
fn entities_and_document_types_of_its_own_are_refused() {
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><svg xmlns='http://www.w3.org/2000/svg'>&b;</svg>";
    let unknown = inside("<text>&unknown;</text>");

    assert!(matches!(
        sanitise(laughs.as_bytes()),
        Err(ImageError::Refused(_))
    ));
    assert_eq!(sanitise(unknown.as_bytes()), Err(ImageError::Damaged));
}

#[test]
fn a_style_sheet_is_refused_with_a_way_out() {
    let drawing = inside("<style>@import url(https://evil.example/x.css);</style>");

    assert_eq!(sanitise(drawing.as_bytes()), Err(ImageError::StyleSheet));
}

#[test]
fn a_drawing_that_copies_itself_without_end_is_refused() {
    let mut bomb = String::from("<defs><path id='l0' d='M0 0h9'/>");
    for level in 1..12 {
        let below = level - 1;
        let copies = format!("<use href='#l{below}'/>").repeat(10);
        bomb.push_str(&format!("<g id='l{level}'>{copies}</g>"));
    }
    bomb.push_str("</defs><use href='#l11'/>");
    let patterns = "<pattern id='p' width='1' height='1'><rect fill='url(#p)'/></pattern>";
    let itself = "<g id='a'><use href='#a'/></g>";

    for drawing in [bomb.as_str(), patterns, itself] {
        let refused = accept(inside(drawing).as_bytes());
        assert!(
            matches!(refused, Err(ImageError::Refused(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn what_would_take_too_long_to_draw_is_refused() {
    let chain: String = (0..9000)
        .map(|link| format!("<g id='c{link}'><use href='#c{}'/></g>", link + 1))
        .collect();
    let filters = "<rect filter='url(#f)' width='9' height='9'/>".repeat(200);
    let attributes: String = (0..9000).map(|n| format!(" a{n}=''")).collect();
    let tag = format!("<rect{attributes}/>");
    let novel = format!("<text>{}</text>", "word ".repeat(1000));

    for drawing in [chain, filters, tag, novel] {
        let refused = accept(inside(&drawing).as_bytes());
        assert!(
            matches!(refused, Err(ImageError::Refused(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn a_drawing_nested_too_deeply_or_left_open_is_refused() {
    let deep = inside(&format!("{}{}", "<g>".repeat(5000), "</g>".repeat(5000)));
    let hidden = inside(&format!(
        "<a>{}{}</a>",
        "<g>".repeat(5000),
        "</g>".repeat(5000)
    ));
    let open = "<svg xmlns='http://www.w3.org/2000/svg'><g>";

    assert!(matches!(
        sanitise(deep.as_bytes()),
        Err(ImageError::Refused(_))
    ));
    assert!(matches!(
        sanitise(hidden.as_bytes()),
        Err(ImageError::Refused(_))
    ));
    assert_eq!(sanitise(open.as_bytes()), Err(ImageError::Damaged));
}

#[test]
fn a_root_that_is_no_svg_is_refused() {
    for drawing in [
        "<svg/>",
        "<html xmlns='http://www.w3.org/1999/xhtml'/>",
        "<g xmlns='http://www.w3.org/2000/svg'/>",
    ] {
        assert_eq!(
            sanitise(drawing.as_bytes()),
            Err(ImageError::UnknownKind),
            "{drawing}"
        );
    }
}

#[test]
fn words_keep_their_line_breaks() {
    let kept = "<g aria-label=\"a&#10;b&#9;c&#13;\"/>";

    assert_eq!(clean(kept), kept);
}

#[test]
fn numbers_that_no_renderer_can_hold_make_no_panic() {
    let filter = "<filter id='f'><feGaussianBlur stdDeviation='1e9'/></filter>";
    let shape = "<path filter='url(#f)' d='M1e30 1e30L-1e30 5'/>";

    let accepted = accept(inside(&format!("{filter}{shape}")).as_bytes());

    assert!(matches!(accepted, Ok(_) | Err(ImageError::Damaged)));
}

#[test]
fn a_giant_drawing_is_refused() {
    let wide = "<svg xmlns='http://www.w3.org/2000/svg' width='90000' height='1'/>";

    assert_eq!(accept(wide.as_bytes()), Err(ImageError::TooManyPixels));
}
