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

/// Whether a text from outside can stand in a row at all. PostgreSQL refuses even to compare with one
/// that holds U+0000, so what is looked up by such a text is simply not there.
pub(crate) fn can_be_stored(text: &str) -> bool {
    !text.contains('\0')
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

/// Inserts thousands of rows: by `COPY` on PostgreSQL, which reads them without a statement to parse.
macro_rules! insert_many {
    ($conn:expr, $table:path, $rows:expr) => {{
        match $conn {
            $crate::connection::DbConnection::Sqlite(sqlite) => {
                for rows in $rows.chunks($crate::rows::ROWS_A_STATEMENT) {
                    diesel::insert_into($table).values(rows).execute(sqlite)?;
                }
            }
            $crate::connection::DbConnection::Postgres(postgres) => {
                use diesel::ExecuteCopyFromDsl as _;
                if !$rows.is_empty() {
                    diesel::copy_from($table)
                        .from_insertable($rows)
                        .execute(postgres)?;
                }
            }
        }
        Ok(())
    }};
}

/// Finds a row by its key and keeps other transactions from changing it until this one ends, while
/// they may still point at it. Write transactions on SQLite come one at a time and need no lock.
macro_rules! find_locked {
    ($conn:expr, $query:expr, $record:ty) => {
        match $conn {
            $crate::connection::DbConnection::Sqlite(sqlite) => {
                $query.select(<$record>::as_select()).first(sqlite)
            }
            $crate::connection::DbConnection::Postgres(postgres) => $query
                .select(<$record>::as_select())
                .for_no_key_update()
                .first(postgres),
        }
        .optional()
    };
}

pub(crate) use {find_locked, insert_many, insert_rows, on_backend};
