//! Walking and disturbing JSON.

use serde_json::{Map, Value};

/// Every place in a value, with the value there; the root first.
pub(crate) fn places(value: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    collect(value, "", &mut found);
    found
}

fn collect<'a>(value: &'a Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    found.push((at.to_owned(), value));
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, &below(at, name), found);
            }
        }
        Value::Array(list) => {
            for (index, item) in list.iter().enumerate() {
                collect(item, &below(at, &index.to_string()), found);
            }
        }
        _ => {}
    }
}

pub(crate) fn below(at: &str, name: &str) -> String {
    openbadges::json::pointer_to(at, name)
}

/// Every place that holds neither an object nor a list.
pub(crate) fn leaves(value: &Value) -> Vec<(String, &Value)> {
    let mut places = places(value);
    places.retain(|(_, value)| !value.is_object() && !value.is_array());
    places
}

/// The places of objects.
pub(crate) fn objects(value: &Value) -> Vec<String> {
    let places = places(value).into_iter();
    places
        .filter(|(_, value)| value.is_object())
        .map(|(at, _)| at)
        .collect()
}

pub(crate) fn object_at<'a>(document: &'a mut Value, at: &str) -> &'a mut Map<String, Value> {
    document.pointer_mut(at).unwrap().as_object_mut().unwrap()
}

/// The last name in a pointer.
pub(crate) fn last(at: &str) -> &str {
    at.rsplit('/').next().unwrap_or_default()
}
