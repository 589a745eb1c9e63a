//! The database: connecting, reading, writing.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, TransactionManager};

use crate::address::Address;
use crate::connection::DbConnection;
use crate::error::{Result, StorageError};
use crate::pool::{self, Access, Connections, Connector, Lent};

/// Which database is below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// SQLite, within this process.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// How sure SQLite must be before a write counts as done. PostgreSQL decides for itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Durability {
    /// On the disk. An award that was answered with "created" survives a power cut, as it would on
    /// PostgreSQL; `synchronous = NORMAL` would be faster and could lose the last few.
    #[default]
    Full,
    /// Handed to the operating system. For tests and data that can be made again.
    Relaxed,
}

/// How to connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectOptions {
    /// At most this many connections at a time. SQLite adds the one that writes.
    pub connections: u32,
    /// How long to wait for a free connection before giving up.
    pub wait: Duration,
    /// How sure SQLite must be.
    pub durability: Durability,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            wait: Duration::from_secs(30),
            durability: Durability::Full,
        }
    }
}

/// A database that can be read and written. Clones share the same connections.
///
/// On SQLite one connection writes and the others only read: writers queue in this process
/// instead of polling the file, and never keep readers waiting.
#[derive(Clone)]
pub struct Database {
    address: Address,
    readers: Connections,
    writers: Connections,
    writes: Arc<AtomicU64>,
}

impl Database {
    /// Connects to `sqlite:///absolute/path`, `sqlite:path/from/here`, `sqlite::memory:` or
    /// `postgres://user:password@host/database`.
    ///
    /// A SQLite file is made if it does not exist; its tables are made by [`migrate`](Self::migrate).
    pub fn connect(url: &str) -> Result<Self> {
        Self::connect_with(url, &ConnectOptions::default())
    }

    /// Connects with other than the usual options.
    pub fn connect_with(url: &str, options: &ConnectOptions) -> Result<Self> {
        let address = Address::parse(url)?;
        let connector = |access| Connector::new(address.clone(), access, options.durability);
        let size = options.connections;
        let (readers, writers) = match &address {
            Address::SqliteFile(_) => {
                let writers = pool::open(connector(Access::Write), 1, options)?;
                (pool::open(connector(Access::Read), size, options)?, writers)
            }
            Address::SqliteMemory => {
                let pool = pool::open(connector(Access::Write), 1, options)?;
                (pool.clone(), pool)
            }
            Address::Postgres(_) => {
                let pool = pool::open(connector(Access::Write), size, options)?;
                (pool.clone(), pool)
            }
        };
        Ok(Self {
            address,
            readers,
            writers,
            writes: Arc::default(),
        })
    }

    /// Which database is below.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.address.backend()
    }

    /// Runs queries that change nothing. On SQLite a query that tries is refused.
    pub fn read<T, E>(&self, query: impl FnOnce(&mut DbConnection) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StorageError>,
    {
        query(&mut *lend(&self.readers)?)
    }

    /// Runs a change in one transaction: all of it is stored if the closure answers `Ok`, and
    /// nothing of it if the closure answers `Err`, panics or the process ends.
    ///
    /// On SQLite changes run one after the other. Do not call this within itself: the inner call
    /// would wait for the outer one.
    pub fn write<T, E>(
        &self,
        change: impl FnOnce(&mut DbConnection) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<StorageError>,
    {
        let mut conn = self.writer()?;
        let transaction = Transaction::begin(&mut conn)?;
        let value = change(transaction.conn)?;
        transaction.commit()?;
        self.writes.fetch_add(1, Ordering::AcqRel);
        Ok(value)
    }

    /// How many changes were stored through this and its clones: while the number stays, what was read here is what is
    /// stored, unless another process wrote.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// The connection that may change the schema.
    pub(crate) fn writer(&self) -> Result<Lent> {
        lend(&self.writers)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({} at {})", self.backend(), self.address)
    }
}

fn lend(pool: &Connections) -> Result<Lent> {
    pool.get().map_err(|error| {
        StorageError::Unavailable(format!(
            "No database connection became free in time ({error}). The server is overloaded, or \
             the database is gone."
        ))
    })
}

/// An open transaction; what was not committed is rolled back when it goes, also in a panic.
struct Transaction<'conn> {
    conn: &'conn mut DbConnection,
    open: bool,
}

impl<'conn> Transaction<'conn> {
    fn begin(conn: &'conn mut DbConnection) -> Result<Self> {
        match conn {
            // A plain BEGIN would read first and then fail to write where another process wrote
            // in between; no waiting can mend that.
            DbConnection::Sqlite(sqlite) => {
                AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
            }
            DbConnection::Postgres(postgres) => {
                AnsiTransactionManager::begin_transaction(postgres)?;
            }
        }
        Ok(Self { conn, open: true })
    }

    fn commit(mut self) -> Result<()> {
        <DbConnection as TransactionManager<DbConnection>>::commit_transaction(self.conn)?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // If even this fails the connection counts as broken and the pool lets go of it,
            // which ends the transaction as well.
            let rolled_back =
                <DbConnection as TransactionManager<DbConnection>>::rollback_transaction(self.conn);
            if let Err(error) = rolled_back {
                tracing::warn!(%error, "A transaction could not be rolled back");
            }
        }
    }
}
