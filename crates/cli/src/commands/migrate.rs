//! `accolade migrate`

use accolade_storage::Database;
use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    Outcome,
    settings::{Settings, without_password},
    site,
    terminal::say,
};

/// What `migrate` can be told.
#[derive(Debug, Args)]
pub(crate) struct MigrateArguments {
    /// Only says what there is to do; ends with 1 if there is something
    #[arg(long)]
    check: bool,
}

/// Applies the migrations that are missing.
pub(crate) fn run(settings: &Settings, arguments: &MigrateArguments) -> Result<Outcome> {
    site::data_folder(&settings.data)?;
    let shown = without_password(&settings.database_url);
    let database = Database::connect(&settings.database_url)
        .with_context(|| format!("the database {shown} cannot be opened"))?;
    let pending = database
        .pending_migrations()
        .context("the migrations cannot be compared")?;
    if pending.is_empty() {
        say(format_args!("{shown} is up to date."));
        return Ok(Outcome::Done);
    }
    if arguments.check {
        say(format_args!(
            "{shown} lacks {}: {}",
            pending.len(),
            pending.join(", ")
        ));
        return Ok(Outcome::Failed);
    }
    database
        .migrate()
        .context("the migrations could not be applied")?;
    say(format_args!(
        "{shown} is up to date now: {}.",
        pending.join(", ")
    ));
    Ok(Outcome::Done)
}
