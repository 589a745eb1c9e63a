//! The rows of batches.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{Array, Bytea};

use crate::connection::DbConnection;
use crate::error::Result;
use crate::rows::{ROWS_A_STATEMENT, changed_one, insert_many};
use crate::schema::{assertions, batch_rows};
use crate::types::{AssertionState, BadgeClassId, BatchId, Id, IssuerId, RowState, Twin};

/// One row of a batch: one recipient.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = batch_rows, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct BatchRow {
    /// The batch.
    pub batch_id: BatchId,
    /// Its place in the batch, from 1.
    pub number: i32,
    /// What became of it.
    pub state: RowState,
    /// Where its recipient was seen before.
    pub twin: Option<Twin>,
    /// What is wrong with it, as JSON.
    pub problem: Option<String>,
    /// Sixteen bytes that are the same for the same recipient.
    pub recipient_key: Option<Vec<u8>>,
    /// Its cells, sealed.
    pub sealed: Vec<u8>,
}

/// Which rows of a batch to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowFilter {
    /// Only those in this state.
    pub state: Option<RowState>,
    /// Only those whose recipient was seen before.
    pub twins: bool,
}

/// Stores many rows.
pub fn insert_all(conn: &mut DbConnection, rows: &[BatchRow]) -> Result<()> {
    insert_many!(conn, batch_rows::table, rows)
}

/// Stores what has changed of a row.
pub fn update(conn: &mut DbConnection, row: &BatchRow) -> Result<()> {
    changed_one(
        diesel::update(batch_rows::table.find((row.batch_id, row.number)))
            .set(row)
            .execute(conn)?,
    )
}

/// Writes rows in the place of those with the same numbers.
pub fn replace(conn: &mut DbConnection, batch: BatchId, rows: &[BatchRow]) -> Result<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        let numbers: Vec<i32> = some.iter().map(|row| row.number).collect();
        let before = batch_rows::table
            .filter(batch_rows::batch_id.eq(batch))
            .filter(batch_rows::number.eq_any(numbers));
        diesel::delete(before).execute(conn)?;
        insert_all(conn, some)?;
    }
    Ok(())
}

/// Finds a row.
pub fn find(conn: &mut DbConnection, batch: BatchId, number: i32) -> Result<Option<BatchRow>> {
    Ok(batch_rows::table
        .find((batch, number))
        .select(BatchRow::as_select())
        .first(conn)
        .optional()?)
}

/// At most `limit` rows of a batch that pass a filter, in order, from behind row `after`.
pub fn list(
    conn: &mut DbConnection,
    batch: BatchId,
    filter: RowFilter,
    after: i32,
    limit: i64,
) -> Result<Vec<BatchRow>> {
    let mut query = batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .filter(batch_rows::number.gt(after))
        .into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(batch_rows::state.eq(state));
    }
    if filter.twins {
        query = query.filter(batch_rows::twin.is_not_null());
    }
    Ok(query
        .order(batch_rows::number)
        .limit(limit)
        .select(BatchRow::as_select())
        .load(conn)?)
}

/// How many rows of a batch are in each state.
pub fn count_by_state(conn: &mut DbConnection, batch: BatchId) -> Result<Vec<(RowState, i64)>> {
    Ok(batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .group_by(batch_rows::state)
        .select((batch_rows::state, diesel::dsl::count_star()))
        .load(conn)?)
}

/// How many ready rows of a batch have a recipient that was seen before.
pub fn count_twins(conn: &mut DbConnection, batch: BatchId) -> Result<i64> {
    Ok(batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .filter(batch_rows::state.eq(RowState::Ready))
        .filter(batch_rows::twin.is_not_null())
        .count()
        .get_result(conn)?)
}

/// Leaves out every ready row whose recipient was seen before; says how many.
pub fn skip_twins(conn: &mut DbConnection, batch: BatchId) -> Result<usize> {
    let twins = batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .filter(batch_rows::state.eq(RowState::Ready))
        .filter(batch_rows::twin.is_not_null());
    Ok(diesel::update(twins)
        .set(batch_rows::state.eq(RowState::Skipped))
        .execute(conn)?)
}

/// Marks all ready rows from `first` to `last` as awarded; says how many there were.
pub fn settle(conn: &mut DbConnection, batch: BatchId, first: i32, last: i32) -> Result<usize> {
    let rows = batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .filter(batch_rows::state.eq(RowState::Ready))
        .filter(batch_rows::number.between(first, last));
    Ok(diesel::update(rows)
        .set(batch_rows::state.eq(RowState::Awarded))
        .execute(conn)?)
}

/// Whether an earlier row of the batch has the same recipient.
pub fn is_repeated(
    conn: &mut DbConnection,
    batch: BatchId,
    key: &[u8],
    before: i32,
) -> Result<bool> {
    let earlier = batch_rows::table
        .filter(batch_rows::batch_id.eq(batch))
        .filter(batch_rows::recipient_key.eq(Some(key)))
        .filter(batch_rows::number.lt(before));
    Ok(diesel::select(diesel::dsl::exists(earlier)).get_result(conn)?)
}

/// Which of these recipients hold a badge of an issuer already.
pub fn holders(
    conn: &mut DbConnection,
    issuer: IssuerId,
    badge_class: BadgeClassId,
    keys: &[&[u8]],
) -> Result<HashSet<Vec<u8>>> {
    let mut found = HashSet::new();
    for some in keys.chunks(ROWS_A_STATEMENT) {
        match conn {
            DbConnection::Sqlite(sqlite) => {
                // By the people alone: asked for the badge too, SQLite would rather read all awards of the badge.
                let rows: Vec<(Option<Vec<u8>>, BadgeClassId)> = assertions::table
                    .filter(assertions::issuer_id.eq(issuer))
                    .filter(assertions::recipient_key.eq_any(some))
                    .filter(assertions::state.ne(AssertionState::Revoked))
                    .select((assertions::recipient_key, assertions::badge_class_id))
                    .load(sqlite)?;
                let these = rows
                    .into_iter()
                    .filter(|(_, earned)| *earned == badge_class);
                found.extend(these.filter_map(|(key, _)| key));
            }
            DbConnection::Postgres(postgres) => {
                let rows: Vec<Held> = diesel::sql_query(HELD)
                    .bind::<Array<Bytea>, _>(some)
                    .bind::<Id, _>(issuer)
                    .bind::<Id, _>(badge_class)
                    .load(postgres)?;
                found.extend(rows.into_iter().map(|row| row.recipient_key));
            }
        }
    }
    Ok(found)
}

/// Looks each key up by itself. Asked for all of them at once, PostgreSQL reads every award of the badge class instead for
/// as long as it has not counted them, and right after a large table it has not.
const HELD: &str = "SELECT key AS recipient_key FROM unnest($1) AS key WHERE (
     SELECT true FROM assertions
     WHERE issuer_id = $2 AND recipient_key = key AND badge_class_id = $3 AND state <> 'revoked'
     LIMIT 1
 )";

/// A recipient who holds the badge.
#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = Bytea)]
    recipient_key: Vec<u8>,
}

/// Forgets all rows of a batch.
pub fn delete_all(conn: &mut DbConnection, batch: BatchId) -> Result<()> {
    diesel::delete(batch_rows::table.filter(batch_rows::batch_id.eq(batch))).execute(conn)?;
    Ok(())
}
