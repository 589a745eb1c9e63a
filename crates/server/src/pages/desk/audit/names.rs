//! What the things in the log are called: looked up for all rows at once, not row by row.

use std::collections::HashMap;

use accolade_storage::audit_events::AuditEvent;
use accolade_storage::types::{AccountId, AssertionId, BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, StorageError, accounts, assertions, badge_classes, issuers};
use serde_json::Value;
use uuid::Uuid;

/// How many ids go into one query.
const AT_ONCE: usize = 500;

/// Names by id: of people, organisations, badges and awards.
#[derive(Default)]
pub(super) struct Names(HashMap<Uuid, String>);

impl Names {
    /// The names of everything that these events are about.
    pub(super) fn load(
        conn: &mut DbConnection,
        events: &[AuditEvent],
    ) -> Result<Self, StorageError> {
        let mut ids: Vec<Uuid> = Vec::new();
        for event in events {
            ids.push(event.subject_id.into());
            ids.extend(event.account_id.map(Uuid::from));
            ids.extend(event.issuer_id.map(Uuid::from));
            ids.extend(mentioned(&event.detail));
        }
        ids.sort_unstable();
        ids.dedup();
        let mut names = Self::default();
        for ids in ids.chunks(AT_ONCE) {
            names.people(conn, ids)?;
            names.organisations(conn, ids)?;
            let awards = as_ids(ids, AssertionId::from_uuid);
            let awards = assertions::names_of(conn, &awards)?;
            let mut badges = as_ids(ids, BadgeClassId::from_uuid);
            badges.extend(awards.iter().map(|(_, badge, _)| *badge));
            for (id, name) in badge_classes::names_of(conn, &badges)? {
                names.0.insert(id.into(), name);
            }
            for (id, badge, recipient) in awards {
                let badge = names.0.get(&badge.into()).cloned().unwrap_or_default();
                let words = match recipient {
                    Some(recipient) => format!("“{badge}” for {recipient}"),
                    None => format!("“{badge}”, name not shown"),
                };
                names.0.insert(id.into(), words);
            }
        }
        Ok(names)
    }

    /// What a thing is called, if it has a name and is still there.
    pub(super) fn of(&self, id: impl Into<Uuid>) -> Option<&str> {
        self.0.get(&id.into()).map(String::as_str)
    }

    /// A value of an event's particulars: the name of what it is the id of, or the value itself.
    pub(super) fn instead_of(&self, value: String) -> String {
        let id = value.parse::<Uuid>().ok();
        id.and_then(|id| self.of(id)).map_or(value, str::to_owned)
    }

    fn people(&mut self, conn: &mut DbConnection, ids: &[Uuid]) -> Result<(), StorageError> {
        for (id, name) in accounts::names_of(conn, &as_ids(ids, AccountId::from_uuid))? {
            self.0.insert(id.into(), name);
        }
        Ok(())
    }

    fn organisations(&mut self, conn: &mut DbConnection, ids: &[Uuid]) -> Result<(), StorageError> {
        for (id, name) in issuers::names_of(conn, &as_ids(ids, IssuerId::from_uuid))? {
            self.0.insert(id.into(), name);
        }
        Ok(())
    }
}

fn as_ids<T>(ids: &[Uuid], id: impl Fn(Uuid) -> T) -> Vec<T> {
    ids.iter().map(|one| id(*one)).collect()
}

/// The ids in an event's particulars.
fn mentioned(detail: &str) -> Vec<Uuid> {
    let Ok(Value::Object(members)) = serde_json::from_str(detail) else {
        return Vec::new();
    };
    members
        .values()
        .filter_map(|value| value.as_str()?.parse().ok())
        .collect()
}
