//! `/desk`: what waits for a signed-in person, and the organisations they look after.

use std::collections::HashSet;

use accolade_issuing::access::{Caller, includes};
use accolade_issuing::house::Founding;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::tallies::{self, Waiting};
use accolade_storage::types::{AccountId, IssuerId, Role};
use accolade_storage::{DbConnection, PageRequest, StorageError, memberships};
use actix_web::web;
use askama::Template;

use super::frame::desk;
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
    let (organisations, waiting) = state
        .read(move |conn| -> Result<_, StorageError> {
            let own = organisations(conn, &caller)?;
            let waiting = waiting(conn, &own)?;
            let cards = own
                .iter()
                .map(|(issuer, role)| card(conn, issuer, *role))
                .collect::<Result<Vec<_>, _>>()?;
            Ok((cards, waiting))
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
    };
    response::page(&page, Freshness::Never)
}

/// The organisations in which the caller holds a role of their own; all there are, for the operator.
fn organisations(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<Vec<(Issuer, Role)>, StorageError> {
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
    Ok(all)
}

/// What waits in these organisations and in all below them.
fn waiting(
    conn: &mut DbConnection,
    own: &[(Issuer, Role)],
) -> Result<Vec<WaitingLine>, StorageError> {
    let mut lines = Vec::new();
    let mut seen = HashSet::new();
    for (head, role) in own {
        let mut family = vec![head.clone()];
        family.extend(issuers::descendants(conn, head.id)?);
        for issuer in family {
            if seen.insert(issuer.id) {
                let waits = tallies::waiting(conn, issuer.id)?;
                lines.extend(lines_of(&issuer, *role, &waits));
            }
        }
    }
    Ok(lines)
}

/// What waits: its number, the least role that can do something about it, its words for one and for many, its page.
type Wait = (i64, Role, &'static str, &'static str, &'static str);

/// What of it this role can do something about, the most urgent first.
fn lines_of(issuer: &Issuer, role: Role, waits: &Waiting) -> Vec<WaitingLine> {
    let all: [Wait; 5] = [
        (
            waits.applications,
            Role::Assessor,
            "application waits for a decision",
            "applications wait for a decision",
            "applications",
        ),
        (
            waits.claims,
            Role::Issuer,
            "claim waits for your yes",
            "claims wait for your yes",
            "claims",
        ),
        (
            waits.stopped_batches,
            Role::Issuer,
            "batch has stopped",
            "batches have stopped",
            "batches",
        ),
        (
            waits.draft_batches,
            Role::Issuer,
            "batch is not started yet",
            "batches are not started yet",
            "batches",
        ),
        (
            waits.in_review,
            Role::Steward,
            "draft is with its reviewers",
            "drafts are with their reviewers",
            "badges",
        ),
    ];
    all.into_iter()
        .filter(|(number, least, ..)| *number > 0 && includes(role, *least))
        .map(|(number, _, one, many, page)| WaitingLine {
            number: words::thousands(number.unsigned_abs()),
            words: format!(
                "{} at {}",
                if number == 1 { one } else { many },
                issuer.name
            ),
            href: format!("{}/{page}", desk(&issuer.slug)),
        })
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
