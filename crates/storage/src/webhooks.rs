//! Addresses that are told what happens at an issuer.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{changed_one, find_locked};
use crate::schema::{webhook_deliveries, webhooks};
use crate::types::{AccountId, IssuerId, Timestamp, WebhookId, WebhookState};

/// One address and what it wants to hear.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Webhook {
    /// Names the webhook.
    pub id: WebhookId,
    /// Whose doings it hears of.
    pub issuer_id: IssuerId,
    /// Where messages go.
    pub url: String,
    /// Which events, separated by spaces.
    pub events: String,
    /// Whether it hears of the issuers below, too.
    pub covers_below: bool,
    /// Whether it is told anything.
    pub state: WebhookState,
    /// The secret that signs, encrypted.
    pub secret_sealed: Vec<u8>,
    /// The secret before, which signs along for a while.
    pub old_secret_sealed: Option<Vec<u8>>,
    /// Until when the secret before signs along.
    pub old_secret_until: Option<Timestamp>,
    /// Since when no message has been taken; absent while all is well.
    pub failing_since: Option<Timestamp>,
    /// Who made it.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// Stores a new webhook.
pub fn insert(conn: &mut DbConnection, webhook: &Webhook) -> Result<()> {
    diesel::insert_into(webhooks::table)
        .values(webhook)
        .execute(conn)?;
    Ok(())
}

/// Finds a webhook.
pub fn find(conn: &mut DbConnection, id: WebhookId) -> Result<Option<Webhook>> {
    Ok(webhooks::table
        .find(id)
        .select(Webhook::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a webhook and keeps other transactions from changing it until this one ends.
pub fn find_for_update(conn: &mut DbConnection, id: WebhookId) -> Result<Option<Webhook>> {
    Ok(find_locked!(conn, webhooks::table.find(id), Webhook)?)
}

/// Stores a webhook as it is now.
pub fn update(conn: &mut DbConnection, webhook: &Webhook) -> Result<()> {
    changed_one(
        diesel::update(webhooks::table.find(webhook.id))
            .set(webhook)
            .execute(conn)?,
    )
}

/// The webhooks of an issuer, oldest first. There are few: they are read as a whole.
pub fn of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Webhook>> {
    Ok(webhooks::table
        .filter(webhooks::issuer_id.eq(issuer))
        .order(webhooks::id)
        .select(Webhook::as_select())
        .load(conn)?)
}

/// How many webhooks an issuer has.
pub fn count_of_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<i64> {
    Ok(webhooks::table
        .filter(webhooks::issuer_id.eq(issuer))
        .count()
        .get_result(conn)?)
}

/// Whether anybody at all is told anything: most sites have no webhook, and need not look further.
pub fn any_active(conn: &mut DbConnection) -> Result<bool> {
    let one: Option<WebhookId> = webhooks::table
        .filter(webhooks::state.eq(WebhookState::Active))
        .select(webhooks::id)
        .first(conn)
        .optional()?;
    Ok(one.is_some())
}

/// The webhooks that are told, of these issuers.
pub fn active_of(conn: &mut DbConnection, issuers: &[IssuerId]) -> Result<Vec<Webhook>> {
    Ok(webhooks::table
        .filter(webhooks::state.eq(WebhookState::Active))
        .filter(webhooks::issuer_id.eq_any(issuers))
        .select(Webhook::as_select())
        .load(conn)?)
}

/// Removes a webhook with everything it was told.
pub fn delete(conn: &mut DbConnection, id: WebhookId) -> Result<()> {
    let told = webhook_deliveries::table.filter(webhook_deliveries::webhook_id.eq(id));
    diesel::delete(told).execute(conn)?;
    changed_one(diesel::delete(webhooks::table.find(id)).execute(conn)?)
}
