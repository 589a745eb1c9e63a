//! Telling other systems what happens here: signed messages, written in the transaction that makes the change and sent
//! after it.
//!
//! A message is written once for each address that wants to hear of its event ([`note`]), keeps its id however often it is
//! tried, and is tried until it is taken or three days are over. Whoever takes messages must expect one twice. The format
//! of headers and signature is that of Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`).

mod events;
mod manage;
mod sending;

use accolade_storage::types::{DeliveryState, IssuerId};
use accolade_storage::webhook_deliveries::{self, Delivery};
use accolade_storage::webhooks::{self, Webhook};
use accolade_storage::{DbConnection, StorageError, issuers};

use crate::{Tools, ids};

use events::Facts;

pub use events::{Event, EventKind};
pub use manage::{
    NewWebhook, Secret, WebhookEdit, WebhookError, create, delete, edit, ping, replay,
    rotate_secret,
};
pub use sending::{Due, Outcome, answered, take};

/// Writes down that something happened at an issuer, for every address that wants to hear of it.
///
/// Call it in the transaction of the change. Where nobody has a webhook it costs one look into an index.
pub fn note(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: IssuerId,
    event: &Event<'_>,
) -> Result<(), StorageError> {
    note_all(conn, tools, issuer, std::slice::from_ref(event))
}

/// The same for many things that happened at one issuer in one transaction, as a batch makes them.
pub fn note_all(
    conn: &mut DbConnection,
    tools: &Tools,
    issuer: IssuerId,
    events: &[Event<'_>],
) -> Result<(), StorageError> {
    if events.is_empty() || !webhooks::any_active(conn)? {
        return Ok(());
    }
    let listeners = listeners(conn, issuer)?;
    if listeners.is_empty() {
        return Ok(());
    }
    let mut facts = Facts::of(conn, tools, issuer)?;
    let mut messages = Vec::new();
    for event in events {
        let wanted = |webhook: &&Webhook| hears(webhook, event.kind());
        let mut body = None;
        for webhook in listeners.iter().filter(wanted) {
            let body = match &body {
                Some(body) => body,
                None => body.insert(facts.body(conn, event)?),
            };
            messages.push(message(tools, webhook, event.kind(), body.clone()));
        }
    }
    webhook_deliveries::insert_all(conn, &messages)
}

/// Whether anybody wants to hear of such a thing at an issuer, for callers to whom finding out what happened is dear.
pub(crate) fn is_heard(
    conn: &mut DbConnection,
    issuer: IssuerId,
    event: EventKind,
) -> Result<bool, StorageError> {
    if !webhooks::any_active(conn)? {
        return Ok(false);
    }
    let listeners = listeners(conn, issuer)?;
    Ok(listeners.iter().any(|webhook| hears(webhook, event)))
}

/// The webhooks of the issuer, and those above it that cover what is below.
fn listeners(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Webhook>, StorageError> {
    let mut line = vec![issuer];
    line.extend(
        issuers::ancestors(conn, issuer)?
            .into_iter()
            .map(|above| above.id),
    );
    let mut found = webhooks::active_of(conn, &line)?;
    found.retain(|webhook| webhook.issuer_id == issuer || webhook.covers_below);
    Ok(found)
}

fn hears(webhook: &Webhook, event: EventKind) -> bool {
    webhook
        .events
        .split_whitespace()
        .any(|word| word == event.as_str())
}

fn message(tools: &Tools, webhook: &Webhook, event: EventKind, body: String) -> Delivery {
    let now = tools.now();
    Delivery {
        id: ids::new(tools),
        webhook_id: webhook.id,
        event: event.as_str().to_owned(),
        body,
        state: DeliveryState::Waiting,
        due_at: now,
        attempts: 0,
        last_status: None,
        last_answer: None,
        last_tried_at: None,
        created_at: now,
        ended_at: None,
    }
}

#[cfg(test)]
mod tests;
