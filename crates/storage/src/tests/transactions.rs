//! What is written stays, what fails leaves nothing, and nobody overwrites anybody.

use std::sync::Barrier;

use crate::error::StorageError;
use crate::issuers::{self, Issuer};
use crate::page::PageRequest;
use crate::status_lists;
use crate::testing::TestDatabase;
use crate::types::IssuerId;
use crate::{Database, accounts};

fn everyone(db: &Database) -> Vec<IssuerId> {
    let page = db
        .read(|conn| issuers::list_all(conn, PageRequest::first(1000)))
        .unwrap();
    page.items.into_iter().map(|issuer| issuer.id).collect()
}

/// An error of the layer above, to see that `write` carries any error type.
#[derive(Debug, PartialEq, Eq)]
enum Above {
    ChangedMyMind,
    Storage,
}

impl From<StorageError> for Above {
    fn from(_: StorageError) -> Self {
        Self::Storage
    }
}

crate::on_each_database! {
    fn a_change_that_fails_leaves_nothing(db: &TestDatabase) {
        let issuer = db.issuer().build();

        let outcome: Result<(), Above> = db.write(|conn| {
            issuers::insert(conn, &issuer)?;
            Err(Above::ChangedMyMind)
        });

        assert_eq!(outcome, Err(Above::ChangedMyMind));
        assert_eq!(everyone(db), []);
    }

    fn a_change_that_panics_leaves_nothing_and_the_database_goes_on(db: &TestDatabase) {
        let issuer = db.issuer().build();

        let outcome = std::thread::scope(|scope| {
            let killed = scope.spawn(|| {
                db.write(|conn| -> Result<(), StorageError> {
                    issuers::insert(conn, &issuer)?;
                    panic!("killed midway");
                })
            });
            killed.join()
        });

        assert!(outcome.is_err());
        assert_eq!(everyone(db), []);
        assert_eq!(everyone(db), []);
        db.write(|conn| issuers::insert(conn, &issuer)).unwrap();
        assert_eq!(everyone(db), [issuer.id]);
    }

    fn a_conflict_midway_leaves_nothing(db: &TestDatabase) {
        let taken = db.issuer().slug("acme").insert();
        let first = db.issuer().build();
        let second = db.issuer().slug("acme").build();

        let outcome: Result<(), StorageError> = db.write(|conn| {
            issuers::insert(conn, &first)?;
            issuers::insert(conn, &second)
        });

        assert!(
            matches!(outcome, Err(StorageError::Conflict(_))),
            "{outcome:?}"
        );
        assert_eq!(everyone(db), [taken.id]);
    }

    fn a_row_that_points_at_nothing_is_a_conflict(db: &TestDatabase) {
        let orphan = db.issuer().parent(db.id()).build();

        let outcome = db.write(|conn| issuers::insert(conn, &orphan));

        assert!(
            matches!(outcome, Err(StorageError::Conflict(_))),
            "{outcome:?}"
        );
    }

    fn two_writers_interleave_without_loss(db: &TestDatabase) {
        const ROUNDS: i32 = 40;
        let issuer = db.issuer().insert();
        let list = db.status_list(&issuer).insert();
        let start = Barrier::new(4);

        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..ROUNDS {
                        db.write(|conn| flip_next_bit(conn, list.id)).unwrap();
                    }
                });
            }
        });

        let list = db
            .read(|conn| status_lists::find(conn, list.id))
            .unwrap()
            .unwrap();
        let set: u32 = list.bits.iter().map(|byte| byte.count_ones()).sum();
        assert_eq!(set, 4 * ROUNDS.unsigned_abs());
        assert_eq!(list.used, 4 * ROUNDS);
    }

    fn writers_of_different_processes_wait_for_each_other(db: &TestDatabase) {
        let issuer = db.issuer().insert();
        let list = db.status_list(&issuer).insert();

        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let copy = db.another_copy();
                    for _ in 0..20 {
                        copy.write(|conn| flip_next_bit(conn, list.id)).unwrap();
                    }
                });
            }
        });

        let list = db
            .read(|conn| status_lists::find(conn, list.id))
            .unwrap()
            .unwrap();
        assert_eq!(list.used, 40);
    }

    fn two_edits_at_once_lose_neither(db: &TestDatabase) {
        let issuer = db.issuer().name("").insert();

        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        db.write(|conn| {
                            let mut found = issuers::find_for_update(conn, issuer.id)?
                                .expect("the issuer was inserted");
                            found.name.push('+');
                            issuers::update(conn, &found)
                        })
                        .unwrap();
                    }
                });
            }
        });

        let found = db.read(|conn| issuers::find(conn, issuer.id)).unwrap().unwrap();
        assert_eq!(found.name.len(), 60);
    }

    fn readers_see_the_state_before_an_unfinished_change(db: &TestDatabase) {
        let issuer = db.issuer().build();

        let seen = db.write(|conn| {
            issuers::insert(conn, &issuer)?;
            Ok::<_, StorageError>(everyone(db))
        });

        assert_eq!(seen.unwrap(), []);
        assert_eq!(everyone(db), [issuer.id]);
    }

    fn what_was_written_is_there_after_connecting_again(db: &TestDatabase) {
        let issuer = db.issuer().insert();

        let copy = db.another_copy();

        assert_eq!(everyone(&copy), [issuer.id]);
    }
}

/// Reads the bits, sets the first that is not set, and writes them back.
fn flip_next_bit(
    conn: &mut crate::DbConnection,
    id: crate::types::StatusListId,
) -> Result<(), StorageError> {
    let list = status_lists::find_for_update(conn, id)?.expect("the list was inserted");
    let mut bits = list.bits;
    let next = list.used.unsigned_abs() as usize;
    bits[next / 8] |= 0x80 >> (next % 8);
    status_lists::replace_bits(conn, id, &bits, "{}", "", list.updated_at)?;
    status_lists::increment_used(conn, id, 1)
}

#[test]
fn reading_cannot_write_on_sqlite() {
    let db = TestDatabase::sqlite();
    let issuer: Issuer = db.issuer().build();

    let outcome = db.read(|conn| issuers::insert(conn, &issuer));

    assert!(
        matches!(outcome, Err(StorageError::Query(_))),
        "{outcome:?}"
    );
    assert_eq!(everyone(&db), []);
}

#[test]
fn a_database_in_memory_keeps_what_was_written() {
    let db = Database::connect("sqlite::memory:").unwrap();
    db.migrate().unwrap();
    let account = TestDatabase::sqlite().account().build();

    db.write(|conn| accounts::insert(conn, &account)).unwrap();

    let found = db.read(|conn| accounts::find(conn, account.id)).unwrap();
    assert_eq!(found, Some(account));
}

#[test]
fn a_folder_that_does_not_exist_is_told() {
    let error = Database::connect("sqlite:///nowhere/at/all.sqlite3").unwrap_err();

    let message = error.to_string();
    assert!(message.contains("/nowhere/at/all.sqlite3"), "{message}");
    assert!(
        message.contains("Check that its folder exists"),
        "{message}"
    );
}

#[test]
fn a_server_that_does_not_answer_is_told_without_the_password() {
    let error = Database::connect("postgres://ann:hunter2@127.0.0.1:1/accolade").unwrap_err();

    let message = error.to_string();
    assert!(message.contains("Check that the server runs"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[cfg(unix)]
#[test]
fn a_new_database_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.sqlite3");

    let db = Database::connect(&format!("sqlite:{}", path.display())).unwrap();
    db.migrate().unwrap();

    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}
