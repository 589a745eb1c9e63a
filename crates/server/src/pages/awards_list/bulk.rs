//! What is done to the awards that were chosen in the list.

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::corrections::{self, CorrectionError};
use accolade_issuing::revocation::{self, SuspendError};
use accolade_storage::DbConnection;
use accolade_storage::types::AssertionId;
use actix_web::web;
use serde::Deserialize;

use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::desk::issuer_of;
use crate::pages::words;
use crate::problem::Problem;
use crate::state::State;

/// Which awards, and what to do with them.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    pick: Vec<AssertionId>,
    r#do: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    query: String,
}

/// `POST /desk/{slug}/awards`
pub(crate) async fn act(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(chosen): Posted<Chosen>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let back = format!("/desk/{slug}/awards?{}", chosen.query);
    if chosen.pick.is_empty() {
        return Ok(Answer::see_other(back).caution("Choose one or more awards first."));
    }
    let needs_reason = matches!(chosen.r#do.as_str(), "revoke" | "suspend");
    if needs_reason && chosen.reason.trim().is_empty() {
        return Ok(Answer::see_other(back).caution("Say why: the reason is shown with the award."));
    }
    let said = state
        .write(move |conn, tools| {
            issuer_of(conn, &caller, &slug)?;
            done(conn, tools, &caller, &chosen)
        })
        .await?;
    state.errands.wake();
    Ok(Answer::see_other(back).flash(said))
}

fn done(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    chosen: &Chosen,
) -> Result<String, Problem> {
    let (ids, reason) = (&chosen.pick, chosen.reason.trim());
    if chosen.r#do == "revoke" {
        let count = revocation::revoke_many(conn, tools, caller, ids, reason)?;
        return Ok(format!("Withdrawn: {}.", awards(count)));
    }
    let (mut count, mut left) = (0, 0);
    for id in ids {
        let outcome = match chosen.r#do.as_str() {
            "suspend" => held(revocation::suspend(conn, tools, caller, *id, reason)),
            "reinstate" => held(revocation::reinstate(conn, tools, caller, *id, None)),
            "resend" => match corrections::resend(conn, tools, caller, *id) {
                Ok(()) => Ok(true),
                Err(CorrectionError::NoAddress | CorrectionError::Revoked) => Ok(false),
                Err(error) => Err(error.into()),
            },
            _ => Err(Problem::unreadable("The form names no action.")),
        };
        match outcome? {
            true => count += 1,
            false => left += 1,
        }
    }
    let what = match chosen.r#do.as_str() {
        "suspend" => "Put on hold",
        "reinstate" => "Let stand again",
        _ => "Mail sent once more",
    };
    Ok(match left {
        0 => format!("{what}: {}.", awards(count)),
        left => format!(
            "{what}: {}. For {} it was not possible.",
            awards(count),
            awards(left)
        ),
    })
}

/// Whether a hold began or ended; an award that cannot be held or released is passed over.
fn held<T>(outcome: Result<T, SuspendError>) -> Result<bool, Problem> {
    match outcome {
        Ok(_) => Ok(true),
        Err(
            SuspendError::NotSuspendable
            | SuspendError::AlreadyRevoked
            | SuspendError::AlreadySuspended
            | SuspendError::NotSuspended,
        ) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn awards(count: usize) -> String {
    words::count(count as u64, "award", "awards")
}
