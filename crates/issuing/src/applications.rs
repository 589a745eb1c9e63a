//! Applications: somebody asks for a badge, shows what they did, others look, somebody decides.
//!
//! One row is one try. A try that is returned stays as it was, and the next one begins as a copy of it, so that the chain
//! tells how far somebody came. The earner needs no account: a secret link opens their own page, and those whom they or
//! the issuer ask to look come by links of their own ([`links`]). Who has to look is said by the badge's
//! [`AssessmentRule`]; a yes makes exactly one award, however often it is said.

pub mod applying;
pub mod asking;
mod awarding;
pub mod comments;
pub mod deciding;
mod letters;
pub mod links;
mod people;
mod points;
mod prerequisites;
pub mod queue;
pub mod reviewing;
pub mod showing;

use accolade_storage::applications::{self, Application};
use accolade_storage::badge_class_versions;
use accolade_storage::types::{ApplicationId, ApplicationState};
use accolade_storage::{DbConnection, StorageError, application_evidence, reviews};
use serde_json::{Value, json};

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::assessment::{self, AssessmentRule, Check, Shown, Standing, Voice};
use crate::audit::{self, Deed};
use crate::awards::AwardError;
use crate::content::{BadgeContent, UnreadableContent};
use crate::keyring::KeyringError;
use crate::violations::Violations;

pub use people::{Person, person};
pub use points::{
    CriterionDecision, Finding, NewReview, Point, decisions, given_results, points, whole_results,
};
pub use prerequisites::{Prior, badge_at, prerequisites};

/// Why something could not be done with an application.
#[derive(Debug, thiserror::Error)]
pub enum ApplicationError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such badge class, or nobody may know of it.
    #[error("there is no such badge")]
    UnknownBadgeClass,
    /// One cannot apply for this badge.
    #[error("this badge takes no applications at present")]
    NotOpen,
    /// There is no such application, or the link opens none.
    #[error("there is no such application")]
    Unknown,
    /// The link was good once.
    #[error("this link has ended")]
    LinkEnded,
    /// The present state does not allow it.
    #[error("the application is {0}")]
    WrongState(ApplicationState),
    /// Somebody judges their own work as somebody else.
    #[error("nobody looks at their own work in somebody else’s place")]
    OwnWork,
    /// The same person has looked already, by another way.
    #[error("you have looked at this already")]
    LookedAlready,
    /// Somebody else changed it since the page was read.
    #[error("somebody else looked at this meanwhile")]
    ChangedMeanwhile,
    /// The badge could not be awarded.
    #[error(transparent)]
    Award(#[from] AwardError),
    /// What was sealed does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// What is stored cannot be read.
    #[error(transparent)]
    Unreadable(#[from] UnreadableContent),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What the badge said when the application was begun.
pub fn content(
    conn: &mut DbConnection,
    application: &Application,
) -> Result<BadgeContent, ApplicationError> {
    let version = badge_class_versions::find(conn, application.version_id)?
        .ok_or(ApplicationError::UnknownBadgeClass)?;
    Ok(BadgeContent::read(&version.content)?)
}

/// The rule of a badge; where none is written down, one assessor decides.
pub fn rule(content: &BadgeContent) -> AssessmentRule {
    content.assessment.clone().unwrap_or_default()
}

/// The automatic checks of an application.
pub fn checks(
    conn: &mut DbConnection,
    application: &Application,
    content: &BadgeContent,
) -> Result<Vec<Check>, StorageError> {
    let items = application_evidence::of_application(conn, application.id)?;
    let shown: Vec<_> = items
        .iter()
        .map(|item| Shown {
            criterion: item.criterion.as_deref(),
            kind: item.kind,
        })
        .collect();
    Ok(assessment::checks(
        &rule(content),
        &content.criteria,
        &shown,
        application.quiz_score,
    ))
}

/// How the badge's rule stands for an application.
pub fn standing(
    conn: &mut DbConnection,
    application: &Application,
    content: &BadgeContent,
) -> Result<Standing, StorageError> {
    let checks = checks(conn, application, content)?;
    let reviews = reviews::of_application(conn, application.id)?;
    let held: Vec<_> = reviews.iter().map(points::holds).collect();
    let voices: Vec<_> = reviews
        .iter()
        .zip(&held)
        .map(|(review, holds)| Voice {
            kind: review.kind,
            holds,
            supports: review.supports,
        })
        .collect();
    Ok(assessment::standing(&rule(content), &voices, &checks))
}

/// An application that the caller may do this to, kept from changing until the transaction ends.
fn open_for(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    id: ApplicationId,
) -> Result<Application, ApplicationError> {
    let application = applications::find_for_update(conn, id)?;
    let issuer = application
        .as_ref()
        .map(|application| application.issuer_id);
    authorize(conn, caller, action, issuer)?;
    application.ok_or(ApplicationError::Unknown)
}

/// Writes an application anew, with whether a yes is all it waits for.
fn save(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &mut Application,
) -> Result<(), ApplicationError> {
    application.ready = application.state == ApplicationState::Submitted && {
        let content = content(conn, application)?;
        standing(conn, application, &content)?.holds()
    };
    application.revision += 1;
    application.updated_at = tools.now();
    applications::update(conn, application)?;
    Ok(())
}

/// Writes down what was done to an application.
fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
    action: &str,
    more: Value,
) -> Result<(), StorageError> {
    let mut detail = json!({
        "badgeClass": application.badge_class_id,
        "attempt": application.attempt,
    });
    if let (Some(detail), Value::Object(more)) = (detail.as_object_mut(), more) {
        detail.extend(more);
    }
    let deed = Deed {
        action,
        subject_kind: "application",
        subject: application.id.into(),
        issuer: Some(application.issuer_id),
        detail,
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
