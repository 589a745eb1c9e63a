//! What can happen, and how a message says it. Addresses and names of people never stand in one: whoever may know them asks
//! the API.

use std::collections::HashMap;
use std::str::FromStr;

use accolade_storage::assertions::Assertion;
use accolade_storage::types::{BadgeClassId, ClaimedHow, IssuerId};
use accolade_storage::{DbConnection, StorageError, badge_classes, issuers};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Tools;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// What sort of thing happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $($(#[$doc])* $name,)*
        }

        impl EventKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The word in messages and in the API.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// An award was made.
    Awarded = "awarded";
    /// Its earner has taken an award.
    Claimed = "claimed";
    /// An award was taken back for good.
    Revoked = "revoked";
    /// An award was put on hold.
    Suspended = "suspended";
    /// The hold of an award ended.
    Reinstated = "reinstated";
    /// Somebody applied for a badge.
    ApplicationReceived = "application.received";
    /// Nothing happened: the owner of the webhook tries it.
    Ping = "ping";
}

impl EventKind {
    /// Those that a webhook can ask for.
    pub fn wanted() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| *kind != Self::Ping)
    }
}

impl FromStr for EventKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.as_str() == word)
            .ok_or(())
    }
}

/// One thing that happened.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// An award was made.
    Awarded(&'a Assertion),
    /// Its earner has taken it, in this way.
    Claimed(&'a Assertion, ClaimedHow),
    /// It was taken back; the record says why.
    Revoked(&'a Assertion),
    /// It was put on hold; the record says why.
    Suspended(&'a Assertion),
    /// Its hold ended.
    Reinstated(&'a Assertion),
    /// Somebody applied for a badge.
    ApplicationReceived {
        /// The application.
        application: Uuid,
        /// For which badge.
        badge_class: BadgeClassId,
    },
    /// The owner of the webhook tries it.
    Ping,
}

impl Event<'_> {
    /// What sort of thing it is.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Awarded(_) => EventKind::Awarded,
            Self::Claimed(..) => EventKind::Claimed,
            Self::Revoked(_) => EventKind::Revoked,
            Self::Suspended(_) => EventKind::Suspended,
            Self::Reinstated(_) => EventKind::Reinstated,
            Self::ApplicationReceived { .. } => EventKind::ApplicationReceived,
            Self::Ping => EventKind::Ping,
        }
    }
}

/// What messages about one issuer have in common, looked up once however many there are.
pub(super) struct Facts<'a> {
    tools: &'a Tools,
    issuer: Value,
    badges: HashMap<BadgeClassId, Value>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(
        conn: &mut DbConnection,
        tools: &'a Tools,
        id: IssuerId,
    ) -> Result<Self, StorageError> {
        let found = issuers::find(conn, id)?;
        let issuer = found.map_or(json!({ "id": id }), |issuer| {
            json!({
                "id": id,
                "slug": issuer.slug,
                "name": issuer.name,
                "url": tools.addresses.issuer(&issuer.slug),
            })
        });
        Ok(Self {
            tools,
            issuer,
            badges: HashMap::new(),
        })
    }

    /// The exact text of the message: `type`, `timestamp` and `data`, as Standard Webhooks asks.
    pub(super) fn body(
        &mut self,
        conn: &mut DbConnection,
        event: &Event<'_>,
    ) -> Result<String, StorageError> {
        let mut data = json!({ "issuer": self.issuer });
        match event {
            Event::Awarded(award)
            | Event::Revoked(award)
            | Event::Suspended(award)
            | Event::Reinstated(award) => {
                data["badgeClass"] = self.badge(conn, award.badge_class_id)?;
                data["award"] = award_data(self.tools, award);
            }
            Event::Claimed(award, how) => {
                data["badgeClass"] = self.badge(conn, award.badge_class_id)?;
                data["award"] = award_data(self.tools, award);
                data["award"]["claimedBy"] = json!(how);
            }
            Event::ApplicationReceived {
                application,
                badge_class,
            } => {
                data["badgeClass"] = self.badge(conn, *badge_class)?;
                data["application"] = json!({ "id": application });
            }
            Event::Ping => {}
        }
        let message = json!({
            "type": event.kind().as_str(),
            "timestamp": self.tools.now(),
            "data": data,
        });
        Ok(message.to_string())
    }

    fn badge(&mut self, conn: &mut DbConnection, id: BadgeClassId) -> Result<Value, StorageError> {
        if let Some(known) = self.badges.get(&id) {
            return Ok(known.clone());
        }
        let name = badge_classes::find(conn, id)?.map(|class| class.name);
        let data = json!({ "id": id, "name": name, "url": self.tools.addresses.badge(id) });
        self.badges.insert(id, data.clone());
        Ok(data)
    }
}

fn award_data(tools: &Tools, award: &Assertion) -> Value {
    json!({
        "id": award.id,
        "url": tools.addresses.award(award.id),
        "state": award.state,
        "reason": award.state_reason,
        "validFrom": award.valid_from,
        "validUntil": award.valid_until,
    })
}
