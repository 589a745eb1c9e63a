//! The browser that the browser suite drives, and the accessibility rules it runs.

use std::process::Command;

use anyhow::Result;

use crate::{packages, run};

/// Finds or installs Chromium and its driver.
pub(crate) fn prepare() -> Result<()> {
    if run::find("chromedriver").is_none() || run::find("chromium").is_none() {
        packages::install(
            &["chromium", "chromium-driver", "fonts-dejavu-core"],
            "Chromium",
        )?;
    }
    let folder = run::root().join("tests/browser");
    if !folder.join("node_modules/axe-core/axe.min.js").is_file() {
        npm_ci(&folder)?;
    }
    Ok(())
}

/// Installs what a folder's package-lock.json says, and nothing else.
pub(crate) fn npm_ci(folder: &std::path::Path) -> Result<()> {
    if run::find("npm").is_none() {
        packages::install(&["nodejs", "npm"], "npm")?;
    }
    run::run(
        Command::new("npm")
            .args([
                "ci",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--loglevel=error",
            ])
            .current_dir(folder),
    )
}
