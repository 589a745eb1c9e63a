//! What can go wrong below the storage functions.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// The result of a storage function.
pub type Result<T, E = StorageError> = std::result::Result<T, E>;

/// Why the database did not do what was asked.
///
/// An absent row is not among these: look-ups answer with an `Option`.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The row breaks a rule of the schema: its key is taken, or it points at nothing.
    ///
    /// SQLite names no constraint, so the caller must know what a conflict of this statement means.
    #[error("the row conflicts with what is stored: {0}")]
    Conflict(String),
    /// The database could not be reached, or had no time for us.
    #[error("{0}")]
    Unavailable(String),
    /// The database refused the statement, or answered with something unreadable.
    #[error("the database could not answer: {0}")]
    Query(#[source] DieselError),
    /// A migration could not be read or applied.
    #[error("the database could not be migrated: {0}")]
    Migration(String),
}

impl From<DieselError> for StorageError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::DatabaseError(kind, about) => from_database(kind, about),
            other => Self::Query(other),
        }
    }
}

fn from_database(
    kind: DatabaseErrorKind,
    about: Box<dyn diesel::result::DatabaseErrorInformation + Send + Sync>,
) -> StorageError {
    use DatabaseErrorKind as Kind;
    let message = about.message();
    match kind {
        Kind::UniqueViolation | Kind::ForeignKeyViolation => {
            StorageError::Conflict(message.to_owned())
        }
        Kind::ClosedConnection => StorageError::Unavailable(format!(
            "The database closed the connection ({message}). Is it still running?"
        )),
        _ if is_busy(message) => StorageError::Unavailable(
            "Another process holds the SQLite file for too long. Try again, or end that process."
                .to_owned(),
        ),
        kind => StorageError::Query(DieselError::DatabaseError(kind, about)),
    }
}

/// SQLite's busy errors carry no kind of their own.
fn is_busy(message: &str) -> bool {
    message == "database is locked" || message == "database table is locked"
}
