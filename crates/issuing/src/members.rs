//! Who works for an organisation, with which role, and where the role comes from.
//!
//! Roles reach downward: a member of a district is a member of its schools. An organisation always has an owner,
//! its own or one above.

use accolade_storage::accounts;
use accolade_storage::issuers::Issuer;
use accolade_storage::memberships::{self, Membership};
use accolade_storage::types::{AccountId, IssuerId, Role, Timestamp};
use accolade_storage::{DbConnection, StorageError, issuers};
use serde_json::json;

use crate::Tools;
use crate::access::{AccessError, Action, Caller, authorize};
use crate::audit::{self, Deed};

/// One role of one person, as an organisation sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// What they are called.
    pub name: String,
    /// An address they proved, else one they were invited by; empty if there is none.
    pub email: String,
    /// With which role.
    pub role: Role,
    /// Since when.
    pub since: Timestamp,
    /// The organisation above that gave the role; absent if this one did.
    pub from: Option<Issuer>,
}

/// Why a role could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum MemberError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such organisation, or nobody with a role of its own there.
    #[error("there is no such member")]
    Unknown,
    /// Nobody would be left who may give rights away.
    #[error("an organisation needs an owner: make somebody else owner first")]
    LastOwner,
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Everybody with a role here: first those of this organisation, then those from above, the strongest first.
pub fn list(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<Vec<Member>, MemberError> {
    authorize(conn, caller, Action::ViewMembers, Some(issuer))?;
    let mut members = of(conn, issuer, None)?;
    for above in issuers::ancestors(conn, issuer)? {
        members.extend(of(conn, above.id, Some(&above))?);
    }
    Ok(members)
}

/// Gives a member of this organisation another role.
pub fn change_role(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    account: AccountId,
    role: Role,
) -> Result<(), MemberError> {
    authorize(conn, caller, Action::ManageMembers, Some(issuer))?;
    let before = held(conn, issuer, account)?.ok_or(MemberError::Unknown)?;
    if before.role == role {
        return Ok(());
    }
    if before.role == Role::Owner {
        leaves_an_owner(conn, issuer, account)?;
    }
    memberships::set(conn, &Membership { role, ..before })?;
    let detail = json!({ "role": role.as_str(), "before": before.role.as_str() });
    record(conn, tools, caller, "role.changed", issuer, account, detail)?;
    Ok(())
}

/// Takes a member's role away. Everybody may take away their own.
pub fn remove(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    account: AccountId,
) -> Result<(), MemberError> {
    let own = caller.account == Some(account);
    let action = if own {
        Action::LeaveIssuer
    } else {
        Action::ManageMembers
    };
    authorize(conn, caller, action, Some(issuer))?;
    let before = held(conn, issuer, account)?.ok_or(MemberError::Unknown)?;
    if before.role == Role::Owner {
        leaves_an_owner(conn, issuer, account)?;
    }
    memberships::remove(conn, account, issuer)?;
    let detail = json!({ "role": before.role.as_str(), "left": own });
    record(conn, tools, caller, "role.removed", issuer, account, detail)?;
    Ok(())
}

/// Whether the organisation keeps an owner, its own or one above, without this account's own role there.
fn leaves_an_owner(
    conn: &mut DbConnection,
    issuer: IssuerId,
    without: AccountId,
) -> Result<(), MemberError> {
    // Two owners who leave at the same moment wait here for each other.
    issuers::find_for_update(conn, issuer)?;
    let mut line = vec![issuer];
    line.extend(
        issuers::ancestors(conn, issuer)?
            .into_iter()
            .map(|above| above.id),
    );
    for place in line {
        let owners = memberships::of_issuer(conn, place)?;
        let stays = |member: &Membership| {
            member.role == Role::Owner && (place != issuer || member.account_id != without)
        };
        if owners.iter().any(stays) {
            return Ok(());
        }
    }
    Err(MemberError::LastOwner)
}

fn held(
    conn: &mut DbConnection,
    issuer: IssuerId,
    account: AccountId,
) -> Result<Option<Membership>, StorageError> {
    let all = memberships::of_issuer(conn, issuer)?;
    Ok(all.into_iter().find(|member| member.account_id == account))
}

fn of(
    conn: &mut DbConnection,
    issuer: IssuerId,
    from: Option<&Issuer>,
) -> Result<Vec<Member>, StorageError> {
    let mut roles = memberships::of_issuer(conn, issuer)?;
    roles.sort_by_key(|member| (member.role as u8, member.created_at));
    let mut members = Vec::with_capacity(roles.len());
    for membership in roles {
        let Some(account) = accounts::find(conn, membership.account_id)? else {
            continue;
        };
        members.push(Member {
            account: account.id,
            name: account.name,
            email: crate::accounts::address_of(conn, account.id)?,
            role: membership.role,
            since: membership.created_at,
            from: from.cloned(),
        });
    }
    Ok(members)
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    action: &str,
    issuer: IssuerId,
    account: AccountId,
    detail: serde_json::Value,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "account",
        subject: account.into(),
        issuer: Some(issuer),
        detail,
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
