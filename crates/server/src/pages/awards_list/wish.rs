//! What somebody remembers of the awards they look for.

use accolade_issuing::awards::Sought;
use serde::Deserialize;
use url::form_urlencoded;
use uuid::Uuid;

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

    /// The same, read. What cannot be read finds everything.
    pub(super) fn sought(&self) -> Sought {
        Sought {
            words: self.q.clone(),
            badge_class: self.badge.parse().ok(),
            state: self.state.parse().ok(),
            batch: self.batch.parse().ok(),
            from: self.from.parse().ok(),
            until: self.until.parse().ok(),
            claimed: match self.claimed.as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            below: true,
        }
    }

    /// The same for a change of all that were found: there, what cannot be read must not find everything.
    pub(super) fn sought_exactly(&self) -> Option<Sought> {
        let sought = self.sought();
        let fields = [
            (&self.badge, sought.badge_class.is_some()),
            (&self.state, sought.state.is_some()),
            (&self.batch, sought.batch.is_some()),
            (&self.from, sought.from.is_some()),
            (&self.until, sought.until.is_some()),
            (&self.claimed, sought.claimed.is_some()),
        ];
        let all_read = fields
            .iter()
            .all(|(typed, is_read)| typed.is_empty() || *is_read);
        all_read.then_some(sought)
    }
}
