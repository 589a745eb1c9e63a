//! The real program.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

/// How a run of the program ended.
#[derive(Debug)]
pub struct Finished {
    /// Its exit code.
    pub code: i32,
    /// What it printed.
    pub output: String,
    /// What it said besides.
    pub notes: String,
}

/// The program with nothing of the tester's own environment.
pub fn accolade() -> Command {
    let mut command = Command::new(program());
    let own =
        std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("ACCOLADE_"));
    for (name, _) in own {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// Runs the program in a folder, to its end.
///
/// # Panics
/// When it cannot be started.
pub fn accolade_in(folder: &Path, arguments: &[&str]) -> Finished {
    let mut command = accolade();
    command.current_dir(folder).args(arguments);
    Finished::of(&mut command)
}

impl Finished {
    /// Runs a command to its end.
    ///
    /// # Panics
    /// When it cannot be started, or is killed by a signal.
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program can be started");
        Self {
            code: output.status.code().expect("the program ends by itself"),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            notes: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// Builds the program once for each test run. Cargo gives its path only to the tests of its own
/// package, so we ask for the build ourselves; when it is fresh this takes no time.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--quiet", "--workspace", "--bin", "accolade"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status()
            .expect("cargo can be started");
        assert!(built.success(), "the program does not build");
        let test = std::env::current_exe().expect("a test knows where it is");
        let folder = test
            .ancestors()
            .nth(2)
            .expect("tests lie in target/debug/deps");
        folder.join("accolade")
    })
}
