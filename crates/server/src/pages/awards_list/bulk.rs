//! What is done to the awards that were chosen in the list.

use accolade_issuing::Tools;
use accolade_issuing::access::Caller;
use accolade_issuing::idempotency::forms;
use accolade_issuing::revocation::{ManyDeed, ManyDone, ManyOrder, SuspendError, change_many};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{AssertionId, Digest, IssuerId};
use accolade_storage::{DbConnection, assertions, issuers};
use actix_web::web;
use serde::Deserialize;

use super::Wish;
use super::list::AT_ONCE;
use crate::answer::Answer;
use crate::auth::{Posted, Visitor};
use crate::pages::{once, words};
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
    /// How many were found, if all of them are meant.
    #[serde(default)]
    all: String,
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
        // Somebody pressed Enter in a field, which names no deed.
        "" => return Ok(Answer::see_other(back).caution("Press the button that says what to do.")),
        _ => return Err(Problem::unreadable("The form names no action.")),
    };
    let (press, slug) = (chosen.press(&back), slug.into_inner());
    let done = once::write(&state, move |conn, tools| {
        // A second press says again what the first one did.
        if let Some(word) = forms::earlier(conn, tools, &caller, press)? {
            return Ok(Ok(word));
        }
        let issuer = issuers::by_slug(conn, &slug)?.ok_or_else(Problem::not_found)?;
        let awards = match chosen.meant(conn, tools, &caller, issuer.id)? {
            Ok(awards) => awards,
            Err(found) => return Ok(Err(found)),
        };
        let order = ManyOrder {
            deed,
            awards,
            reason: Some(chosen.reason.clone()),
        };
        match change_many(conn, tools, &caller, issuer.id, &order) {
            Ok(done) => {
                let word = said(deed, &done);
                forms::done(conn, tools, &caller, press, &word)?;
                Ok(Ok(word))
            }
            Err(SuspendError::Invalid(found)) => Ok(Err(found)),
            Err(other) => Err(other.into()),
        }
    })
    .await?;
    state.errands.wake();
    let back = Answer::see_other(back);
    match done {
        Ok(word) => Ok(back.flash(word)),
        Err(found) => Ok(back.caution(match found.0.into_iter().next() {
            Some(one) if one.pointer == "/reason" && one.code == "required" => {
                "Say why: the reason is shown with the award.".to_owned()
            }
            Some(one) => one.message,
            None => String::new(),
        })),
    }
}

impl Chosen {
    fn press(&self, path: &str) -> Digest {
        let picked: Vec<String> = self.pick.iter().map(ToString::to_string).collect();
        let picked = picked.iter().map(|id| ("pick", id.as_str()));
        let fields = [
            ("do", self.r#do.as_str()),
            ("reason", &self.reason),
            ("all", &self.all),
        ];
        once::digest(path, picked.chain(fields))
    }

    /// The awards that were ticked, or all that the search finds: as many as the page said, or none.
    fn meant(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        issuer: IssuerId,
    ) -> Result<Result<Vec<AssertionId>, Violations>, Problem> {
        if self.all.is_empty() {
            return Ok(Ok(self.pick.clone()));
        }
        let wish: Option<Wish> = serde_html_form::from_str(&self.query).ok();
        let Some(sought) = wish.and_then(|wish| wish.sought_exactly()) else {
            let message = "Something in the search cannot be read. Search again, then choose.";
            return Ok(Err(Violations::one("/query", "bad_format", message)));
        };
        let search = sought.at(conn, tools, caller, issuer)?;
        let found = assertions::search_ids(conn, &search, AT_ONCE + 1)?;
        if self.all != found.len().to_string() {
            let now = awards(found.len());
            let message =
                format!("Meanwhile {now} were found. Look through them, then choose again.");
            return Ok(Err(Violations::one("/all", "changed", &message)));
        }
        Ok(Ok(found))
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
