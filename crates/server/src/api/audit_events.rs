//! What was done, and by whom.

use accolade_issuing::access::{Action, authorize};
use accolade_storage::audit_events::{self, AuditEvent, AuditFilter};
use accolade_storage::{DbConnection, Page};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Exchange, Listing, Paging, issuers, moment};
use crate::problem::Problem;

/// One change that mattered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEventView {
    /// Its id.
    id: Uuid,
    /// When it happened.
    at: String,
    /// Which account did it; null if the operator did from the terminal.
    account: Option<Uuid>,
    /// What was done, such as `award.made`.
    action: String,
    /// What sort of thing it was done to, such as `assertion`.
    subject_kind: String,
    /// To which one.
    subject: Uuid,
    /// The issuer within whose house it happened.
    issuer: Option<Uuid>,
    /// More about it.
    #[schema(value_type = Object)]
    detail: Value,
}

impl From<AuditEvent> for AuditEventView {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id.into(),
            at: moment(event.at),
            account: event.account_id.map(Into::into),
            action: event.action,
            subject_kind: event.subject_kind,
            subject: event.subject_id.into(),
            issuer: event.issuer_id.map(Into::into),
            detail: serde_json::from_str(&event.detail).unwrap_or_default(),
        }
    }
}

/// Lists what was done within an issuer's house, newest first.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/audit-events", tag = "Audit",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging),
    responses((status = 200, description = "A page of events", body = Listing<AuditEventView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list_of_issuer(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewAudit, &issuer)?;
            page(conn, AuditFilter::new().issuer(issuer.id), paging)
        })
        .await
}

/// Lists everything that was done; for the operator.
#[utoipa::path(
    get, path = "/api/v1/audit-events", tag = "Audit", params(Paging),
    responses((status = 200, description = "A page of events", body = Listing<AuditEventView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list(exchange: Exchange, paging: Paging) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            authorize(conn, caller, Action::ViewAudit, None)?;
            page(conn, AuditFilter::new(), paging)
        })
        .await
}

fn page(
    conn: &mut DbConnection,
    filter: AuditFilter,
    paging: Paging,
) -> Result<Page<AuditEventView>, Problem> {
    let events = audit_events::list(conn, filter, paging.request())?;
    Ok(events.map(AuditEventView::from))
}
