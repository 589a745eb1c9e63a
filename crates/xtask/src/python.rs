//! Python in an environment of its own, with pinned packages.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{packages, run};

/// A virtual environment.
pub(crate) struct Environment {
    program: PathBuf,
}

impl Environment {
    /// Finds or makes the environment in a folder.
    pub(crate) fn prepare(home: &Path) -> Result<Self> {
        let program = home.join("bin/python");
        if !program.is_file() {
            if run::find("python3").is_none() {
                packages::install(&["python3", "python3-venv"], "Python")?;
            }
            run::run(Command::new("python3").args(["-m", "venv"]).arg(home))?;
        }
        Ok(Self { program })
    }

    /// Installs what `pip` is told, with the requirement files of `folder`.
    pub(crate) fn install(&self, folder: &Path, what: &[&str]) -> Result<()> {
        let mut command = self.command();
        command.args(["-m", "pip", "install", "--quiet"]);
        command.arg("--disable-pip-version-check");
        run::run(command.args(what).current_dir(folder))
    }

    /// The environment's interpreter.
    pub(crate) fn command(&self) -> Command {
        Command::new(&self.program)
    }
}
