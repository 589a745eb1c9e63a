//! How earners come to their awards: by the mail that brings one, by a link or a code that anybody may use, by a card of
//! paper.
//!
//! An award stands from the moment it is signed. *Claimed* says something else: that its earner has seen it and said
//! "It's mine". Reminders go to those who have not.

pub mod mine;

use accolade_storage::assertions::Assertion;
use accolade_storage::award_claims::{self, AwardClaim};
use accolade_storage::types::ClaimedHow;
use accolade_storage::{DbConnection, StorageError};
use serde_json::json;

use crate::Tools;
use crate::access::Caller;
use crate::audit::{self, Deed};

/// Writes down that an award was taken by its earner, and says whether it was not so before.
///
/// Whoever calls this has made sure that the earner it is: by the key of the mailed link, by making the award in that very
/// moment, or by an account that proved the address.
pub fn mark(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    award: &Assertion,
    how: ClaimedHow,
) -> Result<bool, StorageError> {
    let claim = AwardClaim {
        assertion_id: award.id,
        claimed_at: tools.now(),
        account_id: caller.account,
        how,
    };
    if !award_claims::mark(conn, &claim)? {
        return Ok(false);
    }
    let deed = Deed {
        action: "award.claimed",
        subject_kind: "assertion",
        subject: award.id.into(),
        issuer: Some(award.issuer_id),
        detail: json!({ "how": how }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(true)
}
