//! What the documents of both versions share: how members are read, written and checked.

mod reference;
pub(crate) mod serial;
pub(crate) mod shape;

use serde::Serialize;
use serde_json::{Map, Value};

pub use reference::Reference;
pub use shape::Fault;

/// Members that a class does not name: kept as they were read, written back as they are.
pub type Members = Map<String, Value>;

/// Turns a document into JSON.
pub(crate) fn to_value<T: Serialize>(document: &T) -> Value {
    serde_json::to_value(document).expect("documents hold only strings, numbers and JSON values")
}
