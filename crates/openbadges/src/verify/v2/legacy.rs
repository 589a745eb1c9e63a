//! Badges from before 2.0, read as if they were of 2.0: enough to tell what they say and where they are hosted.

use serde_json::{Map, Value, json};

use super::Origin;
use super::contexts::CONTEXT_1;
use crate::json::items;
use crate::verify::shape::{Class, v2 as classes};

/// Whether an object looks like an assertion from before 2.0.
pub(super) fn recognises(document: &Value) -> bool {
    document.get("recipient").is_some() && (document.get("badge").is_some())
}

/// The document in the form of 2.0, and what it was.
pub(super) fn upgraded(document: &Value, origin: Origin<'_>) -> Option<(Value, &'static str)> {
    let members = document.as_object()?;
    let first = items(document.get("@context").unwrap_or(&Value::Null))
        .iter()
        .any(|context| context == CONTEXT_1);
    if members.contains_key("@context") && !first {
        return None;
    }
    if !recognises(document) {
        let documents = ["BadgeClass", "Issuer", "Profile"]
            .iter()
            .any(|name| crate::verify::shape::has_type(document, name));
        return (first && documents).then(|| (document.clone(), "OB-1.1"));
    }
    let oldest = members
        .get("badge")
        .and_then(|badge| badge.get("issuer"))
        .is_some_and(|issuer| issuer.get("origin").is_some());
    let mut new = members.clone();
    new.insert("type".to_owned(), "Assertion".into());
    upgrade_recipient(&mut new);
    upgrade_verification(&mut new, origin);
    for name in ["issuedOn", "expires"] {
        upgrade_date(&mut new, name);
    }
    if oldest {
        upgrade_badge(&mut new);
    }
    Some((Value::Object(new), if oldest { "OB-0.5" } else { "OB-1.1" }))
}

/// A badge class or an issuer of 1.x need not say what it is: the place that points to it does.
pub(super) fn upgraded_link(document: Value, class: &'static Class) -> Value {
    let Value::Object(mut members) = document else {
        return document;
    };
    let first = items(members.get("@context").unwrap_or(&Value::Null))
        .iter()
        .any(|context| context == CONTEXT_1);
    if members.contains_key("@context") && !first {
        return Value::Object(members);
    }
    let name = if std::ptr::eq(class, &classes::PROFILE) {
        "Issuer"
    } else {
        "BadgeClass"
    };
    members.entry("type").or_insert_with(|| name.into());
    Value::Object(members)
}

fn upgrade_recipient(members: &mut Map<String, Value>) {
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

fn upgrade_verification(members: &mut Map<String, Value>, origin: Origin<'_>) {
    let verify = members.get("verify").cloned().unwrap_or_default();
    let url = verify.get("url").and_then(Value::as_str);
    let kind = verify
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("hosted");
    if !members.contains_key("verification") {
        let mut verification = json!({"type": kind});
        if kind == "signed"
            && let Some(url) = url
        {
            verification["creator"] = url.into();
        }
        members.insert("verification".to_owned(), verification);
    }
    if !members.contains_key("id") {
        let id = match (origin, url, members.get("uid").and_then(Value::as_str)) {
            (Origin::Address(address), _, _) => address.to_string(),
            (_, Some(url), _) if kind == "hosted" => url.to_owned(),
            (_, _, Some(uid)) => format!("urn:uid:{uid}"),
            _ => return,
        };
        members.insert("id".to_owned(), id.into());
    }
}

fn upgrade_date(members: &mut Map<String, Value>, name: &str) {
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
fn upgrade_badge(members: &mut Map<String, Value>) {
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
