//! What was done, and by whom.

use accolade_issuing::access::{Action, authorize};
use accolade_storage::audit_events::{self, AuditEvent, AuditFilter};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Listing, Paging, issuers, moment};
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::state::State;

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
    caller: Authenticated,
    issuer: web::Path<String>,
    paging: Paging,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let found = issuers::find(conn, &issuer)?.map(|issuer| issuer.id);
            authorize(conn, &caller.0, Action::ViewAudit, found)?;
            let id = found.ok_or_else(Problem::not_found)?;
            Ok(audit_events::list(
                conn,
                AuditFilter::new().issuer(id),
                paging.request(),
            )?)
        })
        .await?;
    Ok(Listing::answer(&request, page.map(AuditEventView::from)))
}

/// Lists everything that was done; for the operator.
#[utoipa::path(
    get, path = "/api/v1/audit-events", tag = "Audit", params(Paging),
    responses((status = 200, description = "A page of events", body = Listing<AuditEventView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list(
    caller: Authenticated,
    paging: Paging,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            authorize(conn, &caller.0, Action::ViewAudit, None)?;
            Ok(audit_events::list(
                conn,
                AuditFilter::new(),
                paging.request(),
            )?)
        })
        .await?;
    Ok(Listing::answer(&request, page.map(AuditEventView::from)))
}
