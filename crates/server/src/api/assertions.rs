//! Awards: made, listed, taken back, put on hold.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::awards::{self, Assessment, AwardOrder, AwardResult, NewEvidence, Recipient};
use accolade_issuing::revocation;
use accolade_storage::assertions::{self, AssertionFilter};
use accolade_storage::types::{AssertionId, AssertionState, BadgeClassId};
use accolade_storage::{badge_classes, evidence};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::once::{self, Outcome};
use super::{JsonBody, Listing, PREFIX, Paging, issuers, schemas, view};
use crate::auth::Authenticated;
use crate::problem::{Kind, Problem};
use crate::state::State;

mod views;

pub use views::AssertionView;
pub(super) use views::ending_of;

/// An award to be made.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AwardRequest {
    recipient: Recipient,
    narrative: Option<String>,
    #[serde(default)]
    evidence: Vec<NewEvidence>,
    #[serde(default)]
    results: Vec<AwardResult>,
    valid_from: Option<jiff::Timestamp>,
    valid_until: Option<jiff::Timestamp>,
    assessment: Option<Assessment>,
}

impl AwardRequest {
    fn into_order(self, badge_class: BadgeClassId) -> AwardOrder {
        AwardOrder {
            badge_class,
            recipient: self.recipient,
            narrative: self.narrative,
            evidence: self.evidence,
            results: self.results,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            assessment: self.assessment,
        }
    }
}

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
    reason: Option<String>,
}

/// Which awards to list.
#[derive(Debug, Deserialize)]
struct StateFilter {
    state: Option<AssertionState>,
}

impl StateFilter {
    fn of(request: &HttpRequest) -> Result<AssertionFilter, Problem> {
        let query = web::Query::<Self>::from_query(request.query_string())
            .map_err(|error| Problem::new(Kind::BadQuery).detail(format!("{error}.")))?;
        let filter = AssertionFilter::new();
        Ok(query.state.map_or(filter, |state| filter.state(state)))
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
    caller: Authenticated,
    badge_class: web::Path<BadgeClassId>,
    award: JsonBody<AwardRequest>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let JsonBody {
        value: award,
        bytes,
    } = award;
    let order = award.into_order(*badge_class);
    once::change(
        &state,
        &request,
        caller.0,
        &bytes,
        move |conn, tools, caller| {
            let award = awards::award(conn, tools, caller, order.clone())?;
            let location = format!("{PREFIX}/assertions/{}", award.assertion.id);
            let view = AssertionView::of(conn, tools, caller, award.assertion, &award.evidence)?;
            Outcome::created(location, &view)
        },
    )
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
    caller: Authenticated,
    badge_class: web::Path<BadgeClassId>,
    paging: Paging,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let filter = StateFilter::of(&request)?;
    let tools = state.tools.clone();
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let found = badge_classes::find(conn, *badge_class)?;
            let issuer = found.as_ref().map(|found| found.issuer_id);
            authorize(conn, &caller.0, Action::ViewAwards, issuer)?;
            let id = found.ok_or_else(Problem::not_found)?.id;
            let page = assertions::list_by_badge_class(conn, id, filter, paging.request())?;
            views::page(conn, &tools, &caller.0, page)
        })
        .await?;
    Ok(Listing::answer(&request, page))
}

/// Lists the awards of an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/assertions", tag = "Awards",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging, ("state" = Option<String>, Query, description = "Only those that are `issued`, `suspended` or `revoked`")),
    responses((status = 200, description = "A page of awards", body = Listing<AssertionView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn list_of_issuer(
    caller: Authenticated,
    issuer: web::Path<String>,
    paging: Paging,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let filter = StateFilter::of(&request)?;
    let tools = state.tools.clone();
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let found = issuers::find(conn, &issuer)?.map(|issuer| issuer.id);
            authorize(conn, &caller.0, Action::ViewAwards, found)?;
            let id = found.ok_or_else(Problem::not_found)?;
            let page = assertions::list_by_issuer(conn, id, filter, paging.request())?;
            views::page(conn, &tools, &caller.0, page)
        })
        .await?;
    Ok(Listing::answer(&request, page))
}

/// Shows an award, with what its public page does not show.
#[utoipa::path(
    get, path = "/api/v1/assertions/{id}", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The award", body = AssertionView)),
    security(("token" = ["awards:read"])),
)]
pub async fn show(
    caller: Authenticated,
    id: web::Path<AssertionId>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let tools = state.tools.clone();
    let shown = state
        .read(move |conn| -> Result<_, Problem> {
            let found = assertions::find(conn, *id)?;
            let issuer = found.as_ref().map(|found| found.issuer_id);
            authorize(conn, &caller.0, Action::ViewAwards, issuer)?;
            let assertion = found.ok_or_else(Problem::not_found)?;
            let evidence = evidence::of_assertion(conn, assertion.id)?;
            AssertionView::of(conn, &tools, &caller.0, assertion, &evidence)
        })
        .await?;
    Ok(view(&request, &shown))
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
    caller: Authenticated,
    id: web::Path<AssertionId>,
    reason: JsonBody<Reason>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let JsonBody {
        value: Reason { reason },
        bytes,
    } = reason;
    once::change(
        &state,
        &request,
        caller.0,
        &bytes,
        move |conn, tools, caller| {
            let assertion = revocation::revoke(conn, tools, caller, *id, &reason)?;
            views::changed(conn, tools, caller, assertion)
        },
    )
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
    caller: Authenticated,
    id: web::Path<AssertionId>,
    reason: JsonBody<Reason>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let JsonBody {
        value: Reason { reason },
        bytes,
    } = reason;
    once::change(
        &state,
        &request,
        caller.0,
        &bytes,
        move |conn, tools, caller| {
            let assertion = revocation::suspend(conn, tools, caller, *id, &reason)?;
            views::changed(conn, tools, caller, assertion)
        },
    )
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
    caller: Authenticated,
    id: web::Path<AssertionId>,
    reason: JsonBody<OptionalReason>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let JsonBody {
        value: OptionalReason { reason },
        bytes,
    } = reason;
    once::change(
        &state,
        &request,
        caller.0,
        &bytes,
        move |conn, tools, caller| {
            let assertion = revocation::reinstate(conn, tools, caller, *id, reason.as_deref())?;
            views::changed(conn, tools, caller, assertion)
        },
    )
    .await
}
