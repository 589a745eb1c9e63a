//! What an award said before it was corrected: read from the credentials that were signed then.

use accolade_storage::assertions::{self, Assertion};
use accolade_storage::types::{AssertionId, DocumentFormat, Timestamp};
use accolade_storage::{DbConnection, superseded_documents};
use serde_json::Value;

use super::CorrectionError;
use crate::access::{Action, Caller, authorize};

/// One earlier wording of an award.
#[derive(Debug, Clone, PartialEq)]
pub struct Wording {
    /// Counts the wordings from 1, the oldest.
    pub revision: i32,
    /// Until when the award said this.
    pub until: Timestamp,
    /// What it said.
    pub said: Said,
    /// The 3.0 credential, the exact text that was signed.
    pub document: String,
}

/// What can be put right about an award, as its credential says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The name that stood in public.
    pub name: Option<String>,
    /// The digest of the recipient's address, or the identifier of somebody without one.
    pub recipient: Option<String>,
    /// What the recipient did.
    pub narrative: Option<String>,
    /// Until when it held.
    pub valid_until: Option<jiff::Timestamp>,
}

/// What an award said before, the newest first, for those who may know its recipient: a name may have been corrected
/// away.
pub fn history(
    conn: &mut DbConnection,
    caller: &Caller,
    id: AssertionId,
) -> Result<Vec<Wording>, CorrectionError> {
    let found = assertions::find(conn, id)?;
    let issuer = found.as_ref().map(|award| award.issuer_id);
    authorize(conn, caller, Action::OpenRecipient, issuer)?;
    let past = superseded_documents::of_assertion(conn, id)?;
    let mut wordings: Vec<Wording> = past
        .into_iter()
        .filter(|document| document.format == DocumentFormat::V3Json)
        .map(|document| Wording {
            revision: document.revision,
            until: document.superseded_at,
            said: Said::read(&document.body),
            document: document.body,
        })
        .collect();
    wordings.reverse();
    Ok(wordings)
}

impl Said {
    /// What an award says now.
    pub fn now(award: &Assertion) -> Self {
        Self {
            name: award.recipient_name.clone(),
            recipient: Some(award.recipient_hash.clone()),
            narrative: award.narrative.clone(),
            valid_until: award.valid_until.map(|end| end.as_jiff()),
        }
    }

    /// What a credential of ours says; nothing of what it leaves out.
    fn read(credential: &str) -> Self {
        let credential: Value = serde_json::from_str(credential).unwrap_or_default();
        let subject = &credential["credentialSubject"];
        let words = |value: &Value| value.as_str().map(str::to_owned);
        let identities = match &subject["identifier"] {
            Value::Array(many) => many.as_slice(),
            Value::Null => &[],
            one => std::slice::from_ref(one),
        };
        let is_name = |identity: &&Value| identity["identityType"] == "name";
        let hash = |identity: &Value| words(&identity["identityHash"]);
        Self {
            name: identities.iter().find(is_name).and_then(hash),
            recipient: identities.iter().find(|one| !is_name(one)).and_then(hash),
            narrative: words(&subject["narrative"]),
            valid_until: credential["validUntil"]
                .as_str()
                .and_then(|end| end.parse().ok()),
        }
    }
}
