//! Words that the two versions write differently.

use serde_json::Value;

use crate::document::words::is_language;
use crate::json::items;

/// The class of 2.0 assertions, as 3.0 documents name it.
pub(super) const ASSERTION_V2: &str = "https://w3id.org/openbadges#Assertion";
/// The class of 2.0 badge classes.
pub(super) const BADGE_CLASS_V2: &str = "https://w3id.org/openbadges#BadgeClass";
/// The class of 3.0 achievements, as 2.0 documents name it.
pub(super) const ACHIEVEMENT_V3: &str =
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement";
/// The class of 3.0 credentials.
pub(super) const CREDENTIAL_V3: &str =
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementCredential";
/// The class of 3.0 profiles.
pub(super) const PROFILE_V3: &str = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile";
/// How a 2.0 document calls its 3.0 form's version, and the other way round.
pub(super) const VERSION_3: &str = "Open Badges v3p0";
pub(super) const VERSION_2: &str = "Open Badges v2p0";

/// How the 2.0 assertion is called among the evidence of the credential that came of it.
pub(super) const NAME_OF_ASSERTION_V2: &str = "The assertion of Open Badges 2.0";

/// Whether an entry of `related` says nothing but that the document with this id is the other form.
pub(super) fn is_other_form(value: &Value, types: &[&str], id: &str, version: &str) -> bool {
    let Some(members) = value.as_object() else {
        return false;
    };
    let named = members.get("type").map(items).unwrap_or_default();
    members
        .keys()
        .all(|name| matches!(name.as_str(), "type" | "id" | "version"))
        && named.len() == types.len()
        && named
            .iter()
            .all(|name| types.iter().any(|known| name == known))
        && value.get("id").and_then(Value::as_str) == Some(id)
        && value.get("version").is_none_or(|found| found == version)
}

/// The sorts of identity, in 2.0 and in 3.0. Two of them have no word in 3.0.
const IDENTITIES: [(&str, &str); 4] = [
    ("email", "emailAddress"),
    ("url", "ext:url"),
    ("telephone", "ext:telephone"),
    ("id", "identifier"),
];

pub(super) fn identity_type_v3(kind: &str) -> Option<&'static str> {
    let found = IDENTITIES.iter().find(|(old, _)| *old == kind);
    found.map(|(_, new)| *new)
}

pub(super) fn identity_type_v2(kind: &str) -> Option<&'static str> {
    let found = IDENTITIES.iter().find(|(_, new)| *new == kind);
    found.map(|(old, _)| *old)
}

/// A language tag as 3.0 writes it, if it can: `en-us` is `en-US` there.
pub(super) fn language_tag(tag: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let mut written = parts.next()?.to_ascii_lowercase();
    for part in parts {
        written.push('-');
        if part.len() == 4 {
            let lower = part.to_ascii_lowercase();
            let mut letters = lower.chars();
            written.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            written.push_str(letters.as_str());
        } else {
            written.push_str(&part.to_ascii_uppercase());
        }
    }
    is_language(&written).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_brought_into_the_form_of_3() {
        assert_eq!(language_tag("en-us").as_deref(), Some("en-US"));
        assert_eq!(language_tag("ZH-hant-tw").as_deref(), Some("zh-Hant-TW"));
        assert_eq!(language_tag("en-x-klingon"), None);
    }
}
