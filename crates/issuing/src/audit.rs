//! What was done, by whom: written in the transaction that did it.

use accolade_storage::audit_events::{self, AuditEvent};
use accolade_storage::types::{IssuerId, SubjectId};
use accolade_storage::{DbConnection, StorageError};
use serde_json::Value;

use crate::access::Caller;
use crate::{Tools, ids};

/// One thing that was done.
pub(crate) struct Deed<'a> {
    /// In the past tense, `badge_class.published`.
    pub(crate) action: &'a str,
    /// The table its subject stands in.
    pub(crate) subject_kind: &'a str,
    /// The row it was done to.
    pub(crate) subject: SubjectId,
    /// Where.
    pub(crate) issuer: Option<IssuerId>,
    /// Whatever else helps to understand it later; no secrets, no plain recipients.
    pub(crate) detail: Value,
}

/// Writes it down.
pub(crate) fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    deed: Deed<'_>,
) -> Result<(), StorageError> {
    let mut detail = deed.detail;
    if let (Some(token), Some(members)) = (caller.token, detail.as_object_mut()) {
        members.insert("token".into(), token.to_string().into());
    }
    audit_events::insert(
        conn,
        &AuditEvent {
            id: ids::new(tools),
            at: tools.now(),
            account_id: caller.account,
            action: deed.action.to_owned(),
            subject_kind: deed.subject_kind.to_owned(),
            subject_id: deed.subject,
            issuer_id: deed.issuer,
            detail: detail.to_string(),
        },
    )
}
