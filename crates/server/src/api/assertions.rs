//! Awards: made, listed, found, taken back, put on hold, put right.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::awards;
use accolade_issuing::revocation;
use accolade_storage::assertions::{self, Assertion, AssertionFilter};
use accolade_storage::types::{AssertionId, AssertionState, BadgeClassId};
use accolade_storage::{DbConnection, badge_classes};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, Query, schemas};
use crate::problem::Problem;

mod after;
mod order;
mod search;
mod views;

pub use after::*;
pub use order::{AwardRequest, EvidenceItem};
pub use search::*;
pub use views::AssertionView;
pub(super) use views::ending_of;

/// Why an award is taken back or put on hold; the reason is public.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    reason: String,
}

/// Why a hold ends.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionalReason {
    #[serde(default)]
    pub(super) reason: Option<String>,
}

/// Which awards to list.
#[derive(Debug, Deserialize)]
pub struct StateFilter {
    state: Option<AssertionState>,
}

impl From<StateFilter> for AssertionFilter {
    fn from(query: StateFilter) -> Self {
        let filter = Self::new();
        query.state.map_or(filter, |state| filter.state(state))
    }
}

/// Awards a badge class to one recipient, signed in every form at once.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/assertions", tag = "Awards",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body = schemas::AwardRequest,
    responses((status = 201, description = "The award", body = AssertionView)),
    security(("token" = ["awards:write"])),
)]
pub async fn award(
    exchange: Exchange,
    badge_class: web::Path<BadgeClassId>,
    award: JsonBody<AwardRequest>,
) -> Result<HttpResponse, Problem> {
    let (award, bytes) = award.parts();
    let order = award.into_order(*badge_class)?;
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let award = awards::award(conn, tools, caller, order.clone())?;
            let location = format!("{PREFIX}/assertions/{}", award.assertion.id);
            let view = AssertionView::of(conn, tools, caller, award.assertion, &award.evidence)?;
            Outcome::created(location, &view)
        })
        .await
}

/// Lists the awards of a badge class.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/assertions", tag = "Awards",
    params(("id" = Uuid, Path, description = "The badge class"), Paging, ("state" = Option<String>, Query, description = "Only those that are `issued`, `suspended` or `revoked`")),
    responses((status = 200, description = "A page of awards", body = Listing<AssertionView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn list_of_badge_class(
    exchange: Exchange,
    badge_class: web::Path<BadgeClassId>,
    paging: Paging,
    filter: Query<StateFilter>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let found = badge_classes::find(conn, *badge_class)?;
            let issuer = found.as_ref().map(|found| found.issuer_id);
            authorize(conn, caller, Action::ViewAwards, issuer)?;
            let (id, filter) = (found.ok_or_else(Problem::not_found)?.id, filter.0.into());
            let page = assertions::list_by_badge_class(conn, id, filter, paging.request())?;
            views::page(conn, tools, caller, page)
        })
        .await
}

/// Shows an award, with what its public page does not show.
#[utoipa::path(
    get, path = "/api/v1/assertions/{id}", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The award", body = AssertionView)),
    security(("token" = ["awards:read"])),
)]
pub async fn show(exchange: Exchange, id: web::Path<AssertionId>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let found = assertions::find(conn, *id)?;
            let issuer = found.as_ref().map(|found| found.issuer_id);
            authorize(conn, caller, Action::ViewAwards, issuer)?;
            let assertion = found.ok_or_else(Problem::not_found)?;
            AssertionView::with_evidence(conn, tools, caller, assertion)
        })
        .await
}

/// Takes an award back for good. The reason is public.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/revoke", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::Reason,
    responses((status = 200, description = "The award as it is now", body = AssertionView)),
    security(("token" = ["awards:write"])),
)]
pub async fn revoke(
    exchange: Exchange,
    id: web::Path<AssertionId>,
    reason: JsonBody<Reason>,
) -> Result<HttpResponse, Problem> {
    let (Reason { reason }, bytes) = reason.parts();
    restate(exchange, &bytes, move |conn, tools, caller| {
        Ok(revocation::revoke(conn, tools, caller, *id, &reason)?)
    })
    .await
}

/// Puts an award on hold. The reason is public.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/suspend", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::Reason,
    responses((status = 200, description = "The award as it is now", body = AssertionView)),
    security(("token" = ["awards:write"])),
)]
pub async fn suspend(
    exchange: Exchange,
    id: web::Path<AssertionId>,
    reason: JsonBody<Reason>,
) -> Result<HttpResponse, Problem> {
    let (Reason { reason }, bytes) = reason.parts();
    restate(exchange, &bytes, move |conn, tools, caller| {
        Ok(revocation::suspend(conn, tools, caller, *id, &reason)?)
    })
    .await
}

/// Ends the hold.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/reinstate", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::OptionalReason,
    responses((status = 200, description = "The award as it is now", body = AssertionView)),
    security(("token" = ["awards:write"])),
)]
pub async fn reinstate(
    exchange: Exchange,
    id: web::Path<AssertionId>,
    reason: JsonBody<OptionalReason>,
) -> Result<HttpResponse, Problem> {
    let (OptionalReason { reason }, bytes) = reason.parts();
    restate(exchange, &bytes, move |conn, tools, caller| {
        Ok(revocation::reinstate(
            conn,
            tools,
            caller,
            *id,
            reason.as_deref(),
        )?)
    })
    .await
}

/// Changes whether an award stands, and answers with the award as it is then.
async fn restate<F>(exchange: Exchange, body: &[u8], change: F) -> Result<HttpResponse, Problem>
where
    F: Fn(&mut DbConnection, &Tools, &Caller) -> Result<Assertion, Problem> + Send + Sync + 'static,
{
    exchange
        .change(body, move |conn, tools, caller| {
            let assertion = change(conn, tools, caller)?;
            Outcome::changed(&AssertionView::with_evidence(
                conn, tools, caller, assertion,
            )?)
        })
        .await
}
