//! The desk's side of claiming: codes made, shown on a screen, printed as cards, decided on.

mod cards;
mod form;
mod list;
mod reminding;
mod screen;
mod show;

pub(crate) use cards::sheet;
pub(crate) use form::{create, new};
pub(crate) use list::of_issuer;
pub(crate) use reminding::{remind, resend};
pub(crate) use screen::{count, screen};
pub(crate) use show::{cards, decide, edit, set_state, show};

#[cfg(test)]
pub(crate) use cards::{CardsPage, Slip};
#[cfg(test)]
pub(crate) use form::{LinkForm, NewPage};
#[cfg(test)]
pub(crate) use list::{LinkRow, ListPage, Reminders};
#[cfg(test)]
pub(crate) use screen::ScreenPage;
#[cfg(test)]
pub(crate) use show::{CardRow, ClaimRow, ShowPage, WaitingRow};

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::claims::{Standing, link_standing};
use accolade_storage::DbConnection;
use accolade_storage::claim_links::{self, ClaimLink};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{ClaimLinkId, Timestamp};

use crate::pages::words;
use crate::problem::Problem;

/// The page of a link on the desk.
fn here(id: ClaimLinkId) -> String {
    format!("/desk/claims/{id}")
}

/// A link and its issuer, for those who may see it.
fn visible(
    conn: &mut DbConnection,
    caller: &Caller,
    id: ClaimLinkId,
) -> Result<(ClaimLink, Issuer), Problem> {
    let link = claim_links::find(conn, id)?;
    authorize(
        conn,
        caller,
        Action::ViewClaims,
        link.as_ref().map(|link| link.issuer_id),
    )?;
    let link = link.ok_or_else(Problem::not_found)?;
    let issuer = issuers::find(conn, link.issuer_id)?.ok_or_else(Problem::not_found)?;
    Ok((link, issuer))
}

/// What a link does now, in a few words and the colour that goes with them.
fn now_words(link: &ClaimLink, now: Timestamp) -> (&'static str, String) {
    let day = |at: Timestamp| words::day(at.as_jiff());
    match link_standing(link, now) {
        None => ("valid", "Open".to_owned()),
        Some(Standing::NotYet(at)) => ("unknown", format!("Opens on {}", day(at))),
        Some(Standing::Ended(at)) => ("expired", format!("Ended on {}", day(at))),
        Some(Standing::Paused) => ("unknown", "Paused".to_owned()),
        Some(Standing::Closed(at)) => ("withdrawn", format!("Closed on {}", day(at))),
        Some(Standing::UsedUp(at)) => ("expired", format!("Used up on {}", day(at))),
        Some(_) => ("unknown", "Resting".to_owned()),
    }
}

/// "17 of 28 claimed"
fn counted(taken: i32, of: Option<i64>) -> String {
    match of {
        Some(of) => format!("{taken} of {of} claimed"),
        None => format!("{taken} claimed"),
    }
}
