/// Writes JSON so that no reader along the way can spoil it.
///
/// Inside strings, all that is not ASCII and each of `{ } & < >` becomes a `\u` escape; the value
/// stays the same. Some readers of baked pictures take bytes for Latin-1, decode entities or look
/// for braces.
///
/// ```
/// assert_eq!(openbadges::baking::ascii_json(r#"{"a":"<é>"}"#), r#"{"a":"\u003c\u00e9\u003e"}"#);
/// ```
pub fn ascii_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    let mut in_string = false;
    let mut escaped = false;
    for letter in json.chars() {
        let ends_escape = std::mem::take(&mut escaped);
        match letter {
            '"' if !ends_escape => in_string = !in_string,
            '\\' if in_string && !ends_escape => escaped = true,
            _ => {}
        }
        if in_string && (!letter.is_ascii() || "{}&<>\u{7f}".contains(letter)) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_value_stays_and_only_ascii_is_left() {
        let value = json!({"ключ{}": ["\\\"<&>é🎖\u{7f}\u{ffff}", {"b": "\\u003c \\"}], "n": 1.5});

        let written = ascii_json(&value.to_string());

        assert!(written.is_ascii());
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), value);
    }

    #[test]
    fn braces_stay_outside_strings_and_go_inside() {
        assert_eq!(
            ascii_json(r#"{"a":{"b":"{x}\\"},"c":"\"}"}"#),
            r#"{"a":{"b":"\u007bx\u007d\\"},"c":"\"\u007d"}"#
        );
    }
}
