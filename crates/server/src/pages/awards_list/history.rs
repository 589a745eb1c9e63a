//! What happened to one award, as the log tells it.

use accolade_storage::assertions::Assertion;
use accolade_storage::audit_events::{self, AuditFilter};
use accolade_storage::{DbConnection, PageRequest, accounts};

use crate::pages::words::When;
use crate::problem::Problem;

/// How many events the page shows.
const EVENTS: u32 = 100;

/// One thing that happened.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) when: When,
    pub(crate) who: String,
    pub(crate) what: String,
}

/// What the log says of this award, the newest first.
pub(super) fn events(conn: &mut DbConnection, award: &Assertion) -> Result<Vec<Event>, Problem> {
    let filter = AuditFilter::new().subject(award.id);
    let found = audit_events::list(conn, filter, PageRequest::first(EVENTS))?;
    let mut events = Vec::with_capacity(found.items.len());
    for event in found.items {
        let who = match event.account_id {
            Some(account) => accounts::find(conn, account)?.map(|account| account.name),
            None => None,
        };
        let detail: serde_json::Value = serde_json::from_str(&event.detail).unwrap_or_default();
        let because = detail["reason"]
            .as_str()
            .map(|reason| format!(": {reason}"));
        let what = match event.action.as_str() {
            "award.made" => "Given",
            "award.revoked" => "Withdrawn",
            "award.suspended" => "Put on hold",
            "award.reinstated" => "Let stand again",
            "award.corrected" => "Corrected",
            "award.reissued" => "Given in the place of an earlier award",
            "award.resent" => "Mail sent once more",
            "award.claimed" => "Taken by the earner",
            other => other,
        };
        events.push(Event {
            when: When::moment(event.at.as_jiff()),
            who: who.unwrap_or_default(),
            what: format!("{what}{}", because.unwrap_or_default()),
        });
    }
    // An award of a batch has no event of its own: the batch has one for each thousand.
    if award.batch_id.is_some() {
        events.push(Event {
            when: When::moment(award.created_at.as_jiff()),
            who: String::new(),
            what: "Given in a batch".to_owned(),
        });
    }
    Ok(events)
}
