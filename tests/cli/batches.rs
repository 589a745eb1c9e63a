//! A batch and a server that is killed in the middle of it.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

use accolade_storage::{
    DbConnection, PageRequest, StorageError, assertions,
    assertions::AssertionFilter,
    badge_classes, batches,
    mails::{self, Mail},
    on_each_database, status_lists,
    testing::TestDatabase,
    types::{AssertionState, BadgeClassId, BatchId, BatchState, MailState, Timestamp},
};
use accolade_tests::{Client, accolade};
use serde_json::{Value, json};

const ROWS: usize = 3_500;
/// Rows of a batch whose letters leave too, one by one.
const LETTERS: usize = 1_200;

/// How long a server may take for what it does in seconds.
const PATIENCE: Duration = Duration::from_secs(240);

/// A running demo, which is killed when it goes.
struct Demo {
    child: Child,
    story: Value,
    url: url::Url,
}

impl Demo {
    fn start(db: &TestDatabase, folder: &std::path::Path) -> Self {
        let free = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut child = accolade()
            .args(["demo", "--json"])
            .env("ACCOLADE_DATABASE_URL", db.url())
            .env("ACCOLADE_DATA", folder.join("data"))
            .env("ACCOLADE_LISTEN", format!("127.0.0.1:{free}"))
            .env("ACCOLADE_PUBLIC_URL", "http://localhost:8080")
            .env("ACCOLADE_RATE_LIMITS", "false")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            child,
            story: serde_json::from_str(&line).unwrap(),
            url: format!("http://127.0.0.1:{free}").parse().unwrap(),
        }
    }

    fn client(&self) -> Client {
        Client::new(&self.url, self.story["token"].as_str().map(str::to_owned))
    }

    /// The same after it was killed while it had something to do. What it had taken is free at once: nobody waits here until
    /// a lease is over.
    fn restart(self, db: &TestDatabase, folder: &std::path::Path, batch: Option<&str>) -> Self {
        self.kill();
        if let Some(batch) = batch {
            end_leases(db, batch.parse().unwrap());
        }
        Self::start(db, folder)
    }

    /// Asks for something and is killed before it can answer.
    fn kill_while(self, path: &str, body: String) -> Self {
        let request = self
            .client()
            .request(reqwest::Method::POST, path)
            .header("content-type", "text/csv")
            .body(body);
        // However far it comes in that time; its caller hears nothing.
        let asking = thread::spawn(move || drop(request.send()));
        wait(Duration::from_millis(60));
        let this = self.killed();
        asking.join().unwrap();
        this
    }

    fn killed(mut self) -> Self {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self
    }

    /// As a power cut does: no handler runs.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lets a process of its own go on for a while.
#[expect(
    clippy::disallowed_methods,
    reason = "a process of its own keeps its own time"
)]
fn wait(time: Duration) {
    thread::sleep(time);
}

/// The letters of a batch.
fn letters(db: &TestDatabase, batch: &str) -> Vec<Mail> {
    let all = db.read(|conn| mails::newest(conn, 100_000)).unwrap();
    let of_batch = |mail: &Mail| mail.bundle_id.is_some_and(|id| id.to_string() == batch);
    all.into_iter().filter(of_batch).collect()
}

/// Whatever a dead server had taken is free for the next one.
fn end_leases(db: &TestDatabase, id: BatchId) {
    let waiting: Vec<Mail> = letters(db, &id.to_string())
        .into_iter()
        .filter(|mail| mail.state == MailState::Waiting)
        .collect();
    db.write(|conn| -> Result<(), StorageError> {
        if let Some(mut batch) = batches::find(conn, id)? {
            batch.leased_until = None;
            batches::update(conn, &batch)?;
        }
        let long_ago = Timestamp::from_microseconds(0).unwrap();
        for mail in &waiting {
            mails::put_off(conn, mail.id, "the server died", long_ago)?;
        }
        Ok(())
    })
    .unwrap();
}

/// Asks until the batch is as it should be.
#[expect(
    clippy::disallowed_methods,
    reason = "a process of its own keeps its own time"
)]
fn until(client: &Client, batch: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let begun = Instant::now();
    loop {
        let now = client
            .get(&format!("/api/v1/batches/{batch}"))
            .expect(200)
            .json();
        if is_so(&now) {
            return now;
        }
        assert!(begun.elapsed() < PATIENCE, "it never came: {now}");
        thread::sleep(Duration::from_millis(20));
    }
}

on_each_database! {
    fn a_server_killed_in_the_middle_of_a_batch_awards_each_row_exactly_once(db: &TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let demo = Demo::start(db, folder.path());
        let client = demo.client();
        let classes = client.get("/api/v1/badge-classes").expect(200).json();
        let badge = classes["items"][0]["id"].as_str().unwrap().to_owned();
        let table: String = (0..ROWS).map(|n| format!("Pupil {n},pupil-{n}@once.example\n")).collect();
        let before = count(db, &badge);
        let made = client
            .post_bytes(&format!("/api/v1/badge-classes/{badge}/batches"), "text/csv", table)
            .expect(201)
            .json();
        let batch = made["id"].as_str().unwrap().to_owned();

        client.post(&format!("/api/v1/batches/{batch}/start"), &json!({"mailing": "none"})).expect(200);
        let seen = until(&client, &batch, |now| now["awarded"].as_u64() > Some(0));
        demo.kill();
        let again = Demo::start(db, folder.path());
        let done = until(&again.client(), &batch, |now| now["state"] == "done");

        assert!(seen["awarded"].as_u64().unwrap() < ROWS as u64, "it was done before it was killed");
        assert_eq!((&done["awarded"], &done["failed"]), (&json!(ROWS), &json!(0)));
        assert_eq!(count(db, &badge) - before, ROWS as i64);
        assert_eq!(rows_of(db, &badge, &batch).len(), ROWS);
        let issuer = done["issuer"].as_str().unwrap().parse().unwrap();
        let lists = db.read(|conn| status_lists::of_issuer(conn, issuer)).unwrap();
        let given: i32 = lists.iter().map(|list| list.used).sum();
        assert!(i64::from(given) >= ROWS as i64);
    }
}

on_each_database! {
    fn a_server_killed_again_and_again_hands_in_awards_mails_and_undoes_once(db: &TestDatabase) {
        let folder = tempfile::tempdir().unwrap();
        let demo = Demo::start(db, folder.path());
        let classes = demo.client().get("/api/v1/badge-classes").expect(200).json();
        let badge = classes["items"][0]["id"].as_str().unwrap().to_owned();
        let hand_in = format!("/api/v1/badge-classes/{badge}/batches");
        let table: String = (0..LETTERS).map(|n| format!("Pupil {n},pupil-{n}@again.example\n")).collect();
        let before = count(db, &badge);

        // While the rows are read in: there is a whole batch or none.
        let dead = demo.kill_while(&hand_in, table.clone());
        let drafts = db.read(|conn| drafts(conn, &badge)).unwrap();
        let demo = dead.restart(db, folder.path(), None);
        let made = demo.client().post_bytes(&hand_in, "text/csv", table).expect(201).json();
        let batch = made["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/batches/{batch}");
        // Just started.
        demo.client().post(&format!("{path}/start"), &json!({"mailing": "now"})).expect(200);
        let demo = demo.restart(db, folder.path(), Some(&batch));
        // In the middle of its rows.
        until(&demo.client(), &batch, |now| now["awarded"].as_u64() > Some(0));
        let demo = demo.restart(db, folder.path(), Some(&batch));
        // In the middle of its letters.
        let sent = |letters: &[Mail]| letters.iter().filter(|mail| mail.state == MailState::Sent).count();
        until(&demo.client(), &batch, |_| sent(&letters(db, &batch)) > LETTERS / 3);
        let demo = demo.restart(db, folder.path(), Some(&batch));
        let done = until(&demo.client(), &batch, |now| {
            now["state"] == "done" && sent(&letters(db, &batch)) == LETTERS
        });
        let mailed = letters(db, &batch).len();
        let awarded = count(db, &badge) - before;
        let rows = rows_of(db, &badge, &batch).len();
        // While it is undone.
        let dead = demo.kill_while(&format!("{path}/undo"), String::new());
        let demo = dead.restart(db, folder.path(), Some(&batch));
        let now = demo.client().get(&path).expect(200).json();
        let halfway = (now["state"].as_str().unwrap().to_owned(), withdrawn(db, &badge, &batch));
        if halfway.0 != "undone" {
            demo.client().post(&format!("{path}/undo"), &json!({})).expect(200);
        }

        assert!(drafts.iter().all(|rows| *rows == LETTERS as i32), "{drafts:?}");
        assert_eq!((&done["awarded"], &done["failed"]), (&json!(LETTERS), &json!(0)));
        assert_eq!((awarded, rows, mailed), (LETTERS as i64, LETTERS, LETTERS));
        let expected = if halfway.0 == "undone" { LETTERS } else { 0 };
        assert_eq!(halfway.1, expected, "an undoing is whole or not there");
        assert_eq!(withdrawn(db, &badge, &batch), LETTERS);
    }
}

/// How many rows each batch of a badge class has that was not started.
fn drafts(conn: &mut DbConnection, badge: &str) -> Result<Vec<i32>, StorageError> {
    let id = badge.parse().unwrap();
    let issuer = badge_classes::find(conn, id)?.unwrap().issuer_id;
    let found = batches::list_by_issuer(conn, issuer, PageRequest::first(100))?;
    let drafts = found
        .items
        .into_iter()
        .filter(|batch| batch.badge_class_id == id);
    let drafts = drafts.filter(|batch| batch.state == BatchState::Draft && batch.title == "API");
    Ok(drafts.map(|batch| batch.total_rows).collect())
}

/// How many awards of a batch were taken back.
fn withdrawn(db: &TestDatabase, badge: &str, batch: &str) -> usize {
    let filter = AssertionFilter::new()
        .badge_class(badge.parse().unwrap())
        .state(AssertionState::Revoked);
    let (mut count, mut page) = (0, PageRequest::first(200));
    loop {
        let found = db
            .read(|conn| assertions::list(conn, filter, page))
            .unwrap();
        let of_batch = found
            .items
            .iter()
            .filter(|award| award.batch_id.is_some_and(|id| id.to_string() == batch));
        count += of_batch.count();
        let Some(next) = found.next else { return count };
        page = PageRequest::after(next, 200);
    }
}

fn count(db: &TestDatabase, badge: &str) -> i64 {
    let badge: BadgeClassId = badge.parse().unwrap();
    db.read(|conn| assertions::count_by_badge_class(conn, badge))
        .unwrap()
}

/// The rows that have an award, each award counted.
fn rows_of(db: &TestDatabase, badge: &str, batch: &str) -> BTreeSet<i32> {
    let filter = AssertionFilter::new().badge_class(badge.parse().unwrap());
    let mut rows = BTreeSet::new();
    let mut page = PageRequest::first(200);
    loop {
        let found = db
            .read(|conn| assertions::list(conn, filter, page))
            .unwrap();
        let of_batch = found
            .items
            .iter()
            .filter(|award| award.batch_id.is_some_and(|id| id.to_string() == batch));
        for row in of_batch.filter_map(|award| award.batch_row) {
            assert!(rows.insert(row), "row {row} was awarded twice");
        }
        let Some(next) = found.next else { return rows };
        page = PageRequest::after(next, 200);
    }
}
