//! What waits for one person's look, in every organisation that they may assess for.

use std::cmp::Reverse;

use accolade_storage::applications::{self, Application, ApplicationFilter};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{ApplicationState, BadgeClassId, Role};
use accolade_storage::{DbConnection, Page, PageRequest, StorageError, memberships};

use super::ApplicationError;
use crate::access::{AccessError, Action, Caller, authorize, includes};

/// Which applications to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In which state.
    pub state: Option<ApplicationState>,
    /// Only for this badge class.
    pub badge_class: Option<BadgeClassId>,
    /// Only those for which the rule holds already.
    pub ready: bool,
}

/// What waits in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The organisation.
    pub issuer: Issuer,
    /// How many wait for the caller.
    pub waiting: i64,
}

/// The organisations that the caller may assess for, those below included.
pub fn issuers_of(
    conn: &mut DbConnection,
    caller: &Caller,
) -> Result<Vec<Issuer>, ApplicationError> {
    authorize(conn, caller, Action::ViewQueue, None)?;
    let account = caller.account.ok_or(AccessError::Unauthenticated)?;
    let mut found: Vec<Issuer> = Vec::new();
    for membership in memberships::of_account(conn, account)? {
        if !includes(membership.role, Role::Assessor) {
            continue;
        }
        let mut family: Vec<Issuer> = issuers::find(conn, membership.issuer_id)?
            .into_iter()
            .collect();
        family.extend(issuers::descendants(conn, membership.issuer_id)?);
        for issuer in family {
            if found.iter().all(|known| known.id != issuer.id) {
                found.push(issuer);
            }
        }
    }
    Ok(found)
}

/// How many wait for the caller, organisation by organisation; those where nobody waits are left out.
pub fn desks(conn: &mut DbConnection, caller: &Caller) -> Result<Vec<Desk>, ApplicationError> {
    let mut desks = Vec::new();
    for issuer in issuers_of(conn, caller)? {
        let filter = for_caller(ApplicationFilter::new(issuer.id), caller);
        let waiting = applications::count(conn, filter.state(ApplicationState::Submitted))?;
        if waiting > 0 {
            desks.push(Desk { issuer, waiting });
        }
    }
    Ok(desks)
}

/// At most `limit` of those that wait for the caller; who waited longest comes first, wherever that is.
pub fn waiting(
    conn: &mut DbConnection,
    caller: &Caller,
    wanted: Wanted,
    limit: u32,
) -> Result<Vec<Application>, ApplicationError> {
    let mut found = Vec::new();
    for issuer in issuers_of(conn, caller)? {
        let filter = for_caller(wanted.at(&issuer), caller);
        found.extend(applications::waiting(conn, filter, limit)?);
    }
    found.sort_by_key(|application| (application.submitted_at, application.id));
    found.truncate(limit as usize);
    Ok(found)
}

/// A page of all of them, newest first.
pub fn list(
    conn: &mut DbConnection,
    caller: &Caller,
    wanted: Wanted,
    page: PageRequest,
) -> Result<Page<Application>, ApplicationError> {
    let mut found = Vec::new();
    let mut is_last = true;
    for issuer in issuers_of(conn, caller)? {
        let here = applications::list(conn, wanted.at(&issuer), page)?;
        is_last &= here.next.is_none();
        found.extend(here.items);
    }
    found.sort_by_key(|application| Reverse(application.id));
    let most = page.limit as usize;
    is_last &= found.len() <= most;
    found.truncate(most);
    let next = found
        .last()
        .filter(|_| !is_last)
        .map(|application| application.id.into());
    Ok(Page { items: found, next })
}

impl Wanted {
    fn at(self, issuer: &Issuer) -> ApplicationFilter {
        let mut filter = ApplicationFilter::new(issuer.id);
        if let Some(state) = self.state {
            filter = filter.state(state);
        }
        if let Some(badge_class) = self.badge_class {
            filter = filter.badge_class(badge_class);
        }
        if self.ready {
            filter = filter.ready();
        }
        filter
    }
}

fn for_caller(filter: ApplicationFilter, caller: &Caller) -> ApplicationFilter {
    match caller.account {
        Some(account) => filter.waiting_for(account),
        None => filter,
    }
}

/// The issuers of these applications, each once.
pub fn issuers_behind(
    conn: &mut DbConnection,
    applications: &[Application],
) -> Result<Vec<Issuer>, StorageError> {
    let mut found: Vec<Issuer> = Vec::new();
    for application in applications {
        if found.iter().all(|known| known.id != application.issuer_id) {
            found.extend(issuers::find(conn, application.issuer_id)?);
        }
    }
    Ok(found)
}
