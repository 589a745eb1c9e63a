//! From JSON to a typed document and back, with every fault told.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fault::{Fault, Faults};
use super::shape::{Class, check};

/// A document that was read although it departs from its standard here and there.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// The document; what its type does not name is in its `extra`.
    pub document: T,
    /// Where it departs from the standard; none of them is grave.
    pub faults: Vec<Fault>,
}

/// Reads a document that has no fault at all.
pub(crate) fn read<T: DeserializeOwned>(
    value: &Value,
    class: &'static Class,
) -> Result<T, Vec<Fault>> {
    let faults = faults_of(value, class);
    if faults.is_empty() {
        parse(value, faults).map(|reading| reading.document)
    } else {
        Err(faults)
    }
}

/// Reads a document that can be understood.
pub(crate) fn read_tolerantly<T: DeserializeOwned>(
    value: &Value,
    class: &'static Class,
) -> Result<Reading<T>, Vec<Fault>> {
    let faults = faults_of(value, class);
    if faults.iter().any(|fault| fault.grave) {
        Err(faults)
    } else {
        parse(value, faults)
    }
}

/// The JSON of a document that has no fault.
pub(crate) fn build<T: Serialize>(
    document: &T,
    class: &'static Class,
) -> Result<Value, Vec<Fault>> {
    let value = super::to_value(document);
    let faults = faults_of(&value, class);
    if faults.is_empty() {
        Ok(value)
    } else {
        Err(faults)
    }
}

fn faults_of(value: &Value, class: &'static Class) -> Vec<Fault> {
    let mut faults = Faults::whole();
    check(value, class, "", &mut faults);
    faults.0
}

fn parse<T: DeserializeOwned>(
    value: &Value,
    mut faults: Vec<Fault>,
) -> Result<Reading<T>, Vec<Fault>> {
    match T::deserialize(value) {
        Ok(document) => Ok(Reading { document, faults }),
        Err(error) => {
            faults.push(Fault::grave("", format!("it cannot be read: {error}")));
            Err(faults)
        }
    }
}

/// Writes the methods that every document of its own has: `read`, `read_tolerantly`, `build`, `to_value`.
macro_rules! document_methods {
    ($document:ident, $class:path, $what:literal) => {
        impl $document {
            #[doc = concat!("Reads ", $what, ", or says at which places it is not one.")]
            ///
            /// This is as strict as the standard and tells every fault, not the first. For documents of others see
            /// [`read_tolerantly`](Self::read_tolerantly).
            ///
            /// # Errors
            ///
            /// All faults, each with a JSON pointer.
            pub fn read(value: &serde_json::Value) -> Result<Self, Vec<crate::document::Fault>> {
                crate::document::read(value, &$class)
            }

            #[doc = concat!("Reads ", $what, " although it departs from the standard, and says where it does.")]
            ///
            /// # Errors
            ///
            /// All faults, if one of them is grave: then the document cannot be understood.
            pub fn read_tolerantly(
                value: &serde_json::Value,
            ) -> Result<crate::document::Reading<Self>, Vec<crate::document::Fault>> {
                crate::document::read_tolerantly(value, &$class)
            }

            /// The document as JSON, checked by the same rules as [`read`](Self::read): what comes out is valid.
            ///
            /// # Errors
            ///
            /// All faults, each with a JSON pointer into what [`to_value`](Self::to_value) gives.
            pub fn build(&self) -> Result<serde_json::Value, Vec<crate::document::Fault>> {
                crate::document::build(self, &$class)
            }

            /// The document as JSON, as it is: nothing is checked.
            pub fn to_value(&self) -> serde_json::Value {
                crate::document::to_value(self)
            }
        }
    };
}
pub(crate) use document_methods;
