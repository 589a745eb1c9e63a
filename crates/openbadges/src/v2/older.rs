//! Badges from before 2.0, brought into the form of 2.0.
//!
//! Until 2013 (0.5) an assertion held its badge and issuer; 1.0 put them at addresses of their own, and 1.1 (2015) gave
//! them a context and types. Dates were seconds since 1970 or days, `verification` was `verify`, an e-mail address was
//! hashed beside its salt, and alignments had other names.
//!
//! ```
//! use openbadges::v2::{Assertion, Older, upgrade};
//! # use serde_json::json;
//!
//! let old = json!({
//!     "uid": "f2c20",
//!     "recipient": {"type": "email", "hashed": false, "identity": "mayze@example.org"},
//!     "badge": "https://badges.example/teamwork.json",
//!     "verify": {"type": "hosted", "url": "https://badges.example/f2c20.json"},
//!     "issuedOn": 1359217910
//! });
//!
//! let upgraded = upgrade(&old, None).ok_or("a badge of 2.0")?;
//!
//! assert_eq!(upgraded.from, Older::V1);
//! let assertion = Assertion::read(&upgraded.document).map_err(|_| "faults")?;
//! assert_eq!(assertion.id, "https://badges.example/f2c20.json");
//! assert_eq!(assertion.issued_on, "2013-01-26T16:31:50Z");
//! # Ok::<(), &str>(())
//! ```

use serde_json::{Map, Value, json};

use crate::document::words::has_type;
use crate::json::items;

/// The context of 1.1.
pub(crate) const CONTEXT_1: &str = "https://w3id.org/openbadges/v1";

/// Which version a badge was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// 0.5 and its drafts: badge class and issuer inside the assertion.
    V0_5,
    /// 1.0 and 1.1.
    V1,
}

/// A document in the form of 2.0, and what it was before.
#[derive(Debug, Clone, PartialEq)]
pub struct Upgraded {
    /// The document. Its own members are still there beside those of 2.0.
    pub document: Value,
    /// What it was.
    pub from: Older,
}

/// Brings an assertion, a badge class or an issuer from before 2.0 into the form of 2.0; nothing, if it is not older.
///
/// `address` is where the document was found: until 1.1 an assertion need not have an id.
pub fn upgrade(document: &Value, address: Option<&str>) -> Option<Upgraded> {
    let members = document.as_object()?;
    if members.contains_key("@context") && !has_context_1(members) {
        return None;
    }
    if !is_assertion(document) {
        return upgrade_definition(document);
    }
    let oldest = members
        .get("badge")
        .and_then(|badge| badge.get("issuer"))
        .is_some_and(|issuer| issuer.get("origin").is_some());
    let mut new = members.clone();
    new.insert("type".to_owned(), "Assertion".into());
    recipient(&mut new);
    verification(&mut new, address);
    for name in ["issuedOn", "expires"] {
        date(&mut new, name);
    }
    if oldest {
        badge_inside(&mut new);
    }
    Some(Upgraded {
        document: Value::Object(new),
        from: if oldest { Older::V0_5 } else { Older::V1 },
    })
}

/// Whether an object looks like an assertion from before 2.0, which need not say what it is.
pub(crate) fn is_assertion(document: &Value) -> bool {
    document.get("recipient").is_some() && document.get("badge").is_some()
}

/// A badge class or an issuer of 1.x need not say what it is: the place that points to it does.
pub(crate) fn upgrade_linked(document: Value, name: &str) -> Value {
    let Value::Object(mut members) = document else {
        return document;
    };
    if members.contains_key("@context") && !has_context_1(&members) {
        return Value::Object(members);
    }
    members.entry("type").or_insert_with(|| name.into());
    alignments(&mut members);
    Value::Object(members)
}

fn has_context_1(members: &Map<String, Value>) -> bool {
    let contexts = members.get("@context").map(items).unwrap_or_default();
    contexts.iter().any(|context| context == CONTEXT_1)
}

/// What stands alone must say what it is by a context and a type.
fn upgrade_definition(document: &Value) -> Option<Upgraded> {
    let members = document.as_object()?;
    let typed = ["BadgeClass", "Issuer", "Profile"]
        .iter()
        .any(|name| has_type(document, name));
    (has_context_1(members) && typed).then(|| {
        let mut members = members.clone();
        alignments(&mut members);
        Upgraded {
            document: Value::Object(members),
            from: Older::V1,
        }
    })
}

fn recipient(members: &mut Map<String, Value>) {
    let Some(Value::String(identity)) = members.get("recipient") else {
        return;
    };
    let hashed = identity.starts_with("sha256$") || identity.starts_with("md5$");
    let mut recipient = json!({"type": "email", "hashed": hashed, "identity": identity});
    if let Some(salt) = members.get("salt") {
        recipient["salt"] = salt.clone();
    }
    members.insert("recipient".to_owned(), recipient);
}

fn verification(members: &mut Map<String, Value>, address: Option<&str>) {
    let verify = members.get("verify").cloned().unwrap_or_default();
    let url = verify.get("url").and_then(Value::as_str);
    let kind = verify
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("hosted");
    if !members.contains_key("verification") {
        // The old name would be read as the same member twice.
        let mut verification = members.shift_remove("verify").unwrap_or_default();
        if !verification.is_object() {
            verification = json!({});
        }
        verification["type"] = kind.into();
        if kind == "signed"
            && let Some(url) = url
        {
            verification["creator"] = url.into();
        }
        members.insert("verification".to_owned(), verification);
    }
    if !members.contains_key("id") {
        let id = match (address, url, members.get("uid").and_then(Value::as_str)) {
            (Some(address), _, _) => address.to_owned(),
            (_, Some(url), _) if kind == "hosted" => url.to_owned(),
            (_, _, Some(uid)) => format!("urn:uid:{uid}"),
            _ => return,
        };
        members.insert("id".to_owned(), id.into());
    }
}

fn date(members: &mut Map<String, Value>, name: &str) {
    let old = if name == "issuedOn" {
        "issued_on"
    } else {
        name
    };
    let Some(value) = members.get(name).or_else(|| members.get(old)) else {
        return;
    };
    if let Some(second) = value.as_i64() {
        let date = jiff::Timestamp::from_second(second).map(crate::time::format_seconds);
        members.insert(name.to_owned(), date.unwrap_or_default().into());
    } else {
        let value = value.clone();
        members.insert(name.to_owned(), value);
    }
}

/// In 0.5 badge class and issuer stand inside the assertion and have no addresses of their own.
fn badge_inside(members: &mut Map<String, Value>) {
    let id = members
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let Some(badge) = members.get_mut("badge").and_then(Value::as_object_mut) else {
        return;
    };
    badge.insert("type".to_owned(), "BadgeClass".into());
    badge
        .entry("id")
        .or_insert_with(|| format!("{id}#badge").into());
    let origin = badge
        .get("issuer")
        .and_then(|issuer| issuer.get("origin"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    // Criteria and pictures were often given as paths on the issuer's site.
    for name in ["criteria", "image"] {
        if let Some(Value::String(path)) = badge.get(name)
            && let Some(rest) = path.strip_prefix('/')
        {
            let address = format!("{}/{rest}", origin.trim_end_matches('/'));
            badge.insert(name.to_owned(), address.into());
        }
    }
    if let Some(issuer) = badge.get_mut("issuer").and_then(Value::as_object_mut) {
        issuer.insert("type".to_owned(), "Issuer".into());
        issuer.insert("id".to_owned(), origin.clone().into());
        issuer.insert("url".to_owned(), origin.into());
        if let Some(contact) = issuer.get("contact").cloned() {
            issuer.insert("email".to_owned(), contact);
        }
    }
}

/// Until 1.1 the members of an alignment had the names that everything has.
fn alignments(members: &mut Map<String, Value>) {
    let alignments = match members.get_mut("alignment") {
        Some(Value::Array(list)) => list.as_mut_slice(),
        Some(single) => std::slice::from_mut(single),
        None => return,
    };
    for alignment in alignments.iter_mut().filter_map(Value::as_object_mut) {
        for (old, new) in [
            ("name", "targetName"),
            ("url", "targetUrl"),
            ("description", "targetDescription"),
        ] {
            if !alignment.contains_key(new)
                && let Some(value) = alignment.get(old).cloned()
            {
                alignment.insert(new.to_owned(), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v2::{Assertion, BadgeClass, Profile};

    #[test]
    fn the_oldest_badges_are_read_with_all_that_is_inside() {
        let old = json!({
            "recipient": "sha256$7a1a1b3f7d40552e4299180e346e3add12bf9a751a43d9c4ca4518febc2c60c6",
            "salt": "hashbrowns",
            "issued_on": "2011-11-09T00:00:00Z",
            "badge": {
                "version": "0.5.0",
                "name": "Byways",
                "image": "/img/byways.png",
                "description": "Takes the long way.",
                "criteria": "/byways",
                "issuer": {"origin": "https://badges.example", "name": "Badges", "contact": "a@badges.example"}
            }
        });

        let upgraded = upgrade(&old, Some("https://badges.example/1.json")).unwrap();

        assert_eq!(upgraded.from, Older::V0_5);
        let assertion = Assertion::read(&upgraded.document).unwrap();
        assert!(assertion.recipient.hashed);
        let badge = assertion.badge.object().unwrap();
        assert_eq!(badge.image.id(), "https://badges.example/img/byways.png");
        let issuer = badge.issuer.object().unwrap();
        assert_eq!(issuer.email.as_deref(), Some("a@badges.example"));
        // What has no name in 2.0 is still there.
        assert_eq!(assertion.extra["salt"], "hashbrowns");
    }

    #[test]
    fn definitions_of_1_1_are_read() {
        let badge = json!({
            "@context": CONTEXT_1,
            "type": "BadgeClass",
            "id": "https://badges.example/b",
            "name": "Byways",
            "description": "Takes the long way.",
            "image": "https://badges.example/b.png",
            "criteria": "https://badges.example/b.html",
            "issuer": "https://badges.example/i",
            "alignment": [{"name": "Roads", "url": "https://roads.example", "description": "All of them"}]
        });
        let issuer = json!({"name": "Badges", "url": "https://badges.example", "id": "urn:x", "email": "a@b.example"});

        let badge = BadgeClass::read(&upgrade(&badge, None).unwrap().document).unwrap();
        let issuer = Profile::read(&upgrade_linked(issuer, "Issuer")).unwrap();

        assert_eq!(badge.alignment[0].target_name, "Roads");
        assert_eq!(
            badge.alignment[0].target_description.as_deref(),
            Some("All of them")
        );
        assert_eq!(issuer.r#type, ["Issuer"]);
    }

    #[test]
    fn what_is_of_2_is_left_alone() {
        let present = json!({"@context": crate::v2::CONTEXT, "recipient": {}, "badge": "urn:x"});

        assert_eq!(upgrade(&present, None), None);
        assert_eq!(upgrade(&json!({"type": "BadgeClass"}), None), None);
    }
}
