//! Claim links, cards and claims as the API shows them.

use accolade_issuing::Tools;
use accolade_issuing::claims::{self, Claimant, Code, Terms};
use accolade_storage::claim_cards::ClaimCard;
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::claims::Claim;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{address_of, code_of};
use crate::api::moment;

/// A way to claim a badge.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimLinkView {
    /// Its id.
    id: Uuid,
    /// What is given.
    badge_class: Uuid,
    /// `code` for one code, `cards` for a card each.
    kind: String,
    /// The code as people type it; null for cards.
    code: Option<String>,
    /// The page of the code; null for cards.
    url: Option<String>,
    /// What the issuer calls it.
    title: String,
    /// Who gives it, as earners read it.
    giver: String,
    /// `open`, `paused` or `closed`.
    state: String,
    /// How many may claim; any number if null.
    seats: Option<i32>,
    /// How many have, waiting ones included.
    taken: i32,
    /// From when it is answered.
    opens_at: Option<String>,
    /// Until when.
    closes_at: Option<String>,
    /// When the last seat was taken.
    used_up_at: Option<String>,
    /// What it asks and adds.
    #[schema(value_type = Object)]
    terms: Terms,
    /// When it was made.
    created_at: String,
}

/// A card with a code for one use.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimCardView {
    /// Its id.
    id: Uuid,
    /// Its number on the sheet.
    position: i32,
    /// Its code as people type it.
    code: String,
    /// The page of the code.
    url: String,
    /// For whom it is.
    name: Option<String>,
    /// When it was used.
    used_at: Option<String>,
    /// When it was withdrawn.
    withdrawn_at: Option<String>,
}

/// One claim by one person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// Its id.
    id: Uuid,
    /// By which card, where there are cards.
    card: Option<Uuid>,
    /// `waiting`, `awarded`, `declined` or `repeated`.
    state: String,
    /// The name of whoever claimed.
    name: String,
    /// The address, if one was given.
    email: Option<String>,
    /// The answer to the question.
    answer: Option<String>,
    /// The award it led to.
    assertion: Option<Uuid>,
    /// When it was made.
    created_at: String,
    /// When the issuer decided.
    decided_at: Option<String>,
}

impl ClaimLinkView {
    pub(super) fn of(tools: &Tools, link: ClaimLink) -> Self {
        let code = code_of(&link);
        Self {
            id: link.id.into(),
            badge_class: link.badge_class_id.into(),
            kind: link.kind.to_string(),
            url: code.map(|code| address_of(tools, code)),
            code: code.map(|code| code.to_string()),
            title: link.title,
            giver: link.giver,
            state: link.state.to_string(),
            seats: link.seats,
            taken: link.taken,
            opens_at: link.opens_at.map(moment),
            closes_at: link.closes_at.map(moment),
            used_up_at: link.used_up_at.map(moment),
            terms: Terms::read(&link.terms),
            created_at: moment(link.created_at),
        }
    }
}

impl ClaimCardView {
    pub(super) fn of(tools: &Tools, card: &ClaimCard) -> Self {
        let code = card.code.parse::<Code>().map(|code| code.to_string());
        Self {
            id: card.id.into(),
            position: card.position,
            code: code.unwrap_or_else(|_| card.code.clone()),
            url: tools.addresses.claim(&card.code),
            name: claims::name_on_card(tools, card),
            used_at: card.used_at.map(moment),
            withdrawn_at: card.withdrawn_at.map(moment),
        }
    }
}

impl ClaimView {
    pub(super) fn of(tools: &Tools, claim: &Claim) -> Self {
        let Claimant {
            name,
            email,
            answer,
            ..
        } = claims::claimant(tools, claim);
        Self {
            id: claim.id.into(),
            card: claim.card_id.map(Into::into),
            state: claim.state.to_string(),
            name,
            email,
            answer,
            assertion: claim.assertion_id.map(Into::into),
            created_at: moment(claim.created_at),
            decided_at: claim.decided_at.map(moment),
        }
    }
}
