//! Awards on paper, for those of a batch who have no address that a letter could go to.

use accolade_storage::types::BatchId;
use accolade_storage::{DbConnection, assertions};

use super::{BatchError, find};
use crate::Tools;
use crate::access::Caller;
use crate::claims::mine;

/// What stands on one slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The row of the batch, from 1.
    pub row: i32,
    /// Whose it is, if the award shows a name.
    pub name: Option<String>,
    /// The secret address by which its holder takes the award.
    pub address: String,
}

/// How many awards of a batch stand whose recipients have no address.
pub fn count_slips(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BatchId,
) -> Result<u64, BatchError> {
    find(conn, caller, id)?;
    Ok(assertions::count_named_of_batch(conn, id)?.unsigned_abs())
}

/// At most `limit` slips for them, by row, from behind row `after`.
pub fn slips(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BatchId,
    after: i32,
    limit: i64,
) -> Result<Vec<Slip>, BatchError> {
    find(conn, caller, id)?;
    let found = assertions::named_of_batch(conn, id, after, limit)?;
    let slips = found.into_iter().map(|award| Slip {
        row: award.batch_row.unwrap_or_default(),
        address: mine::address(tools, award.id),
        name: award.recipient_name,
    });
    Ok(slips.collect())
}
