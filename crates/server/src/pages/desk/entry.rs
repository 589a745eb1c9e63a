//! `/desk/asking`: who asks to be let in, for the operator; and the button by which they ask.

use accolade_issuing::addresses::paths;
use accolade_issuing::entry::{self, EntryError};
use accolade_issuing::sketches;
use accolade_storage::types::{AccountId, IssuerId, Role};
use accolade_storage::{PageRequest, issuers};
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor, own_path};
use crate::limits;
use crate::mail::what_a_role_does;
use crate::pages::faults::Choice;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::studio::{keeper, recipients::Heads};
use crate::pages::words::When;
use crate::problem::Problem;
use crate::state::State;

/// How many organisations are offered.
const OFFERED: u32 = 200;

/// The roles that are offered, the likeliest first.
const ROLES: [Role; 5] = [
    Role::Steward,
    Role::Issuer,
    Role::Assessor,
    Role::Viewer,
    Role::Owner,
];

/// `/desk/asking`
#[derive(Template)]
#[template(path = "desk/entry.html")]
pub(crate) struct EntryPage {
    pub(crate) layout: Layout,
    pub(crate) askers: Vec<AskerLine>,
    pub(crate) organisations: Vec<Choice>,
    pub(crate) roles: Vec<Choice>,
}

/// One person who asks.
#[derive(Debug, Clone)]
pub(crate) struct AskerLine {
    pub(crate) account: String,
    pub(crate) name: String,
    pub(crate) email: Option<String>,
    /// "drew “Band” for 28 people"
    pub(crate) work: Option<String>,
    pub(crate) since: When,
}

/// The button by which somebody asks.
#[derive(Debug, Deserialize)]
pub(crate) struct AskForm {
    #[serde(default)]
    back: String,
}

/// An answer to one of those who ask.
#[derive(Debug, Deserialize)]
pub(crate) struct AnswerForm {
    account: AccountId,
    #[serde(default)]
    r#do: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    role: String,
}

/// `POST /desk/ask`
pub(crate) async fn ask(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    Posted(form): Posted<AskForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    state.limits.letter(limits::address_of(&request, &state))?;
    let keeper = keeper(&visitor);
    state
        .write(move |conn, tools| -> Result<_, EntryError> {
            let drawn = sketches::open(conn, keeper)?;
            let (badge, people) = drawn.map_or((String::new(), 0), |(_, content)| {
                let people = Heads::of(&content.recipients).all();
                (content.name, people)
            });
            entry::ask(conn, tools, &caller, &badge, people)
        })
        .await?;
    state.errands.wake();
    let back = own_path(&form.back).unwrap_or("/desk");
    Ok(Answer::see_other(back).flash(
        "You asked. Whoever runs this site has it on their desk now, and what you drew waits.",
    ))
}

/// `GET /desk/asking`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (askers, organisations) = state
        .read(move |conn| -> Result<_, EntryError> {
            let askers = entry::waiting(conn, &caller)?;
            let all = issuers::list_active(conn, PageRequest::first(OFFERED))?;
            Ok((askers, all.items))
        })
        .await?;
    let page = EntryPage {
        layout: Layout::of(&state, &visitor, Place::Desk),
        askers: askers.into_iter().map(line).collect(),
        organisations: organisations
            .into_iter()
            .map(|issuer| Choice {
                value: issuer.id.to_string(),
                words: issuer.name,
                chosen: false,
            })
            .collect(),
        roles: roles(),
    };
    response::page(&page, Freshness::Never)
}

/// `POST /desk/asking`
pub(crate) async fn answer(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<AnswerForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let wants_in = form.r#do == "let-in";
    let done = state
        .write(move |conn, tools| -> Result<_, EntryError> {
            if !wants_in {
                return entry::decline(conn, tools, &caller, form.account);
            }
            // What names no organisation and no role comes from no form of ours.
            let issuer: IssuerId = form.issuer.parse().map_err(|_| EntryError::Unknown)?;
            let role: Role = form.role.parse().map_err(|_| EntryError::Unknown)?;
            entry::let_in(conn, tools, &caller, form.account, issuer, role)
        })
        .await;
    let answer = Answer::see_other(paths::DESK_ENTRY);
    Ok(match done {
        Ok(()) if wants_in => {
            state.errands.wake();
            answer.flash("They are in, and a letter says so.")
        }
        Ok(()) => answer.flash("Put aside. They may ask again."),
        Err(problem) if problem.kind == crate::problem::Kind::NotFound => {
            answer.caution("That is answered already.")
        }
        Err(problem) => return Err(problem),
    })
}

fn line(asker: entry::Asker) -> AskerLine {
    let people = match asker.people {
        0 => String::new(),
        1 => " for one person".to_owned(),
        many => format!(" for {many} people"),
    };
    AskerLine {
        account: asker.account.to_string(),
        work: Some(format!("Drew “{}”{people}.", asker.badge)).filter(|_| !asker.badge.is_empty()),
        name: asker.name,
        email: asker.email,
        since: When::day(asker.since.as_jiff()),
    }
}

/// The roles with what they do.
pub(crate) fn roles() -> Vec<Choice> {
    ROLES
        .iter()
        .map(|role| Choice {
            value: role.to_string(),
            words: format!("{role}: {}", what_a_role_does(role.as_str())),
            chosen: *role == Role::Steward,
        })
        .collect()
}
