//! `/desk/badges/{id}/claims`: a new code, and the form that changes one.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::awards::NewEvidence;
use accolade_issuing::claims::{self, CardOrder, LinkError, LinkOrder, Terms};
use accolade_issuing::violations::Violations;
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::types::{BadgeClassId, EvidenceKind, Timestamp};
use accolade_storage::{badge_classes, issuers};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::here;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::claiming::Faults;
use crate::pages::desk::{DeskHead, DeskTab};
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::typed;
use crate::problem::Problem;
use crate::state::State;

/// `/desk/badges/{id}/claims`
#[derive(Template)]
#[template(path = "claims/new.html")]
pub(crate) struct NewPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) badge: String,
    pub(crate) action: String,
    pub(crate) form: LinkForm,
    pub(crate) faults: Faults,
}

/// What stands in the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct LinkForm {
    pub(crate) kind: String,
    pub(crate) count: String,
    pub(crate) names: String,
    pub(crate) who: String,
    pub(crate) allowed: String,
    pub(crate) approval: String,
    pub(crate) seats: String,
    pub(crate) opens: String,
    pub(crate) closes: String,
    pub(crate) question: String,
    pub(crate) answer_needed: String,
    pub(crate) words: String,
    pub(crate) address: String,
    pub(crate) giver: String,
    pub(crate) title: String,
    pub(crate) screen: String,
}

impl LinkForm {
    /// The form as a link fills it.
    pub(super) fn of(link: &ClaimLink) -> Self {
        let terms = Terms::read(&link.terms);
        let yes = |so: bool| if so { "yes".to_owned() } else { String::new() };
        let who = match (terms.without_email, terms.allowed.is_empty()) {
            (true, _) => "anyone",
            (false, true) => "mail",
            (false, false) => "list",
        };
        let item = |kind: EvidenceKind| terms.evidence.iter().find(|item| item.kind == kind);
        Self {
            who: who.to_owned(),
            allowed: terms.allowed.join("\n"),
            approval: yes(terms.approval),
            seats: link
                .seats
                .map(|seats| seats.to_string())
                .unwrap_or_default(),
            opens: link.opens_at.map(local).unwrap_or_default(),
            closes: link.closes_at.map(local).unwrap_or_default(),
            answer_needed: yes(terms.answer_needed),
            words: item(EvidenceKind::Text)
                .and_then(|item| item.content.narrative.clone())
                .unwrap_or_default(),
            address: item(EvidenceKind::Link)
                .and_then(|item| item.content.url.clone())
                .unwrap_or_default(),
            question: terms.question.clone().unwrap_or_default(),
            giver: link.giver.clone(),
            title: link.title.clone(),
            screen: yes(terms.names_on_screen),
            ..Self::default()
        }
    }

    pub(crate) fn is_who(&self, who: &str) -> bool {
        self.who == who || (self.who.is_empty() && who == "anyone")
    }

    pub(crate) fn has_more(&self) -> bool {
        !(self.question.is_empty() && self.words.is_empty() && self.address.is_empty())
    }

    /// What is ordered; what the fields themselves do not allow is told at once.
    pub(super) fn order(&self) -> Result<LinkOrder, Violations> {
        let mut found = Violations::default();
        let seats = number(&mut found, "/seats", &self.seats);
        let opens_at = typed::moment(&mut found, "/opensAt", &self.opens).map(Timestamp::from);
        let closes_at = typed::moment(&mut found, "/closesAt", &self.closes).map(Timestamp::from);
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
        let allowed = self
            .allowed
            .split(separators)
            .filter(|entry| !entry.is_empty())
            .map(str::to_owned);
        let allowed: Vec<String> = if self.is_who("list") {
            allowed.collect()
        } else {
            Vec::new()
        };
        if self.is_who("list") && allowed.is_empty() {
            found.add(
                "/allowed",
                "required",
                "Write at least one address or domain.",
            );
        }
        found.into_result()?;
        Ok(LinkOrder {
            title: self.title.clone(),
            giver: self.giver.clone(),
            seats,
            opens_at,
            closes_at,
            terms: Terms {
                allowed,
                approval: self.approval == "yes",
                without_email: self.is_who("anyone"),
                names_on_screen: self.screen == "yes",
                evidence: self.evidence(),
                question: Some(self.question.clone()),
                answer_needed: self.answer_needed == "yes",
            },
        })
    }

    pub(super) fn cards(&self) -> Result<CardOrder, Violations> {
        let mut found = Violations::default();
        let count = number(&mut found, "/count", &self.count).unwrap_or_default();
        found.into_result()?;
        Ok(CardOrder {
            count,
            names: self.names.lines().map(str::to_owned).collect(),
        })
    }

    fn evidence(&self) -> Vec<NewEvidence> {
        let mut items = Vec::new();
        if !self.words.trim().is_empty() {
            let mut item = NewEvidence::new(EvidenceKind::Text);
            item.content.narrative = Some(self.words.trim().to_owned());
            items.push(item);
        }
        if !self.address.trim().is_empty() {
            let mut item = NewEvidence::new(EvidenceKind::Link);
            item.content.url = Some(self.address.trim().to_owned());
            items.push(item);
        }
        items
    }
}

/// `GET /desk/badges/{id}/claims`
pub(crate) async fn new(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    new_page(
        &state,
        &visitor,
        *id,
        LinkForm::default(),
        Faults::default(),
    )
    .await
}

/// `POST /desk/badges/{id}/claims`
pub(crate) async fn create(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    form: Posted<LinkForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, form.0);
    let orders = form.order().and_then(|order| Ok((order, form.cards()?)));
    let (order, cards) = match orders {
        Ok(orders) => orders,
        Err(found) => return new_page(&state, &visitor, id, form, found.into()).await,
    };
    let wants_cards = form.kind == "cards";
    let made = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let made = if wants_cards {
                claims::create_cards(conn, tools, &caller, id, order, &cards).map(|(link, _)| link)
            } else {
                claims::create(conn, tools, &caller, id, order)
            };
            kept_or_told(made)
        })
        .await?;
    match made {
        Ok(link) => Ok(Answer::see_other(here(link.id)).flash("The code is ready.")),
        Err(found) => new_page(&state, &visitor, id, form, found.into()).await,
    }
}

/// Wrong input leads back to the form; nothing was written then but what the transaction takes back.
pub(super) fn kept_or_told<T>(
    made: Result<T, LinkError>,
) -> Result<Result<T, Violations>, Problem> {
    match made {
        Ok(made) => Ok(Ok(made)),
        Err(LinkError::Invalid(found)) => Ok(Err(found)),
        Err(error) => Err(error.into()),
    }
}

async fn new_page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    form: LinkForm,
    faults: Faults,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (head, badge) = state
        .read(move |conn| -> Result<_, Problem> {
            let class = badge_classes::find(conn, id)?;
            authorize(
                conn,
                &caller,
                Action::ManageClaims,
                class.as_ref().map(|class| class.issuer_id),
            )?;
            let class = class.ok_or_else(Problem::not_found)?;
            let issuer = issuers::find(conn, class.issuer_id)?.ok_or_else(Problem::not_found)?;
            Ok((
                DeskHead::load(conn, &caller, &issuer, DeskTab::Claims)?,
                class.name,
            ))
        })
        .await?;
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = NewPage {
        layout: Layout::of(state, visitor, Place::Desk),
        head,
        badge,
        action: format!("/desk/badges/{id}/claims"),
        form,
        faults,
    };
    response::page_with(status, &page)
}

/// The moment as a field of a browser writes it, in UTC.
fn local(at: Timestamp) -> String {
    at.as_jiff()
        .to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

fn number(found: &mut Violations, pointer: &str, text: &str) -> Option<u32> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok();
    if read.is_none() {
        found.add(pointer, "bad_format", "Write a number, or nothing.");
    }
    read
}
