//! Which messages are due, how they are signed, and what follows from the answer.

use accolade_storage::types::{DeliveryId, DeliveryState, Timestamp, WebhookState};
use accolade_storage::webhook_deliveries::{self, Delivery, Tried};
use accolade_storage::webhooks::{self, Webhook};
use accolade_storage::{DbConnection, StorageError, accounts, issuers};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::SignedDuration;

use super::manage::{Secret, record};
use crate::Tools;
use crate::access::Caller;
use crate::mail::{self, Letter};

/// How long one try may take before another copy of the server takes the message over.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// The waits between tries; the last one is repeated until [`GIVE_UP_AFTER`].
const WAITS: [SignedDuration; 7] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
];

/// How old a message may grow before it is given up, and how long an address may be silent before it is told nothing more.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);

/// How much of an answer is kept, in characters.
const ANSWER: usize = 500;

/// A message that is to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its id.
    pub id: DeliveryId,
    /// Where it goes; none when nobody may be told, and then it can only be given up.
    pub url: Option<String>,
    /// What names it, says when it was sent, and signs it.
    pub headers: [(&'static str, String); 3],
    /// Its exact text.
    pub body: String,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The address answered with this status and this text.
    Answered(u16, String),
    /// It did not, for this reason.
    Silent(String),
}

/// Takes up to `limit` messages that are due, signed for this moment, for this copy of the server alone.
pub fn take(conn: &mut DbConnection, tools: &Tools, limit: i64) -> Result<Vec<Due>, StorageError> {
    let until = later(tools, LEASE);
    let mut due = Vec::new();
    for delivery in webhook_deliveries::lease(conn, tools.now(), until, limit)? {
        let webhook = webhooks::find(conn, delivery.webhook_id)?;
        due.push(signed(tools, webhook.as_ref(), delivery));
    }
    Ok(due)
}

fn signed(tools: &Tools, webhook: Option<&Webhook>, delivery: Delivery) -> Due {
    let seconds = tools.clock.now().as_second();
    let id = message_id(delivery.id);
    let content = format!("{id}.{seconds}.{}", delivery.body);
    let signatures = webhook
        .map(|webhook| signatures(tools, webhook, &content))
        .unwrap_or_default();
    let url = webhook
        .filter(|_| !signatures.is_empty())
        .map(|webhook| webhook.url.clone());
    Due {
        url,
        headers: [
            ("webhook-id", id),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", signatures.join(" ")),
        ],
        id: delivery.id,
        body: delivery.body,
    }
}

/// What names a message to its receiver.
fn message_id(id: DeliveryId) -> String {
    format!("msg_{}", id.as_uuid().simple())
}

/// One signature for each secret that is good now; none if none of them opens.
fn signatures(tools: &Tools, webhook: &Webhook, content: &str) -> Vec<String> {
    let old_is_good = webhook
        .old_secret_until
        .is_some_and(|until| tools.now() < until);
    let old = webhook.old_secret_sealed.as_ref().filter(|_| old_is_good);
    let sealed = [Some(&webhook.secret_sealed), old];
    let secrets = sealed
        .into_iter()
        .flatten()
        .filter_map(|sealed| Secret::open(tools, webhook.id, sealed).ok());
    secrets
        .map(|secret| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
            let tag = hmac::sign(&key, content.as_bytes());
            format!("v1,{}", BASE64_STANDARD.encode(tag))
        })
        .collect()
}

/// Notes what came of a try: taken, tried again later, or given up. An address that is gone, or was silent for three days,
/// is told nothing more, and its owner is written to.
pub fn answered(
    conn: &mut DbConnection,
    tools: &Tools,
    id: DeliveryId,
    outcome: &Outcome,
) -> Result<(), StorageError> {
    let Some(delivery) = webhook_deliveries::find(conn, id)? else {
        return Ok(());
    };
    let Some(webhook) = webhooks::find_for_update(conn, delivery.webhook_id)? else {
        return Ok(());
    };
    let (status, answer) = match outcome {
        Outcome::Answered(status, text) => (Some(i32::from(*status)), text.as_str()),
        Outcome::Silent(why) => (None, why.as_str()),
    };
    let now = tools.now();
    let mut tried = Tried {
        state: DeliveryState::Waiting,
        status,
        answer: Some(answer.chars().filter(|c| *c != '\0').take(ANSWER).collect()),
        at: now,
        due_at: now,
    };
    if status.is_some_and(|status| (200..300).contains(&status)) {
        tried.state = DeliveryState::Delivered;
        webhook_deliveries::tried(conn, id, &tried)?;
        return heard(conn, webhook);
    }
    let age = now.as_jiff().duration_since(delivery.created_at.as_jiff());
    let is_gone = status == Some(410);
    let tries = usize::try_from(delivery.attempts).unwrap_or(1).max(1);
    // A message that was sent again by hand is old from the start; it gets its tries all the same.
    let is_hopeless = is_gone || (age >= GIVE_UP_AFTER && tries > WAITS.len());
    if is_hopeless {
        tried.state = DeliveryState::Failed;
    } else {
        tried.due_at = later(tools, WAITS[(tries - 1).min(WAITS.len() - 1)]);
    }
    webhook_deliveries::tried(conn, id, &tried)?;
    silent(conn, tools, webhook, &tried, is_gone)
}

fn heard(conn: &mut DbConnection, mut webhook: Webhook) -> Result<(), StorageError> {
    if webhook.failing_since.take().is_some() {
        webhooks::update(conn, &webhook)?;
    }
    Ok(())
}

fn silent(
    conn: &mut DbConnection,
    tools: &Tools,
    mut webhook: Webhook,
    tried: &Tried,
    is_gone: bool,
) -> Result<(), StorageError> {
    let since = *webhook.failing_since.get_or_insert(tried.at);
    let silent_for = tried.at.as_jiff().duration_since(since.as_jiff());
    let gives_up = is_gone || silent_for >= GIVE_UP_AFTER;
    if gives_up && webhook.state != WebhookState::Disabled {
        webhook.state = WebhookState::Disabled;
        webhooks::update(conn, &webhook)?;
        webhook_deliveries::give_up(conn, webhook.id, tried.at)?;
        record(
            conn,
            tools,
            &Caller::anonymous(),
            &webhook,
            "webhook.disabled",
        )?;
        return tell_owner(conn, tools, &webhook);
    }
    webhooks::update(conn, &webhook)?;
    if tried.state == DeliveryState::Waiting {
        webhook_deliveries::hold_back(conn, webhook.id, tried.due_at)?;
    }
    Ok(())
}

/// Whoever made the webhook gets a letter, if an address of theirs is proved.
fn tell_owner(
    conn: &mut DbConnection,
    tools: &Tools,
    webhook: &Webhook,
) -> Result<(), StorageError> {
    let Some(account) = webhook.created_by else {
        return Ok(());
    };
    let identities = accounts::identities_of(conn, account)?;
    let Some(email) = identities
        .into_iter()
        .find(|identity| identity.kind == "email")
    else {
        return Ok(());
    };
    let issuer = issuers::find(conn, webhook.issuer_id)?;
    let letter = Letter::WebhookSilent {
        url: webhook.url.clone(),
        issuer: issuer
            .as_ref()
            .map(|issuer| issuer.name.clone())
            .unwrap_or_default(),
        link: tools
            .addresses
            .url(&format!("/desk/webhooks/{}", webhook.id)),
    };
    mail::post(conn, tools, &email.value, letter).map(|_| ())
}

fn later(tools: &Tools, wait: SignedDuration) -> Timestamp {
    let now = tools.clock.now();
    now.checked_add(wait).unwrap_or(now).into()
}
