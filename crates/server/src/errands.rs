//! Work that nobody waits for: mail, batches, reminders, webhooks.
//!
//! An errand is a function that does a little and says whether there is more to do. Each has a loop of its own, so that
//! a hundred thousand awards do not keep a sign-in code waiting. Every copy of the server runs all of them:
//! a turn takes its piece of work by writing a lease into its row, and may be run twice without harm.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;

use crate::problem::Problem;
use crate::state::State;

/// What came of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Something was done, and there may be more.
    Busy,
    /// There is nothing to do, until this moment if it is known.
    Idle(Option<Timestamp>),
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Turn, Problem>> + 'a>>;

/// One kind of work.
struct Errand {
    name: &'static str,
    turn: for<'a> fn(&'a State) -> Running<'a>,
}

macro_rules! errands {
    ($($name:literal => $turn:path,)*) => {
        const ERRANDS: &[Errand] = &[
            $(Errand { name: $name, turn: |state| Box::pin($turn(state)) },)*
        ];
    };
}

errands! {
    "mail" => crate::mail::turn,
    "webhooks" => crate::webhooks::turn,
    "reminders" => crate::reminders::turn,
    "desk letters" => crate::desk_letters::turn,
    "batches" => crate::batches::turn,
    "housekeeping" => crate::housekeeping::turn,
}

/// How long an errand rests at most: another copy of the server may have left work.
const LONGEST_REST: Duration = Duration::from_secs(15);

/// How long it rests after a turn that failed.
const AFTER_A_FAILURE: Duration = Duration::from_secs(5);

/// Wakes the errands when there is work.
#[derive(Clone, Debug)]
pub struct Errands(Arc<[Notify]>);

impl Default for Errands {
    fn default() -> Self {
        Self(ERRANDS.iter().map(|_| Notify::new()).collect())
    }
}

impl Errands {
    /// Says that there may be work; call it after the commit that made some.
    pub fn wake(&self) {
        for errand in self.0.iter() {
            // A permit is kept for whoever is busy just now.
            errand.notify_one();
        }
    }
}

/// Starts every errand on the runtime of the caller; they end with it.
pub(crate) fn start(state: &State) {
    for (place, errand) in ERRANDS.iter().enumerate() {
        let state = state.clone();
        actix_web::rt::spawn(async move {
            loop {
                let rest = one_turn(errand, &state).await;
                if rest.is_zero() {
                    continue;
                }
                let woken = state.errands.0[place].notified();
                // Woken or rested: either is a reason to look again.
                let _ = tokio::time::timeout(rest, woken).await;
            }
        });
    }
}

/// Runs a turn and says how long to rest after it.
async fn one_turn(errand: &Errand, state: &State) -> Duration {
    match (errand.turn)(state).await {
        Ok(Turn::Busy) => Duration::ZERO,
        Ok(Turn::Idle(until)) => rest(until, state.now()),
        Err(problem) => {
            tracing::error!(errand = errand.name, %problem, "an errand failed; it is tried again");
            AFTER_A_FAILURE
        }
    }
}

fn rest(until: Option<Timestamp>, now: Timestamp) -> Duration {
    until
        .and_then(|until| Duration::try_from(until.duration_since(now)).ok())
        .unwrap_or(LONGEST_REST)
        .clamp(Duration::from_millis(50), LONGEST_REST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errand_rests_until_its_work_is_due_but_never_long() {
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let after = |seconds| now + jiff::SignedDuration::from_secs(seconds);

        assert_eq!(rest(Some(after(3)), now), Duration::from_secs(3));
        assert_eq!(rest(Some(after(3_600)), now), LONGEST_REST);
        assert_eq!(rest(None, now), LONGEST_REST);
        assert!(rest(Some(after(-3)), now) <= LONGEST_REST);
    }
}
