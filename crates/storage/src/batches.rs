//! Batches: many awards of one badge class, made row by row in the background.

use diesel::prelude::*;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, find_locked};
use crate::schema::batches;
use crate::types::{
    AccountId, BadgeClassId, BatchId, BatchState, DuplicateRule, IssuerId, LeaseId, Mailing,
    Timestamp,
};

/// Many awards of one badge class.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = batches, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Batch {
    /// Names the batch.
    pub id: BatchId,
    /// Who awards.
    pub issuer_id: IssuerId,
    /// What is awarded.
    pub badge_class_id: BadgeClassId,
    /// Where the rows came from: a file's name, a class list, …
    pub title: String,
    /// How far it has come.
    pub state: BatchState,
    /// Why it stopped by itself.
    pub problem: Option<String>,
    /// Which column means what, as JSON.
    pub layout: String,
    /// What every recipient did whose row says nothing else.
    pub narrative: Option<String>,
    /// When the recipients get their mail.
    pub mailing: Mailing,
    /// A word of the sender's own in the mail.
    pub note: Option<String>,
    /// What to do with those who were seen before.
    pub duplicates: DuplicateRule,
    /// How many rows there are.
    pub total_rows: i32,
    /// How many were awarded so far.
    pub awarded_rows: i32,
    /// How many were refused so far.
    pub failed_rows: i32,
    /// The last row whose mail is on its way.
    pub mailed_through: i32,
    /// When it shall begin by itself.
    pub starts_at: Option<Timestamp>,
    /// When its first row was taken up.
    pub started_at: Option<Timestamp>,
    /// When its last row had its outcome.
    pub finished_at: Option<Timestamp>,
    /// Who works on it.
    pub lease: Option<LeaseId>,
    /// Until when that work is believed to go on.
    pub leased_until: Option<Timestamp>,
    /// In whose name; absent for the operator.
    pub created_by: Option<AccountId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Stores a new batch.
pub fn insert(conn: &mut DbConnection, batch: &Batch) -> Result<()> {
    diesel::insert_into(batches::table)
        .values(batch)
        .execute(conn)?;
    Ok(())
}

/// Stores what has changed of a batch.
pub fn update(conn: &mut DbConnection, batch: &Batch) -> Result<()> {
    changed_one(
        diesel::update(batches::table.find(batch.id))
            .set(batch)
            .execute(conn)?,
    )
}

/// Forgets a batch whose rows are gone already.
pub fn delete(conn: &mut DbConnection, id: BatchId) -> Result<()> {
    changed_one(diesel::delete(batches::table.find(id)).execute(conn)?)
}

/// Finds a batch.
pub fn find(conn: &mut DbConnection, id: BatchId) -> Result<Option<Batch>> {
    Ok(batches::table
        .find(id)
        .select(Batch::as_select())
        .first(conn)
        .optional()?)
}

/// Finds a batch and keeps other transactions from changing it until this one ends.
pub fn find_for_update(conn: &mut DbConnection, id: BatchId) -> Result<Option<Batch>> {
    Ok(find_locked!(conn, batches::table.find(id), Batch)?)
}

/// The batches of an issuer, newest first.
pub fn list_by_issuer(
    conn: &mut DbConnection,
    issuer: IssuerId,
    page: PageRequest,
) -> Result<Page<Batch>> {
    let mut query = batches::table
        .filter(batches::issuer_id.eq(issuer))
        .into_boxed();
    if let Some(after) = page.after {
        query = query.filter(batches::id.lt(BatchId::from_uuid(after)));
    }
    let rows = query
        .order(batches::id.desc())
        .limit(page.rows())
        .select(Batch::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |batch| batch.id.into()))
}

/// The newest batch of a badge class that an account made.
pub fn newest_of(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
    account: AccountId,
) -> Result<Option<Batch>> {
    Ok(batches::table
        .filter(batches::badge_class_id.eq(badge_class))
        .filter(batches::created_by.eq(account))
        .order(batches::id.desc())
        .select(Batch::as_select())
        .first(conn)
        .optional()?)
}

/// Which batches have work now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The present moment.
    pub now: Timestamp,
    /// Batches that ended before this can no longer be undone.
    pub final_before: Timestamp,
}

/// The batches that have work now or later, the oldest first. There are few at any time.
pub fn at_work(conn: &mut DbConnection) -> Result<Vec<Batch>> {
    const STATES: [BatchState; 3] = [
        BatchState::Scheduled,
        BatchState::Running,
        BatchState::Mailing,
    ];
    Ok(batches::table
        // The words of the partial index, so that it serves.
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "state IN ('scheduled', 'running', 'mailing')",
        ))
        .filter(batches::state.eq_any(STATES))
        .order(batches::id)
        .select(Batch::as_select())
        .load(conn)?)
}

impl Batch {
    /// Whether somebody else works on it.
    #[must_use]
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.leased_until.is_some_and(|until| until > now)
    }

    /// Whether there is something to do for it now, if nobody else does.
    #[must_use]
    pub fn is_due(&self, due: Due) -> bool {
        match self.state {
            BatchState::Running => true,
            BatchState::Scheduled => self.starts_at.is_none_or(|at| at <= due.now),
            BatchState::Mailing => self.finished_at.is_none_or(|at| at <= due.final_before),
            _ => false,
        }
    }
}
