//! The browser that the browser suite drives, and the accessibility rules it runs.

use std::path::PathBuf;
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

/// Runs the tests in a browser, or those of them that are named.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    prepare()?;
    let gallery = gallery()?;
    let mut command = run::cargo();
    command.args(["test", "--workspace", "--test", "browser", "--"]);
    command.arg("--include-ignored").args(arguments);
    run::run(command.env("ACCOLADE_GALLERY", gallery))
}

/// Renders the sample of every page into a folder, which the browser looks at.
pub(crate) fn gallery() -> Result<PathBuf> {
    let folder = run::target().join("gallery");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut command = run::cargo();
    command.args(["test", "--quiet", "--workspace", "--lib", "--"]);
    command.arg("pages::gallery::");
    run::run(command.env("ACCOLADE_GALLERY", &folder))?;
    Ok(folder)
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
