//! `/awards/{id}/mine/{key}`: the link in the letter that brings an award.

use accolade_issuing::access::Caller;
use accolade_issuing::addresses::paths;
use accolade_issuing::claims::mine;
use accolade_storage::assertions::Assertion;
use accolade_storage::types::{AssertionId, AssertionState};
use accolade_storage::{DbConnection, StorageError, award_claims, badge_class_versions};
use actix_web::http::StatusCode;
use actix_web::web;

use super::Offered;
use super::done::{DonePage, keep};
use crate::answer::Answer;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::State;

struct Mine {
    award: Assertion,
    badge: Offered,
    is_claimed: bool,
}

/// `GET /awards/{id}/mine/{key}`
pub(crate) async fn show(
    state: web::Data<State>,
    address: web::Path<(String, String)>,
) -> Result<Answer, Problem> {
    let (id, key) = parts(address.into_inner())?;
    let tools = state.tools.clone();
    let link = key.clone();
    let found = state
        .read(move |conn| {
            let award = mine::find(conn, &tools, id, &key)?;
            award
                .map(|award| load(conn, award))
                .transpose()
                .map(Option::flatten)
        })
        .await?
        .ok_or_else(Problem::not_found)?;
    response::page_with(StatusCode::OK, &page(&state, found, &link))
}

/// `POST /awards/{id}/mine/{key}`: "It's mine".
pub(crate) async fn take(
    state: web::Data<State>,
    address: web::Path<(String, String)>,
) -> Result<Answer, Problem> {
    let (id, key) = parts(address.into_inner())?;
    let onward = paths::mine(id, &key);
    state
        .write(
            move |conn, tools| match mine::claim(conn, tools, &Caller::anonymous(), id, &key) {
                // The page says that it was taken back.
                Ok(_) | Err(mine::MineError::Revoked) => Ok(()),
                Err(error) => Err(Problem::from(error)),
            },
        )
        .await?;
    state.errands.wake();
    Ok(Answer::see_other(onward))
}

fn parts((id, key): (String, String)) -> Result<(AssertionId, String), Problem> {
    Ok((id.parse().map_err(|_| Problem::not_found())?, key))
}

fn load(conn: &mut DbConnection, award: Assertion) -> Result<Option<Mine>, StorageError> {
    let Some(version) = badge_class_versions::find(conn, award.version_id)? else {
        return Ok(None);
    };
    let badge = Offered::of(conn, &version, award.issuer_id, "")?;
    let is_claimed = award_claims::of(conn, award.id)?.is_some();
    Ok(badge.map(|badge| Mine {
        award,
        badge,
        is_claimed,
    }))
}

fn page(state: &State, found: Mine, key: &str) -> DonePage {
    let Mine {
        award,
        badge,
        is_claimed,
    } = found;
    let day = words::day(award.valid_from.as_jiff());
    let mut page = DonePage {
        layout: Layout::new(&state.site_name, Place::Claim).with_script("print.js"),
        headline: badge.name.clone(),
        line: badge.claim.clone(),
        more: None,
        take: None,
        open: Some(paths::award(award.id)),
        keep: None,
        badge,
    };
    let issuer = &page.badge.issuer;
    if award.state == AssertionState::Revoked {
        page.badge.picture.off = true;
        page.more = Some(format!(
            "{issuer} has taken this badge back. Its page says why."
        ));
    } else if is_claimed {
        page.headline = match &award.recipient_name {
            Some(name) => format!("It’s yours, {name}."),
            None => "It’s yours.".to_owned(),
        };
        page.line = format!("{issuer} gave you {} on {day}.", page.badge.name);
        page.keep = Some(keep(state, award.id));
    } else {
        page.more = Some(match &award.recipient_name {
            Some(name) => format!("{issuer} gave this to {name} on {day}."),
            None => format!("{issuer} gave this to you on {day}."),
        });
        page.take = Some(paths::mine(award.id, key));
        page.open = None;
    }
    page
}
