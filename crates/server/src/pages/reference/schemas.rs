//! JSON Schemas in words.

use serde_json::Value;

use super::{FieldView, SchemaView, TypeView, filling::rich};

/// Every named schema, in the order of the document.
pub(super) fn schemas(document: &Value) -> Vec<SchemaView> {
    document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| SchemaView {
            anchor: anchor("schema", name),
            name: name.clone(),
            description: rich(&schema["description"]),
            fields: fields(document, schema),
            words: values(schema),
        })
        .collect()
}

/// The schema itself, or the one it points to.
pub(super) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'));
    target
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(schema)
}

/// A type in words: "text", "list of AwardView", "number, or null".
pub(super) fn in_words(schema: &Value) -> TypeView {
    if let Some(name) = schema["$ref"]
        .as_str()
        .and_then(|target| target.rsplit('/').next())
    {
        return TypeView {
            words: name.to_owned(),
            anchor: Some(anchor("schema", name)),
        };
    }
    for several in ["oneOf", "anyOf", "allOf"] {
        if let Some(all) = schema[several].as_array() {
            return joined(all);
        }
    }
    if schema["items"].is_object() {
        let inner = in_words(&schema["items"]);
        return TypeView {
            words: format!("list of {}", inner.words),
            anchor: inner.anchor,
        };
    }
    let words = match &schema["type"] {
        Value::Array(kinds) => {
            let kinds = kinds
                .iter()
                .filter_map(Value::as_str)
                .map(|kind| plain(kind, schema));
            kinds.collect::<Vec<_>>().join(", or ")
        }
        Value::String(kind) => plain(kind, schema),
        _ => String::new(),
    };
    TypeView {
        words,
        anchor: None,
    }
}

/// One of several: the first that has a name gives the link.
fn joined(all: &[Value]) -> TypeView {
    let kinds: Vec<TypeView> = all
        .iter()
        .map(in_words)
        .filter(|kind| !kind.words.is_empty())
        .collect();
    let words = kinds
        .iter()
        .map(|kind| kind.words.as_str())
        .collect::<Vec<_>>()
        .join(", or ");
    TypeView {
        words,
        anchor: kinds.into_iter().find_map(|kind| kind.anchor),
    }
}

fn plain(kind: &str, schema: &Value) -> String {
    let word = match (kind, schema["format"].as_str()) {
        ("string", Some("uuid")) => "id",
        ("string", Some("date-time")) => "moment (RFC 3339)",
        ("string", Some("date")) => "date",
        ("string", Some("uri")) => "web address",
        ("string", Some("email")) => "e-mail address",
        ("string", Some("binary")) => "file",
        ("string", _) => "text",
        ("integer", _) => "whole number",
        ("boolean", _) => "true or false",
        ("array", _) => "list",
        (other, _) => other,
    };
    word.to_owned()
}

/// What a value must keep to.
pub(super) fn limits(schema: &Value) -> String {
    let mut limits = Vec::new();
    bounds(
        &mut limits,
        &schema["minLength"],
        &schema["maxLength"],
        " characters",
    );
    bounds(
        &mut limits,
        &schema["minItems"],
        &schema["maxItems"],
        " entries",
    );
    bounds(&mut limits, &schema["minimum"], &schema["maximum"], "");
    if let Some(pattern) = schema["pattern"].as_str() {
        limits.push(format!("matches {pattern}"));
    }
    let listed = values(schema);
    if !listed.is_empty() && schema["enum"].is_array() {
        limits.push(listed);
    }
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        limits.push(format!("{} if left out", one(default)));
    }
    limits.join("; ")
}

fn bounds(limits: &mut Vec<String>, least: &Value, most: &Value, unit: &str) {
    match (least.as_f64(), most.as_f64()) {
        (Some(least), Some(most)) => limits.push(format!("{least} to {most}{unit}")),
        (None, Some(most)) => limits.push(format!("at most {most}{unit}")),
        (Some(least), None) => limits.push(format!("at least {least}{unit}")),
        (None, None) => {}
    }
}

/// The values of an enumeration, or the kind of a type that is no object.
fn values(schema: &Value) -> String {
    match schema["enum"].as_array() {
        Some(values) => format!(
            "one of {}",
            values.iter().map(one).collect::<Vec<_>>().join(", ")
        ),
        None => in_words(schema).words,
    }
}

fn one(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The members of an object, also of one that is put together from several.
fn fields(document: &Value, schema: &Value) -> Vec<FieldView> {
    let mut found = Vec::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        found.extend(fields(document, resolve(document, part)));
    }
    let required: Vec<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        found.push(FieldView {
            name: name.clone(),
            place: String::new(),
            kind: in_words(member),
            required: required.contains(&name.as_str()),
            limits: limits(member),
            description: rich(&member["description"]),
        });
    }
    found
}

/// An id for a heading, made of plain letters: "schema-award-view".
pub(super) fn anchor(before: &str, name: &str) -> String {
    let mut anchor = String::from(before);
    let mut pending = !before.is_empty();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            if pending && !anchor.is_empty() {
                anchor.push('-');
            }
            pending = false;
            anchor.push(letter.to_ascii_lowercase());
        } else {
            pending = true;
        }
    }
    anchor
}
