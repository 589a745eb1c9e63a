//! A body for each route that takes one, so that rights are what is refused and not the shape.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::api;

/// A body that is right in shape for each route that takes one.
pub(super) fn sample(pattern: &str) -> Value {
    let last = pattern.rsplit('/').next().unwrap();
    match last {
        "revoke" | "suspend" => json!({"reason": "Because."}),
        "decide" => json!({"outcome": "accept"}),
        "quiz-score" => json!({"score": 1}),
        "assignment" => json!({"account": null}),
        "outside-reviewers" => json!({"name": "Rosa", "email": "rosa@port.example"}),
        "reviews" if pattern.contains("badge-classes") => {
            json!({"reviewers": [{"name": "Rosa"}], "quorum": 1})
        }
        "remix" => json!({"issuer": Uuid::nil()}),
        "webhooks" => json!({"url": "https://hooks.example/", "events": ["awarded"]}),
        "endorsements" => json!({"endorser": Uuid::nil(), "comment": "Good."}),
        "keys" => json!({"algorithm": "EdDSA"}),
        "assertions" => json!({"recipient": {"email": "a@b.example"}}),
        "issuers" => json!({
            "slug": "new", "name": "New", "url": "https://new.example", "email": "a@new.example",
            "parent": null,
        }),
        "invitations" | "{account}" => json!({"role": "owner"}),
        "move" => json!({"parent": null}),
        "change" => json!({"deed": "revoke", "awards": [Uuid::nil()], "reason": "Because."}),
        "batches" => json!({"people": [{"name": "Mia"}]}),
        "columns" => json!({"meanings": ["person"]}),
        "rosters" => json!({"name": "7c", "people": "Mia"}),
        "tokens" => json!({"name": "t", "scopes": ["verify"]}),
        "badge-classes" => json!({"name": "New"}),
        _ => documented_body(pattern),
    }
}

/// A body made from what the OpenAPI document says of it; empty where it says nothing.
fn documented_body(pattern: &str) -> Value {
    let document = serde_json::to_value(api::openapi()).unwrap();
    ["post", "put", "patch"]
        .iter()
        .map(|method| {
            &document["paths"][pattern][method]["requestBody"]["content"]["application/json"]["schema"]
        })
        .find(|schema| schema.is_object())
        .map_or_else(|| json!({}), |schema| example(&document, schema))
}

/// The least that a schema asks for.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return example(document, &document["components"]["schemas"][name]);
    }
    if let Some(choices) = schema["enum"].as_array() {
        return choices[0].clone();
    }
    if let Some(parts) = schema["allOf"].as_array().or(schema["oneOf"].as_array()) {
        return example(document, parts.last().unwrap());
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str());
    match (kind, schema["format"].as_str()) {
        (Some("string"), Some("uuid")) => json!(Uuid::nil()),
        (Some("string"), Some("date-time")) => json!("2026-11-22T10:00:00Z"),
        (Some("string"), Some("uri")) => json!("https://somewhere.example/"),
        (Some("string"), _) => json!("words"),
        (Some("integer" | "number"), _) => json!(1),
        (Some("boolean"), _) => json!(false),
        (Some("array"), _) => json!([example(document, &schema["items"])]),
        _ => {
            let needed = schema["required"].as_array().cloned().unwrap_or_default();
            let members = needed.iter().filter_map(Value::as_str);
            members
                .map(|name| {
                    (
                        name.to_owned(),
                        example(document, &schema["properties"][name]),
                    )
                })
                .collect::<serde_json::Map<_, _>>()
                .into()
        }
    }
}
