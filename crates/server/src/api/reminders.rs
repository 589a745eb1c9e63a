//! Reminders: after how many days, and one letter sent again.

use accolade_issuing::access::Action;
use accolade_issuing::reminders::{self, Days};
use accolade_storage::types::AssertionId;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::assertions::AssertionView;
use super::once::Outcome;
use super::{Exchange, JsonBody, issuers, schemas};
use crate::problem::Problem;

/// After how many days an issuer reminds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemindersView {
    /// Days after the award, for those who have not claimed it; nobody is reminded if null.
    unclaimed_days: Option<u32>,
    /// Days before the end of an award; nobody is reminded if null.
    expiring_days: Option<u32>,
}

/// What should hold from now on.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemindersRequest {
    #[serde(default)]
    unclaimed_days: Option<u32>,
    #[serde(default)]
    expiring_days: Option<u32>,
}

impl From<Days> for RemindersView {
    fn from(days: Days) -> Self {
        Self {
            unclaimed_days: days.unclaimed,
            expiring_days: days.expiring,
        }
    }
}

/// Shows after how many days an issuer reminds, whether it said so itself or an issuer above.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/reminders", tag = "Claiming",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "What holds", body = RemindersView)),
    security(("token" = ["awards:read"])),
)]
pub async fn show(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewAwards, &issuer)?;
            Ok(RemindersView::from(reminders::days_of(conn, issuer.id)?))
        })
        .await
}

/// Says after how many days an issuer reminds, and those below it that say nothing themselves.
#[utoipa::path(
    put, path = "/api/v1/issuers/{issuer}/reminders", tag = "Claiming",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::ReminderDays,
    responses((status = 200, description = "What holds now", body = RemindersView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn set(
    exchange: Exchange,
    issuer: web::Path<String>,
    days: JsonBody<RemindersRequest>,
) -> Result<HttpResponse, Problem> {
    let (days, bytes) = days.parts();
    let days = Days {
        unclaimed: days.unclaimed_days,
        expiring: days.expiring_days,
    };
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::EditIssuer, &issuer)?;
            reminders::set_days(conn, tools, caller, issuer.id, days)?;
            Outcome::changed(&RemindersView::from(days))
        })
        .await
}

/// Sends the letter that brings an award once more.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/resend", tag = "Awards",
    params(("id" = Uuid, Path, description = "The award")),
    responses((status = 200, description = "The award", body = AssertionView)),
    security(("token" = ["awards:write"])),
)]
pub async fn resend(
    exchange: Exchange,
    id: web::Path<AssertionId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let award = reminders::resend(conn, tools, caller, *id)?;
            Outcome::changed(&AssertionView::with_evidence(conn, tools, caller, award)?)
        })
        .await
}
