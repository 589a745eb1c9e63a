//! What is ordered: to whom, for what, until when.

use accolade_storage::types::{BadgeClassId, BadgeClassVersionId, RecipientKind};
use accolade_storage::{DbConnection, StorageError};
use jiff::Timestamp;
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};

use super::NewEvidence;
use super::results::{self, AwardResult};
use crate::content::BadgeContent;
use crate::limits;
use crate::violations::Violations;

/// An award to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct AwardOrder {
    /// What is awarded.
    pub badge_class: BadgeClassId,
    /// To whom.
    pub recipient: Recipient,
    /// What the recipient did (Markdown). It never replaces the badge's criteria.
    pub narrative: Option<String>,
    /// What shows it.
    pub evidence: Vec<NewEvidence>,
    /// Which results were reached.
    pub results: Vec<AwardResult>,
    /// Since when it holds; now if unsaid.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds; as the badge class says if unsaid.
    pub valid_until: Option<Timestamp>,
    /// How it was judged.
    pub assessment: Option<Assessment>,
    /// The version it was earned under; the current one if unsaid.
    pub version: Option<BadgeClassVersionId>,
}

/// Who receives an award: an e-mail address, a name, or both.
///
/// A pupil without an address is known by name alone. The documents then carry an identifier that is made
/// for that one award and means nothing anywhere else, and the name beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Recipient {
    /// The address it goes to; public documents carry only its salted hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What to call the person; needed where there is no address.
    #[serde(default)]
    pub name: Option<String>,
    /// Whether the name stands in the signed documents and on the public page.
    ///
    /// On by default: a badge is made to be shown, wallets and employers look for a name there,
    /// and a salted hash tells them nothing. Where the name must stay out of public sight, for
    /// children above all, it is sealed beside the address instead.
    #[serde(default = "yes")]
    pub show_name: bool,
}

/// How an award was judged, and by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Assessment {
    /// Who judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// As what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
}

impl Recipient {
    /// Somebody with an address.
    pub fn email(email: &str) -> Self {
        Self {
            email: Some(email.to_owned()),
            name: None,
            show_name: true,
        }
    }

    /// Somebody without one.
    pub fn named(name: &str) -> Self {
        Self {
            email: None,
            name: Some(name.to_owned()),
            show_name: true,
        }
    }

    /// What sort of identity the documents carry.
    pub fn kind(&self) -> RecipientKind {
        match self.email {
            Some(_) => RecipientKind::Email,
            None => RecipientKind::Named,
        }
    }

    fn tidied(self) -> Self {
        let email = tidy(self.email).map(|email| normalise_email(&email));
        Self {
            email,
            name: tidy(self.name),
            show_name: self.show_name,
        }
    }

    fn check(&self, found: &mut Violations) {
        match &self.email {
            Some(email) => found.email("/recipient/email", email),
            None if self.name.is_none() => found.add(
                "/recipient/email",
                "required",
                "Give an e-mail address, or a name for somebody without one.",
            ),
            None => {}
        }
        found.optional("/recipient/name", self.name.as_deref(), limits::NAME);
    }
}

/// Without blanks around it; nothing if nothing else is there.
fn tidy(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

impl AwardOrder {
    /// An order with nothing but badge class and an address.
    pub fn new(badge_class: BadgeClassId, email: &str) -> Self {
        Self::to(badge_class, Recipient::email(email))
    }

    /// An order with nothing but badge class and recipient.
    pub fn to(badge_class: BadgeClassId, recipient: Recipient) -> Self {
        Self {
            badge_class,
            recipient,
            narrative: None,
            evidence: Vec::new(),
            results: Vec::new(),
            valid_from: None,
            valid_until: None,
            assessment: None,
            version: None,
        }
    }

    /// The same with the address normalised and blank texts taken for absent ones.
    pub(super) fn tidied(mut self) -> Self {
        self.recipient = self.recipient.tidied();
        self.narrative = tidy(self.narrative);
        self
    }
}

/// What is wrong with a tidied order for this badge class.
pub(super) fn check(
    conn: &mut DbConnection,
    order: &AwardOrder,
    content: &BadgeContent,
    now: Timestamp,
) -> Result<Violations, StorageError> {
    let mut found = Violations::default();
    order.recipient.check(&mut found);
    found.optional("/narrative", order.narrative.as_deref(), limits::NARRATIVE);
    found.count("/evidence", order.evidence.len(), limits::EVIDENCE_ITEMS);
    // What is too much is not looked at: each item may cost a look into the database.
    for (position, item) in order
        .evidence
        .iter()
        .take(limits::EVIDENCE_ITEMS.value)
        .enumerate()
    {
        found.nest(&format!("/evidence/{position}"), item.check(conn)?);
    }
    results::check(&mut found, &order.results, content);
    check_dates(&mut found, order, now);
    if let Some(assessment) = &order.assessment {
        found.optional("/assessment/by", assessment.by.as_deref(), limits::NAME);
        found.optional("/assessment/role", assessment.role.as_deref(), limits::NAME);
        found.optional(
            "/assessment/how",
            assessment.how.as_deref(),
            limits::DESCRIPTION,
        );
    }
    Ok(found)
}

fn check_dates(found: &mut Violations, order: &AwardOrder, now: Timestamp) {
    for (pointer, moment) in [
        ("/validFrom", order.valid_from),
        ("/validUntil", order.valid_until),
    ] {
        if let Some(moment) = moment {
            found.date(pointer, moment);
        }
    }
    // Documents say whole seconds, so a fraction of one is no time at all.
    let from = order.valid_from.unwrap_or(now).as_second();
    if order
        .valid_until
        .is_some_and(|until| until.as_second() <= from)
    {
        found.add("/validUntil", "bad_order", "It must end after it begins.");
    }
}

fn yes() -> bool {
    true
}
