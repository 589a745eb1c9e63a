//! People: their accounts and their roles.

pub mod identities;

use accolade_storage::accounts::{self, Account, AccountIdentity};
use accolade_storage::memberships::{self, Membership};
use accolade_storage::types::{AccountId, IssuerId, Role};
use accolade_storage::{DbConnection, StorageError, issuers};
use openbadges::recipient::normalise_email;
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// Why an account could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// There is no such account.
    #[error("there is no such account")]
    UnknownAccount,
    /// There is no such issuer.
    #[error("there is no such issuer")]
    UnknownIssuer,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The account with this e-mail address, made if there is none.
///
/// An existing account keeps its name. The address counts as unproved until its owner signs in.
pub fn find_or_create(
    conn: &mut DbConnection,
    tools: &Tools,
    email: &str,
    name: &str,
) -> Result<Account, AccountError> {
    let email = normalise_email(email);
    let mut found = Violations::default();
    found.email("/email", &email);
    found.required("/name", name, limits::NAME);
    found.into_result()?;
    if let Some(account) = accounts::by_identity(conn, "email", &email)? {
        return Ok(account);
    }
    let account = Account {
        id: ids::new(tools),
        name: name.trim().to_owned(),
        is_operator: false,
        created_at: tools.now(),
    };
    accounts::insert(conn, &account)?;
    let identity = AccountIdentity {
        account_id: account.id,
        kind: "email".to_owned(),
        value: email,
        proved_at: None,
    };
    accounts::insert_identity(conn, &identity)?;
    let deed = Deed {
        action: "account.created",
        subject_kind: "account",
        subject: account.id.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, &Caller::operator(), deed)?;
    Ok(account)
}

/// An address of this account, a proved one if there is any; empty if it has none.
pub fn address_of(conn: &mut DbConnection, account: AccountId) -> Result<String, StorageError> {
    let mut addresses: Vec<_> = accounts::identities_of(conn, account)?
        .into_iter()
        .filter(|identity| identity.kind == "email")
        .collect();
    addresses.sort_by_key(|identity| identity.proved_at.is_none());
    let first = addresses.into_iter().next();
    Ok(first.map(|identity| identity.value).unwrap_or_default())
}

/// Changes what the caller is called.
pub fn rename(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    name: &str,
) -> Result<(), AccountError> {
    authorize(conn, caller, Action::EditAccount, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let mut found = Violations::default();
    found.required("/name", name, limits::NAME);
    found.into_result()?;
    accounts::rename(conn, account, name.trim())?;
    let deed = Deed {
        action: "account.renamed",
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(())
}

/// Gives an account the operator's rights. Only the terminal calls this: no API leads here.
pub fn make_operator(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
) -> Result<(), AccountError> {
    if accounts::find(conn, account)?.is_none() {
        return Err(AccountError::UnknownAccount);
    }
    accounts::set_operator(conn, account, true)?;
    let deed = Deed {
        action: "account.made_operator",
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, &Caller::operator(), deed)?;
    Ok(())
}

/// Gives an account a role at an issuer; it replaces the role it had there.
pub fn grant(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    account: AccountId,
    issuer: IssuerId,
    role: Role,
) -> Result<(), AccountError> {
    authorize(conn, caller, Action::ManageMembers, Some(issuer))?;
    if issuers::find(conn, issuer)?.is_none() {
        return Err(AccountError::UnknownIssuer);
    }
    if accounts::find(conn, account)?.is_none() {
        return Err(AccountError::UnknownAccount);
    }
    let membership = Membership {
        account_id: account,
        issuer_id: issuer,
        role,
        created_at: tools.now(),
    };
    memberships::set(conn, &membership)?;
    let deed = Deed {
        action: "role.granted",
        subject_kind: "account",
        subject: account.into(),
        issuer: Some(issuer),
        detail: json!({ "role": role.as_str() }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(())
}
