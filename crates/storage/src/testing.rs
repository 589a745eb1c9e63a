//! Databases for tests, one a test, on both backends.
//!
//! PostgreSQL tests need a server whose address stands in `ACCOLADE_TEST_POSTGRES_URL`;
//! `cargo xtask test` starts one.

mod builders;

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use uuid::Uuid;

use crate::database::{ConnectOptions, Database, Durability};
use crate::error::StorageError;
use crate::types::Timestamp;

pub use builders::{
    AccountBuilder, AssertionBuilder, BadgeClassBuilder, IssuerBuilder, SigningKeyBuilder,
    StatusListBuilder, VersionBuilder,
};

/// Names the server on which PostgreSQL tests make their databases.
pub const POSTGRES_VARIABLE: &str = "ACCOLADE_TEST_POSTGRES_URL";

/// The moment at which the ids of a test database begin.
const BEGINNING: &str = "2026-11-22T10:00:00Z";

/// A migrated, empty database that is gone when the test ends. Use it as a [`Database`].
#[derive(Debug)]
pub struct TestDatabase {
    database: Database,
    url: String,
    ids: AtomicU64,
    _remains: Remains,
}

/// What must be removed afterwards.
#[derive(Debug)]
enum Remains {
    Folder(#[expect(dead_code, reason = "it removes itself when dropped")] tempfile::TempDir),
    PostgresDatabase { server: String, name: String },
}

impl TestDatabase {
    /// A SQLite file in a folder of its own.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("the folder for temporary files can be written");
        let url = format!("sqlite://{}", folder.path().join("test.sqlite3").display());
        Self::migrated(url, Remains::Folder(folder))
    }

    /// A database of its own on the PostgreSQL server of the tests.
    ///
    /// # Panics
    ///
    /// When no server is named or it cannot be reached.
    #[must_use]
    pub fn postgres() -> Self {
        let Ok(server) = std::env::var(POSTGRES_VARIABLE) else {
            panic!(
                "This test needs PostgreSQL. Run `cargo xtask test`, which starts one, or put the \
                 URL of a server into {POSTGRES_VARIABLE}."
            );
        };
        let name = format!("accolade_test_{}", random_name());
        on_server(&server, &format!("CREATE DATABASE {name}"))
            .expect("the test server lets us create databases");
        let url = with_database(&server, &name);
        Self::migrated(url, Remains::PostgresDatabase { server, name })
    }

    fn migrated(url: String, remains: Remains) -> Self {
        let test = Self {
            database: connect(&url),
            url,
            ids: AtomicU64::new(0),
            _remains: remains,
        };
        test.database
            .migrate()
            .expect("the migrations apply to an empty database");
        test
    }

    /// The URL of this database, to connect to it from elsewhere.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same database through connections of its own, as another process would have it.
    #[must_use]
    pub fn another_copy(&self) -> Database {
        connect(&self.url)
    }

    /// The next id of this test: the same in every run, each newer than the one before.
    #[must_use]
    pub fn id<I: From<Uuid>>(&self) -> I {
        let number = self.ids.fetch_add(1, Ordering::Relaxed);
        let time = self.start().as_jiff().as_millisecond().unsigned_abs() + number;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&number.to_be_bytes());
        I::from(uuid::Builder::from_unix_timestamp_millis(time, &random).into_uuid())
    }

    /// The moment at which every test takes place.
    #[must_use]
    pub fn start(&self) -> Timestamp {
        let start: jiff::Timestamp = BEGINNING.parse().expect("the constant is a timestamp");
        start.into()
    }
}

impl Deref for TestDatabase {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.database
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        if let Self::PostgresDatabase { server, name } = self {
            let dropped = on_server(server, &format!("DROP DATABASE {name} WITH (FORCE)"));
            if let Err(error) = dropped {
                tracing::warn!(%error, "A test database stays behind");
            }
        }
    }
}

fn connect(url: &str) -> Database {
    let options = ConnectOptions {
        connections: 4,
        wait: Duration::from_secs(60),
        durability: Durability::Relaxed,
    };
    Database::connect_with(url, &options).expect("a test database can be connected to")
}

#[expect(
    clippy::disallowed_methods,
    reason = "the name must differ from those of all test runs on the same server"
)]
fn random_name() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Runs a statement on the server itself rather than in a database of ours.
fn on_server(server: &str, statement: &str) -> Result<(), StorageError> {
    let options = ConnectOptions {
        connections: 1,
        ..ConnectOptions::default()
    };
    let mut conn = Database::connect_with(server, &options)?.writer()?;
    Ok(conn.batch_execute(statement)?)
}

/// The URL of another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (location, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = location.split_once("://").unwrap_or(("postgres", location));
    let authority = rest.split('/').next().unwrap_or(rest);
    match query {
        "" => format!("{scheme}://{authority}/{name}"),
        query => format!("{scheme}://{authority}/{name}?{query}"),
    }
}

/// Makes of each function two tests, one on SQLite and one on PostgreSQL. The second is ignored by
/// a bare `cargo test`, because not everybody has a server at hand. `TestDatabase` need not be
/// imported.
///
/// ```
/// # #[cfg(test)]
/// accolade_storage::on_each_database! {
///     fn an_empty_database_has_no_issuers(db: &TestDatabase) {
///         let found = db.read(|conn| issuers::by_slug(conn, "acme")).unwrap();
///
///         assert_eq!(found, None);
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_each_database {
    ($($(#[$attribute:meta])* fn $name:ident($db:ident: &TestDatabase) $body:block)*) => {$(
        $(#[$attribute])*
        fn $name($db: &$crate::testing::TestDatabase) $body

        mod $name {
            #[test]
            fn sqlite() {
                super::$name(&$crate::testing::TestDatabase::sqlite());
            }

            #[test]
            #[ignore = "needs PostgreSQL: run cargo xtask test"]
            fn postgres() {
                super::$name(&$crate::testing::TestDatabase::postgres());
            }
        }
    )*};
}
