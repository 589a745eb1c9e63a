//! What the documents of all versions share: how members are read, written and checked.

mod fault;
mod reading;
mod reference;
pub(crate) mod serial;
pub(crate) mod shape;
pub(crate) mod words;

use serde::Serialize;
use serde_json::{Map, Value};

pub use fault::Fault;
pub(crate) use fault::{At, Faults};
pub use reading::Reading;
pub(crate) use reading::{build, document_methods, read, read_tolerantly};
pub use reference::Reference;

/// Members that a class does not name: kept as they were read, written back as they are.
pub type Members = Map<String, Value>;

/// Turns a document into JSON.
pub(crate) fn to_value<T: Serialize>(document: &T) -> Value {
    serde_json::to_value(document).expect("documents hold only strings, numbers and JSON values")
}

/// Writes methods that set or add optional members, each under its own name.
///
/// `set` puts a value into an `Option`, `add` appends to a list.
macro_rules! chained {
    ($(#[doc = $doc:literal] $verb:ident $method:ident => $field:ident: $kind:ty;)+) => {
        $(
            #[doc = $doc]
            #[must_use]
            pub fn $method(mut self, value: impl Into<$kind>) -> Self {
                chained!(@$verb self.$field, value);
                self
            }
        )+
    };
    (@set $self:ident.$field:ident, $value:ident) => { $self.$field = Some($value.into()) };
    (@add $self:ident.$field:ident, $value:ident) => { $self.$field.push($value.into()) };
}
pub(crate) use chained;
