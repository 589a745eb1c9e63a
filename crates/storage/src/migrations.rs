//! Bringing the schema up to date.

use diesel::backend::Backend;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::connection::DbConnection;
use crate::database::Database;
use crate::error::{Result, StorageError};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Names the advisory lock; any number does that nobody else takes in the same database.
const LOCK: i64 = 0x0ACC_01AD_E000_0001;

impl Database {
    /// Applies the migrations that were not applied yet and names them, in their order.
    ///
    /// Several copies may start at once: one migrates and the others wait for it.
    pub fn migrate(&self) -> Result<Vec<String>> {
        alone(&mut *self.writer()?, Errand::Run)
    }

    /// Names the migrations that [`migrate`](Self::migrate) would apply, in their order.
    pub fn pending_migrations(&self) -> Result<Vec<String>> {
        alone(&mut *self.writer()?, Errand::List)
    }

    /// Runs every migration backwards until nothing is left, to try the `down.sql` files.
    #[cfg(test)]
    pub(crate) fn revert_all(&self) -> Result<()> {
        alone(&mut *self.writer()?, Errand::Revert).map(drop)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Errand {
    List,
    Run,
    #[cfg(test)]
    Revert,
}

/// Does an errand while no other process does one.
fn alone(conn: &mut DbConnection, errand: Errand) -> Result<Vec<String>> {
    match conn {
        DbConnection::Sqlite(sqlite) => {
            sqlite.immediate_transaction(|sqlite| run(sqlite, || SQLITE, errand))
        }
        DbConnection::Postgres(postgres) => {
            diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(postgres)?;
            let outcome = run(postgres, || POSTGRES, errand);
            diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(postgres)?;
            outcome
        }
    }
}

/// Does an errand and names the migrations that were pending before.
fn run<DB: Backend>(
    harness: &mut impl MigrationHarness<DB>,
    source: impl Fn() -> EmbeddedMigrations,
    errand: Errand,
) -> Result<Vec<String>> {
    let pending = harness.pending_migrations(source()).map_err(failed)?;
    match errand {
        Errand::List => {}
        Errand::Run => {
            harness.run_migrations(&pending).map_err(failed)?;
        }
        #[cfg(test)]
        Errand::Revert => {
            harness.revert_all_migrations(source()).map_err(failed)?;
        }
    }
    Ok(pending
        .iter()
        .map(|migration| migration.name().to_string())
        .collect())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "this is what `map_err` hands over"
)]
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> StorageError {
    StorageError::Migration(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    fn folders(of: &str) -> BTreeSet<String> {
        let parent = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../migrations")
            .join(of);
        std::fs::read_dir(parent)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    #[test]
    fn every_migration_exists_for_both_databases_and_in_both_directions() {
        let sqlite = folders("sqlite");
        let postgres = folders("postgres");

        assert_eq!(sqlite, postgres, "a migration is missing its other half");
        for database in ["sqlite", "postgres"] {
            for name in &sqlite {
                let files = folders(&format!("{database}/{name}"));
                let expected = ["down.sql".to_owned(), "up.sql".to_owned()];
                assert_eq!(files, BTreeSet::from(expected), "{database}/{name}");
            }
        }
    }

    crate::on_each_database! {
        fn migrating_twice_does_nothing_the_second_time(db: &TestDatabase) {
            let again = db.migrate().unwrap();

            assert_eq!(again, Vec::<String>::new());
            assert_eq!(db.pending_migrations().unwrap(), Vec::<String>::new());
        }

        fn all_migrations_run_down_to_nothing_and_up_again(db: &TestDatabase) {
            db.revert_all().unwrap();
            let pending = db.pending_migrations().unwrap();
            let left = crate::tests::tables(db);
            let applied = db.migrate().unwrap();

            assert_eq!(left, BTreeSet::new());
            assert_eq!(
                pending.into_iter().collect::<BTreeSet<_>>(),
                folders("sqlite")
            );
            assert_eq!(
                applied.into_iter().collect::<BTreeSet<_>>(),
                folders("sqlite")
            );
        }

        fn many_copies_may_migrate_at_once(db: &TestDatabase) {
            db.revert_all().unwrap();

            let applied: usize = std::thread::scope(|scope| {
                let copies: Vec<_> = (0..4)
                    .map(|_| scope.spawn(|| db.another_copy().migrate().unwrap().len()))
                    .collect();
                copies.into_iter().map(|copy| copy.join().unwrap()).sum()
            });

            assert_eq!(applied, folders("sqlite").len());
        }
    }
}
