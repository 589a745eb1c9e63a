//! Badges from before 2.0, read as if they were of 2.0: enough to tell what they say and where they are hosted.

use serde_json::Value;

use super::Origin;
use crate::v2::{Older, older};
use crate::verify::shape::{Class, v2 as classes};

/// Whether an object looks like an assertion from before 2.0.
pub(super) fn recognises(document: &Value) -> bool {
    older::is_assertion(document)
}

/// The document in the form of 2.0, and what it was.
pub(super) fn upgraded(document: &Value, origin: Origin<'_>) -> Option<(Value, &'static str)> {
    let address = match origin {
        Origin::Address(address) => Some(address.as_str()),
        _ => None,
    };
    let upgraded = older::upgrade(document, address)?;
    let name = match upgraded.from {
        Older::V0_5 => "OB-0.5",
        Older::V1 => "OB-1.1",
    };
    Some((upgraded.document, name))
}

/// A badge class or an issuer of 1.x need not say what it is: the place that points to it does.
pub(super) fn upgraded_link(document: Value, class: &'static Class) -> Value {
    let name = if std::ptr::eq(class, &classes::PROFILE) {
        "Issuer"
    } else {
        "BadgeClass"
    };
    older::upgrade_linked(document, name)
}
