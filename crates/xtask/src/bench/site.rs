//! The site's figures: the release build of the demo under load, on both databases.

use std::{
    cell::Cell,
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::{
    library::Library,
    load::{Connection, Load, rate, request},
    report::{Report, Section, Target},
    table,
};
use crate::{
    postgres::{Postgres, free_port},
    run,
};

/// Enough connections that the server never waits for us.
const MANY: usize = 64;

/// Starts the demo on each database and adds its figures.
pub(crate) fn measure(report: &mut Report, library: &Library) -> Result<()> {
    let yardsticks = Yardsticks::measure(library)?;
    report.add(on_database("SQLite", None, &yardsticks)?);
    report.add(tables("SQLite", None)?);
    on_postgres(|server| {
        let url = server.create_database("bench")?;
        report.add(on_database("PostgreSQL", Some(&url), &yardsticks)?);
        let url = server.create_database("bench_tables")?;
        report.add(tables("PostgreSQL", Some(&url))?);
        Ok(())
    })
}

/// Adds the figures of large tables of recipients, on each database.
pub(crate) fn measure_tables(report: &mut Report) -> Result<()> {
    report.add(tables("SQLite", None)?);
    on_postgres(|server| {
        let url = server.create_database("bench_tables")?;
        report.add(tables("PostgreSQL", Some(&url))?);
        Ok(())
    })
}

/// Measures with a PostgreSQL of our own, where one can be had.
fn on_postgres(measure: impl FnOnce(&Postgres) -> Result<()>) -> Result<()> {
    match Postgres::start_durable() {
        Ok(server) => measure(&server),
        Err(error) => {
            eprintln!("LEFT OUT: PostgreSQL cannot be started, so it has no figures: {error:#}");
            Ok(())
        }
    }
}

fn on_database(name: &str, url: Option<&str>, yardsticks: &Yardsticks<'_>) -> Result<Section> {
    let demo = Demo::start(url)?;
    let idle = demo.process.mebibytes();
    let mut section = Section::new(&format!("The site on {name}"));
    hosted(&mut section, &demo, yardsticks)?;
    awards(&mut section, &demo, yardsticks)?;
    verification(&mut section, &demo, yardsticks)?;
    if let (Some(idle), Some(after)) = (idle, demo.process.mebibytes()) {
        section.note(format!(
            "Memory of the process: {idle} MiB after its start, {after} MiB after all of this."
        ));
    }
    Ok(section)
}

/// One award, asked for again and again in each of its forms.
fn hosted(section: &mut Section, demo: &Demo, yardsticks: &Yardsticks<'_>) -> Result<()> {
    let get = |accept: &str| {
        let ask = request("GET", &demo.award, &[("Accept", accept)], b"");
        demo.rate(&|_| ask.clone(), 200, MANY)
    };
    let bytes = "actix-web, the same 3 KB from memory";
    let v3 = get("application/vc+ld+json")?;
    section.row("hosted GET, Open Badges 3.0", v3, bytes, yardsticks.bytes);
    let hello = "actix-web, hello world";
    section.row("hosted GET, Open Badges 3.0", v3, hello, yardsticks.hello);
    let v2 = get("application/ld+json")?;
    section.row("hosted GET, Open Badges 2.0", v2, bytes, yardsticks.bytes);
    let page = get("text/html")?;
    let verify = yardsticks.library.verify;
    section.row("hosted GET, page (HTML)", page, VERIFY, verify);
    Ok(())
}

/// What the page and the API do for each request that asks whether an award is true.
const VERIFY: &str = "whole report of both proofs, one core";

/// Awards to people who have none yet.
fn awards(section: &mut Section, demo: &Demo, yardsticks: &Yardsticks<'_>) -> Result<()> {
    let path = format!("/api/v1/badge-classes/{}/assertions", demo.badge_class);
    let token = format!("Bearer {}", demo.token);
    let headers = [
        ("Authorization", token.as_str()),
        ("Content-Type", "application/json"),
    ];
    let order = |number: usize| {
        let order = json!({
            "recipient": { "email": format!("pupil-{number}@pupils.example"), "name": "Amara Okafor" },
            "narrative": "Her second bridge held.",
        });
        request("POST", &path, &headers, order.to_string().as_bytes())
    };
    let sign = "sign both proofs, one core";
    let alone = demo.rate(&order, 201, 1)?;
    section.row(
        "award, one after the other",
        alone,
        sign,
        yardsticks.library.sign,
    );
    let together = demo.rate(&|number| order(number + 1_000_000), 201, 8)?;
    section.row(
        "award, 8 at a time",
        together,
        sign,
        yardsticks.library.sign,
    );
    Ok(())
}

/// Awards a second that a table is to reach, and below which it counts as missed: on SQLite and on PostgreSQL.
const TABLE_GOALS: [Target; 2] = [
    Target::Rate {
        goal: 10_000.0,
        floor: 5_000.0,
    },
    Target::Rate {
        goal: 8_000.0,
        floor: 4_000.0,
    },
];

/// Ten thousand rows, then a hundred thousand: the memory must not follow the rows.
///
/// In a process of its own, so that its memory is theirs.
fn tables(name: &str, url: Option<&str>) -> Result<Section> {
    let demo = Demo::start(url)?;
    let mut section = Section::new(&format!("A table of recipients on {name}"));
    let open = || Connection::open(demo.address);
    let award = |rows| -> Result<_> {
        let largest = Cell::new(None);
        let watch = || largest.set(largest.get().max(demo.process.own_mebibytes()));
        let awarded = table::award(&open, &demo.badge_class, &demo.token, rows, &watch)?;
        Ok((awarded, largest.get()))
    };
    let (small, with_small) = award(10_000)?;
    let (large, with_large) = award(100_000)?;
    let target = TABLE_GOALS[usize::from(name == "PostgreSQL")];
    let one_by_one = "a table of 10,000 rows";
    let beside = Some((one_by_one, small.rate));
    section.towards(
        "award, a table of 100,000 rows",
        Some(large.rate),
        beside,
        target,
    );
    let mut note = format!(
        "100,000 rows are read, checked and stored in {:.1} seconds before their batch starts.",
        large.read.as_secs_f64()
    );
    if let (Some(small), Some(large)) = (with_small, with_large) {
        note.push_str(&format!(
            " Largest memory of the process: {small} MiB during 10,000 rows, {large} MiB during 100,000, the pages of the \
             database file that the system keeps at hand left out."
        ));
    }
    section.note(note);
    Ok(section)
}

fn verification(section: &mut Section, demo: &Demo, yardsticks: &Yardsticks<'_>) -> Result<()> {
    let badge = demo.ask(&demo.award, &[("Accept", "application/vc+ld+json")])?;
    let json = [("Content-Type", "application/json")];
    let question = request("POST", "/api/v1/verify", &json, &badge);
    let verified = demo.rate(&|_| question.clone(), 200, 8)?;
    let verify = yardsticks.library.verify;
    section.row("POST /api/v1/verify, 3.0 JSON", verified, VERIFY, verify);
    Ok(())
}

/// What actix-web answers when nothing has to be done, and what the library needs alone.
struct Yardsticks<'a> {
    hello: f64,
    bytes: f64,
    library: &'a Library,
}

impl<'a> Yardsticks<'a> {
    fn measure(library: &'a Library) -> Result<Self> {
        let program = run::target().join("release/examples/yardstick");
        let mut server = Process::start(Command::new(program).stderr(Stdio::null()))?;
        let address: SocketAddr = server
            .line()?
            .trim()
            .parse()
            .context("the yardstick's address")?;
        let rate = |path: &str| {
            let ask = request("GET", path, &[], b"");
            let load = Load {
                request: &|_| ask.clone(),
                status: 200,
                connections: MANY,
                spell: SPELL,
            };
            rate(address, &load)
        };
        Ok(Self {
            hello: rate("/hello")?,
            bytes: rate("/credential")?,
            library,
        })
    }
}

/// How long one of the three spells is.
const SPELL: Duration = Duration::from_millis(1_500);

/// The demo in a process of its own.
struct Demo {
    address: SocketAddr,
    award: String,
    badge_class: String,
    token: String,
    // The process ends before its folder goes.
    process: Process,
    _folder: tempfile::TempDir,
}

impl Demo {
    fn start(database: Option<&str>) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("accolade-bench-")
            .tempdir()?;
        let port = free_port()?;
        let log = folder.path().join("log");
        let mut process = Process::start(&mut command(folder.path(), port, database, &log)?)?;
        let line = process.line()?;
        let story: Value = serde_json::from_str(&line).with_context(|| {
            format!(
                "the demo stopped:\n{}",
                fs::read_to_string(&log).unwrap_or_default()
            )
        })?;
        let awards = story["awards"]
            .as_array()
            .context("the demo made no awards")?;
        let award = awards
            .iter()
            .find(|award| award["state"] == "good")
            .context("no award is good")?;
        let award = award["address"]
            .as_str()
            .context("an award has no address")?;
        let award = award.strip_prefix(story["origin"].as_str().unwrap_or_default());
        let award = award.context("an award is elsewhere")?.to_owned();
        let token = story["token"]
            .as_str()
            .context("there is no token")?
            .to_owned();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut demo = Self {
            address,
            award,
            badge_class: String::new(),
            token,
            process,
            _folder: folder,
        };
        let classes: Value = serde_json::from_slice(&demo.ask("/api/v1/badge-classes", &[])?)?;
        demo.badge_class = first_open(&classes)?;
        Ok(demo)
    }

    fn ask(&self, path: &str, headers: &[(&str, &str)]) -> Result<Vec<u8>> {
        let answer = Connection::open(self.address)?.ask(&request("GET", path, headers, b""))?;
        if answer.status != 200 {
            bail!("GET {path} answers {}", answer.status);
        }
        Ok(answer.body)
    }

    fn rate(
        &self,
        next: &(dyn Fn(usize) -> Vec<u8> + Sync),
        status: u16,
        connections: usize,
    ) -> Result<f64> {
        rate(
            self.address,
            &Load {
                request: next,
                status,
                connections,
                spell: SPELL,
            },
        )
    }
}

fn command(folder: &Path, port: u16, database: Option<&str>, log: &PathBuf) -> Result<Command> {
    let mut command = Command::new(run::target().join("release/accolade"));
    command
        .args(["demo", "--json"])
        .env("ACCOLADE_DATA", folder.join("data"))
        .env("ACCOLADE_LISTEN", format!("127.0.0.1:{port}"))
        .env("ACCOLADE_PUBLIC_URL", format!("http://localhost:{port}"))
        .env("ACCOLADE_LOG", "error")
        // A caller like us would be told to wait.
        .env("ACCOLADE_RATE_LIMITS", "false")
        .stderr(fs::File::create(log)?);
    match database {
        Some(url) => command.env("ACCOLADE_DATABASE_URL", url),
        None => command.env_remove("ACCOLADE_DATABASE_URL"),
    };
    Ok(command)
}

fn first_open(classes: &Value) -> Result<String> {
    let first = classes["items"][0]["id"].as_str();
    Ok(first
        .with_context(|| format!("no badge class is published: {classes}"))?
        .to_owned())
}

/// A program that ends with us.
struct Process {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .context("a program cannot be started")?;
        let output = BufReader::new(child.stdout.take().expect("its output is piped"));
        Ok(Self { child, output })
    }

    /// What it holds in memory now, where the system tells.
    fn mebibytes(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// What it holds of its own now, without the pages of files, where the system tells.
    fn own_mebibytes(&self) -> Option<u64> {
        self.status("RssAnon:")
    }

    fn status(&self, line: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let held = status.lines().find_map(|entry| entry.strip_prefix(line))?;
        let kibibytes: u64 = held.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kibibytes.div_ceil(1024))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have stopped by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
