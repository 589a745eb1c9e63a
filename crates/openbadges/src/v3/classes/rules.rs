//! What the members of an object of 3.0 must be to each other. These rules are beyond the JSON schemas.

use serde_json::{Map, Value};

use crate::document::words::{has_type, looks_hashed, types};
use crate::document::{At, Faults};
use crate::json::items;
use crate::time::parse_date_time_stamp;

type Object = Map<String, Value>;

pub(super) fn credential(credential: &Object, at: &At<'_>, faults: &mut Faults) {
    is_a_credential(credential, at, faults);
    if is_of_model_1(credential) && !credential.contains_key("name") {
        let message = "a credential of data model 1.1 must have `name`";
        faults.deviation(&at.member("name"), message);
    }
    follows_in_time(credential, at, faults);
}

pub(super) fn endorsement(endorsement: &Object, at: &At<'_>, faults: &mut Faults) {
    is_a_credential(endorsement, at, faults);
    follows_in_time(endorsement, at, faults);
}

/// Every credential is one by type, and says since when it holds.
pub(crate) fn is_a_credential(credential: &Object, at: &At<'_>, faults: &mut Faults) {
    let types = credential.get("type").map(types).unwrap_or_default();
    if !types.contains(&"VerifiableCredential") {
        let message = "the types must contain VerifiableCredential";
        faults.grave(&at.member("type"), message);
    }
    let start = if is_of_model_1(credential) {
        "issuanceDate"
    } else {
        "validFrom"
    };
    if !credential.contains_key(start) {
        let message = format!("a badge must have `{start}`");
        faults.grave(&at.member(start), message);
    }
}

fn is_of_model_1(credential: &Object) -> bool {
    let first = credential.get("@context").and_then(|list| list.get(0));
    first.and_then(Value::as_str) == Some(crate::v3::CREDENTIALS_V1)
}

/// The end does not come before the beginning.
pub(crate) fn follows_in_time(object: &Object, at: &At<'_>, faults: &mut Faults) {
    for (from, until) in [
        ("validFrom", "validUntil"),
        ("issuanceDate", "expirationDate"),
        ("activityStartDate", "activityEndDate"),
    ] {
        let date = |name| {
            let text = object.get(name)?.as_str()?;
            parse_date_time_stamp(text).ok()
        };
        if let (Some(start), Some(end)) = (date(from), date(until))
            && end < start
        {
            let message = format!("`{until}` lies before `{from}`");
            faults.grave(&at.member(until), message);
        }
    }
}

pub(super) fn subject(subject: &Object, at: &At<'_>, faults: &mut Faults) {
    names_its_subject(subject, at, faults);
    follows_in_time(subject, at, faults);
    results_fit_their_descriptions(subject, at, faults);
}

/// A recipient is known by an id or by at least one identifier.
pub(crate) fn names_its_subject(subject: &Object, at: &At<'_>, faults: &mut Faults) {
    let identified = subject
        .get("identifier")
        .is_some_and(|list| !items(list).is_empty());
    if !identified && !subject.contains_key("id") {
        faults.grave(at, "the recipient has neither an id nor an identifier");
    }
}

fn results_fit_their_descriptions(subject: &Object, at: &At<'_>, faults: &mut Faults) {
    let descriptions = subject
        .get("achievement")
        .and_then(|achievement| achievement.get("resultDescription"))
        .map(items)
        .unwrap_or_default();
    let at = at.member("result");
    let results = subject.get("result").map(items).unwrap_or_default();
    for (index, result) in results.iter().enumerate() {
        let Some(named) = result.get("resultDescription") else {
            continue;
        };
        let at = at.item(index);
        match descriptions
            .iter()
            .find(|description| description.get("id") == Some(named))
        {
            Some(description) => result_fits(result, description, &at, faults),
            None => {
                let message = "no result description of the achievement has this id";
                faults.deviation(&at.member("resultDescription"), message);
            }
        }
    }
}

fn result_fits(result: &Value, description: &Value, at: &At<'_>, faults: &mut Faults) {
    if description.get("resultType").and_then(Value::as_str) == Some("Status")
        && result.get("status").is_none()
    {
        let message = "a result of the type Status must have `status`";
        faults.deviation(&at.member("status"), message);
    }
    if let Some(level) = result.get("achievedLevel")
        && !has_level(description, level)
    {
        let message = "the result description has no level with this id";
        faults.deviation(&at.member("achievedLevel"), message);
    }
    let Some(value) = result.get("value").and_then(Value::as_str) else {
        return;
    };
    let allowed = description
        .get("allowedValue")
        .map(items)
        .unwrap_or_default();
    if !allowed.is_empty() && !allowed.iter().any(|allowed| allowed == value) {
        let message = "the result description does not allow this value";
        faults.deviation(&at.member("value"), message);
    }
    let bound = |name: &str| description.get(name)?.as_str()?.trim().parse::<f64>().ok();
    if let Ok(number) = value.trim().parse::<f64>() {
        let below = bound("valueMin").is_some_and(|least| number < least);
        let above = bound("valueMax").is_some_and(|most| number > most);
        if below || above {
            let message = "the value lies outside of what the result description allows";
            faults.deviation(&at.member("value"), message);
        }
    }
}

fn has_level(description: &Value, id: &Value) -> bool {
    description
        .get("rubricCriterionLevel")
        .map(items)
        .unwrap_or_default()
        .iter()
        .any(|level| level.get("id") == Some(id))
}

pub(super) fn result_description(description: &Object, at: &At<'_>, faults: &mut Faults) {
    if let Some(level) = description.get("requiredLevel")
        && !has_level(&Value::Object(description.clone()), level)
    {
        let message = "no level of the rubric has this id";
        faults.deviation(&at.member("requiredLevel"), message);
    }
}

pub(super) fn identity(identity: &Object, at: &At<'_>, faults: &mut Faults) {
    let hashed = identity.get("hashed").and_then(Value::as_bool);
    let text = identity.get("identityHash").and_then(Value::as_str);
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return;
    };
    let message = match (hashed, looks_hashed(text)) {
        (Some(true), false) => "`identityHash` is said to be hashed, but is no hash",
        (Some(false), true) => "`identityHash` is a hash, but is said to be plain",
        _ => return,
    };
    faults.deviation(&at.member("identityHash"), message);
}

pub(super) fn criteria(criteria: &Object, at: &At<'_>, faults: &mut Faults) {
    if !criteria.contains_key("id") && !criteria.contains_key("narrative") {
        faults.deviation(at, "criteria must have an address or a narrative");
    }
}

pub(super) fn related(related: &Object, at: &At<'_>, faults: &mut Faults) {
    let value = Value::Object(related.clone());
    if !has_type(&value, "Related") {
        let message = "the type of a Related object must be Related";
        faults.deviation(&at.member("type"), message);
    }
}

pub(super) fn on_the_globe(place: &Object, at: &At<'_>, faults: &mut Faults) {
    for (name, most) in [("latitude", 90.0), ("longitude", 180.0)] {
        let degrees = place.get(name).and_then(Value::as_f64);
        if degrees.is_some_and(|degrees| degrees.abs() > most) {
            let message = format!("`{name}` must lie between -{most} and {most}");
            faults.deviation(&at.member(name), message);
        }
    }
}

pub(super) fn status(status: &Object, at: &At<'_>, faults: &mut Faults) {
    let value = Value::Object(status.clone());
    if !has_type(&value, "BitstringStatusListEntry") {
        return;
    }
    for name in ["statusPurpose", "statusListIndex", "statusListCredential"] {
        if !status.contains_key(name) {
            let message = format!("a BitstringStatusListEntry must have `{name}`");
            faults.deviation(&at.member(name), message);
        }
    }
}
