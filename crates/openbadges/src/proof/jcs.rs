//! The JSON Canonicalization Scheme (RFC 8785).

use serde_json::{Map, Number, Value};

/// Why a value has no canonical JSON text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JcsError {
    /// A number that an IEEE 754 double cannot hold.
    #[error("a number is out of range")]
    Number,
}

/// Writes a value as the one text that RFC 8785 prescribes.
pub fn canonical_json(value: &Value) -> Result<String, JcsError> {
    let mut text = String::new();
    write_value(&mut text, value)?;
    Ok(text)
}

fn write_value(text: &mut String, value: &Value) -> Result<(), JcsError> {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => text.push_str(&number_text(number)?),
        Value::String(string) => write_string(text, string),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_value(text, item)?;
            }
            text.push(']');
        }
        Value::Object(members) => write_object(text, members)?,
    }
    Ok(())
}

fn write_object(text: &mut String, members: &Map<String, Value>) -> Result<(), JcsError> {
    let mut sorted: Vec<_> = members.iter().collect();
    // By UTF-16 code units: characters beyond U+FFFF come before U+E000.
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    text.push('{');
    for (index, (name, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_string(text, name);
        text.push(':');
        write_value(text, value)?;
    }
    text.push('}');
    Ok(())
}

fn write_string(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            control if control < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => text.push(other),
        }
    }
    text.push('"');
}

fn number_text(number: &Number) -> Result<String, JcsError> {
    let value = number
        .as_f64()
        .filter(|value| value.is_finite())
        .ok_or(JcsError::Number)?;
    Ok(ryu_js::Buffer::new().format_finite(value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_by_utf16_code_units() {
        let value =
            json!({"\u{e000}": 1, "\u{1f600}": 2, "a": {"c": [true, null], "b": "\u{7f}é"}});

        let text = canonical_json(&value).unwrap();

        assert_eq!(
            text,
            "{\"a\":{\"b\":\"\u{7f}é\",\"c\":[true,null]},\"\u{1f600}\":2,\"\u{e000}\":1}"
        );
    }

    #[test]
    fn strings_are_escaped_as_little_as_possible() {
        let text = canonical_json(&json!("\u{8}\t\n\u{c}\r\"\\/\u{1}\u{1f}€")).unwrap();

        assert_eq!(text, "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f€\"");
    }

    #[test]
    fn numbers_are_written_as_ecmascript_writes_them() {
        for (number, text) in [
            (json!(0), "0"),
            (json!(-0.0), "0"),
            (json!(1.0), "1"),
            (json!(-1.5), "-1.5"),
            (json!(1e21), "1e+21"),
            (
                json!(123_456_789_012_345_680_000.0),
                "123456789012345680000",
            ),
            (json!(1e-6), "0.000001"),
            (json!(1e-7), "1e-7"),
            (json!(1.25e-9), "1.25e-9"),
            (json!(5e-324), "5e-324"),
            (json!(333_333_333.333_333_3), "333333333.3333333"),
            (json!(9_007_199_254_740_993_u64), "9007199254740992"),
        ] {
            assert_eq!(canonical_json(&number).unwrap(), text);
        }
    }
}
