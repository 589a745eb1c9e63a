//! The OpenAPI document becomes the page. What the document does not say is left out, never guessed.

use serde_json::Value;

use super::{
    BodyView, FieldView, Group, Operation, ReferencePage, ResponseView, TypeView,
    example::made,
    schemas::{anchor, in_words, limits, resolve, schemas},
};
use crate::pages::{layout::Layout, text::Rich};

/// The methods of a path item, in the order in which they are shown.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

pub(super) fn page(layout: Layout, document: &Value, base: &str) -> ReferencePage {
    let operations = operations(document, base);
    ReferencePage {
        layout,
        title: said(&document["info"]["title"]),
        version: said(&document["info"]["version"]),
        description: rich(&document["info"]["description"]),
        groups: groups(document, operations),
        schemas: schemas(document),
    }
}

/// Operations by their first tag, in the order of the document's tags, then of their appearance.
fn groups(document: &Value, operations: Vec<(String, Operation)>) -> Vec<Group> {
    let empty = Vec::new();
    let tags = document["tags"].as_array().unwrap_or(&empty);
    let mut groups: Vec<Group> = tags
        .iter()
        .map(|tag| group(&said(&tag["name"]), rich(&tag["description"])))
        .collect();
    for (tag, operation) in operations {
        match groups.iter_mut().find(|group| group.name == tag) {
            Some(group) => group.operations.push(operation),
            None => {
                let mut new = group(&tag, Rich::default());
                new.operations.push(operation);
                groups.push(new);
            }
        }
    }
    groups.retain(|group| !group.operations.is_empty());
    for group in &mut groups {
        group.name = capital(&group.name);
    }
    groups
}

fn group(name: &str, description: Rich) -> Group {
    Group {
        anchor: anchor("group", name),
        name: name.to_owned(),
        description,
        operations: Vec::new(),
    }
}

fn operations(document: &Value, base: &str) -> Vec<(String, Operation)> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let tag = operation["tags"][0].as_str().unwrap_or("other").to_owned();
            operations.push((tag, fill(document, base, path, method, item, operation)));
        }
    }
    operations
}

fn fill(
    document: &Value,
    base: &str,
    path: &str,
    method: &str,
    item: &Value,
    operation: &Value,
) -> Operation {
    let (scopes, open) = security(document, operation);
    let bodies = bodies(document, operation);
    let method = method.to_uppercase();
    let summary = said(&operation["summary"]);
    Operation {
        anchor: anchor("", &format!("{method}-{path}")),
        curl: curl(base, path, &method, open, &bodies),
        summary: if summary.is_empty() {
            format!("{method} {path}")
        } else {
            tidy(&summary)
        },
        path: path.to_owned(),
        description: rich(&operation["description"]),
        scopes,
        open,
        parameters: parameters(document, item, operation),
        bodies,
        responses: responses(document, operation),
        method,
    }
}

/// The scopes of the first requirement, and whether none is needed at all.
fn security(document: &Value, operation: &Value) -> (Vec<String>, bool) {
    let requirements = operation
        .get("security")
        .or_else(|| document.get("security"));
    let requirements = requirements.and_then(Value::as_array);
    let Some(requirements) = requirements.filter(|all| !all.is_empty()) else {
        return (Vec::new(), true);
    };
    let open = requirements
        .iter()
        .any(|one| one.as_object().is_some_and(serde_json::Map::is_empty));
    let scopes = requirements
        .iter()
        .flat_map(|one| one.as_object().into_iter().flatten())
        .flat_map(|(_, scopes)| scopes.as_array().into_iter().flatten())
        .filter_map(|scope| scope.as_str().map(str::to_owned))
        .collect();
    (scopes, open)
}

fn parameters(document: &Value, item: &Value, operation: &Value) -> Vec<FieldView> {
    [item, operation]
        .into_iter()
        .flat_map(|holder| holder["parameters"].as_array().into_iter().flatten())
        .map(|parameter| {
            let parameter = resolve(document, parameter);
            let schema = &parameter["schema"];
            FieldView {
                name: said(&parameter["name"]),
                place: said(&parameter["in"]),
                kind: in_words(schema),
                required: parameter["required"].as_bool().unwrap_or(false),
                limits: limits(resolve(document, schema)),
                description: rich(&parameter["description"]),
            }
        })
        .collect()
}

fn bodies(document: &Value, operation: &Value) -> Vec<BodyView> {
    let content = &resolve(document, &operation["requestBody"])["content"];
    content
        .as_object()
        .into_iter()
        .flatten()
        .map(|(media_type, body)| BodyView {
            media_type: media_type.clone(),
            kind: sent(media_type, &body["schema"]),
            example: example(document, media_type, body),
        })
        .collect()
}

/// What is sent: an object by its name, or plainly the file or text itself.
fn sent(media_type: &str, schema: &Value) -> TypeView {
    let plain = |words: &str| TypeView {
        words: words.to_owned(),
        anchor: None,
    };
    if media_type.contains("json") || media_type.starts_with("multipart/") {
        in_words(schema)
    } else if media_type.starts_with("text/") || media_type.contains("jwt") {
        plain("the text")
    } else {
        plain("the file")
    }
}

/// The example of a body: its own, the first of several, the one of its schema, or one made of the schema.
fn example(document: &Value, media_type: &str, body: &Value) -> Option<String> {
    let schema = resolve(document, &body["schema"]);
    let first = body["examples"]
        .as_object()
        .and_then(|all| all.values().next());
    let found = body
        .get("example")
        .or_else(|| first.and_then(|one| one.get("value")))
        .or_else(|| schema.get("example"))
        .or_else(|| schema["examples"].get(0));
    match found {
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => serde_json::to_string_pretty(other).ok(),
        None if media_type.contains("json") => {
            serde_json::to_string_pretty(&made(document, schema)).ok()
        }
        None => None,
    }
}

fn responses(document: &Value, operation: &Value) -> Vec<ResponseView> {
    operation["responses"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, response)| {
            let response = resolve(document, response);
            let content = response["content"]
                .as_object()
                .and_then(|all| all.values().next());
            ResponseView {
                status: status.clone(),
                description: rich(&response["description"]),
                kind: content.map_or_else(TypeView::default, |body| in_words(&body["schema"])),
            }
        })
        .collect()
}

fn curl(base: &str, path: &str, method: &str, open: bool, bodies: &[BodyView]) -> String {
    let mut lines = vec![match method {
        "GET" => format!("curl '{base}{path}'"),
        _ => format!("curl -X {method} '{base}{path}'"),
    }];
    if !open {
        lines.push("  -H \"Authorization: Bearer $ACCOLADE_TOKEN\"".to_owned());
    }
    if let Some(body) = bodies.first() {
        if body.media_type.starts_with("multipart/") {
            lines.push("  -F 'file=@badge.png'".to_owned());
        } else {
            lines.push(format!("  -H 'Content-Type: {}'", body.media_type));
            lines.push(match &body.example {
                Some(example) if body.media_type.contains("json") => {
                    format!("  -d '{}'", example.replace('\'', "'\\''"))
                }
                _ => "  --data-binary @FILE".to_owned(),
            });
        }
    }
    lines.join(" \\\n")
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn rich(value: &Value) -> Rich {
    value.as_str().map(Rich::from_markdown).unwrap_or_default()
}

/// A summary made from a doc comment ends in a full stop; a heading does not.
fn tidy(summary: &str) -> String {
    summary.trim().trim_end_matches('.').replace('`', "")
}

fn capital(word: &str) -> String {
    let word = word.replace(['-', '_'], " ");
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pages::layout::Place;

    fn document() -> Value {
        json!({
            "info": { "title": "Accolade", "version": "1" },
            "tags": [{ "name": "awards", "description": "Given badges." }],
            "paths": { "/api/v1/awards/{id}": { "get": {
                "tags": ["awards"], "summary": "Reads an award.",
                "security": [{ "bearer": ["awards:read"] }],
                "parameters": [{ "name": "id", "in": "path", "required": true,
                    "schema": { "type": "string", "format": "uuid" } }],
                "responses": { "200": { "description": "The award.", "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/AwardView" } } } } },
            } } },
            "components": { "schemas": { "AwardView": { "type": "object",
                "required": ["id"], "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "name": { "type": ["string", "null"], "maxLength": 200 } } } } },
        })
    }

    #[test]
    fn an_operation_shows_scopes_types_and_a_curl_line() {
        let page = page(
            Layout::new("", Place::Api),
            &document(),
            "https://b.example",
        );

        let operation = &page.groups[0].operations[0];
        assert_eq!(page.groups[0].name, "Awards");
        assert_eq!(operation.summary, "Reads an award");
        assert_eq!(operation.scopes, ["awards:read"]);
        assert_eq!(operation.responses[0].kind.words, "AwardView");
        assert!(
            operation
                .curl
                .starts_with("curl 'https://b.example/api/v1/awards/{id}' \\\n")
        );
    }

    #[test]
    fn members_of_an_object_show_their_limits() {
        let page = page(Layout::new("", Place::Api), &document(), "");

        let fields = &page.schemas[0].fields;
        assert!(fields[0].required && !fields[1].required);
        assert_eq!(fields[1].limits, "at most 200 characters");
        assert_eq!(fields[1].kind.words, "text, or null");
    }
}
