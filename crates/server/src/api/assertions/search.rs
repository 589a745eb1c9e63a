//! Awards by whatever is remembered of them: as a list, and whole as a file.

#![expect(
    unused_qualifications,
    reason = "the macro that describes a route writes whole paths"
)]

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::awards::Sought;
use accolade_storage::assertions;
use accolade_storage::types::{AssertionState, BadgeClassId, BatchId};
use actix_web::{HttpResponse, web};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::views;
use super::views::AssertionView;
use crate::api::{Exchange, Listing, Paging, Query, issuers};
use crate::auth::Authenticated;
use crate::pages::awards_list::file::{self, Form};
use crate::problem::Problem;
use crate::state::State;

/// Which awards.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", default)]
pub struct AwardQuery {
    /// A whole e-mail address, or a part of a name.
    q: Option<String>,
    /// Only of this badge class.
    #[param(value_type = Option<Uuid>)]
    badge_class: Option<BadgeClassId>,
    /// Only those that are `issued`, `suspended` or `revoked`.
    #[param(value_type = Option<String>)]
    state: Option<AssertionState>,
    /// Only from this batch.
    #[param(value_type = Option<Uuid>)]
    batch: Option<BatchId>,
    /// Only those given on this day (2026-11-22, UTC) or later.
    #[param(value_type = Option<String>)]
    from: Option<Date>,
    /// Only those given on this day or earlier.
    #[param(value_type = Option<String>)]
    until: Option<Date>,
    /// Only those that their earners took, or did not.
    claimed: Option<bool>,
    /// Whether those of the issuers below are listed too.
    below: Option<bool>,
}

impl From<AwardQuery> for Sought {
    fn from(query: AwardQuery) -> Self {
        Self {
            words: query.q.unwrap_or_default(),
            badge_class: query.badge_class,
            state: query.state,
            batch: query.batch,
            from: query.from,
            until: query.until,
            claimed: query.claimed,
            below: query.below.unwrap_or(false),
        }
    }
}

/// Lists the awards of an issuer, all or those that fit.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/assertions", tag = "Awards",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging, AwardQuery),
    responses((status = 200, description = "A page of awards", body = Listing<AssertionView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn list_of_issuer(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
    query: Query<AwardQuery>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let id = issuers::allowed(conn, caller, Action::ViewAwards, &issuer)?.id;
            let search = Sought::from(query.0).at(conn, tools, caller, id)?;
            let page = assertions::search(conn, &search, paging.request())?;
            views::page(conn, tools, caller, page)
        })
        .await
}

/// Gives the awards of an issuer out as a table, all or those that fit; written while it is sent, however many
/// there are. Cells that a spreadsheet would take for formulas have an apostrophe in front.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/assertions.csv", tag = "Awards",
    params(("issuer" = String, Path, description = "Its slug or its id"), AwardQuery),
    responses((status = 200, description = "The table: name, email, badge, state, reason, given, good until, address", content_type = "text/csv", body = String)),
    security(("token" = ["awards:read"])),
)]
pub async fn export_csv(
    caller: Authenticated,
    issuer: web::Path<String>,
    query: Query<AwardQuery>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    export(caller, issuer.into_inner(), query.0, state, Form::Csv).await
}

/// Gives the same awards out as JSON.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/assertions.json", tag = "Awards",
    params(("issuer" = String, Path, description = "Its slug or its id"), AwardQuery),
    responses((status = 200, description = "A list with the same columns", content_type = "application/json", body = Vec<Object>)),
    security(("token" = ["awards:read"])),
)]
pub async fn export_json(
    caller: Authenticated,
    issuer: web::Path<String>,
    query: Query<AwardQuery>,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    export(caller, issuer.into_inner(), query.0, state, Form::Json).await
}

async fn export(
    Authenticated(caller): Authenticated,
    issuer: String,
    query: AwardQuery,
    state: web::Data<State>,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let (tools, asking) = (state.tools.clone(), caller.clone());
    let wanted = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuers::allowed(conn, &asking, Action::ViewAwards, &issuer)?;
            let search = Sought::from(query).at(conn, &tools, &asking, issuer.id)?;
            let may_open = authorize(conn, &asking, Action::OpenRecipient, Some(issuer.id)).is_ok();
            Ok(file::Wanted {
                slug: issuer.slug,
                search,
                may_open,
            })
        })
        .await?;
    Ok(file::answer(state, caller, wanted, form))
}
