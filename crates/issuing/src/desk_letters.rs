//! Letters about what waits at somebody's desk: at most one a day to one person, and none when nothing waits.
//!
//! A letter is written when something began to wait since the last one. What was told and still waits is told again
//! after a week: often enough that an applicant is not forgotten over the holidays, seldom enough that nobody stops
//! reading. Each person can switch the letters off, on the account page or by the link in a letter.

use accolade_storage::desk_letters::{self, DeskLetters};
use accolade_storage::types::{AccountId, Timestamp};
use accolade_storage::{DbConnection, StorageError};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::json;

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::accounts::{self, AccountError};
use crate::addresses::paths;
use crate::audit::{self, Deed};
use crate::mail::{self, Letter, WaitingThing};
use crate::waiting::{self, Pile};

/// How many desks one turn looks at.
pub const AT_ONCE: i64 = 20;

/// How long nobody is written to again.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// How long after a look that found nothing to write the next one follows.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(1);

/// After how long what was told and still waits is told again.
const AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Somebody whose desk was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    read: DeskLetters,
    letter: Option<(String, Letter)>,
}

/// Looks at the desks that are due, and finds what there is to write. Changes nothing.
pub fn looks(conn: &mut DbConnection, tools: &Tools) -> Result<Vec<Look>, StorageError> {
    let mut looks = Vec::new();
    for read in desk_letters::due(conn, tools.now(), AT_ONCE)? {
        let letter = letter_to(conn, tools, &read)?;
        looks.push(Look { read, letter });
    }
    Ok(looks)
}

/// Posts what was found, left out what another copy was faster with; answers with how many letters were written.
pub fn write(
    conn: &mut DbConnection,
    tools: &Tools,
    looks: Vec<Look>,
) -> Result<usize, StorageError> {
    let now = tools.now();
    let mut written = 0;
    for Look { read, letter } in looks {
        let (written_at, wait) = match &letter {
            Some(_) => (Some(now), A_DAY),
            None => (read.written_at, LOOK_AGAIN),
        };
        if !desk_letters::looked(conn, &read, written_at, after(now, wait))? {
            continue;
        }
        if let Some((email, letter)) = letter {
            mail::post(conn, tools, &email, letter)?;
            written += 1;
        }
    }
    Ok(written)
}

/// Whether this person gets letters about their desk.
pub fn are_on(conn: &mut DbConnection, account: AccountId) -> Result<bool, StorageError> {
    Ok(desk_letters::of_account(conn, account)?.is_none_or(|letters| !letters.is_off))
}

/// Switches the caller's own letters on or off.
pub fn switch(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    on: bool,
) -> Result<(), AccountError> {
    authorize(conn, caller, Action::EditAccount, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    Ok(set(conn, tools, caller, account, on)?)
}

/// Ends the letters of whoever holds the link that stands in them, and says whether it is one.
pub fn stop(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
    key: &str,
) -> Result<bool, StorageError> {
    if !opens(tools, account, key) {
        return Ok(false);
    }
    set(conn, tools, &Caller::anonymous(), account, false)?;
    Ok(true)
}

/// Whether the key stands in letters to this person. Compared in constant time, so that nobody can feel their way to it.
pub fn opens(tools: &Tools, account: AccountId, key: &str) -> bool {
    let Ok(tag) = BASE64_URL_SAFE_NO_PAD.decode(key) else {
        return false;
    };
    hmac::verify(&signer(tools), account.as_uuid().as_bytes(), &tag).is_ok()
}

/// The part of the link that ends the letters which nobody can guess: 43 characters.
pub fn key(tools: &Tools, account: AccountId) -> String {
    let tag = hmac::sign(&signer(tools), account.as_uuid().as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(tag.as_ref())
}

fn set(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    on: bool,
) -> Result<(), StorageError> {
    // Pressing twice is not doing it twice.
    if are_on(conn, account)? == on {
        return Ok(());
    }
    desk_letters::set_off(conn, account, !on, tools.now())?;
    let deed = Deed {
        action: if on {
            "account.letters_on"
        } else {
            "account.letters_off"
        },
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)
}

fn letter_to(
    conn: &mut DbConnection,
    tools: &Tools,
    read: &DeskLetters,
) -> Result<Option<(String, Letter)>, StorageError> {
    let account = read.account_id;
    let piles = waiting::told(conn, tools, account)?;
    if !is_worth_a_letter(&piles, read.written_at, tools.now()) {
        return Ok(None);
    }
    let email = accounts::address_of(conn, account)?;
    let Some(person) = accolade_storage::accounts::find(conn, account)? else {
        return Ok(None);
    };
    if email.is_empty() {
        return Ok(None);
    }
    let letter = Letter::DeskWaits {
        name: person.name,
        things: piles.into_iter().map(thing).collect(),
        desk: tools.addresses.url("/desk"),
        stop: tools
            .addresses
            .url(&paths::stop_letters(account, &key(tools, account))),
    };
    Ok(Some((email, letter)))
}

fn is_worth_a_letter(piles: &[Pile], last: Option<Timestamp>, now: Timestamp) -> bool {
    let Some(last) = last else {
        return !piles.is_empty();
    };
    let is_new = |pile: &Pile| pile.newest.is_some_and(|newest| newest > last);
    piles.iter().any(is_new) || !piles.is_empty() && after(last, AGAIN) <= now
}

fn thing(pile: Pile) -> WaitingThing {
    WaitingThing {
        kind: pile.kind,
        number: pile.number,
        issuer: pile.issuer.name,
    }
}

fn after(moment: Timestamp, wait: SignedDuration) -> Timestamp {
    let moment = moment.as_jiff();
    moment.checked_add(wait).unwrap_or(moment).into()
}

fn signer(tools: &Tools) -> hmac::Key {
    let secret = tools.keyring.derived_secret("links that end letters");
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice())
}

#[cfg(test)]
mod tests;
