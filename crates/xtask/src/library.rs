//! Whether the library can be used alone: what it depends on, whether it builds for wasm32, what its package holds, and
//! whether it still shows what it showed.

mod interface;
mod package;

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::run;

const WASM: &str = "wasm32-unknown-unknown";

/// What a library without a network, a clock and a runtime has no use for.
const NEVER: &[&str] = &[
    "tokio",
    "async-std",
    "hyper",
    "reqwest",
    "rustls",
    "openssl",
    "native-tls",
];
/// What a build for wasm32 cannot have: C, and randomness that nobody there provides.
const NOT_ON_WASM: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "cc",
    "getrandom",
    "jsonwebtoken",
    "ring",
];
/// What a usual build has.
const NATIVE: &[&str] = &["aws-lc-rs", "jsonwebtoken"];

/// Looks at all of it.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if arguments.iter().any(|argument| argument == "--write") {
        return interface::check(true);
    }
    dependencies()?;
    wasm()?;
    interface::check(false)?;
    package::check()
}

fn dependencies() -> Result<()> {
    let native = tree(&[])?;
    let wasm = tree(&["--no-default-features", "--target", WASM])?;
    let has = |tree: &[String], name: &str| tree.iter().any(|found| found == name);
    let mut wrong = Vec::new();
    wrong.extend(
        NEVER
            .iter()
            .filter(|name| has(&native, name))
            .map(|name| format!("{name} is among the dependencies")),
    );
    wrong.extend(
        NOT_ON_WASM
            .iter()
            .filter(|name| has(&wasm, name))
            .map(|name| format!("{name} is needed without the feature native")),
    );
    wrong.extend(
        NATIVE
            .iter()
            .filter(|name| !has(&native, name))
            .map(|name| format!("{name} is not needed with the feature native")),
    );
    if !wrong.is_empty() {
        bail!("openbadges: {}", wrong.join("; "));
    }
    println!(
        "openbadges needs {} packages, {} of them without the feature native",
        native.len(),
        wasm.len()
    );
    Ok(())
}

/// The names of all packages that the library is built from.
fn tree(arguments: &[&str]) -> Result<Vec<String>> {
    let mut command = run::cargo();
    command.args([
        "tree",
        "--locked",
        "--package",
        "openbadges",
        "--edges",
        "normal",
    ]);
    command
        .args(["--prefix", "none", "--format", "{p}"])
        .args(arguments);
    let text = run::output(&mut command)?;
    let mut names: Vec<String> = text
        .lines()
        .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

fn wasm() -> Result<()> {
    let mut command = Command::new("rustc");
    command.args(["--print", "target-libdir", "--target", WASM]);
    if !Path::new(run::output(&mut command)?.trim()).is_dir() {
        println!(
            "LEFT OUT: rustc has no {WASM} here, so nobody saw whether the library builds for it"
        );
        return Ok(());
    }
    let mut command = run::cargo();
    command.args(["clippy", "--locked", "--package", "openbadges", "--lib"]);
    command.args(["--no-default-features", "--target", WASM]);
    run::run(command.args(["--", "-D", "warnings"]))
}
