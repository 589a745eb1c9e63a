//! The frame of a verifiable credential, and what must be inside by its type.

use serde_json::Value;

mod generic;

use super::{Faults, check, has_type, id_of, is_uri, types};
use crate::json::{items, pointer_to};

use crate::clr::classes::CLR_SUBJECT;
use crate::v3::classes::{ACHIEVEMENT_SUBJECT, ENDORSEMENT_SUBJECT, EVIDENCE, IMAGE, PROFILE};

/// What a credential is, by its types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::verify) enum Purpose {
    Badge,
    Endorsement,
    Clr,
    StatusList,
    Other,
}

impl Purpose {
    pub(in crate::verify) fn of(credential: &Value) -> Self {
        if has_type(credential, "ClrCredential") {
            Self::Clr
        } else if has_type(credential, "OpenBadgeCredential")
            || has_type(credential, "AchievementCredential")
        {
            Self::Badge
        } else if has_type(credential, "EndorsementCredential") {
            Self::Endorsement
        } else if has_type(credential, "BitstringStatusListCredential")
            || has_type(credential, "StatusList2021Credential")
        {
            Self::StatusList
        } else {
            Self::Other
        }
    }
}

impl Purpose {
    /// Whether Open Badges or CLR say what is inside.
    pub(in crate::verify) fn is_of_badges(self) -> bool {
        matches!(self, Self::Badge | Self::Endorsement | Self::Clr)
    }
}

/// Checks the frame of a credential and, by its purpose, what is inside.
pub(in crate::verify) fn check_credential(credential: &Value, version: u8) -> Faults {
    let mut faults = Faults::default();
    let purpose = Purpose::of(credential);
    let of_badges = matches!(
        purpose,
        Purpose::Badge | Purpose::Endorsement | Purpose::Clr
    );
    match credential.get("id") {
        Some(Value::String(id)) if is_uri(id) => {}
        None if !of_badges => {}
        None => faults.grave("/id", "a badge must have an id"),
        Some(_) => faults.grave("/id", "`id` must be one absolute URI"),
    }
    check_types(credential, &mut faults);
    check_issuer(credential, of_badges, &mut faults);
    check_dates(credential, of_badges, version, &mut faults);
    check_subject(credential, purpose, &mut faults);
    if of_badges {
        for (at, evidence) in several(credential, "evidence") {
            check(evidence, &EVIDENCE, &at, &mut faults);
        }
        for (at, image) in several(credential, "image") {
            match image {
                Value::String(_) => faults.deviation(&at, "`image` should be an object"),
                other => check(other, &IMAGE, &at, &mut faults),
            }
        }
    } else if version == 2 {
        generic::check(credential, &mut faults);
    }
    if purpose == Purpose::Endorsement && credential.get("name").is_none() {
        faults.deviation("/name", "an endorsement should have a name");
    }
    for name in [
        "credentialStatus",
        "credentialSchema",
        "refreshService",
        "termsOfUse",
    ] {
        for (at, item) in several(credential, name) {
            if item.get("type").is_none_or(|value| types(value).is_empty()) {
                faults.grave(
                    pointer_to(&at, "type"),
                    format!("`{name}` must have a type"),
                );
            }
        }
    }
    faults
}

fn check_types(credential: &Value, faults: &mut Faults) {
    match credential.get("type") {
        Some(Value::String(one)) if one == "VerifiableCredential" => {
            faults.deviation("/type", "`type` should be a list");
        }
        Some(Value::Array(list)) => {
            if list.iter().any(|item| !item.is_string()) {
                faults.grave("/type", "every type must be text");
            }
            if !has_type(credential, "VerifiableCredential") {
                faults.grave("/type", "the types must contain VerifiableCredential");
            }
        }
        _ => faults.grave("/type", "the types must contain VerifiableCredential"),
    }
}

fn check_issuer(credential: &Value, of_badges: bool, faults: &mut Faults) {
    match credential.get("issuer") {
        None => faults.grave("/issuer", "there must be an issuer"),
        Some(Value::String(id)) if is_uri(id) => {}
        Some(Value::String(_)) => {
            faults.grave("/issuer", "`issuer` must be an absolute URI or an object");
        }
        Some(object @ Value::Object(_)) if of_badges => check(object, &PROFILE, "/issuer", faults),
        Some(object @ Value::Object(_)) => {
            if !id_of(object).is_some_and(is_uri) {
                faults.grave("/issuer/id", "the issuer must have an absolute URI as id");
            }
        }
        Some(_) => faults.grave("/issuer", "`issuer` must be an absolute URI or an object"),
    }
}

fn check_dates(credential: &Value, of_badges: bool, version: u8, faults: &mut Faults) {
    let (from, until) = date_names(version);
    let date = |name: &str, required: bool, faults: &mut Faults| {
        let at = pointer_to("", name);
        match credential.get(name) {
            None if required => faults.grave(&at, format!("a badge must have `{name}`")),
            None => {}
            Some(Value::String(text)) if crate::time::parse_date_time_stamp(text).is_ok() => {}
            Some(_) => faults.grave(
                &at,
                format!("`{name}` must be a date-time with a time zone"),
            ),
        }
    };
    date(from, of_badges, faults);
    date(until, false, faults);
    date("awardedDate", false, faults);
    let (other_from, other_until) = date_names(3 - version);
    date(other_from, false, faults);
    date(other_until, false, faults);
}

/// The names of the first and the last moment, by version of the data model.
pub(in crate::verify) fn date_names(version: u8) -> (&'static str, &'static str) {
    if version == 1 {
        ("issuanceDate", "expirationDate")
    } else {
        ("validFrom", "validUntil")
    }
}

fn check_subject(credential: &Value, purpose: Purpose, faults: &mut Faults) {
    let at = "/credentialSubject";
    let Some(subject) = credential.get("credentialSubject") else {
        faults.grave(at, "there must be a credentialSubject");
        return;
    };
    let class = match purpose {
        Purpose::Badge => &ACHIEVEMENT_SUBJECT,
        Purpose::Endorsement => &ENDORSEMENT_SUBJECT,
        Purpose::Clr => &CLR_SUBJECT,
        Purpose::StatusList | Purpose::Other => {
            let empty = |item: &Value| item.as_object().is_none_or(serde_json::Map::is_empty);
            if items(subject).is_empty() || items(subject).iter().any(empty) {
                faults.grave(at, "the credentialSubject must say something");
            }
            return;
        }
    };
    match subject {
        Value::Array(list) => match list.as_slice() {
            [only] => {
                faults.deviation(at, "`credentialSubject` should be one object");
                check(only, class, "/credentialSubject/0", faults);
            }
            _ => faults.grave(at, "a badge must have one credentialSubject"),
        },
        other => check(other, class, at, faults),
    }
}

/// The values of a member that may be one or a list, each with its pointer.
pub(in crate::verify) fn several<'a>(object: &'a Value, name: &str) -> Vec<(String, &'a Value)> {
    let at = pointer_to("", name);
    match object.get(name) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list
            .iter()
            .enumerate()
            .map(|(index, item)| (pointer_to(&at, index), item))
            .collect(),
        Some(single) => vec![(at, single)],
    }
}
