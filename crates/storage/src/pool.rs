//! Opening connections and lending them out.

use std::time::Duration;

use diesel::connection::{Connection, SimpleConnection};
use diesel::r2d2::{HandleError, ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{PgConnection, SqliteConnection};

use crate::address::{Address, PostgresAddress};
use crate::connection::DbConnection;
use crate::database::{ConnectOptions, Durability};
use crate::error::StorageError;

pub(crate) type Connections = Pool<Connector>;
pub(crate) type Lent = PooledConnection<Connector>;

/// How long SQLite waits for another process that writes, such as `accolade award` beside a
/// running server. Within one process writers queue for the one writing connection instead.
const BUSY_MILLISECONDS: u32 = 10_000;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everything.
    Write,
    /// Nothing that changes the database. SQLite holds us to it; PostgreSQL shares one pool.
    Read,
}

/// Knows how to open one connection, so that the pool need not.
#[derive(Debug, Clone)]
pub(crate) struct Connector {
    address: Address,
    access: Access,
    durability: Durability,
}

impl Connector {
    pub(crate) fn new(address: Address, access: Access, durability: Durability) -> Self {
        Self {
            address,
            access,
            durability,
        }
    }

    fn open(&self) -> Result<DbConnection, StorageError> {
        match &self.address {
            Address::SqliteFile(path) => self.open_sqlite(path),
            Address::SqliteMemory => self.open_sqlite(":memory:"),
            Address::Postgres(address) => open_postgres(address),
        }
        .map_err(StorageError::Unavailable)
    }

    fn open_sqlite(&self, path: &str) -> Result<DbConnection, String> {
        let explain = |error: &dyn std::fmt::Display| {
            format!(
                "The SQLite database {path} cannot be opened: {error}. Check that its folder \
                 exists and can be written to."
            )
        };
        if self.access == Access::Write && self.address != Address::SqliteMemory {
            keep_private(path).map_err(|error| explain(&error))?;
        }
        let mut conn = SqliteConnection::establish(path).map_err(|error| explain(&error))?;
        conn.batch_execute(&self.pragmas())
            .map_err(|error| explain(&error))?;
        Ok(DbConnection::Sqlite(conn))
    }

    /// The busy timeout comes first: switching to WAL may already have to wait.
    fn pragmas(&self) -> String {
        let synchronous = match self.durability {
            Durability::Full => "FULL",
            Durability::Relaxed => "OFF",
        };
        let last = match self.access {
            Access::Write => "journal_mode = WAL",
            Access::Read => "query_only = ON",
        };
        format!(
            "PRAGMA busy_timeout = {BUSY_MILLISECONDS};
             PRAGMA foreign_keys = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA synchronous = {synchronous};
             PRAGMA cache_size = -8000;
             PRAGMA mmap_size = 268435456;
             PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA {last};"
        )
    }
}

/// A new database is for its owner alone: it holds names, addresses and what is not public. SQLite gives its other files
/// the mode of this one. The mode of a file that is there already is the operator's choice.
#[cfg(unix)]
fn keep_private(path: &str) -> std::io::Result<()> {
    use std::io::ErrorKind;
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn keep_private(_: &str) -> std::io::Result<()> {
    Ok(())
}

/// Signed documents are a few kilobytes each and are compressed as they are stored: LZ4 takes a fraction of the time of
/// PostgreSQL's own way. Servers that were built without it, and those that only speak its wire, change nothing.
const FAST_COMPRESSION: &str = "SELECT set_config(name, 'lz4', false) FROM pg_settings
     WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)";

fn open_postgres(address: &PostgresAddress) -> Result<DbConnection, String> {
    let explain = |error: &dyn std::fmt::Display| {
        format!(
            "PostgreSQL cannot be reached: {}. Check that the server runs, that the database \
             exists and that user and password in the database URL are right.",
            address.censor(&error.to_string()).trim_end_matches('.')
        )
    };
    let mut conn = PgConnection::establish(address.url()).map_err(|error| explain(&error))?;
    conn.batch_execute(FAST_COMPRESSION)
        .map_err(|error| explain(&error))?;
    Ok(DbConnection::Postgres(conn))
}

impl ManageConnection for Connector {
    type Connection = DbConnection;
    type Error = StorageError;

    fn connect(&self) -> Result<DbConnection, StorageError> {
        self.open()
    }

    fn is_valid(&self, conn: &mut DbConnection) -> Result<(), StorageError> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut DbConnection) -> bool {
        conn.is_broken()
    }
}

/// Puts what goes wrong behind the scenes into the log; messages are censored where they arise.
#[derive(Debug)]
struct Log;

impl HandleError<StorageError> for Log {
    fn handle_error(&self, error: StorageError) {
        tracing::warn!(%error, "A database connection could not be opened");
    }
}

/// Builds a pool of at most `size` connections after opening one, so that a wrong address is told
/// at once and in its own words instead of as a pool that stays empty.
pub(crate) fn open(
    connector: Connector,
    size: u32,
    options: &ConnectOptions,
) -> Result<Connections, StorageError> {
    // A database in memory must not be opened twice: each opening is another database.
    if connector.address != Address::SqliteMemory {
        drop(connector.open()?);
    }
    // A connection to a file cannot go stale; one to a server can.
    let remote = matches!(connector.address, Address::Postgres(_));
    Ok(Pool::builder()
        .max_size(size.max(1))
        .min_idle(Some(1))
        .connection_timeout(options.wait)
        .test_on_check_out(remote)
        .idle_timeout(remote.then_some(Duration::from_secs(600)))
        .max_lifetime(remote.then_some(Duration::from_secs(3600)))
        .error_handler(Box::new(Log))
        .build_unchecked(connector))
}
