//! Templates for the credentials of Open Badges 3.0, made when they are first worth it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::Template;
use super::skeleton::push_json;
use crate::keys::{SignError, Signer};
use crate::proof::{ProofOptions, data_integrity};

/// Stands for a slot in the text that templates are found by; no JSON text has it.
const OPEN: char = '\u{1}';

/// How often a shape must come before it is worth a template: preparing one costs as much as a hundred signatures.
const WORTH_IT: u32 = 2;

/// Members that differ from award to award, and the members inside them.
struct Part {
    name: &'static str,
    inside: &'static [Part],
}

const fn slot(name: &'static str) -> Part {
    Part { name, inside: &[] }
}

const fn part(name: &'static str, inside: &'static [Part]) -> Part {
    Part { name, inside }
}

/// What differs from award to award of one badge class (Open Badges 3.0, appendix B.1); arrays are looked through.
const AWARD: &[Part] = &[
    slot("id"),
    slot("validFrom"),
    slot("validUntil"),
    slot("issuanceDate"),
    slot("expirationDate"),
    slot("awardedDate"),
    part(
        "credentialSubject",
        &[
            slot("id"),
            slot("activityStartDate"),
            slot("activityEndDate"),
            slot("narrative"),
            slot("role"),
            slot("term"),
            slot("licenseNumber"),
            part("identifier", &[slot("identityHash"), slot("salt")]),
            part("image", &[slot("id"), slot("caption")]),
            part(
                "result",
                &[
                    slot("value"),
                    slot("achievedLevel"),
                    slot("status"),
                    slot("resultDescription"),
                ],
            ),
        ],
    ),
    part(
        "evidence",
        &[
            slot("id"),
            slot("name"),
            slot("description"),
            slot("narrative"),
            slot("genre"),
            slot("audience"),
        ],
    ),
    part(
        "credentialStatus",
        &[
            slot("id"),
            slot("statusListIndex"),
            slot("statusListCredential"),
        ],
    ),
];

/// Templates of one or many issuers, a template for each badge class and shape of award.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # use openbadges::keys::SigningKey;
/// # use openbadges::proof::{ProofOptions, Suite};
/// use openbadges::proof::template::AwardTemplates;
/// use openbadges::v3::{Achievement, AchievementSubject, Criteria, OpenBadgeCredential, Profile};
///
/// # let key = SigningKey::ed25519_from_seed([7; 32]);
/// # let now = "2026-11-22T10:00:00Z".parse()?;
/// # let options = [ProofOptions {
/// #     suite: Suite::EddsaRdfc2022,
/// #     created: now,
/// #     verification_method: "https://badges.example/issuer#key-1".to_owned(),
/// #     purpose: "assertionMethod".to_owned(),
/// # }];
/// let templates = AwardTemplates::new(1_000);
/// for recipient in ["did:example:ada", "did:example:bob", "did:example:eve"] {
///     let badge = Achievement::new(
///         "https://badges.example/badges/teamwork",
///         "Teamwork",
///         "Works well with others.",
///         Criteria::narrative("Work in a team for a term."),
///     );
///     let mut subject = AchievementSubject::new(badge);
///     subject.id = Some(recipient.to_owned());
///     let id = format!("https://badges.example/awards/{recipient}");
///     let issuer = Profile::new("https://badges.example/issuer", "Acme");
///     let credential = OpenBadgeCredential::new(id, "Teamwork", issuer, now, subject);
///     let signed: String = templates.sign(&credential.to_value(), &options, &key)?;
/// #   assert!(signed.contains(recipient));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct AwardTemplates {
    most: usize,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// By the text of the credential without its slots.
    shapes: HashMap<String, Shape>,
    /// Counts the questions, to tell which shape was not asked for the longest.
    asked: u64,
}

#[derive(Debug, Default)]
struct Shape {
    seen: u32,
    asked: u64,
    /// Inside, `None` if it makes no template.
    template: Option<Option<Arc<Template>>>,
}

/// What to do about a shape.
enum Advice {
    Use(Arc<Template>),
    Prepare,
    Without,
}

impl AwardTemplates {
    /// Keeps at most so many templates; each takes about five times the text of its credential.
    pub fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            known: Mutex::default(),
        }
    }

    /// Signs an unsigned credential: the text of [`data_integrity::sign`], sooner from the second of a shape on.
    pub fn sign(
        &self,
        credential: &Value,
        options: &[ProofOptions],
        key: &dyn Signer,
    ) -> Result<String, SignError> {
        let (shape, values) = read(credential);
        let template = match self.advice(&shape) {
            Advice::Use(template) => Some(template),
            Advice::Prepare => self.prepare(shape, credential),
            Advice::Without => None,
        };
        match template {
            Some(template) => template.sign(&values, options, key),
            None => data_integrity::sign(credential, options, key).map(|signed| signed.to_string()),
        }
    }

    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.known.lock().unwrap().shapes.len()
    }

    fn advice(&self, shape: &str) -> Advice {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.asked += 1;
        let asked = known.asked;
        let Some(shape) = known.shapes.get_mut(shape) else {
            known.make_room(self.most);
            let new = Shape {
                seen: 1,
                asked,
                template: None,
            };
            known.shapes.insert(shape.to_owned(), new);
            return Advice::Without;
        };
        shape.seen = shape.seen.saturating_add(1);
        shape.asked = asked;
        match &shape.template {
            Some(Some(template)) => Advice::Use(Arc::clone(template)),
            None if shape.seen >= WORTH_IT => Advice::Prepare,
            Some(None) | None => Advice::Without,
        }
    }

    /// Prepares a template without keeping others waiting.
    fn prepare(&self, shape: String, credential: &Value) -> Option<Arc<Template>> {
        let slots = award_slots(credential);
        let slots: Vec<&str> = slots.iter().map(String::as_str).collect();
        let template = Template::prepare(credential, &slots).ok().map(Arc::new);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.make_room(self.most);
        let asked = known.asked;
        known.shapes.insert(
            shape,
            Shape {
                seen: WORTH_IT,
                asked,
                template: Some(template.clone()),
            },
        );
        template
    }
}

impl Known {
    /// Forgets the shape that was not asked for the longest.
    fn make_room(&mut self, most: usize) {
        while self.shapes.len() >= most {
            let oldest = self.shapes.iter().min_by_key(|(_, shape)| shape.asked);
            let Some(oldest) = oldest.map(|(text, _)| text.clone()) else {
                return;
            };
            self.shapes.remove(&oldest);
        }
    }
}

/// The JSON pointers of what differs from award to award in an Open Badges 3.0 credential.
///
/// Addresses, dates and identifiers of the award, the recipient's hashed identities, results, evidence and
/// status entries, as far as the credential has them.
pub fn award_slots(credential: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    collect(credential, Some(AWARD), &mut String::new(), &mut pointers);
    pointers
}

fn collect(
    value: &Value,
    parts: Option<&'static [Part]>,
    at: &mut String,
    pointers: &mut Vec<String>,
) {
    let length = at.len();
    match (value, parts) {
        (Value::String(_), Some([])) => pointers.push(at.clone()),
        (Value::Object(members), Some(parts)) => {
            for (name, value) in members {
                // None of the names has to be escaped in a pointer.
                at.push('/');
                at.push_str(name);
                collect(value, inside(parts, name), at, pointers);
                at.truncate(length);
            }
        }
        (Value::Array(items), Some(parts)) if !parts.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                let _ = write!(at, "/{index}");
                collect(value, Some(parts), at, pointers);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// The text of a credential with its slots open, and what stood in them.
pub(super) fn read(credential: &Value) -> (String, Vec<&str>) {
    let (mut text, mut values) = (String::with_capacity(4096), Vec::with_capacity(16));
    open(credential, Some(AWARD), &mut text, &mut values);
    (text, values)
}

fn open<'a>(
    value: &'a Value,
    parts: Option<&'static [Part]>,
    text: &mut String,
    values: &mut Vec<&'a str>,
) {
    match (value, parts) {
        (Value::String(value), Some([])) => {
            text.push(OPEN);
            values.push(value);
        }
        (Value::String(value), _) => push_json(text, value),
        (Value::Object(members), _) => {
            let mut separator = '{';
            for (name, value) in members {
                text.push(separator);
                push_json(text, name);
                text.push(':');
                let parts = parts.and_then(|parts| inside(parts, name));
                open(value, parts, text, values);
                separator = ',';
            }
            text.push_str(if members.is_empty() { "{}" } else { "}" });
        }
        (Value::Array(items), _) => {
            // Texts in an array are no slots: their number and order belong to the shape.
            let parts = parts.filter(|parts| !parts.is_empty());
            let mut separator = '[';
            for value in items {
                text.push(separator);
                open(value, parts, text, values);
                separator = ',';
            }
            text.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        (other, _) => {
            let _ = write!(text, "{other}");
        }
    }
}

fn inside(parts: &'static [Part], name: &str) -> Option<&'static [Part]> {
    let part = parts.iter().find(|part| part.name == name);
    part.map(|part| part.inside)
}
