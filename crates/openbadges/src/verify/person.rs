//! Is it this person's? The address that was typed against the identities in the badge.

use serde_json::Value;

use super::codes::Code;
use super::run::Findings;
use super::shape::v3::several;
use crate::recipient::matches;

/// An identity as a document states it.
struct Stated<'a> {
    identity: &'a str,
    salt: Option<&'a str>,
    hashed: bool,
}

/// Compares the person asked for with those a credential of 3.0 names.
pub(super) fn check_v3(credential: &Value, asked: Option<&str>, findings: &mut Findings) {
    let mut stated = Vec::new();
    if let Some(subject) = subject_of(credential) {
        if let Some(id) = subject.get("id").and_then(Value::as_str) {
            stated.push(Stated {
                identity: id,
                salt: None,
                hashed: false,
            });
            if let Some(address) = id.strip_prefix("mailto:") {
                stated.push(Stated {
                    identity: address,
                    salt: None,
                    hashed: false,
                });
            }
        }
        for (_, identity) in several(subject, "identifier") {
            stated.extend(identity_of(identity, "identityHash"));
        }
    }
    compare(&stated, asked, findings);
}

/// Compares the person asked for with the recipient of a 2.0 assertion.
pub(super) fn check_v2(assertion: &Value, asked: Option<&str>, findings: &mut Findings) {
    let recipient = assertion.get("recipient");
    let stated: Vec<_> = recipient
        .and_then(|recipient| identity_of(recipient, "identity"))
        .into_iter()
        .collect();
    compare(&stated, asked, findings);
}

/// The one subject of a credential.
pub(super) fn subject_of(credential: &Value) -> Option<&Value> {
    crate::json::items(credential.get("credentialSubject")?).first()
}

fn identity_of<'a>(object: &'a Value, member: &str) -> Option<Stated<'a>> {
    Some(Stated {
        identity: plain(object.get(member)?)?,
        salt: object.get("salt").and_then(plain),
        hashed: object
            .get("hashed")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    })
}

/// A text, also if it is written as a value of JSON-LD: the signature is the same.
fn plain(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.get("@value")?.as_str())
}

fn compare(stated: &[Stated<'_>], asked: Option<&str>, findings: &mut Findings) {
    let asked = asked.map(str::trim).filter(|asked| !asked.is_empty());
    if stated.is_empty() {
        return findings.add(
            "recipient",
            Code::RecipientNone,
            "no recipient identity in the badge",
        );
    }
    let Some(asked) = asked else {
        return findings.add(
            "recipient",
            Code::RecipientNotAsked,
            "nobody was named to compare with",
        );
    };
    if stated
        .iter()
        .any(|stated| matches(stated.identity, stated.salt, stated.hashed, asked))
    {
        findings.add(
            "recipient",
            Code::RecipientMatch,
            "the identity asked for is the one in the badge",
        );
    } else {
        let detail = format!(
            "none of the {} identities in the badge is the one asked for",
            stated.len()
        );
        findings.add("recipient", Code::RecipientMismatch, detail);
    }
}
