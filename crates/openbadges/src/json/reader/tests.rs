use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::json::read;

/// Reads in both ways, which must agree; `None` is a refusal.
fn in_both_ways(bytes: &[u8]) -> Option<Value> {
    let tokens = tape(bytes).map(|tape| tape.to_value(0));
    let value = read(bytes).ok();

    // Texts too, because values of numbers compare more loosely than they print.
    let print = |value: &Option<Value>| value.as_ref().map(Value::to_string);
    assert_eq!(
        print(&tokens),
        print(&value),
        "{}",
        String::from_utf8_lossy(bytes)
    );
    assert_eq!(tokens, value);
    value
}

#[test]
fn what_is_read_is_what_the_value_reader_reads() {
    for text in [
        "{\"b\":[1,-2,1.5,null,true],\"a\":\"\\u00e9\"}",
        "\u{feff} [ ] ",
        " { } ",
        "\t\r\n[\"\"]\n",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\ud83d\\ude00 \u{7f}\u{80}\u{ffff}\"",
        "[0,-0,0.0,-0.0,1e5,1E+5,1e-5,12.50,1e-400,0e999999]",
        "[18446744073709551615,18446744073709551616,-9223372036854775808,-9223372036854775809]",
        "[123456789012345678901234567890,0.1,5e-324,1.7976931348623157e308]",
        "{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}}",
    ] {
        assert!(in_both_ways(text.as_bytes()).is_some(), "{text}");
    }
}

#[test]
fn what_the_value_reader_refuses_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "[",
        "\"",
        "\"\\",
        "\"a",
        "nul",
        "truee",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{1:1}",
        "[1 2]",
        "{\"a\":1 \"b\":2}",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1.e5",
        "1e",
        "1e+",
        "-a",
        "0x10",
        "NaN",
        "Infinity",
        "1e999",
        "-1e999",
        "'a'",
        "[] []",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\ud800\"",
        "\"\\udc00\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"12345678\u{1}\"",
        "\"\u{0}\"",
        "\u{feff}\u{feff}1",
        "\u{a0}1",
        "[1]\u{0}",
        "/*x*/1",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"\\u0061\":2}",
        "{\"\":1,\"\":1}",
    ] {
        assert_eq!(in_both_ways(text.as_bytes()), None, "{text}");
    }
    assert_eq!(in_both_ways(b"\"\xff\""), None);
    assert_eq!(in_both_ways(b"\"\xed\xa0\x80\""), None);
}

#[test]
fn a_name_that_comes_again_is_found_among_few_and_among_many() {
    for count in [2, 10, 31, 32, 33, 34, 35, 100, 20_000] {
        let names = |last: usize| -> String {
            let names: Vec<_> = (0..count - 1)
                .chain([last])
                .map(|n| format!("\"n{n}\":{n}"))
                .collect();
            format!("{{{}}}", names.join(","))
        };
        assert!(in_both_ways(names(count - 1).as_bytes()).is_some());
        assert_eq!(in_both_ways(names(0).as_bytes()), None);
        assert_eq!(
            in_both_ways(names(count / 2).as_bytes()).is_some(),
            count / 2 == count - 1
        );
    }
}

#[test]
fn sixty_four_levels_are_read_and_one_more_is_not() {
    for depth in [63, 64, 65, 200, 100_000] {
        let arrays = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));

        assert_eq!(in_both_ways(arrays.as_bytes()).is_some(), depth <= 64);
        assert_eq!(in_both_ways(objects.as_bytes()).is_some(), depth <= 64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn any_text_of_json_like_pieces_is_read_alike(pieces in prop::collection::vec(piece(), 0..30)) {
        in_both_ways(&pieces.concat());
    }

    #[test]
    fn a_document_with_a_few_bytes_changed_is_read_alike(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = DOCUMENT.as_bytes().to_vec();
        for (index, byte) in changes {
            let place = index.index(bytes.len());
            bytes[place] = byte;
        }
        in_both_ways(&bytes);
        in_both_ways(&bytes[..cut.index(bytes.len())]);
    }
}

const DOCUMENT: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:\u00e9\ud83d\ude00","type":["A","B"],
 "issuer":{"id":"did:web:x","name":"Zürich \"東京\"\n","n":[0,-1,2.5e-3,1E5,true,false,null,{},[]]},"idd":-0.0}"#;

fn piece() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 40] = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\"a\"",
        "\"b\"",
        "\"a\":1",
        "\"b\":2,",
        "{\"a\":",
        "[1,",
        "]}",
        "\\",
        "\\u",
        "\\ud83d",
        "\\ude00",
        "00e9",
        " ",
        "\n",
        "0",
        "1",
        "-",
        "12",
        ".5",
        "e3",
        "E-3",
        "true",
        "false",
        "null",
        "é",
        "\u{1f600}",
        "\u{1}",
        "\u{feff}",
        "12345678",
        "\"12345678",
        "\\\"",
        "\\n",
        "1e400",
    ];
    prop_oneof![
        30 => prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ]
}
