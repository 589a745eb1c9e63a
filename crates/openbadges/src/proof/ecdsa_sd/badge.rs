//! What the issuer of a badge should not leave to its holder.

use serde_json::Value;

use crate::json::items;

/// JSON pointers to what a badge must always show: all that Open Badges 3.0 requires (its section 8.3), and what could
/// take the badge back or limits it. Without the latter a holder could hide a revocation.
pub fn mandatory_in_badge(credential: &Value) -> Vec<String> {
    const FRAME: &[&str] = &[
        "issuer",
        "name",
        "validFrom",
        "validUntil",
        "issuanceDate",
        "expirationDate",
        "credentialStatus",
        "credentialSchema",
        "termsOfUse",
        "refreshService",
    ];
    const ACHIEVEMENT: &[&str] = &[
        "id",
        "type",
        "name",
        "description",
        "criteria",
        "achievementType",
    ];
    let mut pointers = Vec::new();
    let mut add = |value: &Value, at: &str, names: &[&str]| {
        let present = names.iter().filter(|name| value.get(**name).is_some());
        pointers.extend(present.map(|name| format!("{at}/{name}")));
    };
    add(credential, "", FRAME);
    for (subject, at) in numbered(credential, "", "credentialSubject") {
        add(subject, &at, &["id", "type", "identifier"]);
        for (achievement, at) in numbered(subject, &at, "achievement") {
            add(achievement, &at, ACHIEVEMENT);
        }
    }
    pointers
}

/// The values of a member that may be one or several, with their pointers.
fn numbered<'v>(
    value: &'v Value,
    at: &str,
    name: &str,
) -> impl Iterator<Item = (&'v Value, String)> {
    let member = value.get(name).unwrap_or(&Value::Null);
    let at = format!("{at}/{name}");
    let many = member.is_array();
    items(member).iter().enumerate().map(move |(index, value)| {
        let pointer = if many {
            format!("{at}/{index}")
        } else {
            at.clone()
        };
        (value, pointer)
    })
}
