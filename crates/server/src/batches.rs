//! Batches, worked on beside requests.

use accolade_issuing::batches::work::{self, Step};
use actix_web::web;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Works on one batch for a few seconds, on a blocking thread.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    let working = state.clone();
    let step = web::block(move || work::turn(&working.database, &working.tools)).await;
    Ok(match step.map_err(Problem::internal)?? {
        Step::Busy => {
            // Letters may have been posted.
            state.errands.wake();
            Turn::Busy
        }
        Step::Idle(until) => Turn::Idle(until.map(|until| until.as_jiff())),
    })
}
