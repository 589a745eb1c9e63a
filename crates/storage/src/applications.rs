//! Applications: one try of one person for one badge class.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, find_locked};
use crate::schema::{applications, reviews};
use crate::types::{
    AccountId, ApplicationId, ApplicationState, AssertionId, BadgeClassId, BadgeClassVersionId,
    Digest, IssuerId, Timestamp,
};

/// One try of one person for one badge class.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, treat_none_as_default_value = false)]
#[diesel(treat_none_as_null = true)]
pub struct Application {
    /// Names the try.
    pub id: ApplicationId,
    /// Who gives the badge.
    pub issuer_id: IssuerId,
    /// What is asked for.
    pub badge_class_id: BadgeClassId,
    /// The version whose criteria are answered.
    pub version_id: BadgeClassVersionId,
    /// How far it has come.
    pub state: ApplicationState,
    /// The first try is one.
    pub attempt: i32,
    /// The try before this one.
    pub previous_id: Option<ApplicationId>,
    /// What to call the person.
    pub applicant_name: String,
    /// How to reach the person and whoever named them, encrypted.
    pub applicant_sealed: Vec<u8>,
    /// The same for every application of one address, and of no use without the site's key.
    pub applicant_key: Digest,
    /// The account of the person, if they were signed in.
    pub account_id: Option<AccountId>,
    /// Who proposed the person, if somebody did.
    pub nominator_name: Option<String>,
    /// Why they did.
    pub nomination: Option<String>,
    /// Whether the name may stand on the award.
    pub show_name: bool,
    /// Whether the award may show the first try beside the last.
    pub then_and_now: bool,
    /// What the earner says of the whole.
    pub words: Option<String>,
    /// What a quiz gave, handed in by a program.
    pub quiz_score: Option<i32>,
    /// Whether the rule of the badge holds already, so that a yes is all that is left.
    pub ready: bool,
    /// What was said with the decision.
    pub reason: Option<String>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// By what name.
    pub decided_by_name: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// Who takes care of it.
    pub assigned_to: Option<AccountId>,
    /// What came of it.
    pub assertion_id: Option<AssertionId>,
    /// Counts the changes, so that two people at once notice each other.
    pub revision: i32,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which applications to list; all of an issuer by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApplicationFilter {
    issuer: IssuerId,
    badge_class: Option<BadgeClassId>,
    state: Option<ApplicationState>,
    ready: bool,
    waiting_for: Option<AccountId>,
    submitted_before: Option<Timestamp>,
}

impl ApplicationFilter {
    /// Every application to an issuer.
    #[must_use]
    pub const fn new(issuer: IssuerId) -> Self {
        Self {
            issuer,
            badge_class: None,
            state: None,
            ready: false,
            waiting_for: None,
            submitted_before: None,
        }
    }

    /// Only those for one badge class.
    #[must_use]
    pub fn badge_class(mut self, badge_class: BadgeClassId) -> Self {
        self.badge_class = Some(badge_class);
        self
    }

    /// Only those in one state.
    #[must_use]
    pub fn state(mut self, state: ApplicationState) -> Self {
        self.state = Some(state);
        self
    }

    /// Only those for which the rule holds already.
    #[must_use]
    pub fn ready(mut self) -> Self {
        self.ready = true;
        self
    }

    /// Only those that nobody else takes care of and that this account has not looked at.
    #[must_use]
    pub fn waiting_for(mut self, account: AccountId) -> Self {
        self.waiting_for = Some(account);
        self
    }

    /// Only those handed in before this moment.
    #[must_use]
    pub fn submitted_before(mut self, at: Timestamp) -> Self {
        self.submitted_before = Some(at);
        self
    }
}

/// How many applications for one badge class are in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct ApplicationCount {
    /// The badge class.
    pub badge_class: BadgeClassId,
    /// The state.
    pub state: ApplicationState,
    /// How many.
    pub count: i64,
}

/// Stores a new application; a conflict says that the try before has a successor already.
pub fn insert(conn: &mut DbConnection, application: &Application) -> Result<()> {
    diesel::insert_into(applications::table)
        .values(application)
        .execute(conn)?;
    Ok(())
}

/// Writes an application anew.
pub fn update(conn: &mut DbConnection, application: &Application) -> Result<()> {
    changed_one(
        diesel::update(applications::table.find(application.id))
            .set(application)
            .execute(conn)?,
    )
}

/// Finds an application.
pub fn find(conn: &mut DbConnection, id: ApplicationId) -> Result<Option<Application>> {
    Ok(applications::table
        .find(id)
        .select(Application::as_select())
        .first(conn)
        .optional()?)
}

/// Finds an application and keeps other transactions from changing it until this one ends.
///
/// Whoever decides or reviews reads it through this, or one application may become two awards.
pub fn find_for_update(conn: &mut DbConnection, id: ApplicationId) -> Result<Option<Application>> {
    Ok(find_locked!(
        conn,
        applications::table.find(id),
        Application
    )?)
}

/// The application that an award came from.
pub fn of_assertion(
    conn: &mut DbConnection,
    assertion: AssertionId,
) -> Result<Option<Application>> {
    Ok(applications::table
        .filter(applications::assertion_id.eq(assertion))
        .select(Application::as_select())
        .first(conn)
        .optional()?)
}

/// The try that followed this one.
pub fn next_try(conn: &mut DbConnection, id: ApplicationId) -> Result<Option<Application>> {
    Ok(applications::table
        .filter(applications::previous_id.eq(id))
        .select(Application::as_select())
        .first(conn)
        .optional()?)
}

/// The tries before this one, the latest first.
pub fn earlier(conn: &mut DbConnection, of: &Application) -> Result<Vec<Application>> {
    let mut tries = Vec::new();
    let mut next = of.previous_id;
    while let Some(id) = next {
        let Some(before) = find(conn, id)? else { break };
        next = before.previous_id;
        tries.push(before);
    }
    Ok(tries)
}

/// The applications of one person for one badge class, newest first.
pub fn of_applicant(
    conn: &mut DbConnection,
    applicant: Digest,
    badge_class: BadgeClassId,
) -> Result<Vec<Application>> {
    Ok(applications::table
        .filter(applications::applicant_key.eq(applicant))
        .filter(applications::badge_class_id.eq(badge_class))
        .order(applications::id.desc())
        .select(Application::as_select())
        .load(conn)?)
}

/// The applications of an account, newest first.
pub fn of_account(
    conn: &mut DbConnection,
    account: AccountId,
    page: PageRequest,
) -> Result<Page<Application>> {
    let mut query = applications::table
        .filter(applications::account_id.eq(account))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(applications::id.lt(ApplicationId::from_uuid(after)));
    }
    let rows = query
        .order(applications::id.desc())
        .limit(page.rows())
        .select(Application::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |row| row.id.into()))
}

macro_rules! filtered {
    ($filter:expr) => {{
        let filter = $filter;
        let mut query = applications::table
            .filter(applications::issuer_id.eq(filter.issuer))
            .into_boxed();
        if let Some(badge_class) = filter.badge_class {
            query = query.filter(applications::badge_class_id.eq(badge_class));
        }
        if let Some(state) = filter.state {
            query = query.filter(applications::state.eq(state));
        }
        if filter.ready {
            query = query.filter(applications::ready.eq(true));
        }
        if let Some(at) = filter.submitted_before {
            query = query.filter(applications::submitted_at.lt(at));
        }
        if let Some(account) = filter.waiting_for {
            let mine = applications::assigned_to
                .is_null()
                .or(applications::assigned_to.eq(account));
            let looked = reviews::table
                .filter(reviews::application_id.eq(applications::id))
                .filter(reviews::account_id.eq(account));
            query = query.filter(mine).filter(not(exists(looked)));
        }
        query
    }};
}

/// The applications that pass a filter, newest first.
pub fn list(
    conn: &mut DbConnection,
    filter: ApplicationFilter,
    page: PageRequest,
) -> Result<Page<Application>> {
    let mut query = filtered!(filter);
    if let Some(after) = page.after {
        query = query.filter(applications::id.lt(ApplicationId::from_uuid(after)));
    }
    let rows = query
        .order(applications::id.desc())
        .limit(page.rows())
        .select(Application::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |row| row.id.into()))
}

/// At most `limit` of the applications that wait and pass a filter; who waited longest comes first.
pub fn waiting(
    conn: &mut DbConnection,
    filter: ApplicationFilter,
    limit: u32,
) -> Result<Vec<Application>> {
    Ok(filtered!(filter.state(ApplicationState::Submitted))
        .order((applications::submitted_at.asc(), applications::id.asc()))
        .limit(i64::from(limit))
        .select(Application::as_select())
        .load(conn)?)
}

/// How many applications pass a filter.
pub fn count(conn: &mut DbConnection, filter: ApplicationFilter) -> Result<i64> {
    Ok(filtered!(filter).count().get_result(conn)?)
}

/// How many applications an issuer has, by badge class and state.
pub fn counts(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<ApplicationCount>> {
    Ok(applications::table
        .filter(applications::issuer_id.eq(issuer))
        .group_by((applications::badge_class_id, applications::state))
        .select((
            applications::badge_class_id,
            applications::state,
            diesel::dsl::count_star(),
        ))
        .order((applications::badge_class_id, applications::state))
        .load(conn)?)
}

#[cfg(test)]
mod tests;
