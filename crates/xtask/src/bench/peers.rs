//! The yardsticks in other languages: pinned packages of their registries, installed below `target`, run once.

use std::{collections::BTreeMap, fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};

use crate::{browser::npm_ci, python, run};

/// How often a second each of them does what we do, by name; nothing of a language that is not installed.
#[derive(Default)]
pub(crate) struct Peers {
    pub(crate) node: BTreeMap<String, f64>,
    pub(crate) python: BTreeMap<String, f64>,
}

impl Peers {
    /// Measures both languages.
    pub(crate) fn measure() -> Result<Self> {
        Ok(Self {
            node: node()?,
            python: python()?,
        })
    }
}

fn node() -> Result<BTreeMap<String, f64>> {
    if run::find("npm").is_none() || run::find("node").is_none() {
        eprintln!("LEFT OUT: npm and node are not installed, so there are no figures of Node.");
        return Ok(BTreeMap::new());
    }
    const FILES: &[&str] = &[
        "package.json",
        "package-lock.json",
        "yardstick.mjs",
        ".npmrc",
    ];
    let folder = copies("yardstick", FILES)?;
    npm_ci(&folder)?;
    let mut command = Command::new("node");
    command.arg("yardstick.mjs").current_dir(&folder);
    figures(&mut command)
}

fn python() -> Result<BTreeMap<String, f64>> {
    if run::find("python3").is_none() {
        eprintln!("LEFT OUT: python3 is not installed, so there are no figures of Python.");
        return Ok(BTreeMap::new());
    }
    const FILES: &[&str] = &["requirements.txt", "yardstick.py"];
    let folder = copies("yardstick-python", FILES)?;
    let environment = python::Environment::prepare(&folder.join("environment"))?;
    environment.install(&folder, &["-r", "requirements.txt"])?;
    let mut command = environment.command();
    command.arg("yardstick.py").current_dir(&folder);
    figures(&mut command)
}

/// Copies of a yardstick's files in a folder below `target`, where packages may be installed.
fn copies(name: &str, files: &[&str]) -> Result<PathBuf> {
    let assets = run::root().join("crates/xtask/assets/yardstick");
    let folder = run::target().join(name);
    fs::create_dir_all(&folder)?;
    for file in files {
        fs::copy(assets.join(file), folder.join(file))
            .with_context(|| format!("{file} of the yardstick"))?;
    }
    Ok(folder)
}

/// Runs a yardstick on the credential that all figures are about.
fn figures(command: &mut Command) -> Result<BTreeMap<String, f64>> {
    let library = run::root().join("crates/openbadges");
    command.arg(library.join("benches/credential/credential.json"));
    command.arg(library.join("src/contexts"));
    serde_json::from_str(&run::output(command)?).context("the yardstick's figures are not JSON")
}
