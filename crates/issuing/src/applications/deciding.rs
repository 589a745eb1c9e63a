//! The issuer's side: who takes care of it, and what becomes of it.

use accolade_storage::applications::{self, Application, ApplicationFilter};
use accolade_storage::types::{AccountId, ApplicationId, ApplicationState, IssuerId, ReviewKind};
use accolade_storage::{DbConnection, StorageError, memberships};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::points::NewReview;
use super::{
    ApplicationError, awarding, content, letters, open_for, people, points, record, reviewing,
    save, standing,
};
use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize, highest_role, includes};
use crate::assessment::Standing;
use crate::limits;
use crate::violations::Violations;

/// What becomes of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Yes: the badge is given, as soon as the rule holds.
    Accept,
    /// Not yet: back for another try, with everything kept.
    Return,
    /// No.
    Decline,
}

/// A decision, point by point and of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ruling {
    /// What becomes of it.
    pub outcome: Outcome,
    /// What was found at each point.
    #[serde(default)]
    pub review: NewReview,
    /// What the earner is told, and what the award says of it.
    #[serde(default)]
    pub reason: Option<String>,
    /// The revision that was looked at: a decision on what others have said more of since is not taken.
    #[serde(default)]
    pub revision: Option<i32>,
}

/// What came of a decision.
#[derive(Debug, Clone, PartialEq)]
pub enum Decided {
    /// It is done.
    Done(Application),
    /// Your yes is noted; the rule asks for more than that.
    Noted(Application, Standing),
}

/// Decides. An application that was accepted before answers with what came of it then: one application, one award.
pub fn decide(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    ruling: Ruling,
) -> Result<Decided, ApplicationError> {
    let application = open_for(conn, caller, Action::AssessApplications, id)?;
    if application.state == ApplicationState::Accepted && ruling.outcome == Outcome::Accept {
        return Ok(Decided::Done(application));
    }
    if application.state != ApplicationState::Submitted {
        return Err(ApplicationError::WrongState(application.state));
    }
    if ruling
        .revision
        .is_some_and(|seen| seen != application.revision)
    {
        return Err(ApplicationError::ChangedMeanwhile);
    }
    let reason = tidy(ruling.reason);
    check(
        conn,
        &application,
        ruling.outcome,
        &ruling.review,
        reason.as_deref(),
    )?
    .into_result()?;
    let kind = ReviewKind::Assessor;
    reviewing::as_account(conn, tools, caller, application, kind, ruling.review)?;
    let mut application =
        applications::find_for_update(conn, id)?.ok_or(ApplicationError::Unknown)?;
    application.reason = reason;
    match ruling.outcome {
        Outcome::Accept => accept(conn, tools, caller, application),
        Outcome::Return => {
            let state = ApplicationState::Returned;
            close(conn, tools, caller, &mut application, state)?;
            letters::returned(conn, tools, &application)?;
            Ok(Decided::Done(application))
        }
        Outcome::Decline => {
            let state = ApplicationState::Declined;
            close(conn, tools, caller, &mut application, state)?;
            letters::declined(conn, tools, &application)?;
            Ok(Decided::Done(application))
        }
    }
}

/// Accepts an application whose rule holds already, by what others said and what programs checked.
pub fn accept_ready(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
) -> Result<Decided, ApplicationError> {
    let application = open_for(conn, caller, Action::AssessApplications, id)?;
    match application.state {
        ApplicationState::Accepted => return Ok(Decided::Done(application)),
        ApplicationState::Submitted => {}
        other => return Err(ApplicationError::WrongState(other)),
    }
    if people::is_applicant(conn, tools, caller, &application)? {
        return Err(ApplicationError::OwnWork);
    }
    accept(conn, tools, caller, application)
}

/// Gives an application to a member to take care of, or to nobody.
pub fn assign(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: ApplicationId,
    to: Option<AccountId>,
) -> Result<Application, ApplicationError> {
    let mut application = open_for(conn, caller, Action::AssessApplications, id)?;
    if let Some(account) = to {
        let person = Caller::person(account);
        let role = highest_role(conn, &person, Some(application.issuer_id))?;
        let least = accolade_storage::types::Role::Assessor;
        let itself = caller.account == to && caller.operator;
        if !itself && !role.is_some_and(|role| includes(role, least)) {
            let message = "This person does not assess for the issuer.";
            return Err(Violations::one("/account", "not_allowed", message).into());
        }
    }
    application.assigned_to = to;
    // Not a new revision: whoever is deciding just now need not be stopped by this.
    application.updated_at = tools.now();
    applications::update(conn, &application)?;
    let detail = json!({ "to": to });
    record(
        conn,
        tools,
        caller,
        &application,
        "application.assigned",
        detail,
    )?;
    Ok(application)
}

/// The next application that waits for this caller, the oldest first, without `but`.
pub fn next_waiting(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: IssuerId,
    but: Option<ApplicationId>,
) -> Result<Option<Application>, ApplicationError> {
    authorize(conn, caller, Action::ViewApplications, Some(issuer))?;
    let mut filter = ApplicationFilter::new(issuer);
    if let Some(account) = caller.account {
        filter = filter.waiting_for(account);
    }
    let first = applications::waiting(conn, filter, 2)?;
    Ok(first.into_iter().find(|one| Some(one.id) != but))
}

/// The issuers for which an account assesses: those where it holds a role that may, without those below.
pub fn desks(conn: &mut DbConnection, account: AccountId) -> Result<Vec<IssuerId>, StorageError> {
    let least = accolade_storage::types::Role::Assessor;
    Ok(memberships::of_account(conn, account)?
        .into_iter()
        .filter(|membership| includes(membership.role, least))
        .map(|membership| membership.issuer_id)
        .collect())
}

fn accept(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    mut application: Application,
) -> Result<Decided, ApplicationError> {
    let said = content(conn, &application)?;
    let stands = standing(conn, &application, &said)?;
    if !stands.holds() {
        save(conn, tools, &mut application)?;
        return Ok(Decided::Noted(application, stands));
    }
    let award = awarding::award(conn, tools, caller, &application, &said)?;
    application.assertion_id = Some(award.assertion.id);
    close(
        conn,
        tools,
        caller,
        &mut application,
        ApplicationState::Accepted,
    )?;
    letters::accepted(conn, tools, &application)?;
    Ok(Decided::Done(application))
}

fn close(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &mut Application,
    state: ApplicationState,
) -> Result<(), ApplicationError> {
    application.state = state;
    application.decided_by = caller.account;
    application.decided_by_name = Some(people::name_of(conn, caller)?);
    application.decided_at = Some(tools.now());
    save(conn, tools, application)?;
    let action = match state {
        ApplicationState::Accepted => "application.accepted",
        ApplicationState::Returned => "application.returned",
        _ => "application.declined",
    };
    let detail = json!({ "award": application.assertion_id });
    record(conn, tools, caller, application, action, detail)?;
    Ok(())
}

/// What is wrong with a decision: a yes needs every point, a no needs a word that helps.
fn check(
    conn: &mut DbConnection,
    application: &Application,
    outcome: Outcome,
    review: &NewReview,
    reason: Option<&str>,
) -> Result<Violations, ApplicationError> {
    let said = content(conn, application)?;
    let points = points(&said);
    let mut found = Violations::default();
    found.optional("/reason", reason, limits::REVIEW_COMMENT);
    found.nest("/review", review.check(&said));
    let open = review.open_points(&points);
    let commented = review.decisions.iter().any(|decision| {
        decision
            .comment
            .as_deref()
            .is_some_and(|c| !c.trim().is_empty())
    });
    match outcome {
        Outcome::Accept => {
            for point in open {
                let message = "Decide this point, or send the work back for another try.";
                found.add(&format!("/review/{}", point.id), "required", message);
            }
        }
        Outcome::Return if reason.is_none() && !commented => {
            let message = "Say what is missing, in a sentence they can act on.";
            found.add("/reason", "required", message);
        }
        Outcome::Decline if reason.is_none() => {
            let message = "Say why, so that it can be understood.";
            found.add("/reason", "required", message);
        }
        Outcome::Return | Outcome::Decline => {}
    }
    Ok(found)
}

fn tidy(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// Whether the caller may see the applications to an issuer.
pub fn may_view(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<(), AccessError> {
    authorize(conn, caller, Action::ViewApplications, Some(issuer))
}
