//! Invitations to a role: mailed to one person, or a link that is good for several.

use accolade_storage::accounts;
use accolade_storage::invitations::{self, Invitation};
use accolade_storage::issuers::Issuer;
use accolade_storage::memberships::{self, Membership};
use accolade_storage::types::{AccountId, InvitationId, IssuerId, Role};
use accolade_storage::{DbConnection, StorageError, issuers};
use jiff::SignedDuration;
use openbadges::recipient::normalise_email;
use serde_json::json;

use crate::access::{AccessError, Action, Caller, authorize, includes};
use crate::accounts::AccountError;
use crate::addresses::paths;
use crate::audit::{self, Deed};
use crate::mail::{self, Letter};
use crate::secrets::Secret;
use crate::sessions::{self, Browser};
use crate::violations::Violations;
use crate::{Tools, ids, limits};

/// What a new invitation should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// To which role.
    pub role: Role,
    /// Whom it is for; absent for a link that is handed on.
    pub email: Option<String>,
    /// How many people may take it; 1 for a mailed one.
    pub seats: u32,
    /// After how many days it ends.
    pub days: u32,
}

/// An invitation as whoever holds its link sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where.
    pub issuer: Issuer,
    /// Which role.
    pub role: Role,
    /// Who invites; absent if they are gone.
    pub inviter: Option<String>,
    /// Whom it was mailed to; absent for a link that somebody else has seen.
    pub email: Option<String>,
}

/// Why an invitation could not be written, taken or taken back.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The caller may not.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The input is wrong.
    #[error(transparent)]
    Invalid(#[from] Violations),
    /// It was taken, taken back, or ended, or never was.
    #[error("this invitation is not open any more")]
    Closed,
    /// The account could not be found or made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The database did not answer.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Writes an invitation. One for one person is mailed, and its link is told to nobody else, for it proves the
/// address; every other gives its link. Where no letters leave, one for one person is handed on like any other, and its
/// holder signs in first: whoever invites has seen it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an order is used up by carrying it out"
)]
pub fn invite(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    new: NewInvitation,
) -> Result<(Invitation, Option<String>), InvitationError> {
    authorize(conn, caller, Action::ManageMembers, Some(issuer))?;
    let email = new.email.as_deref().map(normalise_email);
    check(&new, email.as_deref()).into_result()?;
    let Some(organisation) = issuers::find(conn, issuer)? else {
        return Err(AccessError::Hidden.into());
    };
    let secret = Secret::new(tools);
    let now = tools.now();
    let lifetime = SignedDuration::from_hours(24 * i64::from(new.days));
    let invitation = Invitation {
        id: ids::new(tools),
        issuer_id: issuer,
        role: new.role,
        email: email.clone(),
        digest: secret.digest(),
        seats: if email.is_some() {
            1
        } else {
            i32::try_from(new.seats).unwrap_or(i32::MAX)
        },
        taken: 0,
        invited_by: caller.account,
        created_at: now,
        expires_at: (now.as_jiff() + lifetime).into(),
        withdrawn_at: None,
        proves_email: email.is_some() && tools.rules.sends_mail,
    };
    invitations::insert(conn, &invitation)?;
    let link = tools.addresses.url(&paths::invitation(&secret.reveal()));
    record(conn, tools, caller, &invitation, "invitation.written")?;
    match email.filter(|_| invitation.proves_email) {
        Some(email) => {
            let letter = Letter::Invited {
                inviter: name_of(conn, caller.account)?,
                issuer: organisation.name,
                role: new.role.to_string(),
                link,
                days: new.days,
            };
            mail::post(conn, tools, &email, letter)?;
            Ok((invitation, None))
        }
        None => Ok((invitation, Some(link))),
    }
}

/// The invitations of an organisation that can still be taken, newest first.
pub fn open(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
) -> Result<Vec<Invitation>, InvitationError> {
    authorize(conn, caller, Action::ManageMembers, Some(issuer))?;
    let mut all = invitations::of_issuer(conn, issuer)?;
    all.retain(|invitation| is_open(tools, invitation));
    Ok(all)
}

/// Takes an invitation back.
pub fn withdraw(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    issuer: IssuerId,
    id: InvitationId,
) -> Result<(), InvitationError> {
    authorize(conn, caller, Action::ManageMembers, Some(issuer))?;
    let invitation = invitations::find(conn, id)?
        .filter(|invitation| invitation.issuer_id == issuer)
        .ok_or(InvitationError::Closed)?;
    invitations::withdraw(conn, id, tools.now())?;
    record(conn, tools, caller, &invitation, "invitation.withdrawn")?;
    Ok(())
}

/// What a link offers; nothing if it is closed. Looking at it takes no seat.
pub fn look(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
) -> Result<Option<Offer>, StorageError> {
    let invitation = invitations::by_digest(conn, secret.digest())?;
    let Some(invitation) = invitation.filter(|invitation| is_open(tools, invitation)) else {
        return Ok(None);
    };
    let Some(issuer) = issuers::find(conn, invitation.issuer_id)? else {
        return Ok(None);
    };
    Ok(Some(Offer {
        issuer,
        role: invitation.role,
        inviter: match invitation.invited_by {
            Some(account) => Some(name_of(conn, Some(account))?),
            None => None,
        },
        email: invitation.email.filter(|_| invitation.proves_email),
    }))
}

/// Takes a seat for somebody who signed in. A stronger role that they hold already stays.
pub fn accept(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    secret: &Secret,
) -> Result<Issuer, InvitationError> {
    authorize(conn, caller, Action::JoinIssuer, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let invitation = invitations::by_digest_for_update(conn, secret.digest())?
        .filter(|invitation| is_open(tools, invitation))
        .ok_or(InvitationError::Closed)?;
    let issuer = issuers::find(conn, invitation.issuer_id)?.ok_or(InvitationError::Closed)?;
    let held = memberships::roles_for(conn, account, &[issuer.id])?;
    if held
        .iter()
        .any(|(_, role)| includes(*role, invitation.role))
    {
        return Ok(issuer);
    }
    invitations::take_seat(conn, invitation.id)?;
    let membership = Membership {
        account_id: account,
        issuer_id: issuer.id,
        role: invitation.role,
        created_at: tools.now(),
    };
    memberships::set(conn, &membership)?;
    record(conn, tools, caller, &invitation, "invitation.accepted")?;
    Ok(issuer)
}

/// Takes a mailed invitation and signs in whoever holds it: the link went to that address alone, so it proves it.
/// A link that was ever shown to somebody else is closed here.
pub fn accept_by_mail(
    conn: &mut DbConnection,
    tools: &Tools,
    secret: &Secret,
    before: Option<&Secret>,
    browser: &Browser,
) -> Result<(Issuer, Secret), InvitationError> {
    let email = invitations::by_digest(conn, secret.digest())?
        .filter(|invitation| invitation.proves_email && is_open(tools, invitation))
        .and_then(|invitation| invitation.email)
        .ok_or(InvitationError::Closed)?;
    let name = email.split('@').next().unwrap_or(&email);
    let account = crate::accounts::find_or_create(conn, tools, &email, name)?;
    accounts::prove_identity(conn, "email", &email, tools.now())?;
    let issuer = accept(conn, tools, &Caller::person(account.id), secret)?;
    let (_, cookie) = sessions::sign_in(conn, tools, account.id, before, browser)?;
    Ok((issuer, cookie))
}

fn check(new: &NewInvitation, email: Option<&str>) -> Violations {
    let mut found = Violations::default();
    if let Some(email) = email {
        found.email("/email", email);
    }
    let most = limits::INVITATION_SEATS.value;
    if !(1..=most).contains(&(new.seats as usize)) {
        found.add("/seats", "out_of_range", format!("From 1 to {most}."));
    }
    let most = limits::INVITATION_DAYS.value;
    if !(1..=most).contains(&(new.days as usize)) {
        found.add("/days", "out_of_range", format!("From 1 to {most} days."));
    }
    found
}

fn is_open(tools: &Tools, invitation: &Invitation) -> bool {
    invitation.withdrawn_at.is_none()
        && tools.now() < invitation.expires_at
        && invitation.taken < invitation.seats
}

fn name_of(conn: &mut DbConnection, account: Option<AccountId>) -> Result<String, StorageError> {
    let account = match account {
        Some(id) => accounts::find(conn, id)?,
        None => None,
    };
    Ok(account.map_or_else(|| "The operator".to_owned(), |account| account.name))
}

fn record(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    invitation: &Invitation,
    action: &str,
) -> Result<(), StorageError> {
    let deed = Deed {
        action,
        subject_kind: "invitation",
        subject: invitation.id.into(),
        issuer: Some(invitation.issuer_id),
        detail: json!({ "role": invitation.role.as_str(), "seats": invitation.seats }),
    };
    audit::record(conn, tools, caller, deed)
}

#[cfg(test)]
mod tests;
