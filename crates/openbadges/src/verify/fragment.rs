//! Parts of badges that somebody took for a badge: an achievement, a profile, a key.

use serde_json::Value;

use super::shape::{has_type, types};
use crate::json::items;

/// Classes of 3.0 and CLR 2.0 that stand inside credentials.
const PARTS_V3: &[&str] = &[
    "Achievement",
    "AchievementSubject",
    "Address",
    "Alignment",
    "Association",
    "ClrSubject",
    "Criteria",
    "EndorsementSubject",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentityObject",
    "Image",
    "Profile",
    "Related",
    "Result",
    "ResultDescription",
    "RubricCriterionLevel",
];

/// Classes of 2.0 that belong to badges and are none.
const PARTS_V2: &[&str] = &["CryptographicKey", "RevocationList", "VerificationObject"];

const CONTEXTS: [&str; 2] = [
    "https://w3id.org/openbadges/v",
    "https://purl.imsglobal.org/spec/ob/v3p0/context",
];

/// What part of a badge an object is, if it is one and no badge.
pub(super) fn name_of(document: &Value) -> Option<String> {
    let members = document.as_object()?;
    if has_type(document, "VerifiableCredential") || members.contains_key("proof") {
        return None;
    }
    let of_version_2 = has_context(document, CONTEXTS[0]);
    let parts = if of_version_2 { PARTS_V2 } else { PARTS_V3 };
    let named = members.get("type").map(types).unwrap_or_default();
    if let Some(part) = named.iter().find(|name| parts.contains(name)) {
        return Some(format!("this is of the class {part}"));
    }
    let said = |name: &&str| !name.is_empty();
    if members.contains_key("credentialSubject") && !members.contains_key("issuer") {
        let alone = !named.iter().any(said);
        return alone.then(|| "this is the subject of a credential without the rest".to_owned());
    }
    let revoked = members.get("revoked") == Some(&Value::Bool(true));
    let nothing = named.iter().all(|name| !said(name)) && !revoked;
    let of_badges = of_version_2 || has_context(document, CONTEXTS[1]);
    // An assertion from before 2.0 need not say what it is.
    let whole = members.contains_key("credentialSubject")
        || (members.contains_key("recipient") && members.contains_key("badge"));
    (nothing && of_badges && !whole).then(|| "this has no type that says what it is".to_owned())
}

fn has_context(document: &Value, stem: &str) -> bool {
    let contexts = document.get("@context").map(items).unwrap_or_default();
    contexts
        .iter()
        .any(|context| context.as_str().is_some_and(|url| url.starts_with(stem)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_part_of_a_badge_is_told_from_a_badge() {
        let v2 = "https://w3id.org/openbadges/v2";
        for part in [
            json!({"type": ["Achievement"], "name": "Teamwork"}),
            json!({"@context": v2, "type": "RevocationList"}),
            json!({"@context": v2, "id": "urn:x", "narrative": "It held."}),
            json!({"credentialSubject": {"type": "AchievementSubject"}}),
        ] {
            assert!(name_of(&part).is_some(), "{part}");
        }
        for whole in [
            json!({"@context": v2, "type": "Profile"}),
            json!({"@context": v2, "id": "urn:x", "revoked": true}),
            json!({"@context": "https://w3id.org/openbadges/v1", "recipient": {}, "badge": "urn:x"}),
            json!({"type": ["VerifiableCredential", "Achievement"]}),
            json!({"hello": 1}),
        ] {
            assert_eq!(name_of(&whole), None, "{whole}");
        }
    }
}
