//! Webhooks: made, changed, tried, and what was answered.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::webhooks::{self, NewWebhook, WebhookEdit};
use accolade_storage::DbConnection;
use accolade_storage::types::{DeliveryId, WebhookId};
use accolade_storage::webhook_deliveries::{self, Delivery};
use accolade_storage::webhooks::Webhook;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, issuers, moment, schemas};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

/// An address that is told what happens.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookView {
    /// Its id.
    id: Uuid,
    /// Whose doings it hears of.
    issuer: Uuid,
    /// Where messages go.
    url: String,
    /// Of which events.
    events: Vec<String>,
    /// Whether it hears of the issuers below, too.
    covers_below: bool,
    /// `active`, `paused` or `disabled` (after three silent days).
    state: String,
    /// Since when nothing has been taken; null while all is well.
    failing_since: Option<String>,
    /// When it was made.
    created_at: String,
}

/// A webhook with the secret that is seen once.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookWithSecretView {
    /// The webhook.
    #[serde(flatten)]
    webhook: WebhookView,
    /// What signs its messages. Nobody can read it again.
    secret: String,
}

/// One message to a webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryView {
    /// Its id; `webhook-id` is made from it and is the same at each try.
    id: Uuid,
    /// What it tells of.
    event: String,
    /// `waiting`, `delivered` or `failed`.
    state: String,
    /// How often it was tried.
    attempts: i32,
    /// The status of the last answer; null when none came.
    last_status: Option<i32>,
    /// The beginning of the last answer, or why there was none.
    last_answer: Option<String>,
    /// When it was tried last.
    last_tried_at: Option<String>,
    /// When it is tried next; null when it is not.
    next_try_at: Option<String>,
    /// When it was written.
    created_at: String,
    /// Its text.
    body: String,
}

/// A webhook to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WebhookRequest {
    url: String,
    events: Vec<String>,
    #[serde(default)]
    covers_below: bool,
}

/// What to change of a webhook.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct WebhookChange {
    url: Option<String>,
    events: Option<Vec<String>>,
    covers_below: Option<bool>,
    active: Option<bool>,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        Self {
            id: webhook.id.into(),
            issuer: webhook.issuer_id.into(),
            url: webhook.url,
            events: webhook
                .events
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            covers_below: webhook.covers_below,
            state: webhook.state.to_string(),
            failing_since: webhook.failing_since.map(moment),
            created_at: moment(webhook.created_at),
        }
    }
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        let waits = delivery.ended_at.is_none();
        Self {
            id: delivery.id.into(),
            event: delivery.event,
            state: delivery.state.to_string(),
            attempts: delivery.attempts,
            last_status: delivery.last_status,
            last_answer: delivery.last_answer,
            last_tried_at: delivery.last_tried_at.map(moment),
            next_try_at: waits.then(|| moment(delivery.due_at)),
            created_at: moment(delivery.created_at),
            body: delivery.body,
        }
    }
}

/// Refuses an address to which no message may go: inside a private network, or without TLS.
pub(crate) fn check_address(state: &State, url: &str) -> Result<(), Problem> {
    let Ok(parsed) = url.trim().parse() else {
        // What is no address at all is told with the other fields.
        return Ok(());
    };
    state.fetcher.may_post(&parsed).map_err(|error| {
        Problem::field(
            "/url",
            "not_allowed",
            format!("Nothing is sent there: {error}."),
        )
    })
}

/// Lists the webhooks of an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/webhooks", tag = "Webhooks",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "All of them", body = Vec<WebhookView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewWebhooks, &issuer)?;
            let all = accolade_storage::webhooks::of_issuer(conn, issuer.id)?;
            Ok(all.into_iter().map(WebhookView::from).collect::<Vec<_>>())
        })
        .await
}

/// Makes a webhook and gives the secret that signs its messages.
///
/// An `Idempotency-Key` is not taken here: to repeat the answer, the secret would have to be kept.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/webhooks", tag = "Webhooks",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::NewWebhook,
    responses((status = 201, description = "The webhook and its secret", body = WebhookWithSecretView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn create(
    caller: Authenticated,
    issuer: web::Path<String>,
    new: JsonBody<WebhookRequest>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let address = check_address(&state, &new.value.url);
    let new = NewWebhook {
        url: new.value.url,
        events: new.value.events,
        covers_below: new.value.covers_below,
    };
    let (webhook, secret) = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = issuers::allowed(conn, &caller.0, Action::ManageWebhooks, &issuer)?;
            address?;
            Ok(webhooks::create(conn, tools, &caller.0, issuer.id, new)?)
        })
        .await?;
    Ok(HttpResponse::Created()
        .insert_header(("location", format!("{PREFIX}/webhooks/{}", webhook.id)))
        .insert_header(("cache-control", "no-store"))
        .json(WebhookWithSecretView {
            webhook: webhook.into(),
            secret: secret.reveal(),
        }))
}

/// Shows a webhook.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The webhook", body = WebhookView)),
    security(("token" = ["issuers:read"])),
)]
pub async fn show(exchange: Exchange, id: web::Path<WebhookId>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| Ok(WebhookView::from(visible(conn, caller, *id)?)))
        .await
}

/// Changes a webhook; what is absent stays. `active: true` also brings a disabled one back.
#[utoipa::path(
    patch, path = "/api/v1/webhooks/{id}", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::WebhookEdit,
    responses((status = 200, description = "The webhook as it is now", body = WebhookView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn edit(
    exchange: Exchange,
    id: web::Path<WebhookId>,
    change: JsonBody<WebhookChange>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let (change, bytes) = change.parts();
    let address = change
        .url
        .as_deref()
        .map_or(Ok(()), |url| check_address(&state, url));
    let change = WebhookEdit {
        url: change.url,
        events: change.events,
        covers_below: change.covers_below,
        is_active: change.active,
    };
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let webhook = webhooks::edit(conn, tools, caller, *id, change.clone())?;
            // The change is taken back when nothing may be sent there; whoever may not change it learns nothing of that.
            address.clone()?;
            Outcome::changed(&WebhookView::from(webhook))
        })
        .await
}

/// Removes a webhook and what it was told.
#[utoipa::path(
    delete, path = "/api/v1/webhooks/{id}", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It is told nothing any more")),
    security(("token" = ["issuers:write"])),
)]
pub async fn remove(
    caller: Authenticated,
    id: web::Path<WebhookId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, tools| webhooks::delete(conn, tools, &caller.0, *id))
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes a new secret; the one before signs along for a day.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/secret", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The webhook and its new secret", body = WebhookWithSecretView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn rotate_secret(
    caller: Authenticated,
    id: web::Path<WebhookId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    let (webhook, secret) = state
        .write(move |conn, tools| webhooks::rotate_secret(conn, tools, &caller.0, *id))
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(WebhookWithSecretView {
            webhook: webhook.into(),
            secret: secret.reveal(),
        }))
}

/// Sends a message that says nothing, to see what is answered.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/ping", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The message", body = DeliveryView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn ping(
    exchange: Exchange,
    id: web::Path<WebhookId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let answer = exchange
        .change(b"", move |conn, tools, caller| {
            let message = webhooks::ping(conn, tools, caller, *id)?;
            Outcome::changed(&DeliveryView::from(message))
        })
        .await?;
    state.errands.wake();
    Ok(answer)
}

/// Lists the messages to a webhook and what was answered, newest first; kept for 30 days.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}/deliveries", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "Its id"), Paging),
    responses((status = 200, description = "A page of messages", body = Listing<DeliveryView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn deliveries(
    exchange: Exchange,
    id: web::Path<WebhookId>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let webhook = visible(conn, caller, *id)?;
            let page = webhook_deliveries::list(conn, webhook.id, paging.request())?;
            Ok(page.map(DeliveryView::from))
        })
        .await
}

/// Sends a message once more, under the same id and with the same text.
#[utoipa::path(
    post, path = "/api/v1/webhook-deliveries/{id}/replay", tag = "Webhooks",
    params(("id" = Uuid, Path, description = "The message")),
    responses((status = 200, description = "The message as it is now", body = DeliveryView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn replay(
    exchange: Exchange,
    id: web::Path<DeliveryId>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let answer = exchange
        .change(b"", move |conn, tools, caller| {
            let message = webhooks::replay(conn, tools, caller, *id)?;
            Outcome::changed(&DeliveryView::from(message))
        })
        .await?;
    state.errands.wake();
    Ok(answer)
}

fn visible(conn: &mut DbConnection, caller: &Caller, id: WebhookId) -> Result<Webhook, Problem> {
    let webhook = accolade_storage::webhooks::find(conn, id)?;
    authorize(
        conn,
        caller,
        Action::ViewWebhooks,
        webhook.as_ref().map(|webhook| webhook.issuer_id),
    )?;
    webhook.ok_or_else(Problem::not_found)
}
