//! `/desk/{slug}/webhooks` and `/desk/webhooks/{id}`: who is told what, and what was answered.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::webhooks::{self, EventKind, NewWebhook, WebhookEdit, WebhookError};
use accolade_storage::types::{DeliveryId, DeliveryState, WebhookId, WebhookState};
use accolade_storage::webhook_deliveries::{self, Delivery};
use accolade_storage::webhooks::Webhook;
use accolade_storage::{DbConnection, PageRequest, issuers};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::claiming::Faults;
use super::desk::{DeskHead, DeskTab, issuer_of};
use super::layout::{Layout, Place};
use super::response;
use super::words::{self, When};
use crate::answer::{Answer, Freshness};
use crate::api::webhooks::check_address;
use crate::auth::{Posted, Visitor};
use crate::problem::Problem;
use crate::state::State;

/// How many messages a page shows.
const A_PAGE: u32 = 30;

/// `/desk/{slug}/webhooks`
#[derive(Template)]
#[template(path = "webhooks/list.html")]
pub(crate) struct WebhooksPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) here: String,
    pub(crate) hooks: Vec<HookRow>,
    pub(crate) form: HookForm,
    pub(crate) faults: Faults,
}

/// `/desk/webhooks/{id}`
#[derive(Template)]
#[template(path = "webhooks/show.html")]
pub(crate) struct WebhookPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) here: String,
    pub(crate) hook: HookRow,
    pub(crate) is_active: bool,
    /// The secret, on the one page that shows it.
    pub(crate) secret: Option<String>,
    pub(crate) messages: Vec<MessageRow>,
    pub(crate) next: Option<String>,
}

/// One address.
#[derive(Debug, Clone)]
pub(crate) struct HookRow {
    pub(crate) href: String,
    pub(crate) url: String,
    /// "Given, Withdrawn; also below"
    pub(crate) events: String,
    pub(crate) tone: &'static str,
    pub(crate) now: String,
}

/// One message.
#[derive(Debug, Clone)]
pub(crate) struct MessageRow {
    pub(crate) id: String,
    pub(crate) when: When,
    pub(crate) event: String,
    pub(crate) body: String,
    pub(crate) tone: &'static str,
    pub(crate) state: &'static str,
    pub(crate) answer: String,
}

/// What stands in the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HookForm {
    pub(crate) url: String,
    pub(crate) events: Vec<String>,
    pub(crate) below: String,
}

/// One event that can be chosen.
pub(crate) struct Choice {
    pub(crate) word: &'static str,
    pub(crate) name: &'static str,
    pub(crate) chosen: bool,
}

impl HookForm {
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let chosen = |word: &str| self.events.iter().any(|event| event == word);
        EventKind::wanted()
            .map(|kind| Choice {
                word: kind.as_str(),
                name: name_of(kind.as_str()),
                chosen: chosen(kind.as_str()),
            })
            .collect()
    }
}

/// What people call an event.
fn name_of(word: &str) -> &'static str {
    match word.parse() {
        Ok(EventKind::Awarded) => "A badge was given",
        Ok(EventKind::Claimed) => "Its earner has taken it",
        Ok(EventKind::Revoked) => "A badge was withdrawn",
        Ok(EventKind::Suspended) => "A badge was put on hold",
        Ok(EventKind::Reinstated) => "A hold ended",
        Ok(EventKind::ApplicationReceived) => "Somebody applied",
        Ok(EventKind::Ping) => "A test",
        Err(()) => "Something else",
    }
}

fn row(webhook: &Webhook) -> HookRow {
    let names: Vec<&str> = webhook.events.split_whitespace().map(name_of).collect();
    let below = if webhook.covers_below {
        "; also below"
    } else {
        ""
    };
    let day = |at: accolade_storage::types::Timestamp| words::day(at.as_jiff());
    let (tone, now) = match (webhook.state, webhook.failing_since) {
        (WebhookState::Paused, _) => ("unknown", "Paused".to_owned()),
        (WebhookState::Disabled, Some(since)) => {
            ("withdrawn", format!("Off: silent since {}", day(since)))
        }
        (WebhookState::Disabled, None) => ("withdrawn", "Off".to_owned()),
        (WebhookState::Active, Some(since)) => ("expired", format!("Silent since {}", day(since))),
        (WebhookState::Active, None) => ("valid", "On".to_owned()),
    };
    HookRow {
        href: here(webhook.id),
        url: webhook.url.clone(),
        events: format!("{}{below}", names.join("; ")),
        tone,
        now,
    }
}

fn message(delivery: Delivery) -> MessageRow {
    let (tone, state) = match delivery.state {
        DeliveryState::Delivered => ("valid", "Taken"),
        DeliveryState::Failed => ("withdrawn", "Given up"),
        DeliveryState::Waiting if delivery.attempts > 0 => ("expired", "Tried again later"),
        DeliveryState::Waiting => ("unknown", "On its way"),
    };
    let said = delivery.last_answer.unwrap_or_default();
    let answer = match delivery.last_status {
        Some(status) => format!("{status} {said}"),
        None => said,
    };
    MessageRow {
        id: delivery.id.to_string(),
        when: When::in_column(delivery.created_at.as_jiff()),
        event: name_of(&delivery.event).to_owned(),
        body: delivery.body,
        tone,
        state,
        answer,
    }
}

fn here(id: WebhookId) -> String {
    format!("/desk/webhooks/{id}")
}

/// `GET /desk/{slug}/webhooks`
pub(crate) async fn list(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Answer, Problem> {
    list_page(
        &state,
        &visitor,
        &slug,
        HookForm::default(),
        Faults::default(),
    )
    .await
}

/// `POST /desk/{slug}/webhooks`
pub(crate) async fn create(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    form: Posted<HookForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let form = form.0;
    let new = NewWebhook {
        url: form.url.clone(),
        events: form.events.clone(),
        covers_below: form.below == "yes",
    };
    let (address, name) = (check_address(&state, &form.url), slug.clone());
    let made = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &name)?;
            authorize(conn, &caller, Action::ManageWebhooks, Some(issuer.id))?;
            if let Err(problem) = address {
                let mut faults = Faults::default();
                for error in problem.errors {
                    faults.add(&error.pointer, &error.message);
                }
                return Ok(Err(faults));
            }
            match webhooks::create(conn, tools, &caller, issuer.id, new) {
                Ok((webhook, secret)) => Ok(Ok((webhook.id, secret))),
                Err(WebhookError::Invalid(found)) => Ok(Err(found.into())),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    match made {
        Ok((id, secret)) => show_page(&state, &visitor, id, None, Some(secret.reveal())).await,
        Err(faults) => list_page(&state, &visitor, &slug, form, faults).await,
    }
}

/// Where the messages begin.
#[derive(Debug, Deserialize)]
pub(crate) struct After {
    after: Option<Uuid>,
}

/// `GET /desk/webhooks/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<WebhookId>,
    after: web::Query<After>,
) -> Result<Answer, Problem> {
    show_page(&state, &visitor, *id, after.after, None).await
}

/// What to do with a webhook.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DeedForm {
    deed: String,
    message: Option<DeliveryId>,
}

/// `POST /desk/webhooks/{id}/deeds`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<WebhookId>,
    form: Posted<DeedForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, form.0);
    if form.deed == "secret" {
        let (_, secret) = state
            .write(move |conn, tools| webhooks::rotate_secret(conn, tools, &caller, id))
            .await?;
        return show_page(&state, &visitor, id, None, Some(secret.reveal())).await;
    }
    let (onward, said) = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let switch = |is_active| WebhookEdit {
                is_active: Some(is_active),
                ..WebhookEdit::default()
            };
            let said = match (form.deed.as_str(), form.message) {
                ("ping", _) => {
                    webhooks::ping(conn, tools, &caller, id)?;
                    "The test is on its way. Load this page again in a moment."
                }
                ("pause", _) => {
                    webhooks::edit(conn, tools, &caller, id, switch(false))?;
                    "It is told nothing until you switch it on again."
                }
                ("activate", _) => {
                    webhooks::edit(conn, tools, &caller, id, switch(true))?;
                    "It is told again. What it missed can be sent again below."
                }
                ("replay", Some(message)) => {
                    webhooks::replay(conn, tools, &caller, message)?;
                    "The message goes out once more, under the same id."
                }
                ("remove", _) => {
                    let webhook = webhooks::delete(conn, tools, &caller, id)?;
                    let issuer =
                        issuers::find(conn, webhook.issuer_id)?.ok_or_else(Problem::not_found)?;
                    return Ok((
                        format!("/desk/{}/webhooks", issuer.slug),
                        "The address is removed.",
                    ));
                }
                _ => {
                    return Err(Problem::field(
                        "/deed",
                        "unknown",
                        "Nothing of that name can be done.",
                    ));
                }
            };
            Ok((here(id), said))
        })
        .await?;
    state.errands.wake();
    Ok(Answer::see_other(onward).flash(said))
}

async fn list_page(
    state: &State,
    visitor: &Visitor,
    slug: &str,
    form: HookForm,
    faults: Faults,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let path = format!("/desk/{slug}/webhooks");
    let slug = slug.to_owned();
    let (head, hooks) = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            authorize(conn, &caller, Action::ViewWebhooks, Some(issuer.id))?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Webhooks)?;
            Ok((
                head,
                accolade_storage::webhooks::of_issuer(conn, issuer.id)?,
            ))
        })
        .await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = WebhooksPage {
        layout: Layout::of(state, visitor, Place::Desk),
        head,
        here: path,
        hooks: hooks.iter().map(row).collect(),
        form,
        faults,
    };
    response::page_with(status, &page)
}

async fn show_page(
    state: &State,
    visitor: &Visitor,
    id: WebhookId,
    after: Option<Uuid>,
    secret: Option<String>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let request = PageRequest {
        after,
        limit: A_PAGE,
    };
    let (head, webhook, page) = state
        .read(move |conn| load(conn, &caller, id, request))
        .await?;
    let path = here(id);
    let page = WebhookPage {
        layout: Layout::of(state, visitor, Place::Desk),
        head,
        hook: row(&webhook),
        is_active: webhook.state == WebhookState::Active,
        secret,
        next: page.next.map(|after| format!("{path}?after={after}")),
        messages: page.items.into_iter().map(message).collect(),
        here: path,
    };
    response::page(&page, Freshness::Never)
}

type Loaded = (DeskHead, Webhook, accolade_storage::Page<Delivery>);

fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    id: WebhookId,
    request: PageRequest,
) -> Result<Loaded, Problem> {
    let webhook = accolade_storage::webhooks::find(conn, id)?;
    authorize(
        conn,
        caller,
        Action::ViewWebhooks,
        webhook.as_ref().map(|webhook| webhook.issuer_id),
    )?;
    let webhook = webhook.ok_or_else(Problem::not_found)?;
    let issuer = issuers::find(conn, webhook.issuer_id)?.ok_or_else(Problem::not_found)?;
    let head = DeskHead::load(conn, caller, &issuer, DeskTab::Webhooks)?;
    let page = webhook_deliveries::list(conn, id, request)?;
    Ok((head, webhook, page))
}
