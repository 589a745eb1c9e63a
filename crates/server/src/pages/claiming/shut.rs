//! A code that gives nothing now: when that happened, and whom to ask.

use accolade_issuing::claims::Standing;
use actix_web::http::StatusCode;
use askama::Template;

use super::Offered;
use crate::answer::Answer;
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::Link;
use crate::pages::response;
use crate::pages::words::{self, When};
use crate::problem::Problem;
use crate::state::State;

/// `/claim/{code}` while the code gives no badge.
#[derive(Template)]
#[template(path = "claiming/shut.html")]
pub(crate) struct ShutPage {
    pub(crate) layout: Layout,
    pub(crate) badge: Offered,
    pub(crate) headline: String,
    pub(crate) line: String,
    pub(crate) onward: Option<Link>,
}

pub(super) fn page(
    state: &State,
    mut badge: Offered,
    standing: Standing,
    used_for: Option<String>,
) -> Result<Answer, Problem> {
    let (status, headline, line) = said(standing, &badge.giver);
    let is_final = status == StatusCode::GONE;
    badge.picture.off = is_final && used_for.is_none();
    let page = ShutPage {
        layout: Layout::new(&state.site_name, Place::Claim),
        badge,
        headline,
        line,
        onward: used_for.map(|href| Link {
            href,
            words: "Open the badge".to_owned(),
        }),
    };
    response::page_with(status, &page)
}

/// What happened, then how to mend it.
pub(super) fn said(standing: Standing, giver: &str) -> (StatusCode, String, String) {
    let day = |at: accolade_storage::types::Timestamp| words::day(at.as_jiff());
    match standing {
        Standing::Open => (StatusCode::OK, String::new(), String::new()),
        Standing::NotYet(at) => (
            StatusCode::OK,
            format!("This code opens on {}.", day(at)),
            format!(
                "It gives the badge from {} on. Come back then.",
                When::moment(at.as_jiff()).words
            ),
        ),
        Standing::Ended(at) => (
            StatusCode::GONE,
            format!("That code was good until {}.", day(at)),
            format!("Ask {giver} for a new one."),
        ),
        Standing::Paused => (
            StatusCode::OK,
            "This code rests for a while.".to_owned(),
            format!("{giver} has paused it. Try again later, or ask {giver}."),
        ),
        Standing::Closed(at) => (
            StatusCode::GONE,
            format!("That code was closed on {}.", day(at)),
            format!("Ask {giver} for a new one."),
        ),
        Standing::UsedUp(at) => (
            StatusCode::GONE,
            format!("That code was used up on {}.", day(at)),
            format!("Ask {giver} for a new one."),
        ),
        Standing::CardUsed(at) => (
            StatusCode::GONE,
            format!("This card was used on {}.", day(at)),
            format!("If it was you, your badge is here. If not, ask {giver} for a new card."),
        ),
        Standing::CardWithdrawn(at) => (
            StatusCode::GONE,
            format!("This card was withdrawn on {}.", day(at)),
            format!("Ask {giver} for another one."),
        ),
        Standing::NotGiven => (
            StatusCode::GONE,
            "This badge is not given any more.".to_owned(),
            format!("Those who have it keep it. Ask {giver} what came after it."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_up_code_names_the_day_and_the_person_to_ask() {
        let day = "2026-11-03T10:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .into();

        let (status, headline, line) = said(Standing::UsedUp(day), "Ms Carvalho");

        assert_eq!(status, StatusCode::GONE);
        assert_eq!(
            format!("{headline} {line}"),
            "That code was used up on 3 November 2026. Ask Ms Carvalho for a new one."
        );
    }
}
