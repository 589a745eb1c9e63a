//! What members of an issuer do with applications.

use accolade_issuing::access::Action;
use accolade_issuing::applications::asking::{self, Asked};
use accolade_issuing::applications::deciding::{self, Ruling};
use accolade_issuing::applications::queue::{self as use_cases, Wanted};
use accolade_issuing::applications::{ApplicationError, NewReview, reviewing};
use accolade_storage::Page;
use accolade_storage::applications::{self, ApplicationFilter};
use accolade_storage::types::{AccountId, ApplicationId, ApplicationState, BadgeClassId};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::views::{ApplicationView, AskedView, ReviewView};
use crate::api::once::Outcome;
use crate::api::{Exchange, JsonBody, Listing, Paging, Query, issuers, schemas};
use crate::problem::Problem;

/// Which applications to list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wish {
    state: Option<ApplicationState>,
    badge_class: Option<BadgeClassId>,
    #[serde(default)]
    ready: bool,
}

/// What a member or a program says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineReview {
    #[serde(default)]
    review: NewReview,
    /// By what name a program speaks; absent for a person.
    #[serde(default)]
    program: Option<String>,
}

/// What a quiz gave.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    score: u32,
}

/// Who takes care of an application.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    account: Option<AccountId>,
}

/// Lists the applications to an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/applications", tag = "Applications",
    params(
        ("issuer" = String, Path, description = "Its slug or its id"), Paging,
        ("state" = Option<String>, Query, description = "Only those in this state"),
        ("badgeClass" = Option<Uuid>, Query, description = "Only those for this badge"),
        ("ready" = Option<bool>, Query, description = "Only those whose rule holds already"),
    ),
    responses((status = 200, description = "A page of applications", body = Listing<ApplicationView>)),
    security(("token" = ["applications:read"])),
)]
pub async fn list(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
    wish: Query<Wish>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let id = issuers::allowed(conn, caller, Action::ViewApplications, &issuer)?.id;
            let mut filter = ApplicationFilter::new(id);
            if let Some(state) = wish.0.state {
                filter = filter.state(state);
            }
            if let Some(badge) = wish.0.badge_class {
                filter = filter.badge_class(badge);
            }
            if wish.0.ready {
                filter = filter.ready();
            }
            let page = applications::list(conn, filter, paging.request())?;
            let items = page
                .items
                .into_iter()
                .map(|row| ApplicationView::of_member(conn, tools, row))
                .collect::<Result<_, _>>()?;
            Ok(Page {
                items,
                next: page.next,
            })
        })
        .await
}

/// Lists the applications to every issuer that the account may assess for, newest first.
#[utoipa::path(
    get, path = "/api/v1/applications", tag = "Applications",
    params(
        Paging,
        ("state" = Option<String>, Query, description = "Only those in this state"),
        ("badgeClass" = Option<Uuid>, Query, description = "Only those for this badge"),
        ("ready" = Option<bool>, Query, description = "Only those whose rule holds already"),
    ),
    responses((status = 200, description = "A page of applications", body = Listing<ApplicationView>)),
    security(("token" = ["applications:read"])),
)]
pub async fn queue(
    exchange: Exchange,
    paging: Paging,
    wish: Query<Wish>,
) -> Result<HttpResponse, Problem> {
    let wanted = Wanted {
        state: wish.0.state,
        badge_class: wish.0.badge_class,
        ready: wish.0.ready,
    };
    exchange
        .list(move |conn, tools, caller| {
            let page = use_cases::list(conn, caller, wanted, paging.request())?;
            let items = page
                .items
                .into_iter()
                .map(|row| ApplicationView::of_member(conn, tools, row))
                .collect::<Result<_, _>>()?;
            Ok(Page {
                items,
                next: page.next,
            })
        })
        .await
}

/// Shows an application with what was said of it.
#[utoipa::path(
    get, path = "/api/v1/applications/{id}", tag = "Applications",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The application", body = ApplicationView)),
    security(("token" = ["applications:read"])),
)]
pub async fn show(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let found = applications::find(conn, *id)?;
            let issuer = found.as_ref().map(|found| found.issuer_id);
            accolade_issuing::access::authorize(conn, caller, Action::ViewApplications, issuer)?;
            let application = found.ok_or_else(Problem::not_found)?;
            Ok(ApplicationView::of_member(conn, tools, application)?)
        })
        .await
}

/// Says what a member, or a program, finds. Said again, it replaces what was said before.
#[utoipa::path(
    put, path = "/api/v1/applications/{id}/review", tag = "Applications",
    params(("id" = Uuid, Path, description = "The application")),
    request_body = schemas::MachineReview,
    responses((status = 200, description = "What was said", body = ReviewView)),
    security(("token" = ["applications:write"])),
)]
pub async fn look(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
    review: JsonBody<MachineReview>,
) -> Result<HttpResponse, Problem> {
    let (said, bytes) = review.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let review = said.review.clone();
            let kept = match &said.program {
                Some(name) => reviewing::by_machine(conn, tools, caller, *id, name, review)?,
                None => reviewing::by_account(conn, tools, caller, *id, review)?,
            };
            Outcome::changed(&ReviewView::from(kept))
        })
        .await
}

/// Decides. A yes makes the award once the rule holds; until then it is noted and the state stays `submitted`.
#[utoipa::path(
    post, path = "/api/v1/applications/{id}/decide", tag = "Applications",
    params(("id" = Uuid, Path, description = "The application")),
    request_body = schemas::Ruling,
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
    security(("token" = ["applications:write"])),
)]
pub async fn decide(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
    ruling: JsonBody<Ruling>,
) -> Result<HttpResponse, Problem> {
    let (ruling, bytes) = ruling.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            deciding::decide(conn, tools, caller, *id, ruling.clone())?;
            let application = applications::find(conn, *id)?.ok_or(ApplicationError::Unknown)?;
            Outcome::changed(&ApplicationView::of_member(conn, tools, application)?)
        })
        .await
}

/// Hands in what a quiz gave. The last score counts.
#[utoipa::path(
    put, path = "/api/v1/applications/{id}/quiz-score", tag = "Applications",
    params(("id" = Uuid, Path, description = "The application")),
    request_body = schemas::Score,
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
    security(("token" = ["applications:write"])),
)]
pub async fn quiz_score(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
    score: JsonBody<Score>,
) -> Result<HttpResponse, Problem> {
    let (score, bytes) = score.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let application = reviewing::quiz_score(conn, tools, caller, *id, score.score)?;
            Outcome::changed(&ApplicationView::of_member(conn, tools, application)?)
        })
        .await
}

/// Gives an application to a member to take care of, or to nobody.
#[utoipa::path(
    put, path = "/api/v1/applications/{id}/assignment", tag = "Applications",
    params(("id" = Uuid, Path, description = "The application")),
    request_body = schemas::Assignment,
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
    security(("token" = ["applications:write"])),
)]
pub async fn assign(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
    to: JsonBody<Assignment>,
) -> Result<HttpResponse, Problem> {
    let (to, bytes) = to.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let application = deciding::assign(conn, tools, caller, *id, to.account)?;
            Outcome::changed(&ApplicationView::of_member(conn, tools, application)?)
        })
        .await
}

/// Asks somebody from outside to look. They get the link by mail; it is told here only where no letters leave the site.
#[utoipa::path(
    post, path = "/api/v1/applications/{id}/outside-reviewers", tag = "Applications",
    params(("id" = Uuid, Path, description = "The application")),
    request_body = schemas::Asked,
    responses((status = 200, description = "Who was asked", body = AskedView)),
    security(("token" = ["applications:write"])),
)]
pub async fn ask_outside(
    exchange: Exchange,
    id: web::Path<ApplicationId>,
    asked: JsonBody<Asked>,
) -> Result<HttpResponse, Problem> {
    let (asked, bytes) = asked.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let link = asking::outside(conn, tools, caller, *id, &asked)?;
            Outcome::changed(&AskedView::to_hand_over(tools, link))
        })
        .await
}
