//! `/desk/claims/{id}/show`: the code as large as the wall is, with a counter.

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::claims::{self, Code, Terms};
use accolade_storage::claim_links::ClaimLink;
use accolade_storage::types::{ClaimLinkId, ClaimState};
use accolade_storage::{DbConnection, PageRequest};
use actix_web::web;
use askama::Template;
use serde_json::json;

use super::{counted, here, now_words, visible};
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::claiming::Offered;
use crate::pages::layout::{Layout, Place};
use crate::pages::qr::QrCode;
use crate::pages::response;
use crate::problem::Problem;
use crate::state::State;

/// How many names fit on a wall.
const NAMES: u32 = 60;

/// `/desk/claims/{id}/show`
#[derive(Template)]
#[template(path = "claims/screen.html")]
pub(crate) struct ScreenPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Offered,
    pub(crate) here: String,
    pub(crate) code: String,
    pub(crate) qr: Option<QrCode>,
    /// Where the code is typed: "badges.school.example/claim"
    pub(crate) host: String,
    pub(crate) counted: String,
    /// Why nobody can claim now, if that is so.
    pub(crate) state: Option<String>,
    pub(crate) names: String,
}

/// `GET /desk/claims/{id}/show`
pub(crate) async fn screen(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (tools, id) = (state.tools.clone(), *id);
    let (link, names, badge) = state
        .read(move |conn| -> Result<_, Problem> {
            let (link, names) = told(conn, &tools, &caller, id)?;
            let badge = Offered::latest(conn, link.badge_class_id, link.issuer_id, &link.giver)?;
            Ok((link, names, badge.ok_or_else(Problem::not_found)?))
        })
        .await?;
    // Cards have no code for all: there is nothing to show.
    let code: Code = link
        .code
        .as_deref()
        .and_then(|code| code.parse().ok())
        .ok_or_else(Problem::not_found)?;
    let address = state.tools.addresses.claim(code.plain());
    let (tone, now) = now_words(&link, state.tools.now());
    let page = ScreenPage {
        layout: Layout::of(&state, &visitor, Place::Desk).with_script("counter.js"),
        here: here(link.id),
        code: code.to_string(),
        qr: QrCode::draw(&address),
        host: typed_at(&state.tools),
        counted: counted(link.taken, link.seats.map(i64::from)),
        state: (tone != "valid").then_some(now),
        names,
        badge,
    };
    response::page(&page, Freshness::Never)
}

/// `GET /desk/claims/{id}/count`: what the counter says now.
pub(crate) async fn count(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ClaimLinkId>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (tools, id) = (state.tools.clone(), *id);
    let (link, names) = state
        .read(move |conn| told(conn, &tools, &caller, id))
        .await?;
    let told = json!({
        "taken": link.taken,
        "seats": link.seats,
        "words": counted(link.taken, link.seats.map(i64::from)),
        "names": names,
    });
    Ok(Answer::json("application/json", &told).fresh(Freshness::Never))
}

/// The link, and the names that may stand on the wall: none unless the issuer wishes it, and then only public ones.
fn told(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ClaimLinkId,
) -> Result<(ClaimLink, String), Problem> {
    let (link, _) = visible(conn, caller, id)?;
    if !Terms::read(&link.terms).names_on_screen {
        return Ok((link, String::new()));
    }
    let newest = accolade_storage::claims::list(
        conn,
        link.id,
        ClaimState::Awarded,
        PageRequest::first(NAMES),
    )?;
    let who = newest
        .items
        .iter()
        .map(|claim| claims::claimant(tools, claim));
    let names: Vec<String> = who
        .filter(|who| who.show_name)
        .map(|who| who.name)
        .collect();
    Ok((link, names.join(", ")))
}

/// Where people type a code, as they read it from a wall.
pub(super) fn typed_at(tools: &Tools) -> String {
    let address = tools
        .addresses
        .url(accolade_issuing::addresses::paths::CLAIM);
    address
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .to_owned()
}
