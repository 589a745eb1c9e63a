//! The OpenAPI document as it is served, and as the page `docs/reference/api.md`.

use std::fmt::Write;
use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

use super::openapi;
use crate::answer::Answer;

static DOCUMENT: LazyLock<Answer> = LazyLock::new(|| Answer::json("application/json", &openapi()));

/// The OpenAPI document.
pub async fn openapi_json(request: HttpRequest) -> HttpResponse {
    DOCUMENT.to(&request)
}

/// The reference of the API, as Markdown.
pub fn reference() -> String {
    // The document has string keys only, so turning it into a value cannot fail.
    let document = serde_json::to_value(openapi()).unwrap_or_default();
    let mut page = String::from(
        "# The API\n\nGenerated from the OpenAPI document that the server gives at `/api/openapi.json`; a test holds\n\
         the two together. `/api/docs` shows the same as a page.\n\n",
    );
    line(
        &mut page,
        document["info"]["description"].as_str().unwrap_or_default(),
    );
    for tag in document["tags"].as_array().into_iter().flatten() {
        let name = tag["name"].as_str().unwrap_or_default();
        line(
            &mut page,
            &format!(
                "\n## {name}\n\n{}",
                tag["description"].as_str().unwrap_or_default()
            ),
        );
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if operation["tags"][0] == name {
                    describe(&mut page, method, path, operation);
                }
            }
        }
    }
    line(&mut page, "\n## Shapes");
    for (name, schema) in document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
    {
        shape(&mut page, name, schema);
    }
    limits(&mut page);
    page
}

fn describe(page: &mut String, method: &str, path: &str, operation: &Value) {
    line(page, &format!("\n### {} {path}\n", method.to_uppercase()));
    for key in ["summary", "description"] {
        if let Some(text) = operation[key].as_str() {
            line(page, text);
        }
    }
    let scopes: Vec<&str> = operation["security"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|way| way["token"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    if !scopes.is_empty() {
        line(page, &format!("\nScope: `{}`", scopes.join("` or `")));
    } else if operation.get("security").is_some() {
        line(page, "\nAny token.");
    }
    let parameters: Vec<&Value> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    if !parameters.is_empty() {
        line(page, "\n| parameter | in | meaning |\n|---|---|---|");
    }
    for parameter in parameters {
        let text = |key: &str| {
            parameter[key]
                .as_str()
                .unwrap_or_default()
                .replace('\n', " ")
        };
        line(
            page,
            &format!(
                "| `{}` | {} | {} |",
                text("name"),
                text("in"),
                text("description")
            ),
        );
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        let bodies: Vec<String> = content
            .iter()
            .map(|(media_type, body)| format!("`{media_type}`{}", of_schema(&body["schema"])))
            .collect();
        line(page, &format!("\nBody: {}", bodies.join(", ")));
    }
    line(page, "\nAnswers:\n");
    for (status, answer) in operation["responses"].as_object().into_iter().flatten() {
        let content = answer["content"]
            .as_object()
            .and_then(|content| content.values().next());
        let schema = content.map_or_else(String::new, |content| of_schema(&content["schema"]));
        line(
            page,
            &format!(
                "- {status}: {}{schema}",
                answer["description"].as_str().unwrap_or_default()
            ),
        );
    }
}

fn shape(page: &mut String, name: &str, schema: &Value) {
    line(page, &format!("\n### {name}\n"));
    line(page, schema["description"].as_str().unwrap_or_default());
    let Some(fields) = schema["properties"].as_object() else {
        return;
    };
    line(page, "\n| field | type | meaning |\n|---|---|---|");
    for (field, part) in fields {
        let needed = schema["required"]
            .as_array()
            .is_some_and(|all| all.iter().any(|n| n == field));
        let star = if needed { " (needed)" } else { "" };
        let means = part["description"]
            .as_str()
            .unwrap_or_default()
            .replace('\n', " ");
        line(
            page,
            &format!("| `{field}`{star} | {} | {means} |", kind(part)),
        );
    }
}

/// A type in words, with its bounds.
fn kind(part: &Value) -> String {
    if let Some(name) = referred(part) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(words) = part["enum"].as_array() {
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        return format!("`{}`", words.join("`, `"));
    }
    let kind = match &part["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => kinds
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(" or "),
        _ => "anything".to_owned(),
    };
    let items = if kind == "array" {
        format!(" of {}", self::kind(&part["items"]))
    } else {
        String::new()
    };
    let bound = |key: &str, words: &str| {
        part[key]
            .as_u64()
            .map_or_else(String::new, |most| format!(", at most {most}{words}"))
    };
    format!(
        "{kind}{items}{}{}{}",
        bound("maxLength", " characters"),
        bound("maxItems", ""),
        bound("maximum", "")
    )
}

fn referred(part: &Value) -> Option<&str> {
    let direct = part["$ref"].as_str();
    let nested = || {
        part["oneOf"]
            .as_array()?
            .iter()
            .find_map(|way| way["$ref"].as_str())
    };
    direct.or_else(nested)?.rsplit('/').next()
}

fn of_schema(schema: &Value) -> String {
    referred(schema).map_or_else(String::new, |name| {
        format!(" ([{name}](#{}))", name.to_lowercase())
    })
}

fn limits(page: &mut String) {
    line(
        page,
        "\n## Limits\n\n| limit | at most | of what |\n|---|---|---|",
    );
    for limit in accolade_issuing::limits::all() {
        line(
            page,
            &format!("| `{}` | {} | {} |", limit.name, limit.value, limit.meaning),
        );
    }
    let sizes = [
        ("JSON body", super::body::LARGEST_JSON),
        ("badge to verify", crate::verify_service::LARGEST_FILE),
        ("badges in one verification", super::verify::batch::MOST),
        ("rows on a page", super::paging::MOST as usize),
    ];
    for (what, most) in sizes {
        line(
            page,
            &format!(
                "| {what} | {most} | {} |",
                if most > 1000 { "bytes" } else { "items" }
            ),
        );
    }
}

fn line(page: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_reference_describes_every_operation() {
        crate::testing::assert_reference("api.md", &reference());
    }
}
