//! The people around an application: their addresses are sealed, and recognised by a keyed hash.

use accolade_storage::applications::Application;
use accolade_storage::types::{AccountId, BadgeClassId, Digest};
use accolade_storage::{DbConnection, StorageError, accounts, assertions, badge_classes};
use aws_lc_rs::hmac;
use openbadges::recipient::normalise_email;
use serde::{Deserialize, Serialize};

use super::ApplicationError;
use crate::Tools;
use crate::access::Caller;
use crate::awards::{Recipient, recipient_key};
use crate::keyring::{KeyringError, SealedFor};

/// What is sealed of an applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Where to write to.
    pub email: String,
    /// Where to write to whoever proposed them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominator_email: Option<String>,
}

/// The plain addresses of an application. Show them only to the earner, or to those who may see recipients.
pub fn person(tools: &Tools, application: &Application) -> Result<Person, KeyringError> {
    let row = SealedFor::Application(application.id);
    let opened = tools.keyring.open(row, &application.applicant_sealed)?;
    serde_json::from_slice(&opened)
        .map_err(|_| KeyringError::Damaged("the applicant cannot be read".to_owned()))
}

pub(super) fn seal(tools: &Tools, row: SealedFor, person: &Person) -> Vec<u8> {
    let plain = serde_json::to_vec(person).expect("text always serialises");
    tools.keyring.seal(&*tools.random, row, &plain)
}

/// The same for each spelling of an address, and of no use to whoever has only the database.
pub(super) fn key_of(tools: &Tools, email: &str) -> Digest {
    let secret = tools.keyring.derived_secret("people around applications");
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_slice());
    let tag = hmac::sign(&key, normalise_email(email).as_bytes());
    let mut bytes = [0; 32];
    bytes.copy_from_slice(tag.as_ref());
    Digest::from_bytes(bytes)
}

/// The addresses that an account was shown to own.
pub(super) fn proved_addresses(
    conn: &mut DbConnection,
    account: AccountId,
) -> Result<Vec<String>, StorageError> {
    Ok(accounts::identities_of(conn, account)?
        .into_iter()
        .filter(|identity| identity.kind == "email" && identity.proved_at.is_some())
        .map(|identity| identity.value)
        .collect())
}

/// Whether the caller is the one who applies. An address that nobody proved counts here too: it can only be used to
/// keep somebody from judging.
pub(super) fn is_applicant(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    application: &Application,
) -> Result<bool, StorageError> {
    let Some(account) = caller.account else {
        return Ok(false);
    };
    if application.account_id == Some(account) {
        return Ok(true);
    }
    let identities = accounts::identities_of(conn, account)?;
    Ok(identities
        .iter()
        .any(|one| one.kind == "email" && key_of(tools, &one.value) == application.applicant_key))
}

/// By what name an account speaks.
pub(super) fn name_of(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<String, ApplicationError> {
    let account = match caller.account {
        Some(id) => accounts::find(conn, id)?,
        None => None,
    };
    Ok(account.map_or_else(|| "The operator".to_owned(), |account| account.name))
}

/// Which of these badge classes were given to one of these addresses and still stand.
pub(super) fn held(
    conn: &mut DbConnection,
    tools: &Tools,
    badges: &[BadgeClassId],
    addresses: &[String],
) -> Result<Vec<BadgeClassId>, StorageError> {
    let mut found = Vec::new();
    if addresses.is_empty() {
        return Ok(found);
    }
    for badge in badges {
        if is_held(conn, tools, *badge, addresses)? {
            found.push(*badge);
        }
    }
    Ok(found)
}

fn is_held(
    conn: &mut DbConnection,
    tools: &Tools,
    badge: BadgeClassId,
    addresses: &[String],
) -> Result<bool, StorageError> {
    let Some(class) = badge_classes::find(conn, badge)? else {
        return Ok(false);
    };
    let keys: Vec<_> = addresses
        .iter()
        .map(|address| recipient_key(tools, &Recipient::email(address)))
        .collect();
    let held = assertions::holdings(conn, class.issuer_id, badge, &keys)?;
    Ok(held.iter().any(|award| award.stands(tools.now())))
}
