//! Measures what we do beside what others do, in one run on one machine.
//!
//! Single figures depend on the machine and on what else it is doing; the ratios are what to look at.

mod library;
mod load;
mod machine;
mod node;
mod report;
mod site;

use std::fs;

use anyhow::{Result, bail};

use crate::run;
use report::Report;

/// Runs all measurements and prints the table; `--write` also makes it the page in `docs`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let write = match arguments {
        [] => false,
        [flag] if flag == "--write" => true,
        _ => bail!("bench takes nothing but --write"),
    };
    build()?;
    let mut report = Report::begin();
    let node = node::measure()?;
    let library = library::measure(&mut report, &node)?;
    site::measure(&mut report, &library)?;
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
