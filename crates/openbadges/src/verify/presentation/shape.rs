//! The parts that a presentation must have (data model 2.0, section 4.13; data model 1.1, section 4.10).

use serde_json::Value;

use crate::json::items;
use crate::verify::codes::Code;
use crate::verify::frame;
use crate::verify::run::Findings;
use crate::verify::shape::v3::several;
use crate::verify::shape::{Faults, has_type, id_of, is_uri, types};

pub(super) const TYPE: &str = "VerifiablePresentation";

/// Notes each fault by its place.
pub(super) fn check(document: &Value, findings: &mut Findings) {
    let mut faults = Faults::default();
    let version = frame::version(document);
    match document.get("id") {
        None => {}
        Some(Value::String(id)) if is_uri(id) => {}
        Some(_) => faults.grave("/id", "`id` must be one absolute URI"),
    }
    let listed = document.get("type").map_or(&[][..], items);
    if listed.iter().any(|one| !one.is_string()) {
        faults.grave("/type", "every type must be text");
    }
    if !has_type(document, TYPE) {
        faults.grave("/type", "the types must contain VerifiablePresentation");
    }
    if document.get("holder").is_some() && !holder_of(document).is_some_and(is_uri) {
        faults.grave(
            "/holder",
            "`holder` must be an absolute URI, or an object with one as id",
        );
    }
    for (at, item) in several(document, "verifiableCredential") {
        match item {
            Value::Object(_)
                if item
                    .get("type")
                    .is_some_and(|value| !types(value).is_empty()) => {}
            Value::Object(_) => faults.grave(format!("{at}/type"), "it must have a type"),
            Value::String(_) if version == 1 => {}
            _ => faults.grave(&at, "it must hold credentials as objects"),
        }
    }
    findings.add_faults(faults, Code::FormatPresentation, "a presentation");
}

/// The identifier of the holder.
pub(super) fn holder_of(document: &Value) -> Option<&str> {
    document.get("holder").and_then(id_of)
}
