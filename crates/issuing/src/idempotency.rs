//! Asking twice and getting once: the same key with the same request repeats the first answer.
//!
//! Answers are sealed at rest, for they may tell a secret once of which nothing else keeps more than a digest.

pub mod forms;

use accolade_storage::idempotency_keys::{self, IdempotencyKey};
use accolade_storage::types::{AccountId, Digest};
use accolade_storage::{DbConnection, StorageError};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::keyring::{KeyringError, SealedFor};
use crate::violations::Violations;
use crate::{Tools, limits};

/// What a key means for a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is new: do the work, then [`finish`] in the same transaction.
    New,
    /// The work was done: give this answer again.
    Replay(Answer),
}

/// What stands before an answer that is sealed; those of the release before are not.
const SEALED: &str = "sealed:";

/// What is sealed of an answer.
#[derive(Serialize, Deserialize)]
struct Told {
    location: Option<String>,
    body: String,
}

/// The answer to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Where the new thing is.
    pub location: Option<String>,
    /// The whole body.
    pub body: String,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IdempotencyError {
    /// The key was used for another request.
    #[error("this Idempotency-Key was used for another request")]
    Conflict,
    /// The key is empty or too long.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// The answer was kept under another key file.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What tells one request from another: give it method, path and body.
pub fn request_digest(parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Digest::from_bytes(hash.finalize().into())
}

/// Looks whether the key was used.
pub fn begin(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
    key: &str,
    request: Digest,
) -> Result<Begun, IdempotencyError> {
    let mut found = Violations::default();
    found.required("/Idempotency-Key", key, limits::IDEMPOTENCY_KEY);
    found.into_result()?;
    match idempotency_keys::find(conn, account, key)? {
        None => Ok(Begun::New),
        Some(earlier) if earlier.request_digest == request => {
            Ok(Begun::Replay(opened(tools, earlier)?))
        }
        Some(_) => Err(IdempotencyError::Conflict),
    }
}

/// Keeps the answer, in the transaction that did the work.
///
/// When another request with the same key was faster, this is a [`StorageError::Conflict`]: roll
/// back and begin again, which replays the other's answer.
pub fn finish(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
    key: &str,
    request: Digest,
    answer: Answer,
) -> Result<(), StorageError> {
    let told = Told {
        location: answer.location,
        body: answer.body,
    };
    let text = serde_json::to_vec(&told).expect("text always serialises");
    let sealed = tools
        .keyring
        .seal(&*tools.random, SealedFor::Answer(account), &text);
    let row = IdempotencyKey {
        account_id: account,
        key: key.to_owned(),
        request_digest: request,
        status: answer.status.into(),
        location: None,
        body: format!("{SEALED}{}", BASE64_STANDARD_NO_PAD.encode(sealed)),
        created_at: tools.now(),
    };
    idempotency_keys::insert(conn, &row)
}

fn opened(tools: &Tools, kept: IdempotencyKey) -> Result<Answer, KeyringError> {
    let status = u16::try_from(kept.status).unwrap_or(200);
    let Some(text) = kept.body.strip_prefix(SEALED) else {
        return Ok(Answer {
            status,
            location: kept.location,
            body: kept.body,
        });
    };
    let sealed = BASE64_STANDARD_NO_PAD
        .decode(text)
        .map_err(|_| KeyringError::DoesNotOpen)?;
    let plain = tools
        .keyring
        .open(SealedFor::Answer(kept.account_id), &sealed)?;
    let told: Told = serde_json::from_slice(&plain).map_err(|_| KeyringError::DoesNotOpen)?;
    Ok(Answer {
        status,
        location: told.location,
        body: told.body,
    })
}

#[cfg(test)]
mod tests;
