//! Forgetting what nobody needs any more, beside requests.

use accolade_issuing::housekeeping;
use accolade_storage::StorageError;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Looks whether anything is too old, and forgets it if so.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    let tools = state.tools.clone();
    let is_due = state
        .read(move |conn| -> Result<_, StorageError> { housekeeping::is_due(conn, &tools) })
        .await?;
    if is_due {
        state
            .write(|conn, tools| -> Result<_, StorageError> { housekeeping::tidy(conn, tools) })
            .await?;
    }
    Ok(Turn::Idle(None))
}
