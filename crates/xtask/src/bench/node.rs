//! The yardstick in JavaScript: pinned packages, installed below `target`, run once.

use std::{collections::BTreeMap, fs, process::Command};

use anyhow::{Context as _, Result};

use crate::{browser::npm_ci, run};

/// The yardstick's files, and where they are.
const FILES: &[&str] = &[
    "package.json",
    "package-lock.json",
    "yardstick.mjs",
    ".npmrc",
];

/// How often a second Node does what we do, by name; nothing where there is no Node.
pub(crate) fn measure() -> Result<BTreeMap<String, f64>> {
    if run::find("npm").is_none() || run::find("node").is_none() {
        eprintln!("LEFT OUT: npm and node are not installed, so there are no figures of Node.");
        return Ok(BTreeMap::new());
    }
    let assets = run::root().join("crates/xtask/assets/yardstick");
    let folder = run::target().join("yardstick");
    fs::create_dir_all(&folder)?;
    for file in FILES {
        fs::copy(assets.join(file), folder.join(file))
            .with_context(|| format!("{file} of the yardstick"))?;
    }
    npm_ci(&folder)?;
    let figures = run::output(
        Command::new("node")
            .arg("yardstick.mjs")
            .arg(run::root().join("crates/openbadges/benches/credential/credential.json"))
            .arg(run::root().join("crates/openbadges/src/contexts"))
            .current_dir(&folder),
    )?;
    serde_json::from_str(&figures).context("the yardstick's figures are not JSON")
}
