//! Sessions: a browser is known again by the secret in its cookie.
//!
//! A session ends 30 days after it was last used, 90 days after it began, or when somebody ends it. Its
//! secret changes when its person signs in, so that a secret somebody else put there opens nothing.

use accolade_storage::accounts::{self, Account};
use accolade_storage::sessions::{self, Session};
use accolade_storage::types::{AccountId, SessionId, Timestamp};
use accolade_storage::{DbConnection, StorageError};
use jiff::SignedDuration;
use serde_json::json;

use crate::access::{AccessError, Caller};
use crate::audit::{self, Deed};
use crate::secrets::Secret;
use crate::{Tools, ids, sketches};

/// How long a session lasts without being used.
const IDLE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a session lasts at most.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How much of a browser's own name is kept, in characters.
const USER_AGENT: usize = 200;

/// What is noted about a browser, so that its owner can tell it from the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Browser {
    /// What it calls itself.
    pub user_agent: String,
    /// The network it comes from, such as `192.0.2.0/24`.
    pub address: String,
}

/// A session that is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// The session.
    pub session: Session,
    /// Who signed in; absent for a visitor who only keeps something.
    pub account: Option<Account>,
    /// An address that the person proved, if there is one.
    pub email: Option<String>,
}

impl Resumed {
    /// The person as a caller; nobody for a visitor.
    pub fn caller(&self) -> Caller {
        self.account
            .as_ref()
            .map_or_else(Caller::anonymous, |account| Caller {
                operator: account.is_operator,
                ..Caller::person(account.id)
            })
    }
}

/// Keeps a session for a visitor who has not signed in, such as one who drew something.
///
/// A session that the secret opens already is given back as it is.
pub fn keep(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
    browser: &Browser,
) -> Result<Session, StorageError> {
    if let Some(resumed) = resume(conn, tools, secret)? {
        return Ok(resumed.session);
    }
    let session = begun(tools, secret, None, browser);
    sessions::insert(conn, &session)?;
    Ok(session)
}

/// Signs a person in and gives the new secret.
///
/// A visitor's session goes on as the person's, with what was kept in it; somebody else's ends.
pub fn sign_in(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
    before: Option<&Secret>,
    browser: &Browser,
) -> Result<(Session, Secret), StorageError> {
    let secret = Secret::new(tools);
    let mut session = begun(tools, &secret, Some(account), browser);
    match before
        .map(|secret| resume(conn, tools, secret))
        .transpose()?
        .flatten()
    {
        Some(Resumed {
            session: visitor,
            account: None,
            ..
        }) => {
            session.id = visitor.id;
            sessions::sign_in(
                conn,
                visitor.id,
                account,
                session.digest,
                session.created_at,
                session.expires_at,
            )?;
            sketches::adopt(conn, visitor.id, account)?;
        }
        other => {
            if let Some(old) = other {
                sessions::revoke(conn, old.session.id, tools.now())?;
            }
            sessions::insert(conn, &session)?;
        }
    }
    let deed = Deed {
        action: "session.began",
        subject_kind: "session",
        subject: session.id.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, &Caller::person(account), deed)?;
    Ok((session, secret))
}

/// The session behind a secret; none if it is unknown, ended or too old.
pub fn resume(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
) -> Result<Option<Resumed>, StorageError> {
    let now = tools.now();
    let Some(session) =
        sessions::by_digest(conn, secret.digest())?.filter(|session| is_good(session, now))
    else {
        return Ok(None);
    };
    let account = match session.account_id {
        Some(id) => accounts::find(conn, id)?,
        None => None,
    };
    let email = match &account {
        Some(account) => accounts::identities_of(conn, account.id)?
            .into_iter()
            .find(|identity| identity.kind == "email" && identity.proved_at.is_some())
            .map(|identity| identity.value),
        None => None,
    };
    Ok(Some(Resumed {
        session,
        account,
        email,
    }))
}

/// The sessions of an account that are still good, newest first.
pub fn of_account(
    conn: &mut DbConnection,
    tools: &Tools,
    account: AccountId,
) -> Result<Vec<Session>, StorageError> {
    let now = tools.now();
    let mut all = sessions::of_account(conn, account)?;
    all.retain(|session| is_good(session, now));
    Ok(all)
}

/// Notes that a session was used just now.
pub fn note_use(conn: &mut DbConnection, tools: &Tools, id: SessionId) -> Result<(), StorageError> {
    sessions::touch(conn, id, tools.now())
}

/// Ends one session of the caller; `false` if the caller has no such session.
pub fn end(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: SessionId,
) -> Result<bool, AccessError> {
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let Some(session) =
        sessions::find(conn, id)?.filter(|session| session.account_id == Some(account))
    else {
        return Ok(false);
    };
    sessions::revoke(conn, session.id, tools.now())?;
    let deed = Deed {
        action: "session.ended",
        subject_kind: "session",
        subject: id.into(),
        issuer: None,
        detail: json!({}),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(true)
}

/// Ends every session of the caller but the one to keep, and says how many ended.
pub fn end_others(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    kept: Option<SessionId>,
) -> Result<usize, AccessError> {
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let ended = sessions::revoke_others(conn, account, kept, tools.now())?;
    let deed = Deed {
        action: "session.all_ended",
        subject_kind: "account",
        subject: account.into(),
        issuer: None,
        detail: json!({ "sessions": ended }),
    };
    audit::record(conn, tools, caller, deed)?;
    Ok(ended)
}

fn is_good(session: &Session, now: Timestamp) -> bool {
    let idle_since = session.last_seen_at.as_jiff();
    session.revoked_at.is_none()
        && now < session.expires_at
        && now.as_jiff().duration_since(idle_since) < IDLE
}

fn begun(tools: &Tools, secret: &Secret, account: Option<AccountId>, browser: &Browser) -> Session {
    let now = tools.now();
    Session {
        id: ids::new(tools),
        digest: secret.digest(),
        account_id: account,
        created_at: now,
        last_seen_at: now,
        expires_at: (now.as_jiff() + LONGEST).into(),
        revoked_at: None,
        user_agent: stored_name(&browser.user_agent),
        address: browser.address.clone(),
    }
}

/// What a browser calls itself, without what no row should hold.
fn stored_name(user_agent: &str) -> String {
    let plain = user_agent.chars().filter(|c| !c.is_control());
    plain.take(USER_AGENT).collect()
}

#[cfg(test)]
mod tests;
