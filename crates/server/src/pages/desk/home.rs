//! `/desk`: what waits for a signed-in person, and the organisations they look after.

use accolade_issuing::access::Caller;
use accolade_issuing::addresses::paths;
use accolade_issuing::entry;
use accolade_issuing::house::Founding;
use accolade_issuing::waiting::{self, Pile};
use accolade_storage::entry_requests;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{IssuerId, Role};
use accolade_storage::{DbConnection, PageRequest, StorageError};
use actix_web::web;
use askama::Template;

use super::frame::desk;
use super::waits;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::issuers::IssuerCard;
use crate::pages::layout::{Layout, Place};
use crate::pages::{cards, response, words};
use crate::problem::Problem;
use crate::state::State;

/// How many organisations an operator sees at once.
const MANY: u32 = 100;

/// `/desk`
#[derive(Template)]
#[template(path = "desk/home.html")]
pub(crate) struct DeskPage {
    pub(crate) layout: Layout,
    /// What the person is called.
    pub(crate) name: String,
    pub(crate) waiting: Vec<WaitingLine>,
    /// Whether applications wait in more than one organisation, so that one list of them is worth a link.
    pub(crate) one_queue: bool,
    pub(crate) organisations: Vec<IssuerCard>,
    /// Whether the person may found an organisation under no other.
    pub(crate) may_found: bool,
    /// Whether they have asked to be let in.
    pub(crate) has_asked: bool,
}

/// Something to be done, with its number.
#[derive(Debug, Clone)]
pub(crate) struct WaitingLine {
    pub(crate) number: String,
    pub(crate) words: String,
    pub(crate) href: String,
}

/// `GET /desk`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let account = visitor.account.clone();
    let tools = state.tools.clone();
    let may_found = caller.operator || state.tools.rules.founding == Founding::Anyone;
    let (organisations, waiting, has_asked) = state
        .read(move |conn| -> Result<_, StorageError> {
            let own = organisations(conn, &caller)?;
            let piles = waiting::piles(conn, &tools, &own)?;
            let mut waiting: Vec<_> = piles.iter().map(line).collect();
            if caller.operator {
                waiting.extend(asking(conn)?);
            }
            let has_asked = match caller.account {
                Some(account) => entry::is_asking(conn, account)?,
                None => false,
            };
            let cards = own
                .iter()
                .map(|(issuer, role)| card(conn, issuer, *role))
                .collect::<Result<Vec<_>, _>>()?;
            Ok((cards, waiting, has_asked))
        })
        .await?;
    let page = DeskPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        name: account.map(|account| account.name).unwrap_or_default(),
        one_queue: waiting
            .iter()
            .filter(|line| line.href.ends_with("/applications"))
            .count()
            > 1,
        waiting,
        organisations,
        may_found,
        has_asked,
    };
    response::page(&page, Freshness::Never)
}

/// The organisations in which the caller holds a role of their own; all there are, for the operator.
fn organisations(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<Vec<(Issuer, Role)>, StorageError> {
    let own = match caller.account {
        Some(account) => waiting::roles_of(conn, account)?,
        None => Vec::new(),
    };
    let mut all = own;
    if caller.operator {
        let known: Vec<IssuerId> = all.iter().map(|(issuer, _)| issuer.id).collect();
        let others = issuers::top(conn, PageRequest::first(MANY))?.items;
        all.extend(
            others
                .into_iter()
                .filter(|issuer| !known.contains(&issuer.id))
                .map(|issuer| (issuer, Role::Owner)),
        );
    }
    Ok(all)
}

/// Those who ask the operator to be let in.
fn asking(conn: &mut DbConnection) -> Result<Option<WaitingLine>, StorageError> {
    let number = entry_requests::count(conn)?.unsigned_abs();
    let sentence = match number {
        1 => "person asks to be let in",
        _ => "people ask to be let in",
    };
    Ok((number > 0).then(|| WaitingLine {
        number: words::thousands(number),
        words: sentence.to_owned(),
        href: paths::DESK_ENTRY.to_owned(),
    }))
}

fn line(pile: &Pile) -> WaitingLine {
    WaitingLine {
        number: words::thousands(pile.number),
        words: format!(
            "{} at {}",
            waits::words(pile.kind, pile.number),
            pile.issuer.name
        ),
        href: format!("{}/{}", desk(&pile.issuer.slug), pile.kind.page()),
    }
}

fn card(conn: &mut DbConnection, issuer: &Issuer, role: Role) -> Result<IssuerCard, StorageError> {
    Ok(IssuerCard {
        href: desk(&issuer.slug),
        line: format!("You are {}", role_words(role)),
        ..cards::of_issuer(conn, issuer)?
    })
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Steward => "a steward",
        Role::Issuer => "an issuer",
        Role::Assessor => "an assessor",
        Role::Viewer => "a viewer",
    }
}
