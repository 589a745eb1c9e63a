//! The generated pages: each has a test that compares it with its source, or rewrites it.

use anyhow::{Result, bail};

use crate::run;

/// Rewrites the pages, or compares them with `--check`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => write(),
        [only] if only == "--check" => compare(),
        other => bail!("unknown argument {:?}; there is --check", other.join(" ")),
    }
}

fn write() -> Result<()> {
    run::run(tests().env("UPDATE_REFERENCE", "1"))
}

fn compare() -> Result<()> {
    run::run(tests().env_remove("UPDATE_REFERENCE"))
}

/// Every test that holds a generated file against its source has `reference` in its name.
fn tests() -> std::process::Command {
    let mut command = run::cargo();
    command.args([
        "test",
        "--quiet",
        "--workspace",
        "--lib",
        "--bins",
        "reference",
    ]);
    command
}
