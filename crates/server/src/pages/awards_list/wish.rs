//! What somebody remembers of the awards they look for.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::awards::{Recipient, recipient_key};
use accolade_storage::DbConnection;
use accolade_storage::assertions::Search;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{AssertionState, BadgeClassId, BatchId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;
use url::form_urlencoded;
use uuid::Uuid;

use crate::problem::Problem;

/// The fields above the list; all of them may be empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    /// A name or an address.
    pub(crate) q: String,
    pub(crate) badge: String,
    pub(crate) state: String,
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) claimed: String,
    pub(crate) batch: String,
    pub(crate) after: Option<Uuid>,
}

impl Wish {
    /// The same as a query, without the page.
    pub(crate) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let fields = [
            ("q", &self.q),
            ("badge", &self.badge),
            ("state", &self.state),
            ("from", &self.from),
            ("until", &self.until),
            ("claimed", &self.claimed),
            ("batch", &self.batch),
        ];
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(name, value);
        }
        query.finish()
    }

    /// What to look for among the awards of an issuer and of those below it. A day that cannot be read finds all days.
    pub(super) fn search(
        &self,
        conn: &mut DbConnection,
        tools: &Tools,
        caller: &Caller,
        issuer: &Issuer,
    ) -> Result<Search, Problem> {
        authorize(conn, caller, Action::ViewAwards, Some(issuer.id))?;
        let below = issuers::descendants(conn, issuer.id)?;
        let mut ids = vec![issuer.id];
        ids.extend(below.iter().map(|one| one.id).filter(|id| *id != issuer.id));
        let q = self.q.trim();
        let email = q.contains('@');
        let person = match email {
            true => Recipient::email(q),
            false => Recipient::named(q),
        };
        Ok(Search {
            issuers: ids,
            badge_class: self.badge.parse::<BadgeClassId>().ok(),
            state: self.state.parse::<AssertionState>().ok(),
            batch: self.batch.parse::<BatchId>().ok(),
            from: day(&self.from, 0).map(Into::into),
            until: day(&self.until, 1).map(Into::into),
            claimed: match self.claimed.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            recipient: (!q.is_empty()).then(|| recipient_key(tools, &person)),
            name: (!q.is_empty() && !email).then(|| q.to_owned()),
        })
    }
}

/// The beginning of a day, or of the day so many days later.
fn day(text: &str, later: i64) -> Option<Timestamp> {
    let date: Date = text.parse().ok()?;
    let date = date.checked_add(later.days()).ok()?;
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
