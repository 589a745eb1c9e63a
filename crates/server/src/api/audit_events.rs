//! What was done, and by whom.

#![expect(
    unused_qualifications,
    reason = "the macro that describes a route writes whole paths"
)]

use accolade_issuing::access::{Action, authorize};
use accolade_storage::audit_events::{self, AuditEvent, AuditFilter};
use accolade_storage::types::{AccountId, SubjectId};
use accolade_storage::{DbConnection, Page};
use actix_web::{HttpResponse, web};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Exchange, Listing, Paging, Query, issuers, moment, query};
use crate::pages::desk::audit::kinds_of;
use crate::problem::{FieldError, Problem};

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

/// Which events.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct AuditQuery {
    /// Only about these things: `awards`, `badges`, `people`, `organisation`, `keys` or `webhooks`.
    topic: Option<String>,
    /// Only what happened on this day (2026-11-22, UTC) or later.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// Only what happened on this day or earlier.
    #[param(value_type = Option<String>)]
    until: Option<Date>,
    /// Only what this account did.
    #[param(value_type = Option<Uuid>)]
    account: Option<AccountId>,
    /// Only what happened to this thing.
    subject: Option<Uuid>,
    /// Whether what was done in the issuers below counts too; only in the list of one issuer.
    below: bool,
}

impl AuditQuery {
    fn filter(&self) -> Result<AuditFilter, Problem> {
        let mut filter = AuditFilter::new();
        if let Some(topic) = &self.topic {
            let kinds = kinds_of(topic).ok_or_else(|| {
                query::refused(FieldError {
                    pointer: "/topic".to_owned(),
                    code: "unknown".to_owned(),
                    message: "No such topic.".to_owned(),
                })
            })?;
            filter = filter.kinds(kinds);
        }
        if let Some(at) = self.from.and_then(|day| beginning(day, 0)) {
            filter = filter.from(at.into());
        }
        // The day itself still counts.
        if let Some(at) = self.until.and_then(|day| beginning(day, 1)) {
            filter = filter.until(at.into());
        }
        if let Some(account) = self.account {
            filter = filter.account(account);
        }
        if let Some(subject) = self.subject {
            filter = filter.subject(SubjectId::from_uuid(subject));
        }
        Ok(filter)
    }
}

/// The beginning of a day, or of the day so many days later.
fn beginning(day: Date, later: i64) -> Option<Timestamp> {
    let day = day.checked_add(later.days()).ok()?;
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Lists what was done within an issuer's house, newest first.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/audit-events", tag = "Audit",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging, AuditQuery),
    responses((status = 200, description = "A page of events", body = Listing<AuditEventView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list_of_issuer(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
    wanted: Query<AuditQuery>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewAudit, &issuer)?;
            let mut houses = vec![issuer.id];
            if wanted.0.below {
                let below = accolade_storage::issuers::descendants(conn, issuer.id)?;
                houses.extend(below.into_iter().map(|one| one.id));
            }
            let filter = wanted.0.filter()?;
            let events = audit_events::list_of(conn, &houses, filter, paging.request())?;
            Ok(events.map(AuditEventView::from))
        })
        .await
}

/// Lists everything that was done; for the operator.
#[utoipa::path(
    get, path = "/api/v1/audit-events", tag = "Audit", params(Paging, AuditQuery),
    responses((status = 200, description = "A page of events", body = Listing<AuditEventView>)),
    security(("token" = ["issuers:read"])),
)]
pub async fn list(
    exchange: Exchange,
    paging: Paging,
    wanted: Query<AuditQuery>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            authorize(conn, caller, Action::ViewAudit, None)?;
            page(conn, wanted.0.filter()?, paging)
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
