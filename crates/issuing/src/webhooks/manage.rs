//! Making webhooks, changing them, trying them.

use accolade_storage::types::{DeliveryId, IssuerId, Timestamp, WebhookId, WebhookState};
use accolade_storage::webhook_deliveries::{self, Delivery};
use accolade_storage::webhooks::{self, Webhook};
use accolade_storage::{DbConnection, StorageError};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::SignedDuration;
use serde_json::json;
use zeroize::Zeroizing;

use super::events::{Event, EventKind, Facts};
use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::keyring::{KeyringError, SealedFor};
use crate::limits;
use crate::violations::Violations;
use crate::{Tools, ids};

/// What every secret begins with, as Standard Webhooks writes it.
const PREFIX: &str = "whsec_";

/// How long the secret before signs along after a change.
const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

/// The key that signs messages; shown once, when it is made.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 24]>);

impl Secret {
    fn draw(tools: &Tools) -> Self {
        Self(Zeroizing::new(tools.random.bytes()))
    }

    /// The text for the receiver: `whsec_` and Base64.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", BASE64_STANDARD.encode(*self.0))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    fn seal(&self, tools: &Tools, id: WebhookId) -> Vec<u8> {
        tools
            .keyring
            .seal(&*tools.random, SealedFor::Webhook(id), self.as_bytes())
    }

    pub(super) fn open(tools: &Tools, id: WebhookId, sealed: &[u8]) -> Result<Self, KeyringError> {
        let opened = tools.keyring.open(SealedFor::Webhook(id), sealed)?;
        let bytes = opened
            .as_slice()
            .try_into()
            .map_err(|_| KeyringError::DoesNotOpen)?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(secret)")
    }
}

/// What a new webhook should be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewWebhook {
    /// Where messages go.
    pub url: String,
    /// Of which events, by their words.
    pub events: Vec<String>,
    /// Whether it hears of the issuers below, too.
    pub covers_below: bool,
}

/// What should be different; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookEdit {
    /// Where messages go.
    pub url: Option<String>,
    /// Of which events.
    pub events: Option<Vec<String>>,
    /// Whether it hears of the issuers below.
    pub covers_below: Option<bool>,
    /// Whether it is told anything at all.
    pub is_active: Option<bool>,
}

/// Why a webhook could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such webhook, or no such message to it.
    #[error("there is no such webhook")]
    Unknown,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Makes a webhook and gives its secret, which nobody can read again.
///
/// Whether the address may be called at all is for the caller to ask before: that is the network's business.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an order is used up by carrying it out"
)]
pub fn create(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    new: NewWebhook,
) -> Result<(Webhook, Secret), WebhookError> {
    authorize(conn, caller, Action::ManageWebhooks, Some(issuer))?;
    let url = new.url.trim().to_owned();
    let mut found = check(&url, &new.events);
    let present = usize::try_from(webhooks::count_of_issuer(conn, issuer)?).unwrap_or(usize::MAX);
    if present >= limits::WEBHOOKS.value {
        found.add(
            "/url",
            "too_many",
            format!("An issuer has at most {} webhooks.", limits::WEBHOOKS.value),
        );
    }
    found.into_result()?;
    let (id, secret, now) = (ids::new(tools), Secret::draw(tools), tools.now());
    let webhook = Webhook {
        id,
        issuer_id: issuer,
        url,
        events: joined(&new.events),
        covers_below: new.covers_below,
        state: WebhookState::Active,
        secret_sealed: secret.seal(tools, id),
        old_secret_sealed: None,
        old_secret_until: None,
        failing_since: None,
        created_by: caller.account,
        created_at: now,
        updated_at: now,
    };
    webhooks::insert(conn, &webhook)?;
    record(conn, tools, caller, &webhook, "webhook.created")?;
    Ok((webhook, secret))
}

/// Changes a webhook. One that was disabled comes back when it is made active.
pub fn edit(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: WebhookId,
    edit: WebhookEdit,
) -> Result<Webhook, WebhookError> {
    let mut webhook = manageable(conn, caller, id)?;
    if let Some(url) = edit.url {
        url.trim().clone_into(&mut webhook.url);
    }
    if let Some(events) = &edit.events {
        webhook.events = joined(events);
    }
    let events: Vec<String> = edit.events.unwrap_or_else(|| {
        webhook
            .events
            .split_whitespace()
            .map(str::to_owned)
            .collect()
    });
    check(&webhook.url, &events).into_result()?;
    webhook.covers_below = edit.covers_below.unwrap_or(webhook.covers_below);
    match edit.is_active {
        Some(true) => {
            webhook.state = WebhookState::Active;
            webhook.failing_since = None;
        }
        Some(false) => webhook.state = WebhookState::Paused,
        None => {}
    }
    webhook.updated_at = tools.now();
    webhooks::update(conn, &webhook)?;
    record(conn, tools, caller, &webhook, "webhook.edited")?;
    Ok(webhook)
}

/// Makes a new secret. The one before signs along for a day, so that the receiver can change over in peace.
pub fn rotate_secret(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: WebhookId,
) -> Result<(Webhook, Secret), WebhookError> {
    let mut webhook = manageable(conn, caller, id)?;
    let secret = Secret::draw(tools);
    let before = std::mem::replace(&mut webhook.secret_sealed, secret.seal(tools, id));
    webhook.old_secret_sealed = Some(before);
    webhook.old_secret_until = Some(Timestamp::from(tools.now().as_jiff() + OVERLAP));
    webhook.updated_at = tools.now();
    webhooks::update(conn, &webhook)?;
    record(conn, tools, caller, &webhook, "webhook.secret_changed")?;
    Ok((webhook, secret))
}

/// Removes a webhook and what it was told.
pub fn delete(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: WebhookId,
) -> Result<Webhook, WebhookError> {
    let webhook = manageable(conn, caller, id)?;
    record(conn, tools, caller, &webhook, "webhook.removed")?;
    webhooks::delete(conn, id)?;
    Ok(webhook)
}

/// Sends a message that says nothing, also to a webhook that is paused: to see what it answers.
pub fn ping(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: WebhookId,
) -> Result<Delivery, WebhookError> {
    let webhook = manageable(conn, caller, id)?;
    let body = Facts::of(conn, tools, webhook.issuer_id)?.body(conn, &Event::Ping)?;
    let message = super::message(tools, &webhook, EventKind::Ping, body);
    webhook_deliveries::insert_all(conn, std::slice::from_ref(&message))?;
    Ok(message)
}

/// Sends a message once more, under the same id and with the same text.
pub fn replay(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: DeliveryId,
) -> Result<Delivery, WebhookError> {
    let Some(message) = webhook_deliveries::find(conn, id)? else {
        authorize(conn, caller, Action::ManageWebhooks, None)?;
        return Err(WebhookError::Unknown);
    };
    let webhook = manageable(conn, caller, message.webhook_id)?;
    webhook_deliveries::restart(conn, id, tools.now())?;
    record(conn, tools, caller, &webhook, "webhook.replayed")?;
    webhook_deliveries::find(conn, id)?.ok_or(WebhookError::Unknown)
}

fn manageable(
    conn: &mut DbConnection,
    caller: &Caller,
    id: WebhookId,
) -> Result<Webhook, WebhookError> {
    let webhook = webhooks::find(conn, id)?;
    let issuer = webhook.as_ref().map(|webhook| webhook.issuer_id);
    authorize(conn, caller, Action::ManageWebhooks, issuer)?;
    webhooks::find_for_update(conn, id)?.ok_or(WebhookError::Unknown)
}

fn check(url: &str, events: &[String]) -> Violations {
    let mut found = Violations::default();
    found.required("/url", url, limits::URL);
    if !url.is_empty() {
        found.url("/url", url);
    }
    if events.is_empty() {
        found.add("/events", "required", "Choose at least one event.");
    }
    for (position, word) in events.iter().enumerate() {
        let known = word
            .parse::<EventKind>()
            .is_ok_and(|kind| kind != EventKind::Ping);
        if !known {
            let all: Vec<&str> = EventKind::wanted().map(EventKind::as_str).collect();
            found.add(
                &format!("/events/{position}"),
                "unknown",
                format!("One of {}.", all.join(", ")),
            );
        }
    }
    found
}

/// Each word once, in the order of the list.
fn joined(events: &[String]) -> String {
    let words = EventKind::wanted().map(EventKind::as_str);
    let chosen: Vec<&str> = words
        .filter(|word| events.iter().any(|event| event == word))
        .collect();
    chosen.join(" ")
}

pub(super) fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    webhook: &Webhook,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "webhook",
        subject: webhook.id.into(),
        issuer: Some(webhook.issuer_id),
        detail: json!({ "url": webhook.url }),
    };
    audit::record(conn, tools, caller, deed)
}
