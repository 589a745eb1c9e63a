//! Measures what we do beside what others do, in one run on one machine.
//!
//! Single figures depend on the machine and on what else it is doing; the ratios are what to look at.

mod attacks;
mod criterion;
mod goals;
mod library;
mod load;
mod machine;
mod peers;
mod report;
mod site;
mod table;

use std::fs;

use anyhow::{Result, bail};

use crate::run;
use criterion::Medians;
use peers::Peers;
use report::Report;

/// The yardstick in Node that most goals are about.
const VC_IN_NODE: &str = "Node, `@digitalbazaar/vc`";

/// Runs all measurements and prints the table; `--peers` has Node and Python do the same work, `--write` makes all of it the
/// page in `docs`, and `--tables` measures the tables of recipients alone.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let is_asked = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let (write, peers, tables) = (
        is_asked("--write"),
        is_asked("--peers"),
        is_asked("--tables"),
    );
    let known = [write, peers, tables].into_iter().filter(|flag| *flag);
    if arguments.len() != known.count() || (tables && arguments.len() > 1) {
        bail!("bench takes nothing but --peers and --write, or --tables alone");
    }
    build()?;
    let mut report = Report::begin();
    if tables {
        site::measure_tables(&mut report)?;
    } else {
        let peers = if peers || write {
            Peers::measure()?
        } else {
            Peers::default()
        };
        let medians = Medians::measure()?;
        goals::add(&mut report, &medians, &peers);
        let library = library::add(&mut report, &medians, &peers)?;
        attacks::measure(&mut report)?;
        site::measure(&mut report, &library)?;
    }
    let page = report.page()?;
    eprintln!();
    println!("{page}");
    if write {
        fs::write(run::root().join("docs/performance.md"), page)?;
        eprintln!("docs/performance.md is written.");
    }
    Ok(())
}

/// The program and the yardstick in one go, so that they share their dependencies.
fn build() -> Result<()> {
    run::run(run::cargo().args([
        "build",
        "--release",
        "--locked",
        "--package",
        "accolade-cli",
        "--bin",
        "accolade",
        "--package",
        "xtask",
        "--example",
        "yardstick",
    ]))
}
