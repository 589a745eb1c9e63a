//! What can be done to one award from its page.

use std::collections::BTreeMap;

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::awards::{self, Recipient};
use accolade_issuing::content::BadgeContent;
use accolade_issuing::corrections::{self, Correction, CorrectionError};
use accolade_issuing::reminders;
use accolade_issuing::revocation::{self, RevokeError, SuspendError};
use accolade_issuing::violations::Violations;
use accolade_storage::DbConnection;
use accolade_storage::assertions::{self, Assertion};
use accolade_storage::types::AssertionId;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

use super::one::page;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::{response, results, typed};
use crate::problem::Problem;
use crate::state::State;

/// A button of the page, with what belongs to it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sent {
    pub(super) r#do: String,
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: String,
    #[serde(default)]
    pub(super) show_name: String,
    #[serde(default)]
    pub(super) narrative: String,
    #[serde(default)]
    pub(super) valid_until: String,
    /// The fields of the results, whose names are made from the badge.
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

/// What came of a button.
enum Done {
    Onward(String, &'static str),
    Wrong(Violations),
}

/// `POST /desk/awards/{id}`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<AssertionId>,
    Posted(sent): Posted<Sent>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (id, form) = (*id, sent.clone());
    let done = state
        .write(move |conn, tools| step(conn, tools, &caller, id, &form))
        .await?;
    state.errands.wake();
    match done {
        Done::Onward(path, word) => Ok(Answer::see_other(path).flash(word)),
        Done::Wrong(found) => {
            let mut page = page(&state, &visitor, id).await?;
            page.wrong(sent, &found);
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

fn step(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    sent: &Sent,
) -> Result<Done, Problem> {
    let here = format!("/desk/awards/{id}");
    let needs_reason = matches!(sent.r#do.as_str(), "revoke" | "suspend" | "reissue");
    if needs_reason && sent.reason.trim().is_empty() {
        let message = "Say why: the reason is shown with the award.";
        return Ok(Done::Wrong(Violations::one("/reason", "required", message)));
    }
    let word = match sent.r#do.as_str() {
        "revoke" => {
            // Pressed once more, it is done already.
            match revocation::revoke(conn, tools, caller, id, &sent.reason) {
                Ok(_) | Err(RevokeError::AlreadyRevoked) => {}
                Err(RevokeError::Invalid(found)) => return Ok(Done::Wrong(found)),
                Err(error) => return Err(error.into()),
            }
            "Withdrawn. The page of the award says so."
        }
        "suspend" => {
            match revocation::suspend(conn, tools, caller, id, &sent.reason) {
                Ok(_) | Err(SuspendError::AlreadySuspended) => {}
                Err(SuspendError::Invalid(found)) => return Ok(Done::Wrong(found)),
                Err(error) => return Err(error.into()),
            }
            "Put on hold."
        }
        "reinstate" => {
            match revocation::reinstate(conn, tools, caller, id, None) {
                Ok(_) | Err(SuspendError::NotSuspended) => {}
                Err(error) => return Err(error.into()),
            }
            "It stands again."
        }
        "resend" => {
            reminders::resend(conn, tools, caller, id)?;
            "The mail is on its way once more."
        }
        "reissue" => {
            let path = match corrections::reissue(conn, tools, caller, id, Some(&sent.reason)) {
                Ok(award) => format!("/desk/awards/{}", award.assertion.id),
                Err(CorrectionError::Invalid(found)) => return Ok(Done::Wrong(found)),
                // Pressed once more, it leads to what the first press made.
                Err(CorrectionError::Revoked) => match assertions::replacement_of(conn, id)? {
                    Some(new) => format!("/desk/awards/{new}"),
                    None => return Err(CorrectionError::Revoked.into()),
                },
                Err(error) => return Err(error.into()),
            };
            return Ok(Done::Onward(
                path,
                "Given anew. The earlier award is withdrawn.",
            ));
        }
        "correct" => match correct(conn, tools, caller, id, sent) {
            Ok(_) => "Corrected. The address of the award is the same.",
            Err(CorrectionError::Invalid(found)) => return Ok(Done::Wrong(found)),
            Err(error) => return Err(error.into()),
        },
        // Somebody pressed Enter in a field, which names no deed.
        "" => {
            let message = "Press the button that says what to do.";
            return Ok(Done::Wrong(Violations::one("/reason", "required", message)));
        }
        _ => return Err(Problem::unreadable("The form names no action.")),
    };
    Ok(Done::Onward(here, word))
}

/// Corrects the award; its results are held against what the badge said when it was given.
fn correct(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: AssertionId,
    sent: &Sent,
) -> Result<Assertion, CorrectionError> {
    let found = assertions::find(conn, id)?;
    let issuer = found.as_ref().map(|award| award.issuer_id);
    authorize(conn, caller, Action::Award, issuer)?;
    let award = found.ok_or(CorrectionError::Unknown)?;
    let content = awards::content(conn, &award)?;
    corrections::correct(conn, tools, caller, id, sent.correction(&content)?)
}

impl Sent {
    /// What a field was sent with whose name is made from the badge.
    pub(super) fn more(&self, name: &str) -> String {
        self.more.get(name).cloned().unwrap_or_default()
    }

    /// What was typed; a day that cannot be read is told, for none would mean no end.
    fn correction(&self, content: &BadgeContent) -> Result<Correction, Violations> {
        let mut found = Violations::default();
        let valid_until = typed::end_of_day(&mut found, "/validUntil", &self.valid_until);
        let results = match results::read(&content.results, |name| self.more(name)) {
            Ok(results) => results,
            Err(wrong) => {
                found.nest("", wrong);
                Vec::new()
            }
        };
        found.into_result()?;
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ok(Correction {
            recipient: Recipient {
                email: said(&self.email),
                name: said(&self.name),
                show_name: !self.show_name.is_empty(),
            },
            narrative: said(&self.narrative),
            results,
            valid_until,
            reason: said(&self.reason),
        })
    }
}
