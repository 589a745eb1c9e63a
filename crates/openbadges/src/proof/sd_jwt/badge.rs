//! An Open Badges 3.0 credential as the claims of an SD-JWT VC.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::SdJwtError;
use crate::json::{items, pointer_to};
use crate::time::{format_seconds, parse_date_time_stamp};
use crate::v3;

/// The claims of a badge, and which of them the holder may hold back.
#[derive(Debug, Clone, PartialEq)]
pub struct BadgeClaims {
    /// The claims, ready for [`super::issue_vc`].
    pub claims: Value,
    /// JSON pointers of what says who the holder is, and how they did.
    pub hidden: Vec<String>,
}

impl BadgeClaims {
    /// The pointers as [`super::issue_vc`] takes them.
    pub fn hidden(&self) -> Vec<&str> {
        self.hidden.iter().map(String::as_str).collect()
    }
}

/// Members of the credential that other claims, or the mechanism, say already.
const REPLACED: &[&str] = &[
    "@context",
    "type",
    "id",
    "issuer",
    "validFrom",
    "validUntil",
    "credentialSubject",
    "proof",
    "credentialSchema",
    "refreshService",
];

/// Members of the subject that tell about the person: each of them, or each of its elements, is hidden for itself.
const PERSONAL: &[&str] = &[
    "identifier",
    "result",
    "evidence",
    "role",
    "licenseNumber",
    "activityStartDate",
    "activityEndDate",
    "creditsEarned",
    "term",
    "image",
    "narrative",
];

/// Writes a credential as claims of the type `vct`.
///
/// | claim | from |
/// |---|---|
/// | `vct` | the argument |
/// | `iss`, `issuer` | the id of the issuer, and the rest of its profile |
/// | `jti` | the id of the credential |
/// | `nbf`, `exp` | `validFrom`, `validUntil` in whole seconds |
/// | `sub` | the id of the subject; hidden |
/// | `achievement` and the rest of the subject | as they stand; what tells about the person is hidden, element by element |
/// | `evidence`, `credentialStatus`, `name`, … | as they stand; evidence is hidden, element by element |
///
/// An error if the credential has no issuer id, not exactly one subject with an achievement, or a date that is none.
pub fn badge_claims(credential: &Value, vct: &str) -> Result<BadgeClaims, SdJwtError> {
    let members = credential
        .as_object()
        .ok_or(SdJwtError::Malformed("the credential is no object"))?;
    let mut claims = Map::new();
    claims.insert("vct".to_owned(), vct.into());
    add_issuer(credential, &mut claims)?;
    if let Some(id) = credential.get("id").and_then(Value::as_str) {
        claims.insert("jti".to_owned(), id.into());
    }
    for (claim, member) in [("nbf", "validFrom"), ("exp", "validUntil")] {
        if let Some(date) = credential.get(member) {
            let at = date
                .as_str()
                .and_then(|text| parse_date_time_stamp(text).ok())
                .ok_or(SdJwtError::Claim(claim))?;
            claims.insert(claim.to_owned(), at.as_second().into());
        }
    }
    let mut hidden = Vec::new();
    add_subject(credential, &mut claims, &mut hidden)?;
    for (name, value) in members {
        if !REPLACED.contains(&name.as_str()) && !claims.contains_key(name) {
            claims.insert(name.clone(), value.clone());
            if name == "evidence" {
                hide_elements(name, value, &mut hidden);
            }
        }
    }
    Ok(BadgeClaims {
        claims: Value::Object(claims),
        hidden,
    })
}

fn add_issuer(credential: &Value, claims: &mut Map<String, Value>) -> Result<(), SdJwtError> {
    let issuer = credential.get("issuer").unwrap_or(&Value::Null);
    let id = issuer.as_str().or_else(|| issuer.get("id")?.as_str());
    claims.insert("iss".to_owned(), id.ok_or(SdJwtError::Claim("iss"))?.into());
    if let Some(profile) = issuer.as_object() {
        let mut profile = profile.clone();
        profile.shift_remove("id");
        claims.insert("issuer".to_owned(), Value::Object(profile));
    }
    Ok(())
}

fn add_subject(
    credential: &Value,
    claims: &mut Map<String, Value>,
    hidden: &mut Vec<String>,
) -> Result<(), SdJwtError> {
    let subject = credential.get("credentialSubject").unwrap_or(&Value::Null);
    let [Value::Object(subject)] = items(subject) else {
        return Err(SdJwtError::Claim("achievement"));
    };
    if !subject.contains_key("achievement") {
        return Err(SdJwtError::Claim("achievement"));
    }
    for (name, value) in subject {
        match name.as_str() {
            "type" => {}
            "id" => {
                claims.insert("sub".to_owned(), value.clone());
                hidden.push("/sub".to_owned());
            }
            name => {
                claims.insert(name.to_owned(), value.clone());
                if PERSONAL.contains(&name) {
                    hide_elements(name, value, hidden);
                }
            }
        }
    }
    Ok(())
}

/// Hides a member, or each of its elements if it has several.
fn hide_elements(name: &str, value: &Value, hidden: &mut Vec<String>) {
    let at = pointer_to("", name);
    match value {
        Value::Array(elements) => {
            hidden.extend((0..elements.len()).map(|index| pointer_to(&at, index)));
        }
        _ => hidden.push(at),
    }
}

/// Members of the subject, which [`badge_claims`] writes beside those of the credential.
const OF_SUBJECT: &[&str] = &["achievement", "source"];

/// Claims that say something about the token, or stand for a member of another name.
const OF_TOKEN: &[&str] = &[
    "vct",
    "vct#integrity",
    "iss",
    "issuer",
    "jti",
    "iat",
    "nbf",
    "exp",
    "sub",
    "aud",
    "cnf",
    "status",
];

/// The credential that claims speak of, as far as they are shown: the way back from [`badge_claims`].
///
/// It is made to be read and shown, and is not what was signed.
pub(crate) fn credential_of(claims: &Map<String, Value>) -> Value {
    // Others put a whole credential among the claims.
    if claims.contains_key("credentialSubject") {
        let mut credential = claims.clone();
        credential.retain(|name, _| name == "issuer" || !OF_TOKEN.contains(&name.as_str()));
        if let (Some(id), false) = (claims.get("iss"), claims.contains_key("issuer")) {
            credential.insert("issuer".to_owned(), id.clone());
        }
        add_status(claims, &mut credential);
        return Value::Object(credential);
    }
    let mut subject = Map::new();
    let mut credential = Map::new();
    credential.insert(
        "@context".to_owned(),
        json!([v3::CREDENTIALS_V2, v3::OPEN_BADGES]),
    );
    let mut types = vec!["VerifiableCredential"];
    if claims.contains_key("achievement") {
        types.push("OpenBadgeCredential");
        subject.insert("type".to_owned(), json!(["AchievementSubject"]));
    }
    credential.insert("type".to_owned(), types.into());
    if let Some(id) = claims.get("jti") {
        credential.insert("id".to_owned(), id.clone());
    }
    let profile = claims.get("issuer").and_then(Value::as_object);
    let mut issuer = profile.cloned().unwrap_or_default();
    if let Some(id) = claims.get("iss") {
        issuer.insert("id".to_owned(), id.clone());
    }
    credential.insert("issuer".to_owned(), Value::Object(issuer));
    for (claim, member) in [("nbf", "validFrom"), ("exp", "validUntil")] {
        let moment = claims.get(claim).and_then(super::vc::seconds);
        if let Some(moment) = moment.and_then(|at| Timestamp::from_second(at).ok()) {
            credential.insert(member.to_owned(), format_seconds(moment).into());
        }
    }
    if let Some(id) = claims.get("sub") {
        subject.insert("id".to_owned(), id.clone());
    }
    for (name, value) in claims {
        if OF_SUBJECT.contains(&name.as_str())
            || (PERSONAL.contains(&name.as_str()) && name != "evidence")
        {
            subject.insert(name.clone(), value.clone());
        } else if !OF_TOKEN.contains(&name.as_str()) && !credential.contains_key(name) {
            credential.insert(name.clone(), value.clone());
        }
    }
    add_status(claims, &mut credential);
    credential.insert("credentialSubject".to_owned(), Value::Object(subject));
    Value::Object(credential)
}

/// Adds a list of another kind than those that a credential names in `credentialStatus` (Token Status List). It stands
/// beside them, since any of the lists may hold the badge.
fn add_status(claims: &Map<String, Value>, credential: &mut Map<String, Value>) {
    let Some(status) = claims.get("status") else {
        return;
    };
    let kinds = status.as_object().into_iter().flat_map(Map::keys);
    let kinds: Vec<Value> = kinds.cloned().map(Value::from).collect();
    let mut entries = match credential.shift_remove("credentialStatus") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(entries)) => entries,
        Some(entry) => vec![entry],
    };
    entries.push(json!({ "type": kinds }));
    let status = match entries.len() {
        1 => entries.swap_remove(0),
        _ => Value::Array(entries),
    };
    credential.insert("credentialStatus".to_owned(), status);
}
