//! How earners come to their awards: by the mail that brings one, by a link or a code that anybody may use, by a card of
//! paper.
//!
//! An award stands from the moment it is signed. *Claimed* says something else: that its earner has seen it and said
//! "It's mine". Reminders go to those who have not.

mod claiming;
mod code;
mod decisions;
mod letters;
mod links;
pub mod mine;
mod standing;
mod terms;

use accolade_storage::assertions::Assertion;
use accolade_storage::award_claims::{self, AwardClaim};
use accolade_storage::types::ClaimedHow;
use accolade_storage::{DbConnection, StorageError};
use serde_json::json;

use crate::Tools;
use crate::access::Caller;
use crate::audit::{self, Deed};
use crate::webhooks::{self, Event};

pub use claiming::{ClaimError, ClaimOrder, Claimant, by_receipt, claim, claimant, receipt};
pub use code::{Code, NotACode};
pub use decisions::{AT_ONCE, DecisionError, approve, approve_all, decline};
pub use links::{
    CardOrder, LinkError, LinkOrder, add_cards, create, create_cards, edit, name_on_card,
    set_state, withdraw_card,
};
pub use standing::{Door, Standing, find, link_standing};
pub use terms::Terms;

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
    webhooks::note(conn, tools, award.issuer_id, &Event::Claimed(award, how))?;
    Ok(true)
}

/// A name in one line, without the marks that turn text around: they could make a page say something else.
fn tidy_name(name: &str) -> String {
    let visible: String = name
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'))
        .collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
