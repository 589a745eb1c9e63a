//! Adding values to members that may already have some.

use serde_json::{Map, Value};

use crate::linked::error::{ErrorCode, LinkedError, invalid};

/// Adds a value, or each of several, to a member (JSON-LD 1.1 API, section 4.5 "add value").
pub(super) fn add(members: &mut Map<String, Value>, name: &str, value: Value, as_array: bool) {
    if as_array && !members.get(name).is_some_and(Value::is_array) {
        let present = members.get_mut(name).map(Value::take);
        members.insert(name.to_owned(), present.into_iter().collect());
    }
    match value {
        Value::Array(values) => {
            for value in values {
                add(members, name, value, as_array);
            }
        }
        value => match members.get_mut(name) {
            None => drop(members.insert(name.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(present) => {
                let first = present.take();
                *present = Value::Array(vec![first, value]);
            }
        },
    }
}

/// The map under a name, made where it is missing.
pub(super) fn map_at<'m>(
    members: &'m mut Map<String, Value>,
    name: &str,
) -> Result<&'m mut Map<String, Value>, LinkedError> {
    let slot = members
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    slot.as_object_mut()
        .ok_or_else(|| invalid(ErrorCode::InvalidNestValue, name))
}
