//! `/desk/claims/{id}`: one code, who claimed with it, and what can be done about it.

use std::collections::HashMap;

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::addresses::paths;
use accolade_issuing::claims::{self, Code};
use accolade_storage::claim_cards::{self, ClaimCard};
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::claims::Claim;
use accolade_storage::types::{ClaimCardId, ClaimId, ClaimLinkId, ClaimLinkState, ClaimState};
use accolade_storage::{DbConnection, PageRequest, badge_classes};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::form::{LinkForm, kept_or_told};
use super::{here, now_words, visible};
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::claiming::Faults;
use crate::pages::desk::{DeskHead, DeskTab};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::qr::QrCode;
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// How many of those who claimed the page names.
const A_PAGE: u32 = 100;

/// `/desk/claims/{id}`
#[derive(Template)]
#[template(path = "claims/show.html")]
pub(crate) struct ShowPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) here: String,
    pub(crate) title: String,
    pub(crate) giver: String,
    pub(crate) badge: Link,
    pub(crate) tone: &'static str,
    pub(crate) now: String,
    pub(crate) is_open: bool,
    pub(crate) is_closed: bool,
    pub(crate) taken: String,
    /// "of 28 have claimed"
    pub(crate) counted: String,
    pub(crate) code: Option<String>,
    pub(crate) address: String,
    pub(crate) qr: Option<QrCode>,
    pub(crate) waiting: Vec<WaitingRow>,
    /// "300"
    pub(crate) waiting_in_all: String,
    /// Whether more wait than the page shows.
    pub(crate) more_waiting: bool,
    pub(crate) claimed: Vec<ClaimRow>,
    pub(crate) more_claimed: bool,
    pub(crate) cards: Vec<CardRow>,
    pub(crate) form: LinkForm,
    pub(crate) faults: Faults,
}

/// Somebody who waits for the issuer's word.
#[derive(Debug, Clone)]
pub(crate) struct WaitingRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    pub(crate) answer: Option<String>,
    pub(crate) when: When,
}

/// Somebody who has the badge.
#[derive(Debug, Clone)]
pub(crate) struct ClaimRow {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) when: When,
}

/// One card.
#[derive(Debug, Clone)]
pub(crate) struct CardRow {
    pub(crate) number: i32,
    pub(crate) code: String,
    pub(crate) name: Option<String>,
    /// Who used it and when, leading to the award.
    pub(crate) used: Option<Link>,
    /// What became of it, where nobody has the badge by it.
    pub(crate) fate: String,
    /// Its id, while it can be withdrawn.
    pub(crate) withdraw: Option<String>,
}

/// `GET /desk/claims/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
) -> Result<Answer, Problem> {
    page(&state, &visitor, *id, None, Faults::default()).await
}

/// `POST /desk/claims/{id}`: what it asks, changed.
pub(crate) async fn edit(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
    form: Posted<LinkForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, form.0);
    let order = match form.order() {
        Ok(order) => order,
        Err(found) => return page(&state, &visitor, id, Some(form), found.into()).await,
    };
    let edited = state
        .write(move |conn, tools| kept_or_told(claims::edit(conn, tools, &caller, id, order)))
        .await?;
    match edited {
        Ok(_) => Ok(Answer::see_other(here(id)).flash("Changed.")),
        Err(found) => page(&state, &visitor, id, Some(form), found.into()).await,
    }
}

/// Paused, open or closed.
#[derive(Debug, Deserialize)]
pub(crate) struct NewState {
    state: ClaimLinkState,
}

/// `POST /desk/claims/{id}/state`
pub(crate) async fn set_state(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
    wanted: Posted<NewState>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, wanted) = (*id, wanted.0.state);
    state
        .write(move |conn, tools| claims::set_state(conn, tools, &caller, id, wanted))
        .await?;
    let said = match wanted {
        ClaimLinkState::Open => "The code is open again.",
        ClaimLinkState::Paused => "The code rests. Nobody can claim until you open it again.",
        ClaimLinkState::Closed => "The code is closed. What was claimed stays.",
    };
    Ok(Answer::see_other(here(id)).flash(said))
}

/// A word on one claim, or yes to all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Decision {
    claim: Option<ClaimId>,
    word: String,
    /// Why not; it stands in the letter.
    reason: String,
    all: String,
}

/// `POST /desk/claims/{id}/decisions`
pub(crate) async fn decide(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
    decision: Posted<Decision>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, decision) = (*id, decision.0);
    let said = state
        .write(move |conn, tools| -> Result<_, Problem> {
            match (decision.claim, decision.word.as_str()) {
                (Some(claim), "no") => {
                    let reason = Some(decision.reason.trim()).filter(|reason| !reason.is_empty());
                    claims::decline(conn, tools, &caller, claim, reason)?;
                    Ok("Not this time. The seat is free again.".to_owned())
                }
                (Some(claim), _) => {
                    claims::approve(conn, tools, &caller, claim)?;
                    Ok("The badge is given.".to_owned())
                }
                (None, _) if decision.all == "yes" => {
                    let given = claims::approve_all(conn, tools, &caller, id)?;
                    let given = u64::try_from(given).unwrap_or_default();
                    Ok(format!(
                        "Given to {}.",
                        words::count(given, "person", "people")
                    ))
                }
                (None, _) => Err(Problem::field(
                    "/claim",
                    "required",
                    "Say whose claim it is.",
                )),
            }
        })
        .await?;
    state.errands.wake();
    Ok(Answer::see_other(here(id)).flash(said))
}

/// Cards to add, or one to withdraw.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CardsForm {
    withdraw: Option<ClaimCardId>,
    count: String,
    names: String,
}

/// `POST /desk/claims/{id}/cards`
pub(crate) async fn cards(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
    form: Posted<CardsForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, form.0);
    if let Some(card) = form.withdraw {
        state
            .write(move |conn, tools| claims::withdraw_card(conn, tools, &caller, card))
            .await?;
        return Ok(Answer::see_other(here(id)).flash("The card is withdrawn."));
    }
    let wanted = LinkForm {
        count: form.count,
        names: form.names,
        ..LinkForm::default()
    };
    let added = match wanted.cards() {
        Err(found) => Err(found),
        Ok(order) => {
            state
                .write(move |conn, tools| {
                    kept_or_told(claims::add_cards(conn, tools, &caller, id, &order))
                })
                .await?
        }
    };
    match added {
        Ok(made) => {
            let made = u64::try_from(made.len()).unwrap_or_default();
            let said = format!("{} more.", words::count(made, "card", "cards"));
            Ok(Answer::see_other(here(id)).flash(said))
        }
        Err(found) => Ok(Answer::see_other(here(id)).caution(
            found
                .0
                .first()
                .map_or_else(String::new, |one| one.message.clone()),
        )),
    }
}

struct Loaded {
    head: DeskHead,
    link: ClaimLink,
    badge: Link,
    waiting: Vec<Claim>,
    /// How many wait; the page shows the newest of them.
    waiting_in_all: u64,
    claimed: Vec<Claim>,
    more_claimed: bool,
    cards: Vec<ClaimCard>,
    by_card: HashMap<ClaimCardId, Claim>,
}

fn load(conn: &mut DbConnection, caller: &Caller, id: ClaimLinkId) -> Result<Loaded, Problem> {
    let (link, issuer) = visible(conn, caller, id)?;
    let claims_in = |conn: &mut DbConnection, state| {
        accolade_storage::claims::list(conn, link.id, state, PageRequest::first(A_PAGE))
    };
    let claimed = claims_in(conn, ClaimState::Awarded)?;
    let badge = badge_classes::find(conn, link.badge_class_id)?;
    Ok(Loaded {
        head: DeskHead::load(conn, caller, &issuer, DeskTab::Claims)?,
        badge: Link {
            href: paths::badge(link.badge_class_id),
            words: badge.map(|class| class.name).unwrap_or_default(),
        },
        waiting: claims_in(conn, ClaimState::Waiting)?.items,
        waiting_in_all: accolade_storage::claims::counts(conn, link.id)?
            .get(&ClaimState::Waiting)
            .map_or(0, |number| number.unsigned_abs()),
        more_claimed: claimed.next.is_some(),
        claimed: claimed.items,
        cards: claim_cards::of_link(conn, link.id)?,
        by_card: accolade_storage::claims::by_card(conn, link.id)?,
        link,
    })
}

async fn page(
    state: &State,
    visitor: &Visitor,
    id: ClaimLinkId,
    form: Option<LinkForm>,
    faults: Faults,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let loaded = state.read(move |conn| load(conn, &caller, id)).await?;
    let layout = Layout::of(state, visitor, Place::Desk);
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    response::page_with(status, &fill(&state.tools, layout, loaded, form, faults))
}

fn fill(
    tools: &Tools,
    layout: Layout,
    loaded: Loaded,
    form: Option<LinkForm>,
    faults: Faults,
) -> ShowPage {
    let link = &loaded.link;
    let (tone, now) = now_words(link, tools.now());
    let code = link
        .code
        .as_deref()
        .and_then(|code| code.parse::<Code>().ok());
    let address = code
        .map(|code| tools.addresses.claim(code.plain()))
        .unwrap_or_default();
    let of = link.seats.map(i64::from).or_else(|| {
        let cards = loaded
            .cards
            .iter()
            .filter(|card| card.withdrawn_at.is_none());
        (!loaded.cards.is_empty()).then(|| i64::try_from(cards.count()).unwrap_or(i64::MAX))
    });
    ShowPage {
        here: here(link.id),
        title: link.title.clone(),
        giver: link.giver.clone(),
        is_open: link.state == ClaimLinkState::Open,
        is_closed: link.state == ClaimLinkState::Closed,
        taken: link.taken.to_string(),
        counted: of.map_or_else(|| "claimed".to_owned(), |of| format!("of {of} claimed")),
        code: code.map(|code| code.to_string()),
        qr: code.and_then(|_| QrCode::draw(&address)),
        address,
        more_waiting: loaded.waiting_in_all > loaded.waiting.len() as u64,
        waiting_in_all: words::thousands(loaded.waiting_in_all),
        waiting: loaded
            .waiting
            .iter()
            .map(|claim| waiting_row(tools, claim))
            .collect(),
        claimed: loaded
            .claimed
            .iter()
            .filter_map(|claim| claim_row(tools, claim))
            .collect(),
        more_claimed: loaded.more_claimed,
        cards: loaded
            .cards
            .iter()
            .map(|card| card_row(tools, card, loaded.by_card.get(&card.id)))
            .collect(),
        form: form.unwrap_or_else(|| LinkForm::of(link)),
        layout,
        head: loaded.head,
        badge: loaded.badge,
        tone,
        now,
        faults,
    }
}

fn waiting_row(tools: &Tools, claim: &Claim) -> WaitingRow {
    let who = claims::claimant(tools, claim);
    WaitingRow {
        id: claim.id.to_string(),
        name: who.name,
        email: who.email,
        answer: who.answer,
        when: When::moment(claim.created_at.as_jiff()),
    }
}

fn claim_row(tools: &Tools, claim: &Claim) -> Option<ClaimRow> {
    Some(ClaimRow {
        href: paths::award(claim.assertion_id?),
        name: claims::claimant(tools, claim).name,
        when: When::moment(claim.created_at.as_jiff()),
    })
}

fn card_row(tools: &Tools, card: &ClaimCard, claim: Option<&Claim>) -> CardRow {
    let day = |at: accolade_storage::types::Timestamp| words::day(at.as_jiff());
    let used = claim.and_then(|claim| {
        let name = claims::claimant(tools, claim).name;
        let at = card.used_at.unwrap_or(claim.created_at);
        Some(Link {
            href: paths::award(claim.assertion_id?),
            words: format!("{name}, {}", day(at)),
        })
    });
    let fate = match (card.used_at, card.withdrawn_at) {
        (Some(at), _) => format!("Used on {}, waits for your word", day(at)),
        (None, Some(at)) => format!("Withdrawn on {}", day(at)),
        (None, None) => "Not used yet".to_owned(),
    };
    let code = card.code.parse::<Code>().map(|code| code.to_string());
    CardRow {
        number: card.position,
        code: code.unwrap_or_else(|_| card.code.clone()),
        name: claims::name_on_card(tools, card),
        used,
        fate,
        withdraw: (card.used_at.is_none() && card.withdrawn_at.is_none())
            .then(|| card.id.to_string()),
    }
}
