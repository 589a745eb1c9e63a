//! What continuous integration looks at before it runs the tests.

use anyhow::{Result, bail};

use crate::{generate, library, licences, migrations, run};

/// Runs every check, in the order in which they fail fastest.
pub(crate) fn run(_arguments: &[String]) -> Result<()> {
    spec_data()?;
    migrations::check()?;
    licences::check()?;
    run::run(run::cargo().args(["fmt", "--all", "--check"]))?;
    run::run(
        run::cargo()
            .args(["clippy", "--workspace", "--all-targets", "--locked"])
            .args(["--", "-D", "warnings"]),
    )?;
    run::run(
        run::cargo()
            .args(["doc", "--workspace", "--no-deps", "--locked"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    library::run(&[])?;
    generate::run(&["--check".to_owned()])
}

fn spec_data() -> Result<()> {
    let folder = std::env::var_os("ACCOLADE_SPEC_DATA")
        .map_or_else(|| run::root().join("../shared/spec-data"), Into::into);
    if !folder.join("samples").is_dir() {
        bail!(
            "{} has no samples: set ACCOLADE_SPEC_DATA to the folder with the standards' files",
            folder.display()
        );
    }
    Ok(())
}
