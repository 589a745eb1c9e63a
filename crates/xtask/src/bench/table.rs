//! A table of recipients: handed in as CSV, started, awarded by the server in the background.

use std::{
    fmt::Write as _,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::load::{Connection, request};

/// How long a table may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often we look how far it is: each look counts the rows, as the page does for somebody who watches.
const LOOK: Duration = Duration::from_millis(250);

/// What one table came to.
pub(super) struct Awarded {
    /// Awards a second, from the start of the batch to its last commit.
    pub(super) rate: f64,
    /// How long reading and checking the table took.
    pub(super) read: Duration,
}

/// Hands a table of `rows` people in and waits until each has an award; `watch` is called now and then meanwhile.
#[expect(
    clippy::disallowed_methods,
    reason = "measuring how long it takes is what this is for"
)]
pub(super) fn award(
    open: &dyn Fn() -> Result<Connection>,
    badge_class: &str,
    token: &str,
    rows: usize,
    watch: &dyn Fn(),
) -> Result<Awarded> {
    let bearer = format!("Bearer {token}");
    let ask = |method: &str, path: &str, media_type: &str, body: &[u8]| -> Result<Value> {
        let headers = [
            ("Authorization", bearer.as_str()),
            ("Content-Type", media_type),
        ];
        let mut connection = open()?;
        connection.wait(PATIENCE)?;
        let answer = connection.ask(&request(method, path, &headers, body))?;
        if !(200..300).contains(&answer.status) {
            let said = String::from_utf8_lossy(&answer.body);
            bail!("{method} {path} answers {}: {said}", answer.status);
        }
        Ok(serde_json::from_slice(&answer.body)?)
    };
    let path = format!("/api/v1/badge-classes/{badge_class}/batches");
    let begun = Instant::now();
    let batch = ask("POST", &path, "text/csv", table(rows).as_bytes())?;
    let read = begun.elapsed();
    watch();
    let id = batch["id"].as_str().context("the batch has no id")?;
    let start = format!("/api/v1/batches/{id}/start");
    let begun = Instant::now();
    ask(
        "POST",
        &start,
        "application/json",
        br#"{"mailing": "none"}"#,
    )?;
    loop {
        let now = ask(
            "GET",
            &format!("/api/v1/batches/{id}"),
            "application/json",
            b"",
        )?;
        match now["state"].as_str() {
            Some("done") => {
                let seconds = begun.elapsed().as_secs_f64();
                if now["awarded"] != rows {
                    bail!("only {} of {rows} were awarded", now["awarded"]);
                }
                return Ok(Awarded {
                    rate: rows as f64 / seconds,
                    read,
                });
            }
            Some("running") if begun.elapsed() < PATIENCE => {
                thread::sleep(LOOK);
                watch();
            }
            state => bail!("the batch is {state:?}: {now}"),
        }
    }
}

fn table(rows: usize) -> String {
    let mut text = String::from("Name,E-mail,Comment\n");
    for number in 0..rows {
        let _ = writeln!(
            text,
            "Pupil {number},pupil-{number}-of-{rows}@school.example,Her bridge number {number} held."
        );
    }
    text
}
