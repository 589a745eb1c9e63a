//! Debian packages that an errand needs.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::run;

/// Installs packages when we may; else says which are missing.
pub(crate) fn install(packages: &[&str], what_for: &str) -> Result<()> {
    let list = packages.join(" ");
    if !run::is_root() || run::find("apt-get").is_none() {
        bail!("{what_for} is missing: install the Debian packages {list} and try again");
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run::run(apt().args(["update", "-qq"]))?;
    run::run(
        apt()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
    )
    .with_context(|| format!("{what_for} is missing, and {list} cannot be installed"))
}
