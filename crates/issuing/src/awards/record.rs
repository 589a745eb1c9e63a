//! Orders into rows, and rows back into what they say.

use accolade_storage::assertions::Assertion;
use accolade_storage::evidence::Evidence;
use accolade_storage::types::{AssertionId, AssertionState, BatchId, Timestamp};
use accolade_storage::{DbConnection, badge_class_versions};
use jiff::SignedDuration;
use openbadges::recipient::{hash_identity, normalise_email};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::press::Press;
use super::{
    Assessment, AwardError, AwardOrder, AwardResult, EvidenceContent, NewEvidence, Recipient,
};
use crate::access::{AccessError, Action, Caller, authorize};
use crate::content::BadgeContent;
use crate::keyring::{KeyringError, SealedFor};
use crate::status::Place;
use crate::{Tools, ids};

/// Where the status of an award is looked up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Places {
    pub(crate) revocation: Place,
    pub(crate) suspension: Option<Place>,
}

/// What is sealed of a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedRecipient {
    /// The address the award went to; absent for somebody without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The name, public or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Why the plain recipient could not be told.
#[derive(Debug, thiserror::Error)]
pub enum RecipientError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// It does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

/// The plain recipient, for those who may; nothing if it was not kept.
pub fn recipient(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    assertion: &Assertion,
) -> Result<Option<SealedRecipient>, RecipientError> {
    authorize(
        conn,
        caller,
        Action::OpenRecipient,
        Some(assertion.issuer_id),
    )?;
    Ok(unsealed_recipient(tools, assertion)?)
}

/// The plain recipient, for work that nobody looks at; nothing if it was not kept.
pub(crate) fn unsealed_recipient(
    tools: &Tools,
    assertion: &Assertion,
) -> Result<Option<SealedRecipient>, KeyringError> {
    let Some(sealed) = &assertion.recipient_sealed else {
        return Ok(None);
    };
    let opened = tools
        .keyring
        .open(SealedFor::Recipient(assertion.id), sealed)?;
    let recipient = serde_json::from_slice(&opened)
        .map_err(|_| KeyringError::Damaged("the recipient cannot be read".to_owned()))?;
    Ok(Some(recipient))
}

/// The plain address, for those who may; nothing if there is none or it was not kept.
pub fn recipient_email(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    assertion: &Assertion,
) -> Result<Option<String>, RecipientError> {
    Ok(recipient(conn, tools, caller, assertion)?.and_then(|recipient| recipient.email))
}

/// The results that an award carries.
pub fn results(assertion: &Assertion) -> Vec<AwardResult> {
    assertion
        .result
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}

/// What the badge class said when an award of it was made.
pub fn content(conn: &mut DbConnection, assertion: &Assertion) -> Result<BadgeContent, AwardError> {
    let version = badge_class_versions::find(conn, assertion.version_id)?
        .ok_or(AwardError::UnknownBadgeClass)?;
    Ok(BadgeContent::read(&version.content)?)
}

/// How an award was judged.
pub fn assessment(assertion: &Assertion) -> Option<Assessment> {
    assertion
        .assessment
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
}

/// Which row of which batch an award comes from, and whose place it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The batch and the number of its row.
    pub(crate) row: Option<(BatchId, i32)>,
    /// The award that it stands in for.
    pub(crate) replaces: Option<AssertionId>,
}

pub(super) fn assertion(
    press: &Press<'_>,
    order: &AwardOrder,
    places: &Places,
    origin: Origin,
) -> Assertion {
    let tools = press.tools;
    let id: AssertionId = ids::new(tools);
    // Random and not derived from the id: the JWT form must have a subject id, and this one says
    // nothing but that.
    let subject_urn = Builder::from_random_bytes(tools.random.bytes())
        .into_uuid()
        .urn()
        .to_string();
    let identity = PublicIdentity::of(tools, &order.recipient, &subject_urn);
    let now = tools.now();
    let valid_from = whole_second(order.valid_from.unwrap_or_else(|| now.as_jiff()));
    let recipient = SealedRecipient {
        email: order.recipient.email.clone(),
        name: order.recipient.name.clone(),
    };
    let plain = as_json(&recipient);
    Assertion {
        id,
        issuer_id: press.badge_class.issuer_id,
        badge_class_id: press.badge_class.id,
        version_id: press.version.id,
        state: AssertionState::Issued,
        state_reason: None,
        state_changed_at: None,
        recipient_kind: order.recipient.kind(),
        recipient_hash: identity.hash,
        recipient_salt: identity.salt,
        recipient_sealed: Some(tools.keyring.seal(
            &*tools.random,
            SealedFor::Recipient(id),
            plain.as_bytes(),
        )),
        recipient_name: order
            .recipient
            .name
            .clone()
            .filter(|_| order.recipient.show_name),
        subject_urn,
        narrative: order.narrative.clone(),
        result: (!order.results.is_empty()).then(|| as_json(&order.results)),
        assessment: order.assessment.as_ref().map(as_json),
        valid_from,
        valid_until: valid_until(order, &press.content, valid_from),
        status_list_id: places.revocation.list,
        status_index: places.revocation.index,
        suspension_list_id: places.suspension.map(|place| place.list),
        suspension_index: places.suspension.map(|place| place.index),
        created_by: press.caller.account,
        created_at: now,
        batch_id: origin.row.map(|(batch, _)| batch),
        batch_row: origin.row.map(|(_, number)| number),
        recipient_key: Some(recipient_key(tools, &order.recipient)),
        corrected_at: None,
        replaces_id: origin.replaces,
    }
}

/// An award with the words of a correction: everything that says when, what and where stays as it was.
pub(super) fn corrected(press: &Press<'_>, before: &Assertion, order: &AwardOrder) -> Assertion {
    let tools = press.tools;
    let identity = PublicIdentity::of(tools, &order.recipient, &before.subject_urn);
    let sealed = SealedRecipient {
        email: order.recipient.email.clone(),
        name: order.recipient.name.clone(),
    };
    let row = SealedFor::Recipient(before.id);
    let plain = as_json(&sealed);
    Assertion {
        recipient_kind: order.recipient.kind(),
        recipient_hash: identity.hash,
        recipient_salt: identity.salt,
        recipient_sealed: Some(tools.keyring.seal(&*tools.random, row, plain.as_bytes())),
        recipient_name: sealed.name.filter(|_| order.recipient.show_name),
        recipient_key: Some(recipient_key(tools, &order.recipient)),
        narrative: order.narrative.clone(),
        result: (!order.results.is_empty()).then(|| as_json(&order.results)),
        valid_until: order.valid_until.map(whole_second),
        corrected_at: Some(tools.now()),
        ..before.clone()
    }
}

/// What public documents say of who it is.
struct PublicIdentity {
    hash: String,
    salt: String,
}

impl PublicIdentity {
    fn of(tools: &Tools, recipient: &Recipient, subject_urn: &str) -> Self {
        match &recipient.email {
            Some(email) => {
                let salt = hex::encode(tools.random.bytes::<16>());
                let hash = hash_identity(email, &salt);
                Self { hash, salt }
            }
            // Made for this award alone: nothing that a hash could hide.
            None => Self {
                hash: subject_urn.to_owned(),
                salt: String::new(),
            },
        }
    }
}

/// The items of evidence of an award, with their words as they are stored.
pub(super) fn evidence(
    tools: &Tools,
    assertion_id: AssertionId,
    items: &[NewEvidence],
    words: &[EvidenceContent],
) -> Vec<Evidence> {
    let numbered = (1..).zip(items.iter().zip(words));
    numbered
        .map(|(position, (item, words))| Evidence {
            id: ids::new(tools),
            assertion_id,
            position,
            kind: item.kind,
            visibility: item.visibility,
            content: as_json(words),
            blob: item.file,
            second_blob: item.second_file,
        })
        .collect()
}

/// Sixteen bytes that are the same for the same recipient: the address if there is one, else the name.
///
/// They follow from the operator's key, so that awards of a person can be found while a copy of the database
/// alone tells nobody who holds what: the addresses of a whole country could be tried against a plain hash.
pub fn recipient_key(tools: &Tools, recipient: &Recipient) -> Vec<u8> {
    let (kind, text) = match (&recipient.email, &recipient.name) {
        (Some(email), _) => ("email\0", normalise_email(email)),
        (None, name) => (
            "name\0",
            name.as_deref().unwrap_or_default().trim().to_lowercase(),
        ),
    };
    let digest = Sha256::new_with_prefix(*tools.keyring.derived_secret("recipient keys"))
        .chain_update(kind)
        .chain_update(text)
        .finalize();
    digest[..16].to_vec()
}

/// As ordered, else as long as the badge class says.
fn valid_until(
    order: &AwardOrder,
    content: &BadgeContent,
    valid_from: Timestamp,
) -> Option<Timestamp> {
    let days = |days: u32| {
        let length = SignedDuration::from_hours(24 * i64::from(days));
        valid_from.as_jiff().checked_add(length).ok()
    };
    order
        .valid_until
        .or_else(|| content.validity_days.and_then(days))
        .map(whole_second)
}

/// JWTs count whole seconds, and the other documents must say the same.
fn whole_second(at: jiff::Timestamp) -> Timestamp {
    jiff::Timestamp::from_second(at.as_second())
        .unwrap_or(at)
        .into()
}

fn as_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("text, numbers and lists always serialise")
}
