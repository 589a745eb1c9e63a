//! `/desk`: what waits for a signed-in person, and the organisations they look after.

use accolade_issuing::access::Caller;
use accolade_issuing::house::Founding;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{AccountId, IssuerId, Role};
use accolade_storage::{DbConnection, PageRequest, StorageError, memberships};
use actix_web::web;
use askama::Template;

use super::frame::desk;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::issuers::IssuerCard;
use crate::pages::layout::{Layout, Place};
use crate::pages::{cards, response};
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
    pub(crate) organisations: Vec<IssuerCard>,
    /// Whether the person may found an organisation under no other.
    pub(crate) may_found: bool,
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
    let may_found = caller.operator || state.tools.rules.founding == Founding::Anyone;
    let organisations = state.read(move |conn| organisations(conn, &caller)).await?;
    let page = DeskPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        name: account.map(|account| account.name).unwrap_or_default(),
        waiting: Vec::new(),
        organisations,
        may_found,
    };
    response::page(&page, Freshness::Never)
}

/// The organisations in which the caller holds a role of their own; all there are, for the operator.
fn organisations(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<Vec<IssuerCard>, StorageError> {
    let own = match caller.account {
        Some(account) => own_roles(conn, account)?,
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
    all.iter()
        .map(|(issuer, role)| card(conn, issuer, *role))
        .collect()
}

fn own_roles(
    conn: &mut DbConnection,
    account: AccountId,
) -> Result<Vec<(Issuer, Role)>, StorageError> {
    let mut own = Vec::new();
    for membership in memberships::of_account(conn, account)? {
        if let Some(issuer) = issuers::find(conn, membership.issuer_id)? {
            own.push((issuer, membership.role));
        }
    }
    own.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(own)
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
