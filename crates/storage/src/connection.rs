//! A connection to either database, and nothing else.
//!
//! The derive imports everything around it, so this file must stay this short.

/// A connection to whichever database the operator chose.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// SQLite, within this process.
    Sqlite(diesel::SqliteConnection),
    /// PostgreSQL, over a socket.
    Postgres(diesel::PgConnection),
}
