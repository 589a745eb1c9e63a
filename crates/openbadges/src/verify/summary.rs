//! What a document claims, for a page to show: as much as can be read, also when it does not hold.

use serde_json::Value;

use super::person::subject_of;
use super::report::{BadgeSummary, IssuerSummary, RecipientSummary};
use super::shape::v3::{date_names, several};
use super::shape::{id_of, is_web_address};
use super::{frame, shape};

/// Longest text that is passed on; nobody reads more on a verification page.
const LONGEST: usize = 20_000;
/// Longest data URL of a picture that is passed on.
const LARGEST_PICTURE: usize = 2 * 1024 * 1024;

/// Sums up a credential of 3.0, a CLR or any other verifiable credential.
pub(super) fn of_credential(credential: &Value) -> BadgeSummary {
    let subject = subject_of(credential).unwrap_or(&Value::Null);
    let achievement = match subject.get("achievement") {
        Some(Value::Array(list)) => list.first().unwrap_or(&Value::Null),
        Some(achievement) => achievement,
        None => &Value::Null,
    };
    let criteria = achievement.get("criteria").unwrap_or(&Value::Null);
    let (from, until) = date_names(frame::version(credential));
    let single = shape::v3::Purpose::of(credential) == shape::v3::Purpose::Badge;
    let whole = |name: &str| text(credential, name);
    BadgeSummary {
        name: if single {
            text(achievement, "name").or_else(|| whole("name"))
        } else {
            whole("name")
        },
        description: if single {
            text(achievement, "description").or_else(|| whole("description"))
        } else {
            whole("description")
        },
        criteria: text(criteria, "narrative"),
        criteria_url: text(criteria, "id").filter(|url| is_web_address(url)),
        image: picture(achievement).or_else(|| picture(credential)),
        issuer: credential.get("issuer").map(issuer).unwrap_or_default(),
        recipient: recipient_v3(subject),
        issued_on: whole("awardedDate").or_else(|| whole(from)),
        expires: whole(until),
        revocation_reason: None,
        messages: Vec::new(),
    }
}

/// Sums up an assertion of 2.0 with what could be found of its badge class and issuer.
pub(super) fn of_assertion(
    assertion: &Value,
    badge: Option<&Value>,
    issuer_profile: Option<&Value>,
) -> BadgeSummary {
    let badge = badge
        .or_else(|| assertion.get("badge").filter(|badge| badge.is_object()))
        .unwrap_or(&Value::Null);
    let criteria = badge.get("criteria").unwrap_or(&Value::Null);
    let issuer_value = issuer_profile.or_else(|| badge.get("issuer"));
    BadgeSummary {
        name: text(badge, "name"),
        description: text(badge, "description"),
        criteria: text(criteria, "narrative"),
        criteria_url: id_of(criteria)
            .filter(|url| is_web_address(url))
            .map(str::to_owned),
        image: picture(badge).or_else(|| picture(assertion)),
        issuer: issuer_value.map(issuer).unwrap_or_default(),
        recipient: recipient_v2(assertion.get("recipient").unwrap_or(&Value::Null)),
        issued_on: text(assertion, "issuedOn"),
        expires: text(assertion, "expires"),
        revocation_reason: text(assertion, "revocationReason"),
        messages: Vec::new(),
    }
}

/// Sums up a badge class of 2.0 by itself.
pub(super) fn of_badge_class(badge: &Value, issuer_profile: Option<&Value>) -> BadgeSummary {
    of_assertion(&Value::Null, Some(badge), issuer_profile)
}

/// Sums up an issuer profile by itself.
pub(super) fn of_profile(profile: &Value) -> BadgeSummary {
    BadgeSummary {
        name: text(profile, "name"),
        description: text(profile, "description"),
        image: picture(profile),
        issuer: issuer(profile),
        ..BadgeSummary::default()
    }
}

fn issuer(value: &Value) -> IssuerSummary {
    IssuerSummary {
        id: id_of(value).map(str::to_owned),
        name: text(value, "name"),
        url: text(value, "url").filter(|url| is_web_address(url)),
    }
}

fn recipient_v3(subject: &Value) -> RecipientSummary {
    let identifiers = several(subject, "identifier");
    let plain = |identity: &&Value| identity.get("hashed") != Some(&Value::Bool(true));
    let named =
        |identity: &&Value| identity.get("identityType").and_then(Value::as_str) == Some("name");
    let identities: Vec<&Value> = identifiers
        .into_iter()
        .map(|(_, identity)| identity)
        .collect();
    let name = identities
        .iter()
        .copied()
        .filter(plain)
        .find(named)
        .and_then(|identity| text(identity, "identityHash"));
    let identity = identities
        .iter()
        .copied()
        .filter(plain)
        .filter(|identity| !named(identity))
        .filter_map(|identity| text(identity, "identityHash"))
        .find(|identity| !is_made_up(identity));
    RecipientSummary {
        name: name.or_else(|| text(subject, "name")),
        hashed: !identities.is_empty() && identities.iter().all(|identity| !plain(identity)),
        identity: identity.or_else(|| text(subject, "id").filter(|id| !is_made_up(id))),
    }
}

/// Whether an identifier was made for one badge and tells nobody anything.
fn is_made_up(identifier: &str) -> bool {
    identifier.starts_with("urn:")
}

fn recipient_v2(recipient: &Value) -> RecipientSummary {
    let hashed = recipient.get("hashed") == Some(&Value::Bool(true));
    RecipientSummary {
        name: None,
        hashed,
        identity: text(recipient, "identity").filter(|identity| !hashed && !is_made_up(identity)),
    }
}

fn picture(holder: &Value) -> Option<String> {
    let image = crate::json::items(holder.get("image")?).first()?;
    let address = id_of(image)?;
    let shown = is_web_address(address)
        || (address.starts_with("data:image/") && address.len() <= LARGEST_PICTURE);
    shown.then(|| address.to_owned())
}

/// A text member, also if it is written with its language.
fn text(holder: &Value, name: &str) -> Option<String> {
    let value = holder.get(name)?;
    let text = value.as_str().or_else(|| value.get("@value")?.as_str())?;
    (!text.trim().is_empty()).then(|| text.chars().take(LONGEST).collect())
}
