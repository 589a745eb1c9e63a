//! What several table families need when they write rows.

use diesel::result::Error as DieselError;

use crate::error::{Result, StorageError};

/// How many rows go into one statement. SQLite takes 32,766 values a statement, PostgreSQL 65,535;
/// beyond a few hundred rows nothing gets faster.
pub(crate) const ROWS_A_STATEMENT: usize = 500;

/// Says whether a statement that names a row by its key found that row.
pub(crate) fn changed_one(rows: usize) -> Result<()> {
    match rows {
        0 => Err(StorageError::Query(DieselError::NotFound)),
        _ => Ok(()),
    }
}

/// Runs the same query on the connection below, for what the enum cannot express:
/// `on_conflict`, inserts of many rows, row locks.
macro_rules! on_backend {
    ($conn:expr, |$c:ident| $query:expr) => {
        match $conn {
            $crate::connection::DbConnection::Sqlite($c) => $query,
            $crate::connection::DbConnection::Postgres($c) => $query,
        }
    };
}

/// Inserts any number of rows, a few hundred a statement.
macro_rules! insert_rows {
    ($conn:expr, $table:path, $rows:expr) => {{
        for rows in $rows.chunks($crate::rows::ROWS_A_STATEMENT) {
            $crate::rows::on_backend!($conn, |c| diesel::insert_into($table)
                .values(rows)
                .execute(c))?;
        }
        Ok(())
    }};
}

pub(crate) use {insert_rows, on_backend};
