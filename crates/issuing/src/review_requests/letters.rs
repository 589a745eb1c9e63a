//! Letters around a round of review: to those who are asked, and to whoever asked.

use accolade_storage::badge_classes::BadgeClass;
use accolade_storage::review_requests::ReviewRequest;
use accolade_storage::reviewers::Reviewer;
use accolade_storage::types::{ReviewAnswer, Role};
use accolade_storage::{DbConnection, StorageError, accounts, issuers};

use super::Standing;
use crate::Tools;
use crate::access::{Caller, highest_role, includes};
use crate::accounts::address_of;
use crate::mail::{self, Letter};

/// Sends somebody their link, to this address.
pub(super) fn invite(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    request: &ReviewRequest,
    (reviewer, email): (&Reviewer, &str),
    secret: &str,
) -> Result<(), StorageError> {
    let until = request.deadline.map(|end| {
        let last = end.as_jiff() - jiff::SignedDuration::from_secs(1);
        let last = last.to_zoned(jiff::tz::TimeZone::UTC);
        last.strftime("%-d %B %Y").to_string()
    });
    let letter = Letter::DraftReviewAsked {
        name: reviewer.name.clone(),
        badge: badge_class.name.clone(),
        issuer: issuer_name(conn, badge_class)?,
        note: request.message.clone(),
        until,
        link: tools.addresses.review(secret),
    };
    mail::post(conn, tools, email, letter)?;
    Ok(())
}

/// Tells whoever asked that somebody objected, or that this yes was the one that was missing. Other answers wait on
/// the page: a letter for each of thirty would be read like none.
pub(super) fn tell_asker(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    request: &ReviewRequest,
    (before, after): (&[Reviewer], &[Reviewer]),
    answered: &Reviewer,
) -> Result<(), StorageError> {
    let Some(asker) = request.created_by else {
        return Ok(());
    };
    let (Some(person), email) = (accounts::find(conn, asker)?, address_of(conn, asker)?) else {
        return Ok(());
    };
    if email.is_empty() {
        return Ok(());
    }
    let standing = Standing::of(request, after);
    let earlier = before.iter().find(|reviewer| reviewer.id == answered.id);
    let objected_before = earlier.is_some_and(|one| one.answer == Some(ReviewAnswer::Objected));
    let issuer = issuer_name(conn, badge_class)?;
    let link = tools
        .addresses
        .url(&format!("/desk/badges/{}/review", badge_class.id));
    let letter = if answered.answer == Some(ReviewAnswer::Objected) && !objected_before {
        Letter::DraftObjected {
            name: person.name,
            badge: badge_class.name.clone(),
            issuer,
            reviewer: answered.name.clone(),
            words: answered.words.clone(),
            link,
        }
    } else if standing.reached() && !Standing::of(request, before).reached() {
        let role = highest_role(conn, &Caller::person(asker), Some(badge_class.issuer_id))?;
        Letter::DraftApproved {
            name: person.name,
            badge: badge_class.name.clone(),
            issuer,
            approved: standing.approved,
            objected: standing.objected,
            may_publish: role.is_some_and(|role| includes(role, Role::Steward)),
            link,
        }
    } else {
        return Ok(());
    };
    mail::post(conn, tools, &email, letter)?;
    Ok(())
}

/// Tells those who said yes that it is published, and how their organisation can sign its word.
pub(super) fn tell_of_publication(
    conn: &mut DbConnection,
    tools: &Tools,
    badge_class: &BadgeClass,
    reviewers: &[Reviewer],
) -> Result<(), StorageError> {
    let issuer = issuer_name(conn, badge_class)?;
    for reviewer in reviewers {
        let (Some(email), Some(ReviewAnswer::Approved)) = (&reviewer.email, reviewer.answer) else {
            continue;
        };
        let letter = Letter::DraftPublished {
            name: reviewer.name.clone(),
            badge: badge_class.name.clone(),
            issuer: issuer.clone(),
            link: tools.addresses.badge(badge_class.id),
            endorse: tools
                .addresses
                .url(&format!("/library/{}/endorse", badge_class.id)),
        };
        mail::post(conn, tools, email, letter)?;
    }
    Ok(())
}

fn issuer_name(conn: &mut DbConnection, badge_class: &BadgeClass) -> Result<String, StorageError> {
    let issuer = issuers::find(conn, badge_class.issuer_id)?;
    Ok(issuer.map(|issuer| issuer.name).unwrap_or_default())
}
