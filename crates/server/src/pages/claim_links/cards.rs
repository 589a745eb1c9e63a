//! `/desk/claims/{id}/cards`: the cards on paper, to print and cut.

use accolade_issuing::claims::{self, Code};
use accolade_storage::claim_cards;
use accolade_storage::types::ClaimLinkId;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::screen::typed_at;
use super::{here, visible};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::claiming::Offered;
use crate::pages::layout::{Layout, Place};
use crate::pages::qr::QrCode;
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many cards a page can hold.
const CHOICES: [u32; 3] = [8, 12, 24];

/// `/desk/claims/{id}/cards`
#[derive(Template)]
#[template(path = "claims/cards.html")]
pub(crate) struct CardsPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Offered,
    pub(crate) here: String,
    pub(crate) host: String,
    pub(crate) per: u32,
    /// How many could be on a page, and whether so many are.
    pub(crate) choices: Vec<(u32, bool)>,
    pub(crate) cards: Vec<Slip>,
}

/// One card on paper.
#[derive(Debug, Clone)]
pub(crate) struct Slip {
    pub(crate) qr: Option<QrCode>,
    pub(crate) code: String,
    pub(crate) name: Option<String>,
}

/// How many cards on a page.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    per: Option<u32>,
}

/// `GET /desk/claims/{id}/cards`
pub(crate) async fn sheet(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
    wish: web::Query<Wish>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let id = *id;
    let (badge, mut cards) = state
        .read(move |conn| -> Result<_, Problem> {
            let (link, _) = visible(conn, &caller, id)?;
            let badge = Offered::latest(conn, link.badge_class_id, link.issuer_id, &link.giver)?;
            Ok((
                badge.ok_or_else(Problem::not_found)?,
                claim_cards::of_link(conn, id)?,
            ))
        })
        .await?;
    cards.retain(|card| card.used_at.is_none() && card.withdrawn_at.is_none());
    let slips = cards.iter().filter_map(|card| {
        let code: Code = card.code.parse().ok()?;
        Some(Slip {
            qr: QrCode::draw(&state.tools.addresses.claim(code.plain())),
            code: code.to_string(),
            name: claims::name_on_card(&state.tools, card),
        })
    });
    let per = wish.per.filter(|per| CHOICES.contains(per)).unwrap_or(12);
    let page = CardsPage {
        badge,
        here: here(id),
        host: typed_at(&state.tools),
        per,
        choices: CHOICES
            .iter()
            .map(|choice| (*choice, *choice == per))
            .collect(),
        cards: slips.collect(),
        layout: Layout::of(&state, &visitor, Place::Desk).with_script("print.js"),
    };
    response::page(&page, Freshness::Never)
}
