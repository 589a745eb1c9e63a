//! Reminders from the desk: after how many days, and one letter sent again.

use accolade_issuing::reminders::{self, Days, ReminderError};
use accolade_storage::types::AssertionId;
use actix_web::web;
use serde::Deserialize;

use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::desk::issuer_of;
use crate::problem::Problem;
use crate::state::State;

/// The days as they were typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DaysForm {
    unclaimed: String,
    expiring: String,
}

impl DaysForm {
    /// Nothing where a field is empty; the word that is no number otherwise.
    fn days(&self) -> Result<Days, &str> {
        let read = |text: &'_ str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        };
        Ok(Days {
            unclaimed: read(&self.unclaimed).map_err(|()| self.unclaimed.as_str())?,
            expiring: read(&self.expiring).map_err(|()| self.expiring.as_str())?,
        })
    }
}

/// `POST /desk/{slug}/reminders`
pub(crate) async fn remind(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    form: Posted<DaysForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let back = Answer::see_other(format!("/desk/{slug}/claims"));
    let days = match form.0.days() {
        Ok(days) => days,
        Err(word) => {
            return Ok(back.caution(format!(
                "“{word}” is no number of days. Nothing was changed."
            )));
        }
    };
    let said = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            match reminders::set_days(conn, tools, &caller, issuer.id, days) {
                Ok(()) => Ok(None),
                Err(ReminderError::Invalid(found)) => {
                    Ok(found.0.into_iter().next().map(|one| one.message))
                }
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    Ok(match said {
        None => back.flash("Kept. Each earner gets one letter at most."),
        Some(said) => back.caution(said),
    })
}

/// `POST /desk/awards/{id}/resend`
pub(crate) async fn resend(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<AssertionId>,
    _form: Posted<Nothing>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let id = *id;
    let sent = state
        .write(move |conn, tools| -> Result<_, Problem> {
            match reminders::resend(conn, tools, &caller, id) {
                Ok(_) => Ok(true),
                Err(ReminderError::NoAddress) => Ok(false),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    state.errands.wake();
    let back = Answer::see_other(format!("/awards/{id}"));
    Ok(if sent {
        back.flash("The letter is on its way once more.")
    } else {
        back.caution("No address of the earner is kept. Give them the link of this page.")
    })
}

/// A form that says nothing but that it was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Nothing {}
