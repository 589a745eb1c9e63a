//! Assertions: that one person earned one badge class.

mod holding;
mod search;

use diesel::dsl::{exists, select, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::connection::DbConnection;
use crate::error::Result;
use crate::page::{Page, PageRequest};
use crate::rows::{changed_one, find_locked, insert_many};
use crate::schema::assertions;
use crate::types::{
    AccountId, AssertionId, AssertionState, BadgeClassId, BadgeClassVersionId, BatchId, IssuerId,
    RecipientKind, StatusListId, Timestamp,
};

pub use holding::{Holding, holdings};
pub use search::{Search, search, search_ids};

/// One award to one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = assertions, treat_none_as_default_value = false)]
pub struct Assertion {
    /// Names the assertion.
    pub id: AssertionId,
    /// Who awarded it.
    pub issuer_id: IssuerId,
    /// What was earned.
    pub badge_class_id: BadgeClassId,
    /// Under which version it was earned.
    pub version_id: BadgeClassVersionId,
    /// Whether it stands.
    pub state: AssertionState,
    /// Why it does not stand.
    pub state_reason: Option<String>,
    /// When the state last changed; absent while it never did.
    pub state_changed_at: Option<Timestamp>,
    /// What sort of identity the recipient has.
    pub recipient_kind: RecipientKind,
    /// The identity, hashed with the salt; of a named recipient the identifier itself, as it is no secret.
    pub recipient_hash: String,
    /// The salt, made for this award; empty where nothing is hashed.
    pub recipient_salt: String,
    /// The plain identity, encrypted; absent where policy forbids to keep it.
    pub recipient_sealed: Option<Vec<u8>>,
    /// The recipient's name, if it may be shown.
    pub recipient_name: Option<String>,
    /// The subject of the JSON Web Token, made for this award.
    pub subject_urn: String,
    /// What the recipient did.
    pub narrative: Option<String>,
    /// The result, as JSON.
    pub result: Option<String>,
    /// Who judged and how, as JSON.
    pub assessment: Option<String>,
    /// From when it counts.
    pub valid_from: Timestamp,
    /// Until when; for good if absent.
    pub valid_until: Option<Timestamp>,
    /// The list that says whether it is revoked.
    pub status_list_id: StatusListId,
    /// Its place in that list.
    pub status_index: i32,
    /// The list that says whether it is suspended, for badge classes that can be.
    pub suspension_list_id: Option<StatusListId>,
    /// Its place in that list.
    pub suspension_index: Option<i32>,
    /// Who awarded it; absent if the operator did from the terminal.
    pub created_by: Option<AccountId>,
    /// When it was awarded.
    pub created_at: Timestamp,
    /// The batch it was made in.
    pub batch_id: Option<BatchId>,
    /// The row of that batch; no row is awarded twice.
    pub batch_row: Option<i32>,
    /// Sixteen bytes that are the same for the same recipient, by which only this installation finds its awards.
    pub recipient_key: Option<Vec<u8>>,
    /// When its documents were last written anew because something in them was wrong.
    pub corrected_at: Option<Timestamp>,
    /// The award that it stands in for.
    pub replaces_id: Option<AssertionId>,
}

/// Which assertions to list; all of them by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AssertionFilter {
    issuer: Option<IssuerId>,
    badge_class: Option<BadgeClassId>,
    state: Option<AssertionState>,
}

impl AssertionFilter {
    /// Every assertion.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Only those of one issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: IssuerId) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Only those of one badge class.
    #[must_use]
    pub fn badge_class(mut self, badge_class: BadgeClassId) -> Self {
        self.badge_class = Some(badge_class);
        self
    }

    /// Only those in one state.
    #[must_use]
    pub fn state(mut self, state: AssertionState) -> Self {
        self.state = Some(state);
        self
    }
}

/// Stores a new assertion; a conflict says that its place in a status list is taken.
pub fn insert(conn: &mut DbConnection, assertion: &Assertion) -> Result<()> {
    diesel::insert_into(assertions::table)
        .values(assertion)
        .execute(conn)?;
    Ok(())
}

/// Stores many new assertions.
pub fn insert_all(conn: &mut DbConnection, assertions: &[Assertion]) -> Result<()> {
    insert_many!(conn, assertions::table, assertions)
}

/// Of these assertions the badge class and the recipient's public name, in no particular order; for lists that name them.
pub fn names_of(
    conn: &mut DbConnection,
    ids: &[AssertionId],
) -> Result<Vec<(AssertionId, BadgeClassId, Option<String>)>> {
    Ok(assertions::table
        .filter(assertions::id.eq_any(ids))
        .select((
            assertions::id,
            assertions::badge_class_id,
            assertions::recipient_name,
        ))
        .load(conn)?)
}

/// Finds an assertion.
pub fn find(conn: &mut DbConnection, id: AssertionId) -> Result<Option<Assertion>> {
    Ok(assertions::table
        .find(id)
        .select(Assertion::as_select())
        .first(conn)
        .optional()?)
}

/// Finds an assertion and keeps other transactions from changing it until this one ends.
///
/// Whoever changes its state reads it through this, or a hold may overwrite a revocation.
pub fn find_for_update(conn: &mut DbConnection, id: AssertionId) -> Result<Option<Assertion>> {
    Ok(find_locked!(conn, assertions::table.find(id), Assertion)?)
}

/// The assertions that pass a filter, newest first.
pub fn list(
    conn: &mut DbConnection,
    filter: AssertionFilter,
    page: PageRequest,
) -> Result<Page<Assertion>> {
    let mut query = assertions::table.into_boxed();
    if let Some(issuer) = filter.issuer {
        query = query.filter(assertions::issuer_id.eq(issuer));
    }
    if let Some(badge_class) = filter.badge_class {
        query = query.filter(assertions::badge_class_id.eq(badge_class));
    }
    if let Some(state) = filter.state {
        query = query.filter(assertions::state.eq(state));
        if state != AssertionState::Issued {
            query = query.filter(not_issued());
        }
    }
    if let Some(after) = page.after {
        query = query.filter(assertions::id.lt(AssertionId::from_uuid(after)));
    }
    let rows = query
        .order(assertions::id.desc())
        .limit(page.rows())
        .select(Assertion::as_select())
        .load(conn)?;
    Ok(Page::cut(rows, page, |assertion| assertion.id.into()))
}

/// The assertions of one issuer that pass a filter, newest first.
pub fn list_by_issuer(
    conn: &mut DbConnection,
    issuer: IssuerId,
    filter: AssertionFilter,
    page: PageRequest,
) -> Result<Page<Assertion>> {
    list(conn, filter.issuer(issuer), page)
}

/// The assertions of one badge class that pass a filter, newest first.
pub fn list_by_badge_class(
    conn: &mut DbConnection,
    badge_class: BadgeClassId,
    filter: AssertionFilter,
    page: PageRequest,
) -> Result<Page<Assertion>> {
    list(conn, filter.badge_class(badge_class), page)
}

/// The assertions of all issuers that were made last, newest first.
pub fn recent(conn: &mut DbConnection, limit: u32) -> Result<Vec<Assertion>> {
    Ok(list(conn, AssertionFilter::new(), PageRequest::first(limit))?.items)
}

/// Everything of an issuer that does not hold now, revoked or suspended, oldest first; for its
/// revocation list.
pub fn not_in_force(conn: &mut DbConnection, issuer: IssuerId) -> Result<Vec<Assertion>> {
    Ok(assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .filter(not_issued())
        .order(assertions::id)
        .select(Assertion::as_select())
        .load(conn)?)
}

/// Whether an assertion holds this place in a status list of either purpose.
pub fn index_taken(conn: &mut DbConnection, list: StatusListId, index: i32) -> Result<bool> {
    let for_revocation = assertions::table
        .filter(assertions::status_list_id.eq(list))
        .filter(assertions::status_index.eq(index));
    let for_suspension = assertions::table
        .filter(assertions::suspension_list_id.eq(Some(list)))
        .filter(assertions::suspension_index.eq(Some(index)));
    let taken: bool = select(exists(for_revocation)).get_result(conn)?;
    Ok(taken || select(exists(for_suspension)).get_result(conn)?)
}

/// Which places of a status list of either purpose assertions hold; of these indices alone if they are given.
pub fn taken_places(
    conn: &mut DbConnection,
    list: StatusListId,
    among: Option<&[i32]>,
) -> Result<Vec<i32>> {
    let mut for_revocation = assertions::table
        .filter(assertions::status_list_id.eq(list))
        .select(assertions::status_index)
        .into_boxed();
    let mut for_suspension = assertions::table
        .filter(assertions::suspension_list_id.is_not_null())
        .filter(assertions::suspension_list_id.eq(Some(list)))
        .select(assertions::suspension_index)
        .into_boxed();
    if let Some(indices) = among {
        for_revocation = for_revocation.filter(assertions::status_index.eq_any(indices));
        for_suspension = for_suspension.filter(assertions::suspension_index.eq_any(indices));
    }
    let mut taken: Vec<i32> = for_revocation.load(conn)?;
    let held: Vec<Option<i32>> = for_suspension.load(conn)?;
    taken.extend(held.into_iter().flatten());
    Ok(taken)
}

/// Says whether an assertion stands, and why not.
pub fn set_state(
    conn: &mut DbConnection,
    id: AssertionId,
    state: AssertionState,
    reason: Option<&str>,
    at: Timestamp,
) -> Result<()> {
    changed_one(
        diesel::update(assertions::table.find(id))
            .set((
                assertions::state.eq(state),
                assertions::state_reason.eq(reason),
                assertions::state_changed_at.eq(Some(at)),
            ))
            .execute(conn)?,
    )
}

/// The places in status lists of what a batch awarded and nobody took back yet.
pub fn places_of_batch(
    conn: &mut DbConnection,
    batch: BatchId,
) -> Result<Vec<(StatusListId, i32)>> {
    Ok(assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::state.ne(AssertionState::Revoked))
        .select((assertions::status_list_id, assertions::status_index))
        .load(conn)?)
}

/// Writes what a correction changes.
pub fn correct(conn: &mut DbConnection, assertion: &Assertion) -> Result<()> {
    changed_one(
        diesel::update(assertions::table.find(assertion.id))
            .set((
                assertions::recipient_kind.eq(assertion.recipient_kind),
                assertions::recipient_hash.eq(&assertion.recipient_hash),
                assertions::recipient_salt.eq(&assertion.recipient_salt),
                assertions::recipient_sealed.eq(&assertion.recipient_sealed),
                assertions::recipient_name.eq(&assertion.recipient_name),
                assertions::recipient_key.eq(&assertion.recipient_key),
                assertions::narrative.eq(&assertion.narrative),
                assertions::result.eq(&assertion.result),
                assertions::valid_until.eq(assertion.valid_until),
                assertions::corrected_at.eq(assertion.corrected_at),
            ))
            .execute(conn)?,
    )
}

/// The award that stands in for another, if one does.
pub fn replacement_of(conn: &mut DbConnection, id: AssertionId) -> Result<Option<AssertionId>> {
    Ok(assertions::table
        .filter(assertions::replaces_id.is_not_null())
        .filter(assertions::replaces_id.eq(Some(id)))
        .select(assertions::id)
        .first(conn)
        .optional()?)
}

/// Takes everything back that a batch awarded; says how many awards that were.
pub fn revoke_batch(
    conn: &mut DbConnection,
    batch: BatchId,
    reason: &str,
    at: Timestamp,
) -> Result<usize> {
    let awards = assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::state.ne(AssertionState::Revoked));
    Ok(diesel::update(awards)
        .set((
            assertions::state.eq(AssertionState::Revoked),
            assertions::state_reason.eq(Some(reason)),
            assertions::state_changed_at.eq(Some(at)),
        ))
        .execute(conn)?)
}

/// At most `limit` awards of a batch that were revoked at `at`, by row, from behind row `after`.
pub fn revoked_of_batch(
    conn: &mut DbConnection,
    batch: BatchId,
    at: Timestamp,
    after: i32,
    limit: i64,
) -> Result<Vec<Assertion>> {
    Ok(assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::batch_row.gt(after))
        .filter(assertions::state.eq(AssertionState::Revoked))
        .filter(assertions::state_changed_at.eq(Some(at)))
        .order(assertions::batch_row)
        .limit(limit)
        .select(Assertion::as_select())
        .load(conn)?)
}

/// The rows of a batch from `first` to `last` whose awards stand, with their awards, in order.
pub fn standing_of_batch(
    conn: &mut DbConnection,
    batch: BatchId,
    first: i32,
    last: i32,
) -> Result<Vec<(i32, AssertionId)>> {
    let rows: Vec<(Option<i32>, AssertionId)> = assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::batch_row.between(first, last))
        .filter(assertions::state.eq(AssertionState::Issued))
        .order(assertions::batch_row)
        .select((assertions::batch_row, assertions::id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(row, id)| Some((row?, id)))
        .collect())
}

/// How many awards of a batch stand whose recipients are known by name alone. Reads every award of the batch.
pub fn count_named_of_batch(conn: &mut DbConnection, batch: BatchId) -> Result<i64> {
    Ok(assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::state.eq(AssertionState::Issued))
        .filter(assertions::recipient_kind.eq(RecipientKind::Named))
        .count()
        .get_result(conn)?)
}

/// At most `limit` of those, by row, from behind row `after`.
pub fn named_of_batch(
    conn: &mut DbConnection,
    batch: BatchId,
    after: i32,
    limit: i64,
) -> Result<Vec<Assertion>> {
    Ok(assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::batch_row.gt(after))
        .filter(assertions::state.eq(AssertionState::Issued))
        .filter(assertions::recipient_kind.eq(RecipientKind::Named))
        .order(assertions::batch_row)
        .limit(limit)
        .select(Assertion::as_select())
        .load(conn)?)
}

/// Of these rows of a batch, the awards that stand and were corrected since.
pub fn corrected_of_batch(
    conn: &mut DbConnection,
    batch: BatchId,
    first: i32,
    last: i32,
) -> Result<Vec<Assertion>> {
    Ok(assertions::table
        .filter(assertions::batch_id.is_not_null())
        .filter(assertions::batch_id.eq(Some(batch)))
        .filter(assertions::batch_row.between(first, last))
        .filter(assertions::state.eq(AssertionState::Issued))
        .filter(assertions::corrected_at.is_not_null())
        .order(assertions::batch_row)
        .select(Assertion::as_select())
        .load(conn)?)
}

/// How many assertions of a badge class there are, in any state. Walks their part of an index:
/// about 30 ms a million on SQLite and 200 on PostgreSQL.
pub fn count_by_badge_class(conn: &mut DbConnection, badge_class: BadgeClassId) -> Result<i64> {
    Ok(assertions::table
        .filter(assertions::badge_class_id.eq(badge_class))
        .count()
        .get_result(conn)?)
}

/// How many assertions an issuer made, in any state; as slow as [`count_by_badge_class`].
pub fn count_by_issuer(conn: &mut DbConnection, issuer: IssuerId) -> Result<i64> {
    Ok(assertions::table
        .filter(assertions::issuer_id.eq(issuer))
        .count()
        .get_result(conn)?)
}

/// How many assertions there are at all. Reads the whole index: not for every request.
pub fn count(conn: &mut DbConnection) -> Result<i64> {
    Ok(assertions::table.count().get_result(conn)?)
}

/// The condition of the partial index. It stands in the text of the query because neither
/// database matches a bound value with the condition of an index.
fn not_issued() -> diesel::expression::SqlLiteral<Bool> {
    sql::<Bool>("assertions.state <> 'issued'")
}

#[cfg(test)]
mod tests;
