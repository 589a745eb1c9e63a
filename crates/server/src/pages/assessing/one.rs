//! `/desk/applications/{id}`: the work beside the points, and the decision.

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::applications::deciding::{self, Decided, Outcome, Ruling};
use accolade_issuing::applications::reviewing::{self, Seat};
use accolade_issuing::applications::{ApplicationError, Prior, comments, links, prerequisites};
use accolade_storage::applications::{self, ApplicationFilter};
use accolade_storage::types::{AccountId, ApplicationId, ApplicationState};
use accolade_storage::{DbConnection, accounts};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;

use super::judge::{self, JudgeView};
use super::paths;
use super::queue::age;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::applying::fields::{Errors, Fields, Pairs, errors_of};
use crate::pages::applying::records::{self, Records};
use crate::pages::applying::view;
use crate::pages::applying::view::{
    BadgeLine, LookView, PointView, ShownView, attempt, badge_line, lacking, looks, shown,
};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::EvidenceView;
use crate::pages::response;
use crate::pages::words::When;
use crate::problem::{Kind, Problem};
use crate::state::State;

/// `/desk/applications/{id}`
#[derive(Template)]
#[template(path = "assessing/one.html")]
pub(crate) struct OnePage {
    pub(crate) layout: Layout,
    pub(crate) id: String,
    pub(crate) here: String,
    pub(crate) queue: String,
    pub(crate) waiting: Vec<NextLine>,
    pub(crate) badge: BadgeLine,
    pub(crate) name: String,
    pub(crate) attempt: String,
    pub(crate) tried_before: bool,
    pub(crate) nominated: Option<(String, String)>,
    pub(crate) submitted: Option<When>,
    pub(crate) state: ApplicationState,
    pub(crate) words: String,
    pub(crate) points: Vec<PointView>,
    pub(crate) rest: Vec<ShownView>,
    pub(crate) looks: Vec<LookView>,
    pub(crate) checks: Vec<(bool, String)>,
    pub(crate) rule: String,
    /// The badges to have first, and whether they are there.
    pub(crate) prior: Vec<Prior>,
    pub(crate) lacking: Vec<String>,
    /// Whether the rule holds already.
    pub(crate) ready: bool,
    pub(crate) judge: JudgeView,
    pub(crate) reason: String,
    pub(crate) revision: i32,
    /// Whether this person may decide, and not only say a word.
    pub(crate) decides: bool,
    /// Who takes care of it, and whether it is this person.
    pub(crate) taken: Option<(String, bool)>,
    pub(crate) comments: Vec<(String, String)>,
    pub(crate) asking: AskForm,
    /// What was decided, when, by whom, and where the award is.
    pub(crate) told: Option<Told>,
    /// What somebody else did meanwhile.
    pub(crate) meanwhile: Option<String>,
    pub(crate) errors: Errors,
}

/// The next in the queue.
#[derive(Debug, Clone)]
pub(crate) struct NextLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) badge: String,
    pub(crate) age: String,
    pub(crate) current: bool,
}

/// Somebody who was asked to look.
#[derive(Debug, Clone)]
pub(crate) struct AskedPerson {
    /// The id of their link.
    pub(crate) link: String,
    pub(crate) name: String,
    pub(crate) has_looked: bool,
    /// Whether the link was taken back.
    pub(crate) is_closed: bool,
    /// What to hand them, where no letters leave this site and they have not looked yet.
    pub(crate) address: Option<String>,
}

/// The form that asks somebody from outside, and who was asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct AskForm {
    pub(crate) asked: Vec<AskedPerson>,
    pub(crate) name: String,
    pub(crate) email: String,
}

/// What was decided.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) word: &'static str,
    pub(crate) by: String,
    pub(crate) when: Option<When>,
    pub(crate) reason: Option<String>,
    pub(crate) award: Option<String>,
}

/// `GET /desk/applications/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ApplicationId>,
) -> Result<Answer, Problem> {
    let page = page(&state, &visitor, *id, None).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/applications/{id}`: says a word, or decides; then the next one is opened.
pub(crate) async fn decide(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<ApplicationId>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let fields = Fields::from(form);
    let done = match fields.value("do") {
        "accept" => rule(&state, &caller, *id, &fields, Outcome::Accept).await,
        "return" => rule(&state, &caller, *id, &fields, Outcome::Return).await,
        "decline" => rule(&state, &caller, *id, &fields, Outcome::Decline).await,
        _ => look(&state, &caller, *id, &fields).await,
    };
    match done {
        Ok(answer) => {
            state.errands.wake();
            Ok(answer)
        }
        Err(problem) => again(&state, &visitor, *id, &fields, problem).await,
    }
}

async fn rule(
    state: &State,
    caller: &Caller,
    id: ApplicationId,
    fields: &Fields,
    outcome: Outcome,
) -> Result<Answer, Problem> {
    let (who, fields) = (caller.clone(), fields.clone());
    let decided = state
        .write(move |conn, tools| -> Result<_, ApplicationError> {
            let application = applications::find(conn, id)?.ok_or(ApplicationError::Unknown)?;
            let said = accolade_issuing::applications::content(conn, &application)?;
            let ruling = Ruling {
                outcome,
                review: fields.assessment(&said)?,
                reason: fields.said("reason"),
                revision: fields.value("revision").parse().ok(),
            };
            deciding::decide(conn, tools, &who, id, ruling)
        })
        .await?;
    let (application, words) = match decided {
        Decided::Done(application) => {
            let name = application.applicant_name.clone();
            let words = match application.state {
                ApplicationState::Accepted => format!("The badge is {name}’s."),
                ApplicationState::Returned => format!("Sent back to {name} for another try."),
                _ => format!("{name} is told why not."),
            };
            (application, words)
        }
        Decided::Noted(application, _) => {
            let words = "Your yes is noted. The rule asks for more than that.".to_owned();
            (application, words)
        }
    };
    let issuer = application.issuer_id;
    let who = caller.clone();
    let next = state
        .read(move |conn| deciding::next_waiting(conn, &who, issuer, Some(id)))
        .await?;
    let answer = match next {
        Some(next) => Answer::see_other(paths::application(next.id)),
        None => {
            let slug = state
                .read(move |conn| accolade_storage::issuers::find(conn, issuer))
                .await?
                .map_or(String::new(), |issuer| issuer.slug);
            Answer::see_other(paths::applications(&slug))
        }
    };
    Ok(answer
        .flash(words)
        .flash_link(paths::application(id), "Look at it once more"))
}

/// A word without a decision: of a holder, or of one who leaves the decision to others.
async fn look(
    state: &State,
    caller: &Caller,
    id: ApplicationId,
    fields: &Fields,
) -> Result<Answer, Problem> {
    let (who, fields) = (caller.clone(), fields.clone());
    state
        .write(move |conn, tools| -> Result<_, ApplicationError> {
            let application = applications::find(conn, id)?.ok_or(ApplicationError::Unknown)?;
            let said = accolade_issuing::applications::content(conn, &application)?;
            let review = fields.assessment(&said)?;
            reviewing::by_account(conn, tools, &who, id, review)
        })
        .await?;
    Ok(Answer::see_other(paths::application(id)).flash("Kept. Nothing is decided yet."))
}

/// The same page with everything that was written, and why it was not taken.
async fn again(
    state: &State,
    visitor: &Visitor,
    id: ApplicationId,
    fields: &Fields,
    problem: Problem,
) -> Result<Answer, Problem> {
    let status = problem.kind.status();
    let meanwhile = match problem.kind {
        Kind::WrongState => Some("Somebody else was faster. What you wrote is still here.".to_owned()),
        Kind::Conflict => Some(
            "Somebody looked at it while you did. Read what they say, then decide. What you wrote is still here."
                .to_owned(),
        ),
        _ => None,
    };
    let errors = match meanwhile {
        Some(_) => Errors::default(),
        None => errors_of(problem)?,
    };
    let mut page = page(state, visitor, id, Some((fields, &errors))).await?;
    page.meanwhile = meanwhile;
    page.errors = errors;
    fields.value("reason").clone_into(&mut page.reason);
    let status = if status == StatusCode::CONFLICT {
        status
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    response::page_with(status, &page)
}

pub(super) async fn page(
    state: &State,
    visitor: &Visitor,
    id: ApplicationId,
    sent: Option<(&Fields, &Errors)>,
) -> Result<OnePage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk).with_script("assessing.js");
    let tools = state.tools.clone();
    let sent = sent.map(|(fields, errors)| (fields.clone(), errors.clone()));
    let has_mail = state.mail.is_on();
    let page = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let application = applications::find(conn, id)?.ok_or(ApplicationError::Unknown)?;
            let seat = reviewing::seat(conn, &tools, &caller, &application)?;
            let records = records::load(conn, application, &paths::application(id))?;
            let now = tools.clock.now();
            let waiting = if seat == Seat::Assessor {
                waiting(conn, &caller, &records, now)?
            } else {
                Vec::new()
            };
            let judge = match &sent {
                Some((fields, errors)) => judge::of_fields(&records, fields, errors),
                None => {
                    let mine = records
                        .reviews
                        .iter()
                        .find(|one| one.account_id.is_some() && one.account_id == caller.account);
                    judge::of_review(&records, mine)
                }
            };
            let taken = taken(conn, &records, caller.account)?;
            let comments = comments::list(conn, &caller)?;
            let comments = comments
                .into_iter()
                .map(|comment| (comment.id.to_string(), comment.words))
                .collect();
            let prior = prerequisites(conn, &tools, &records.application, &records.content)?;
            Ok(OnePage {
                prior,
                waiting,
                taken,
                comments,
                decides: seat == Seat::Assessor,
                asking: AskForm {
                    asked: asked(
                        &records,
                        (!has_mail && seat == Seat::Assessor).then_some(&tools),
                    ),
                    ..AskForm::default()
                },
                judge,
                ..filled(layout, &records)
            })
        })
        .await?;
    Ok(page)
}

fn filled(layout: Layout, records: &Records) -> OnePage {
    let application = &records.application;
    let said = records.earlier.first().and_then(|(_, said)| said.clone());
    OnePage {
        layout,
        id: application.id.to_string(),
        here: paths::application(application.id),
        queue: paths::applications(&records.issuer.slug),
        waiting: Vec::new(),
        badge: badge_line(records),
        name: application.applicant_name.clone(),
        attempt: attempt(application.attempt),
        tried_before: application.attempt > 1,
        nominated: application
            .nominator_name
            .clone()
            .zip(application.nomination.clone()),
        submitted: application.submitted_at.map(|at| When::day(at.as_jiff())),
        state: application.state,
        words: application.words.clone().unwrap_or_default(),
        points: view::points(records, said.as_ref()),
        rest: shown(records, None),
        looks: looks(records),
        checks: records
            .checks
            .iter()
            .map(|check| (check.passed, check.words.clone()))
            .collect(),
        rule: records.rule_in_words(),
        prior: Vec::new(),
        lacking: lacking(records),
        ready: application.ready,
        judge: JudgeView::default(),
        reason: String::new(),
        revision: application.revision,
        decides: false,
        taken: None,
        comments: Vec::new(),
        asking: AskForm {
            asked: asked(records, None),
            ..AskForm::default()
        },
        told: told(records),
        meanwhile: None,
        errors: Errors::default(),
    }
}

/// Who was asked; with `by_hand`, what to hand those who have not looked yet.
fn asked(records: &Records, by_hand: Option<&Tools>) -> Vec<AskedPerson> {
    let has_looked = |id| {
        records
            .reviews
            .iter()
            .any(|review| review.link_id == Some(id))
    };
    let line = |link: &accolade_storage::application_links::ApplicationLink| AskedPerson {
        link: link.id.to_string(),
        name: link.name.clone().unwrap_or_default(),
        has_looked: has_looked(link.id),
        is_closed: link.closed_at.is_some(),
        address: by_hand
            .filter(|_| link.closed_at.is_none() && !has_looked(link.id))
            .map(|tools| links::address(tools, link)),
    };
    records.links.iter().map(line).collect()
}

fn told(records: &Records) -> Option<Told> {
    let application = &records.application;
    let word = match application.state {
        ApplicationState::Accepted => "Accepted",
        ApplicationState::Returned => "Sent back for another try",
        ApplicationState::Declined => "Declined",
        ApplicationState::Withdrawn => "Taken back by the earner",
        ApplicationState::Draft | ApplicationState::Submitted => return None,
    };
    Some(Told {
        word,
        by: application.decided_by_name.clone().unwrap_or_default(),
        when: application.decided_at.map(|at| When::moment(at.as_jiff())),
        reason: application.reason.clone(),
        award: application
            .assertion_id
            .map(accolade_issuing::addresses::paths::award),
    })
}

fn taken(
    conn: &mut DbConnection,
    records: &Records,
    me: Option<AccountId>,
) -> Result<Option<(String, bool)>, ApplicationError> {
    let Some(account) = records.application.assigned_to else {
        return Ok(None);
    };
    let name = accounts::find(conn, account)?.map_or(String::new(), |account| account.name);
    Ok(Some((name, Some(account) == me)))
}

fn waiting(
    conn: &mut DbConnection,
    caller: &Caller,
    records: &Records,
    now: jiff::Timestamp,
) -> Result<Vec<NextLine>, ApplicationError> {
    let all = ApplicationFilter::new(records.issuer.id);
    let filter = caller
        .account
        .map_or(all, |account| all.waiting_for(account));
    let mut lines = Vec::new();
    for row in applications::waiting(conn, filter, 12)? {
        let badge = accolade_storage::badge_classes::find(conn, row.badge_class_id)?;
        let since = row.submitted_at.unwrap_or(row.created_at);
        lines.push(NextLine {
            href: paths::application(row.id),
            current: row.id == records.application.id,
            name: row.applicant_name,
            badge: badge.map_or(String::new(), |class| class.name),
            age: age(now.duration_since(since.as_jiff())),
        });
    }
    Ok(lines)
}

impl OnePage {
    fn waits(&self) -> bool {
        self.state == ApplicationState::Submitted
    }

    /// The first name, for sentences.
    fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// Who comes after this one.
    fn then(&self) -> Option<&str> {
        let next = self.waiting.iter().find(|line| !line.current)?;
        Some(&next.name)
    }
}
