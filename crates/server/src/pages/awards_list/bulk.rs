//! What is done to the awards that were chosen in the list.

use accolade_issuing::revocation::{ManyDeed, ManyDone, ManyOrder, SuspendError, change_many};
use accolade_storage::issuers;
use accolade_storage::types::AssertionId;
use actix_web::web;
use serde::Deserialize;

use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
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
    let deed = match chosen.r#do.as_str() {
        "revoke" => ManyDeed::Revoke,
        "suspend" => ManyDeed::Suspend,
        "reinstate" => ManyDeed::Reinstate,
        "resend" => ManyDeed::Resend,
        _ => return Err(Problem::unreadable("The form names no action.")),
    };
    let order = ManyOrder {
        deed,
        awards: chosen.pick,
        reason: Some(chosen.reason),
    };
    let done = state
        .change(move |conn, tools| {
            let Some(issuer) = issuers::by_slug(conn, &slug)? else {
                return Err(SuspendError::UnknownAward);
            };
            change_many(conn, tools, &caller, issuer.id, &order)
        })
        .await?;
    state.errands.wake();
    let back = Answer::see_other(back);
    match done {
        Ok(done) => Ok(back.flash(said(deed, &done))),
        Err(SuspendError::Invalid(found)) => Ok(back.caution(match found.0.into_iter().next() {
            Some(one) if one.pointer == "/reason" && one.code == "required" => {
                "Say why: the reason is shown with the award.".to_owned()
            }
            Some(one) => one.message,
            None => String::new(),
        })),
        Err(other) => Err(other.into()),
    }
}

fn said(deed: ManyDeed, done: &ManyDone) -> String {
    let what = match deed {
        ManyDeed::Revoke => "Withdrawn",
        ManyDeed::Suspend => "Put on hold",
        ManyDeed::Reinstate => "Let stand again",
        ManyDeed::Resend => "Mail sent once more",
    };
    let changed = awards(done.changed.len());
    match done.left.len() {
        0 => format!("{what}: {changed}."),
        left => format!(
            "{what}: {changed}. For {} it was not possible.",
            awards(left)
        ),
    }
}

fn awards(count: usize) -> String {
    words::count(count as u64, "award", "awards")
}
