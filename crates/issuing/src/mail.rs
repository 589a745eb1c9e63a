//! Letters to people: written in the transaction that gives the reason for them, sent by the server after it.
//!
//! A letter is kept as what it has to say ([`Letter`]), not as finished text: the words belong to the templates of
//! the server. It is sealed at rest, for it may hold a sign-in code.

mod letters;

use accolade_storage::mails::{self, Mail};
use accolade_storage::types::{BundleId, MailId, MailState, Timestamp};
use accolade_storage::{DbConnection, StorageError};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::Tools;
use crate::ids;
use crate::keyring::{KeyringError, SealedFor};

pub use letters::{Letter, WaitingThing};

/// How long one try may take before another copy of the server takes the letter over.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// The waits between tries; the last one is repeated until [`GIVE_UP_AFTER`].
const WAITS: [SignedDuration; 5] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(2),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_hours(1),
];

/// How old a letter may grow before it is given up.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);

/// A letter and the address on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// The e-mail address it goes to.
    pub to: String,
    /// What it says.
    pub letter: Letter,
}

/// A letter to be posted, with what is unusual about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Posting {
    /// The letter and its address.
    pub envelope: Envelope,
    /// Not to be sent before this moment; at once if unsaid.
    pub not_before: Option<Timestamp>,
    /// What it can be called back with.
    pub bundle: Option<BundleId>,
}

/// A letter that is to be sent now.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// Its id.
    pub id: MailId,
    /// When it was written.
    pub written_at: Timestamp,
    /// How often it was tried, this time included.
    pub attempts: i32,
    /// Until when no other copy of the server takes it.
    pub leased_until: Timestamp,
    /// The letter; none if it does not open under this key, and then it can only be given up.
    pub envelope: Option<Envelope>,
}

/// Posts a letter: it leaves once the transaction is committed.
pub fn post(
    conn: &mut DbConnection,
    tools: &Tools,
    to: &str,
    letter: Letter,
) -> Result<MailId, StorageError> {
    let posting = Posting {
        envelope: Envelope {
            to: to.to_owned(),
            letter,
        },
        not_before: None,
        bundle: None,
    };
    let posted = post_all(conn, tools, std::slice::from_ref(&posting))?;
    Ok(posted[0])
}

/// Posts any number of letters, and gives their ids in the same order.
pub fn post_all(
    conn: &mut DbConnection,
    tools: &Tools,
    postings: &[Posting],
) -> Result<Vec<MailId>, StorageError> {
    let now = tools.now();
    let rows: Vec<Mail> = postings
        .iter()
        .map(|posting| {
            let id: MailId = ids::new(tools);
            let text = serde_json::to_vec(&posting.envelope)
                .expect("text, numbers and lists always serialise");
            Mail {
                id,
                sealed: tools
                    .keyring
                    .seal(&*tools.random, SealedFor::Mail(id), &text),
                state: MailState::Waiting,
                bundle_id: posting.bundle,
                due_at: posting.not_before.unwrap_or(now),
                attempts: 0,
                last_error: None,
                created_at: now,
                ended_at: None,
            }
        })
        .collect();
    mails::insert_all(conn, &rows)?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// Takes up to `limit` letters that are due, for this copy of the server alone.
pub fn take(conn: &mut DbConnection, tools: &Tools, limit: i64) -> Result<Vec<Due>, StorageError> {
    let until = later(tools, LEASE);
    let leased = mails::lease(conn, tools.now(), until, limit)?;
    Ok(leased
        .into_iter()
        .map(|mail| Due {
            id: mail.id,
            written_at: mail.created_at,
            attempts: mail.attempts,
            leased_until: mail.due_at,
            envelope: open(tools, &mail).ok().flatten(),
        })
        .collect())
}

/// Whether a letter that was taken may leave now; asked just before it does. Those before it took their time: meanwhile
/// it may have been called back, or another copy of the server may have taken it.
pub fn hold(conn: &mut DbConnection, tools: &Tools, letter: &Due) -> Result<bool, StorageError> {
    mails::hold(conn, letter.id, letter.leased_until, later(tools, LEASE))
}

/// What a stored letter says; none if it is of a kind this release does not know.
pub fn open(tools: &Tools, mail: &Mail) -> Result<Option<Envelope>, KeyringError> {
    let text = tools.keyring.open(SealedFor::Mail(mail.id), &mail.sealed)?;
    Ok(serde_json::from_slice(&text).ok())
}

/// Notes that a letter has left.
pub fn sent(conn: &mut DbConnection, tools: &Tools, id: MailId) -> Result<(), StorageError> {
    mails::end(conn, id, MailState::Sent, None, tools.now())
}

/// Notes that a letter could not leave: it is tried again later, or given up if that is of no use.
pub fn refused(
    conn: &mut DbConnection,
    tools: &Tools,
    letter: &Due,
    why: &str,
    for_good: bool,
) -> Result<(), StorageError> {
    let now = tools.clock.now();
    let age = now.duration_since(letter.written_at.into());
    if for_good || age >= GIVE_UP_AFTER {
        return mails::end(conn, letter.id, MailState::Failed, Some(why), now.into());
    }
    let tries = usize::try_from(letter.attempts).unwrap_or(1).max(1);
    let wait = WAITS[(tries - 1).min(WAITS.len() - 1)];
    mails::put_off(conn, letter.id, why, later(tools, wait))
}

/// The moment `wait` from now, or the last there is.
fn later(tools: &Tools, wait: SignedDuration) -> Timestamp {
    let now = tools.clock.now();
    now.checked_add(wait).unwrap_or(now).into()
}

#[cfg(test)]
mod tests;
