//! Claim links and cards: made, listed, changed, decided on.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::claims::{self, CardOrder, Code, LinkOrder, Terms};
use accolade_storage::claim_cards;
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::types::{
    BadgeClassId, ClaimCardId, ClaimId, ClaimLinkId, ClaimLinkState, ClaimState,
};
use accolade_storage::{DbConnection, badge_classes};
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, Query, issuers, schemas};
use crate::problem::Problem;

mod views;

pub use views::{ClaimCardView, ClaimLinkView, ClaimView};

/// A claim link to be made or changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LinkRequest {
    title: String,
    giver: String,
    seats: Option<u32>,
    opens_at: Option<jiff::Timestamp>,
    closes_at: Option<jiff::Timestamp>,
    terms: Terms,
    cards: Option<CardsRequest>,
}

/// Cards to be made.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CardsRequest {
    count: u32,
    names: Vec<String>,
}

/// Open, paused or closed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateRequest {
    state: ClaimLinkState,
}

/// The issuer's word.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    approve: bool,
    #[serde(default)]
    reason: Option<String>,
}

/// Which claims to list.
#[derive(Debug, Deserialize)]
pub struct ClaimFilter {
    state: Option<ClaimState>,
}

impl LinkRequest {
    fn parts(self) -> (LinkOrder, Option<CardOrder>) {
        let order = LinkOrder {
            title: self.title,
            giver: self.giver,
            seats: self.seats,
            opens_at: self.opens_at.map(Into::into),
            closes_at: self.closes_at.map(Into::into),
            terms: self.terms,
        };
        (order, self.cards.map(CardsRequest::order))
    }
}

impl CardsRequest {
    fn order(self) -> CardOrder {
        CardOrder {
            count: self.count,
            names: self.names,
        }
    }
}

/// Lists the claim links of an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/claim-links", tag = "Claiming",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging),
    responses((status = 200, description = "A page of claim links", body = Listing<ClaimLinkView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn list_of_issuer(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let id = issuers::allowed(conn, caller, Action::ViewClaims, &issuer)?.id;
            let page = claim_links::list_by_issuer(conn, id, paging.request())?;
            Ok(page.map(|link| ClaimLinkView::of(tools, link)))
        })
        .await
}

/// Lists the claim links of a badge class.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/claim-links", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The badge class"), Paging),
    responses((status = 200, description = "A page of claim links", body = Listing<ClaimLinkView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn list_of_badge_class(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let class = badge_classes::find(conn, *id)?;
            authorize(
                conn,
                caller,
                Action::ViewClaims,
                class.as_ref().map(|class| class.issuer_id),
            )?;
            let id = class.ok_or_else(Problem::not_found)?.id;
            let page = claim_links::list_by_badge_class(conn, id, paging.request())?;
            Ok(page.map(|link| ClaimLinkView::of(tools, link)))
        })
        .await
}

/// Makes a claim link, or a sheet of cards.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/claim-links", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body = schemas::ClaimLinkOrder,
    responses((status = 201, description = "The claim link", body = ClaimLinkView)),
    security(("token" = ["awards:write"])),
)]
pub async fn create(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    order: JsonBody<LinkRequest>,
) -> Result<HttpResponse, Problem> {
    let (order, bytes) = order.parts();
    let (order, cards) = order.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let link = match &cards {
                Some(cards) => {
                    claims::create_cards(conn, tools, caller, *id, order.clone(), cards)?.0
                }
                None => claims::create(conn, tools, caller, *id, order.clone())?,
            };
            let location = format!("{PREFIX}/claim-links/{}", link.id);
            Outcome::created(location, &ClaimLinkView::of(tools, link))
        })
        .await
}

/// Shows a claim link.
#[utoipa::path(
    get, path = "/api/v1/claim-links/{id}", tag = "Claiming",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The claim link", body = ClaimLinkView)),
    security(("token" = ["awards:read"])),
)]
pub async fn show(exchange: Exchange, id: web::Path<ClaimLinkId>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| Ok(ClaimLinkView::of(tools, visible(conn, caller, *id)?)))
        .await
}

/// Says everything about a claim link anew.
#[utoipa::path(
    put, path = "/api/v1/claim-links/{id}", tag = "Claiming",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::ClaimLinkOrder,
    responses((status = 200, description = "The claim link as it is now", body = ClaimLinkView)),
    security(("token" = ["awards:write"])),
)]
pub async fn replace(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
    order: JsonBody<LinkRequest>,
) -> Result<HttpResponse, Problem> {
    let (order, bytes) = order.parts();
    let (order, _) = order.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let link = claims::edit(conn, tools, caller, *id, order.clone())?;
            Outcome::changed(&ClaimLinkView::of(tools, link))
        })
        .await
}

/// Pauses a claim link, opens it again, or closes it for good.
#[utoipa::path(
    post, path = "/api/v1/claim-links/{id}/state", tag = "Claiming",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::ClaimLinkStateChange,
    responses((status = 200, description = "The claim link as it is now", body = ClaimLinkView)),
    security(("token" = ["awards:write"])),
)]
pub async fn set_state(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
    wanted: JsonBody<StateRequest>,
) -> Result<HttpResponse, Problem> {
    let (StateRequest { state }, bytes) = wanted.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let link = claims::set_state(conn, tools, caller, *id, state)?;
            Outcome::changed(&ClaimLinkView::of(tools, link))
        })
        .await
}

/// Lists the cards of a sheet in their order.
#[utoipa::path(
    get, path = "/api/v1/claim-links/{id}/cards", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The claim link")),
    responses((status = 200, description = "All cards", body = Vec<ClaimCardView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn cards(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let link = visible(conn, caller, *id)?;
            let cards = claim_cards::of_link(conn, link.id)?;
            Ok(cards
                .iter()
                .map(|card| ClaimCardView::of(tools, card))
                .collect::<Vec<_>>())
        })
        .await
}

/// Adds cards to a sheet.
#[utoipa::path(
    post, path = "/api/v1/claim-links/{id}/cards", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The claim link")),
    request_body = schemas::ClaimCardsOrder,
    responses((status = 200, description = "The new cards", body = Vec<ClaimCardView>)),
    security(("token" = ["awards:write"])),
)]
pub async fn add_cards(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
    order: JsonBody<CardsRequest>,
) -> Result<HttpResponse, Problem> {
    let (order, bytes) = order.parts();
    let order = order.order();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let cards = claims::add_cards(conn, tools, caller, *id, &order)?;
            let views: Vec<_> = cards
                .iter()
                .map(|card| ClaimCardView::of(tools, card))
                .collect();
            Outcome::changed(&views)
        })
        .await
}

/// Withdraws one card that nobody has used.
#[utoipa::path(
    post, path = "/api/v1/claim-cards/{id}/withdraw", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The card")),
    responses((status = 200, description = "The card as it is now", body = ClaimCardView)),
    security(("token" = ["awards:write"])),
)]
pub async fn withdraw_card(
    exchange: Exchange,
    id: web::Path<ClaimCardId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            claims::withdraw_card(conn, tools, caller, *id)?;
            let card = claim_cards::find(conn, *id)?.ok_or_else(Problem::not_found)?;
            Outcome::changed(&ClaimCardView::of(tools, &card))
        })
        .await
}

/// Lists who claimed by a link.
#[utoipa::path(
    get, path = "/api/v1/claim-links/{id}/claims", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The claim link"), Paging, ("state" = Option<String>, Query, description = "Those that are `waiting`, `awarded` (unless said otherwise), `declined` or `repeated`")),
    responses((status = 200, description = "A page of claims", body = Listing<ClaimView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn claims_of(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
    paging: Paging,
    filter: Query<ClaimFilter>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, caller| {
            let link = visible(conn, caller, *id)?;
            let state = filter.0.state.unwrap_or(ClaimState::Awarded);
            let page = accolade_storage::claims::list(conn, link.id, state, paging.request())?;
            Ok(page.map(|claim| ClaimView::of(tools, &claim)))
        })
        .await
}

/// Says yes or no to a claim that waits. Yes said twice is one award.
#[utoipa::path(
    post, path = "/api/v1/claims/{id}/decision", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The claim")),
    request_body = schemas::ClaimDecision,
    responses((status = 200, description = "The claim as it is now", body = ClaimView)),
    security(("token" = ["awards:write"])),
)]
pub async fn decide(
    exchange: Exchange,
    id: web::Path<ClaimId>,
    word: JsonBody<DecisionRequest>,
) -> Result<HttpResponse, Problem> {
    let (DecisionRequest { approve, reason }, bytes) = word.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            if approve {
                claims::approve(conn, tools, caller, *id)?;
            } else {
                claims::decline(conn, tools, caller, *id, reason.as_deref())?;
            }
            let claim =
                accolade_storage::claims::find(conn, *id)?.ok_or_else(Problem::not_found)?;
            Outcome::changed(&ClaimView::of(tools, &claim))
        })
        .await
}

/// Says yes to all that wait, at most 200 at once.
#[utoipa::path(
    post, path = "/api/v1/claim-links/{id}/approve-all", tag = "Claiming",
    params(("id" = Uuid, Path, description = "The claim link")),
    responses((status = 200, description = "How many were given", body = Object)),
    security(("token" = ["awards:write"])),
)]
pub async fn approve_all(
    exchange: Exchange,
    id: web::Path<ClaimLinkId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let given = claims::approve_all(conn, tools, caller, *id)?;
            Outcome::changed(&serde_json::json!({ "approved": given }))
        })
        .await
}

fn visible(
    conn: &mut DbConnection,
    caller: &Caller,
    id: ClaimLinkId,
) -> Result<ClaimLink, Problem> {
    let link = claim_links::find(conn, id)?;
    authorize(
        conn,
        caller,
        Action::ViewClaims,
        link.as_ref().map(|link| link.issuer_id),
    )?;
    link.ok_or_else(Problem::not_found)
}

/// The code of a link as people type it.
fn code_of(link: &ClaimLink) -> Option<Code> {
    link.code.as_deref().and_then(|code| code.parse().ok())
}

/// Where a code leads.
fn address_of(tools: &Tools, code: Code) -> String {
    tools.addresses.claim(code.plain())
}
