//! The addresses by which a person signs in: more are added by proving them, and proving one that leads to
//! another account joins the two.

use accolade_storage::PageRequest;
use accolade_storage::accounts::{self, Account, AccountIdentity};
use accolade_storage::memberships::{self, Membership};
use accolade_storage::sign_ins::{self, SignIn};
use accolade_storage::types::{AccountId, Role};
use accolade_storage::{
    DbConnection, StorageError, account_merges, api_tokens, entry_requests, issuers, passkeys,
};
use openbadges::recipient::normalise_email;
use serde_json::json;

use super::AccountError;
use crate::access::{AccessError, Action, Caller, authorize, includes};
use crate::audit::{self, Deed};
use crate::mail::{self, Letter};
use crate::secrets::Secret;
use crate::sign_in::{self, Asker, SignInError};
use crate::violations::Violations;
use crate::{Tools, limits};

/// What came of typing a code.
#[derive(Debug)]
pub enum Outcome {
    /// The address is now one of the caller's.
    Added {
        /// The address.
        email: String,
    },
    /// The address leads to another account; this is what would move. Nothing has happened yet.
    LeadsElsewhere(Belongings),
    /// The other account is now part of the caller's.
    Merged(Belongings),
    /// The code is wrong, and may be tried so many times more.
    WrongCode {
        /// How many tries are left.
        left: i32,
    },
    /// The letter is used up or too old.
    Stale,
}

/// What hangs on an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belongings {
    /// What its owner is called there.
    pub name: String,
    /// Its addresses and other sign-ins.
    pub identities: Vec<AccountIdentity>,
    /// The organisations it works for, and with which role.
    pub roles: Vec<(String, Role)>,
    /// How many passkeys it has.
    pub passkeys: usize,
    /// How many API tokens it has that still work.
    pub tokens: usize,
}

/// Mails a code to an address that the caller wants to add, and gives the ticket for the browser.
pub fn begin_adding(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    email: &str,
) -> Result<Secret, SignInError> {
    let account = own(conn, caller)?;
    let email = normalise_email(email);
    let mut found = Violations::default();
    found.email("/email", &email);
    let held = accounts::identities_of(conn, account.id)?;
    if held
        .iter()
        .any(|identity| identity.value == email && identity.proved_at.is_some())
    {
        found.add("/email", "taken", "This address is yours already.");
    }
    found.count("/email", held.len() + 1, limits::IDENTITIES);
    found.into_result()?;
    let (ticket, code, _) =
        sign_in::letter(conn, tools, &email, "/account", Asker::Account(account.id))?;
    let letter = Letter::ProveAddress {
        name: account.name,
        code,
        minutes: sign_in::minutes(),
    };
    mail::post(conn, tools, &email, letter)?;
    Ok(ticket)
}

/// Adds the address that the code proves. One that leads to another account is taken only with `merge`, and then
/// the whole account with it.
pub fn finish_adding(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    ticket: &Secret,
    code: &str,
    merge: bool,
) -> Result<Outcome, SignInError> {
    let account = own(conn, caller)?;
    let row = sign_ins::by_ticket(conn, ticket.digest())?
        .filter(|row| row.account_id == Some(account.id) && sign_in::is_good(tools, row));
    let Some(row) = row else {
        return Ok(Outcome::Stale);
    };
    if let Some(left) = sign_in::tried_in_vain(conn, tools, &row, ticket, code)? {
        return Ok(if left > 0 {
            Outcome::WrongCode { left }
        } else {
            Outcome::Stale
        });
    }
    let other =
        accounts::by_identity(conn, "email", &row.email)?.filter(|other| other.id != account.id);
    match other {
        None => added(conn, tools, caller, account.id, row),
        Some(other) => {
            let belongings = belongings(conn, tools, &other)?;
            if !merge {
                return Ok(Outcome::LeadsElsewhere(belongings));
            }
            sign_ins::mark_used(conn, row.id, tools.now())?;
            join(conn, tools, caller, &account, &other)?;
            accounts::prove_identity(conn, "email", &row.email, tools.now())?;
            Ok(Outcome::Merged(belongings))
        }
    }
}

/// Takes one of the caller's own identities away, but never the last that was proved.
pub fn remove(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    kind: &str,
    value: &str,
) -> Result<(), AccountError> {
    let account = own(conn, caller)?;
    let held = accounts::identities_of(conn, account.id)?;
    let others = held.iter().filter(|identity| {
        identity.proved_at.is_some() && (identity.kind != kind || identity.value != value)
    });
    if others.count() == 0 {
        let message = "This is the only way you can sign in. Add another first.";
        return Err(Violations::one("/value", "last", message).into());
    }
    if !accounts::remove_identity(conn, account.id, kind, value)? {
        return Err(AccountError::UnknownAccount);
    }
    record(
        conn,
        tools,
        caller,
        account.id,
        "identity.removed",
        json!({ "kind": kind }),
    )?;
    Ok(())
}

fn added(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    row: SignIn,
) -> Result<Outcome, SignInError> {
    sign_ins::mark_used(conn, row.id, tools.now())?;
    match accounts::find_identity(conn, "email", &row.email)? {
        Some(_) => accounts::prove_identity(conn, "email", &row.email, tools.now())?,
        None => {
            let identity = AccountIdentity {
                account_id: account,
                kind: "email".to_owned(),
                value: row.email.clone(),
                proved_at: Some(tools.now()),
            };
            accounts::insert_identity(conn, &identity)?;
        }
    }
    record(
        conn,
        tools,
        caller,
        account,
        "identity.added",
        json!({ "kind": "email" }),
    )?;
    Ok(Outcome::Added { email: row.email })
}

/// What hangs on an account, to be read before it moves.
fn belongings(
    conn: &mut DbConnection,
    tools: &Tools,
    account: &Account,
) -> Result<Belongings, StorageError> {
    let mut roles = Vec::new();
    for membership in memberships::of_account(conn, account.id)? {
        if let Some(issuer) = issuers::find(conn, membership.issuer_id)? {
            roles.push((issuer.name, membership.role));
        }
    }
    let now = tools.now();
    let tokens = api_tokens::list(conn, account.id, PageRequest::first(200))?;
    let alive = tokens
        .items
        .iter()
        .filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|end| now < end));
    Ok(Belongings {
        name: account.name.clone(),
        identities: accounts::identities_of(conn, account.id)?,
        roles,
        passkeys: passkeys::of_account(conn, account.id)?.len(),
        tokens: alive.count(),
    })
}

/// Moves everything of `other` to `account`. Where both hold a role, the stronger stays.
fn join(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: &Account,
    other: &Account,
) -> Result<(), StorageError> {
    let roles = memberships::of_account(conn, other.id)?;
    account_merges::move_everything(conn, other.id, account.id)?;
    // Whoever asked to be let in as somebody else asks again, or is in already.
    entry_requests::remove(conn, other.id)?;
    for role in roles {
        let held = memberships::roles_for(conn, account.id, &[role.issuer_id])?;
        if !held.iter().any(|(_, held)| includes(*held, role.role)) {
            let moved = Membership {
                account_id: account.id,
                ..role
            };
            memberships::set(conn, &moved)?;
        }
    }
    if other.is_operator {
        accounts::set_operator(conn, account.id, true)?;
    }
    let detail = json!({ "merged": other.id.to_string() });
    record(conn, tools, caller, account.id, "account.merged", detail)
}

fn own(conn: &mut DbConnection, caller: &Caller) -> Result<Account, AccountError> {
    authorize(conn, caller, Action::EditAccount, None)?;
    let id = caller.account.ok_or(AccessError::Unauthenticated)?;
    accounts::find(conn, id)?.ok_or(AccountError::UnknownAccount)
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail,
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
