//! An example made of a schema: what is required, with values of the right kind.

use serde_json::{Map, Value, json};

use super::schemas::resolve;

/// How deep an example goes; a schema may contain itself.
const DEEPEST: usize = 6;

/// How many members are shown of an object that requires none.
const SHOWN: usize = 3;

/// A value that fits the schema.
pub(super) fn made(document: &Value, schema: &Value) -> Value {
    value(document, schema, 0)
}

fn value(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolve(document, schema);
    let given = schema.get("example").or_else(|| schema["examples"].get(0));
    if let Some(given) = given
        .or_else(|| schema.get("default"))
        .or_else(|| schema["enum"].get(0))
    {
        return given.clone();
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        let parts = schema[several].as_array().into_iter().flatten();
        let mut parts = parts.filter(|part| part["type"] != "null");
        if let Some(first) = parts.next() {
            return value(document, first, depth + 1);
        }
    }
    match kind(schema) {
        "object" if depth < DEEPEST => object(document, schema, depth),
        "array" if depth < DEEPEST => json!([value(document, &schema["items"], depth + 1)]),
        "object" => json!({}),
        "array" => json!([]),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        "boolean" => json!(true),
        _ => text(schema),
    }
}

/// The type, or the first of several that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null")
            .unwrap_or(""),
        _ if schema["properties"].is_object() => "object",
        _ => "",
    }
}

fn object(document: &Value, schema: &Value, depth: usize) -> Value {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let members = schema["properties"].as_object().into_iter().flatten();
    let shown = members.enumerate().filter(|(place, (name, _))| {
        required.contains(&name.as_str()) || (required.is_empty() && *place < SHOWN)
    });
    let shown = shown.map(|(_, (name, member))| (name.clone(), value(document, member, depth + 1)));
    Value::Object(shown.collect::<Map<_, _>>())
}

fn text(schema: &Value) -> Value {
    json!(match schema["format"].as_str() {
        Some("uuid") => "019a5d3c-8f10-7c3e-9b1a-2f4d6e8a0b1c",
        Some("date-time") => "2026-11-22T10:00:00Z",
        Some("date") => "2026-11-22",
        Some("uri" | "url") => "https://example.org/",
        Some("email") => "amara@example.org",
        _ => "text",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_what_is_required_and_follows_references() {
        let document = json!({ "components": { "schemas": { "Who": {
            "type": "object", "required": ["email"],
            "properties": { "email": { "type": "string", "format": "email" }, "name": { "type": "string" } },
        } } } });
        let schema = json!({ "type": "object", "required": ["recipient"],
            "properties": { "recipient": { "$ref": "#/components/schemas/Who" } } });

        assert_eq!(
            made(&document, &schema),
            json!({ "recipient": { "email": "amara@example.org" } })
        );
    }

    #[test]
    fn a_schema_that_contains_itself_ends() {
        let document = json!({ "components": { "schemas": { "Loop": {
            "type": "object", "required": ["next"],
            "properties": { "next": { "$ref": "#/components/schemas/Loop" } } } } } });

        let example = made(&document, &json!({ "$ref": "#/components/schemas/Loop" }));

        assert!(example.to_string().len() < 100);
    }
}
