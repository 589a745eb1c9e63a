//! Preview cards: one picture that says what an award is and whether it stands.

use accolade_issuing::Tools;
use accolade_issuing::content::BadgeContent;
use accolade_issuing::images::{self, CardState, CardText};
use accolade_storage::assertions::Assertion;
use accolade_storage::types::{AssertionId, AssertionState, Timestamp};
use accolade_storage::{DbConnection, assertions, badge_class_versions, blobs, issuers};
use actix_web::http::{StatusCode, header};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::answer::{Answer, Freshness};
use crate::problem::Problem;
use crate::state::State;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The address of an award's card as it is now. It changes with what the card shows, as those who fetch
/// previews keep them for long.
pub fn card_address(state: &State, assertion: &Assertion) -> String {
    let hash = hash(assertion, standing(assertion, state.tools.now()));
    state.tools.addresses.award_card(assertion.id, &hash)
}

/// Where the card is now, if this address was given out earlier: it must not go on showing what was.
pub(super) async fn moved(
    state: &State,
    id: AssertionId,
    asked: &str,
) -> Result<Option<Answer>, Problem> {
    let found = state.read(move |conn| assertions::find(conn, id)).await?;
    let assertion = found.ok_or_else(Problem::not_found)?;
    if asked == hash(&assertion, standing(&assertion, state.tools.now())) {
        return Ok(None);
    }
    let there = card_address(state, &assertion);
    let answer = Answer::bytes("text/plain", there.clone())
        .status(StatusCode::TEMPORARY_REDIRECT)
        .fresh(Freshness::Standing)
        .header(header::LOCATION, there);
    Ok(Some(answer))
}

/// Draws the card as things stand now.
pub(super) fn card(
    conn: &mut DbConnection,
    tools: &Tools,
    id: AssertionId,
) -> Result<Option<Answer>, Problem> {
    let Some(assertion) = assertions::find(conn, id)? else {
        return Ok(None);
    };
    let Some(issuer) = issuers::find(conn, assertion.issuer_id)? else {
        return Ok(None);
    };
    let version = badge_class_versions::find(conn, assertion.version_id)?;
    let Some(version) = version else {
        return Ok(None);
    };
    let Some(picture) = blobs::find(conn, version.image_blob)? else {
        return Ok(None);
    };
    let content = BadgeContent::read(&version.content).map_err(Problem::internal)?;
    let state = standing(&assertion, tools.now());
    let day = day_of(&assertion, state);
    let text = CardText {
        recipient: assertion.recipient_name.as_deref(),
        badge: &version.name,
        issuer: &issuer.name,
        palette: content.palette.as_deref().unwrap_or(&issuer.palette),
        state,
        day: day.as_deref(),
        image: &picture.bytes,
    };
    let png = images::card(&text).map_err(Problem::internal)?;
    Ok(Some(
        Answer::bytes("image/png", png).fresh(Freshness::Forever),
    ))
}

fn standing(assertion: &Assertion, now: Timestamp) -> CardState {
    match assertion.state {
        AssertionState::Revoked => CardState::Withdrawn,
        AssertionState::Suspended => CardState::Suspended,
        AssertionState::Issued if assertion.valid_until.is_some_and(|end| end <= now) => {
            CardState::Expired
        }
        AssertionState::Issued if assertion.valid_from > now => CardState::NotYet,
        AssertionState::Issued => CardState::Valid,
    }
}

fn hash(assertion: &Assertion, state: CardState) -> String {
    let mut hash = Sha256::new();
    for part in [
        format!("{state:?}"),
        assertion.version_id.to_string(),
        assertion.recipient_name.clone().unwrap_or_default(),
        assertion
            .state_changed_at
            .map(|at| at.to_string())
            .unwrap_or_default(),
    ] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hex::encode(&hash.finalize()[..8])
}

/// The day that goes with the state, in words.
fn day_of(assertion: &Assertion, state: CardState) -> Option<String> {
    let (word, at) = match state {
        CardState::Valid => ("until", assertion.valid_until),
        CardState::Expired => ("on", assertion.valid_until),
        CardState::Withdrawn | CardState::Suspended => ("on", assertion.state_changed_at),
        CardState::NotYet => ("from", Some(assertion.valid_from)),
        CardState::Unchecked => return None,
    };
    let date = at?.as_jiff().to_zoned(TimeZone::UTC).date();
    let month = MONTHS[usize::from(date.month().unsigned_abs()) - 1];
    Some(format!("{word} {} {month} {}", date.day(), date.year()))
}
