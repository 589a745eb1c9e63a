//! What people are told by mail, in the transaction that gives the reason for it.

use accolade_storage::application_links::ApplicationLink;
use accolade_storage::applications::Application;
use accolade_storage::types::{ApplicationLinkKind, ReviewKind};
use accolade_storage::{DbConnection, badge_classes, issuers, reviews};
use jiff::SignedDuration;

use super::points::{Finding, decisions, points};
use super::{ApplicationError, content, links, people};
use crate::Tools;
use crate::claims::mine;
use crate::mail::{self, Letter};

/// What every letter names.
struct Heading {
    badge: String,
    issuer: String,
}

pub(super) fn begun(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
    link: &ApplicationLink,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let letter = Letter::ApplicationBegun {
        name: application.applicant_name.clone(),
        badge,
        issuer,
        nominator: application.nominator_name.clone(),
        nomination: application.nomination.clone(),
        link: links::address(tools, link),
    };
    to_earner(conn, tools, application, letter)
}

pub(super) fn received(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let letter = Letter::ApplicationReceived {
        name: application.applicant_name.clone(),
        badge,
        issuer,
        link: own_page(conn, tools, application)?,
    };
    to_earner(conn, tools, application, letter)
}

pub(super) fn returned(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let letter = Letter::ApplicationReturned {
        name: application.applicant_name.clone(),
        badge,
        by: application.decided_by_name.clone().unwrap_or(issuer),
        reason: application.reason.clone(),
        open: open_points(conn, application)?,
        link: own_page(conn, tools, application)?,
    };
    to_earner(conn, tools, application, letter)
}

pub(super) fn accepted(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let link = match application.assertion_id {
        Some(award) => mine::address(tools, award),
        None => own_page(conn, tools, application)?,
    };
    let letter = Letter::ApplicationAccepted {
        name: application.applicant_name.clone(),
        badge,
        by: application
            .decided_by_name
            .clone()
            .unwrap_or_else(|| issuer.clone()),
        issuer,
        reason: application.reason.clone(),
        link,
    };
    to_earner(conn, tools, application, letter)
}

pub(super) fn declined(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let letter = Letter::ApplicationDeclined {
        name: application.applicant_name.clone(),
        badge,
        issuer,
        reason: application.reason.clone(),
        link: own_page(conn, tools, application)?,
    };
    to_earner(conn, tools, application, letter)
}

pub(super) fn asked(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
    link: &ApplicationLink,
    to: &str,
) -> Result<(), ApplicationError> {
    let Heading { badge, issuer } = heading(conn, application)?;
    let time = link
        .expires_at
        .as_jiff()
        .duration_since(link.created_at.as_jiff());
    let days = time.as_secs() / SignedDuration::from_hours(24).as_secs();
    let letter = Letter::ReviewAsked {
        name: link.name.clone(),
        applicant: application.applicant_name.clone(),
        badge,
        issuer,
        by_earner: link.kind == ApplicationLinkKind::Peer,
        days: u32::try_from(days).unwrap_or_default(),
        link: links::address(tools, link),
    };
    mail::post(conn, tools, to, letter)?;
    Ok(())
}

fn to_earner(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
    letter: Letter,
) -> Result<(), ApplicationError> {
    let person = people::person(tools, application)?;
    mail::post(conn, tools, &person.email, letter)?;
    Ok(())
}

fn own_page(
    conn: &mut DbConnection,
    tools: &Tools,
    application: &Application,
) -> Result<String, ApplicationError> {
    let link = links::of_earner(conn, application.id)?.ok_or(ApplicationError::Unknown)?;
    Ok(links::address(tools, &link))
}

fn heading(
    conn: &mut DbConnection,
    application: &Application,
) -> Result<Heading, ApplicationError> {
    let class = badge_classes::find(conn, application.badge_class_id)?;
    let issuer = issuers::find(conn, application.issuer_id)?;
    match (class, issuer) {
        (Some(class), Some(issuer)) => Ok(Heading {
            badge: class.name,
            issuer: issuer.name,
        }),
        _ => Err(ApplicationError::UnknownBadgeClass),
    }
}

/// "Choose one chart: add the one you decided against."
fn open_points(
    conn: &mut DbConnection,
    application: &Application,
) -> Result<Vec<String>, ApplicationError> {
    let said = content(conn, application)?;
    let points = points(&said);
    let reviews = reviews::of_application(conn, application.id)?;
    let last = reviews
        .iter()
        .filter(|review| review.kind == ReviewKind::Assessor)
        .max_by_key(|review| review.updated_at);
    let Some(last) = last else {
        return Ok(Vec::new());
    };
    Ok(decisions(last)
        .into_iter()
        .filter(|decision| decision.finding == Finding::NotYet)
        .filter_map(|decision| {
            let point = points.iter().find(|point| point.id == decision.criterion)?;
            Some(match decision.comment {
                Some(comment) => format!("{}: {comment}", point.text.trim()),
                None => point.text.trim().to_owned(),
            })
        })
        .collect())
}
