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
    PageRequest, assertions, assertions::AssertionFilter, on_each_database, status_lists,
    testing::TestDatabase, types::BadgeClassId,
};
use accolade_tests::{Client, accolade};
use serde_json::{Value, json};

const ROWS: usize = 3_500;

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
