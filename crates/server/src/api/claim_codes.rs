//! Claiming by a code, as the earner's page does it: no account and no token.

use std::net::IpAddr;

use accolade_issuing::Tools;
use accolade_issuing::claims::{self, ClaimOrder, Code, Door, Standing, Terms};
use accolade_storage::claims::Claim;
use accolade_storage::types::ClaimState;
use accolade_storage::{DbConnection, badge_classes, issuers as issuer_rows};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, JsonBody, schemas};
use crate::limits;
use crate::problem::Problem;
use crate::state::State;

/// What stands behind a code.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimCodeView {
    /// The badge class.
    badge_class: Uuid,
    /// What the badge is called.
    badge: String,
    /// Who awards it.
    issuer: String,
    /// Who gives it, as the issuer wrote it.
    giver: String,
    /// `open`, `not_yet`, `ended`, `paused`, `closed`, `used_up`, `card_used`, `card_withdrawn` or `not_given`.
    standing: &'static str,
    /// Whether an address is needed.
    email_needed: bool,
    /// What the claimant is asked.
    question: Option<String>,
    /// Whether the question must be answered.
    answer_needed: bool,
    /// Whether the issuer looks at each claim first.
    approval: bool,
}

/// What came of a claim.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimMadeView {
    /// `awarded`, or `waiting` for the issuer's word. Where letters leave this site, an address that has the badge is told
    /// the same as a new one, and the letter says the rest.
    state: String,
    /// The page of the award, once there is one; null if a letter brings it.
    award: Option<String>,
    /// The page that shows the claimant what came of it.
    receipt: String,
}

/// Who claims.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClaimRequest {
    name: String,
    #[serde(default)]
    email: Option<String>,
    show_name: bool,
    #[serde(default)]
    answer: Option<String>,
    #[serde(default)]
    show_answer: bool,
    once: Uuid,
}

impl From<ClaimRequest> for ClaimOrder {
    fn from(request: ClaimRequest) -> Self {
        Self {
            name: request.name,
            email: request.email.unwrap_or_default(),
            show_name: request.show_name,
            answer: request.answer.unwrap_or_default(),
            show_answer: request.show_answer,
            once: request.once.to_string(),
        }
    }
}

/// Shows what a code of a claim link or of a card gives.
#[utoipa::path(
    get, path = "/api/v1/claim-codes/{code}", tag = "Claiming",
    params(("code" = String, Path, description = "The code, with or without its hyphen")),
    responses((status = 200, description = "What stands behind it", body = ClaimCodeView)),
)]
pub async fn show(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    code: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let address = limits::address_of(&request, &state);
    let code = known(&state, address, &code).await?;
    exchange
        .show(move |conn, tools, _| {
            let door = claims::find(conn, code)?.ok_or_else(Problem::not_found)?;
            ClaimCodeView::of(conn, tools, &door)
        })
        .await
}

/// Claims a badge by a code. An address that has the badge gets no second one, and learns so by mail alone.
#[utoipa::path(
    post, path = "/api/v1/claim-codes/{code}", tag = "Claiming",
    params(("code" = String, Path, description = "The code, with or without its hyphen")),
    request_body = schemas::ClaimByCode,
    responses((status = 201, description = "What came of it", body = ClaimMadeView)),
)]
pub async fn claim(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    code: web::Path<String>,
    claim: JsonBody<ClaimRequest>,
) -> Result<HttpResponse, Problem> {
    let address = limits::address_of(&request, &state);
    let code = known(&state, address, &code).await?;
    state.limits.claim(address, code.plain())?;
    let (claim, bytes) = claim.parts();
    let order = ClaimOrder::from(claim);
    let has_mail = state.mail.is_on();
    let answer = exchange
        .change(&bytes, move |conn, tools, _| {
            let made = claims::claim(conn, tools, code, &order)?;
            let door = claims::find(conn, code)?.ok_or_else(Problem::not_found)?;
            let view = ClaimMadeView::of(tools, &door, code, &made, has_mail);
            Outcome::created(view.receipt.clone(), &view)
        })
        .await?;
    state.errands.wake();
    Ok(answer)
}

/// The code, if anything stands behind it; whoever tries codes that nobody made is made to wait.
async fn known(state: &State, address: IpAddr, code: &str) -> Result<Code, Problem> {
    state.limits.may_try_codes(address)?;
    let code: Code = code.parse().map_err(|_| Problem::not_found())?;
    let found = state.read(move |conn| claims::find(conn, code)).await?;
    if found.is_none() {
        state.limits.wrong_code(address)?;
        return Err(Problem::not_found());
    }
    Ok(code)
}

impl ClaimCodeView {
    fn of(conn: &mut DbConnection, tools: &Tools, door: &Door) -> Result<Self, Problem> {
        let link = &door.link;
        let terms = Terms::read(&link.terms);
        let badge = badge_classes::find(conn, link.badge_class_id)?;
        let issuer = issuer_rows::find(conn, link.issuer_id)?;
        Ok(Self {
            badge_class: link.badge_class_id.into(),
            badge: badge.map(|badge| badge.name).unwrap_or_default(),
            issuer: issuer.map(|issuer| issuer.name).unwrap_or_default(),
            giver: link.giver.clone(),
            standing: word(door.standing(conn, tools.now())?),
            email_needed: !terms.without_email,
            question: terms.question,
            answer_needed: terms.answer_needed,
            approval: terms.approval,
        })
    }
}

impl ClaimMadeView {
    /// Whoever knows an address must not learn here whether it has the badge, nor where that is: of a claim with an address
    /// the same is told each time, and the letter says the rest.
    fn of(tools: &Tools, door: &Door, code: Code, claim: &Claim, has_mail: bool) -> Self {
        let by_letter = has_mail && claims::claimant(tools, claim).email.is_some();
        let state = match claim.state {
            _ if !by_letter => claim.state,
            _ if Terms::read(&door.link.terms).approval => ClaimState::Waiting,
            _ => ClaimState::Awarded,
        };
        let award = claim
            .assertion_id
            .filter(|_| !by_letter && claim.state == ClaimState::Awarded);
        let receipt = claims::receipt(tools, claim.id);
        let path = accolade_issuing::addresses::paths::claim_made(code.plain(), &receipt);
        Self {
            state: state.to_string(),
            award: award.map(|id| tools.addresses.award(id)),
            receipt: tools.addresses.url(&path),
        }
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::NotYet(_) => "not_yet",
        Standing::Ended(_) => "ended",
        Standing::Paused => "paused",
        Standing::Closed(_) => "closed",
        Standing::UsedUp(_) => "used_up",
        Standing::CardUsed(_) => "card_used",
        Standing::CardWithdrawn(_) => "card_withdrawn",
        Standing::NotGiven => "not_given",
    }
}
