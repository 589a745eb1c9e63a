//! Letters about what waits at a desk leave: at most one a day to one person.

use accolade_issuing::desk_letters;
use accolade_storage::StorageError;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Looks at the desks that are due. Without mail nobody is written to, nor counted as written to.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    if !state.mail.is_on() {
        return Ok(Turn::Idle(None));
    }
    let tools = state.tools.clone();
    let looks = state
        .read(move |conn| desk_letters::looks(conn, &tools))
        .await?;
    if looks.is_empty() {
        return Ok(Turn::Idle(None));
    }
    let written = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            desk_letters::write(conn, tools, looks)
        })
        .await?;
    if written > 0 {
        state.errands.wake();
    }
    Ok(Turn::Busy)
}
