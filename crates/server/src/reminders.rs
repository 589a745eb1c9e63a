//! Reminders leave: those whose award waits or ends soon get one letter each.

use accolade_issuing::reminders;
use accolade_storage::StorageError;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Writes the letters that are due. Without mail nobody is reminded, nor counted as reminded.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    if !state.mail.is_on() {
        return Ok(Turn::Idle(None));
    }
    let tools = state.tools.clone();
    let due = state
        .read(move |conn| reminders::candidates(conn, &tools))
        .await?;
    if due.is_empty() {
        return Ok(Turn::Idle(None));
    }
    state
        .write(move |conn, tools| -> Result<_, StorageError> {
            reminders::remind(conn, tools, &due)
        })
        .await?;
    state.errands.wake();
    Ok(Turn::Busy)
}
