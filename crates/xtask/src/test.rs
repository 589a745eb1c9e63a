//! All tests, on both databases and in a browser, counted.

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use anyhow::{Result, bail};

use crate::{browser, postgres::Postgres, run};

/// Starts what the tests need, runs them all and counts.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let fast = arguments.iter().any(|argument| argument == "--fast");
    let rest: Vec<_> = arguments
        .iter()
        .filter(|argument| *argument != "--fast")
        .collect();
    let postgres = Postgres::start()?;
    let mut command = run::cargo();
    command
        .args(["test", "--workspace", "--no-fail-fast"])
        .args(&rest);
    command.args(["--", "--include-ignored"]);
    if fast {
        command.args(["--skip", "in_a_browser"]);
    } else {
        browser::prepare()?;
        command.env("ACCOLADE_GALLERY", browser::gallery()?);
    }
    command.env("ACCOLADE_TEST_POSTGRES_URL", postgres.url("postgres"));
    command.stdout(Stdio::piped());
    eprintln!("$ cargo test --workspace --no-fail-fast -- --include-ignored");
    let mut child = command.spawn()?;
    let lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
    let mut count = Count::default();
    for line in lines {
        let line = line?;
        println!("{line}");
        count.add(&line);
    }
    let status = child.wait()?;
    drop(postgres);
    count.print();
    if !status.success() || count.failed > 0 {
        bail!("not all tests passed ({status})");
    }
    if count.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

/// How many tests ran, and on which database.
#[derive(Default)]
struct Count {
    sqlite: usize,
    postgres: usize,
    passed: usize,
    failed: usize,
    failures: Vec<String>,
}

impl Count {
    /// Reads one line of cargo's output.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test ") else {
            return;
        };
        let Some((name, outcome)) = rest.rsplit_once(" ... ") else {
            return;
        };
        match outcome.split(',').next().unwrap_or_default().trim() {
            "ok" => self.passed += 1,
            "FAILED" => {
                self.failed += 1;
                self.failures.push(name.to_owned());
            }
            _ => return,
        }
        let mut parts = name.split(" - ").next().unwrap_or_default().split("::");
        match parts.find(|part| matches!(*part, "sqlite" | "postgres")) {
            Some("sqlite") => self.sqlite += 1,
            Some(_) => self.postgres += 1,
            None => {}
        }
    }

    fn print(&self) {
        println!();
        for name in &self.failures {
            println!("failed: {name}");
        }
        let all = self.passed + self.failed;
        let neither = all - self.sqlite - self.postgres;
        println!("{:>5} tests on SQLite", self.sqlite);
        println!("{:>5} tests on PostgreSQL", self.postgres);
        println!("{neither:>5} tests that need no database of their own");
        println!("{all:>5} tests in all\n");
        println!("{} passed, {} failed", self.passed, self.failed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_counts_for_the_database_in_its_path() {
        let mut count = Count::default();

        count.add("test issuers::tests::a_slug_finds_its_issuer::sqlite ... ok");
        count.add("test issuers::tests::a_slug_finds_its_issuer::postgres ... FAILED");
        count.add("test recipient::an_address_is_lower_cased ... ok");
        count.add("test crates/openbadges/src/lib.rs - (line 12) ... ok");
        count.add("test needs::sqlite::later ... ignored, for a reason");
        count.add("test result: ok. 3 passed; 0 failed");

        assert_eq!((count.sqlite, count.postgres), (1, 1));
        assert_eq!((count.passed, count.failed), (3, 1));
    }
}
