//! The commands, a file each.

pub(crate) mod award;
pub(crate) mod bake;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod issuer;
pub(crate) mod migrate;
pub(crate) mod revoke;
pub(crate) mod serve;
pub(crate) mod setup_link;
pub(crate) mod sign_in_link;
pub(crate) mod token;
pub(crate) mod unbake;
pub(crate) mod verify;

use anyhow::Result;

use crate::{
    Outcome,
    cli::{Cli, Command},
    logging,
    settings::{DEFAULT_LOG, Settings},
};

/// The command line or a setting makes no sense: exit code 64.
#[derive(Debug)]
pub(crate) struct WrongUsage(pub(crate) String);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}

/// Runs what was typed.
pub(crate) fn run(arguments: Cli) -> Result<Outcome> {
    let Cli { flags, command } = arguments;
    let mut settings = Settings::load(&flags).map_err(|error| WrongUsage(format!("{error:#}")))?;
    if matches!(command, Command::Demo(_)) && settings.log == DEFAULT_LOG {
        // Somebody who looks around wants the addresses, not a line for each request.
        "warn".clone_into(&mut settings.log);
    }
    logging::start(&settings).map_err(|error| WrongUsage(format!("{error:#}")))?;
    match command {
        Command::Serve => serve::run(&settings),
        Command::Demo(arguments) => demo::run(&settings, &arguments),
        Command::Migrate(arguments) => migrate::run(&settings, &arguments),
        Command::Doctor => doctor::run(&settings),
        Command::SetupLink => setup_link::run(&settings),
        Command::SignInLink(arguments) => sign_in_link::run(&settings, &arguments),
        Command::Token(command) => token::run(&settings, &command),
        Command::Issuer(command) => issuer::run(&settings, command),
        Command::Award(arguments) => award::run(&settings, arguments),
        Command::Revoke(arguments) => revoke::run(&settings, &arguments),
        Command::Bake(arguments) => bake::run(&arguments),
        Command::Unbake(arguments) => unbake::run(&arguments),
        Command::Verify(arguments) => verify::run(&settings, &arguments),
    }
}

/// Reads a file, or standard input for `-`.
fn read_input(name: &str) -> Result<Vec<u8>> {
    use anyhow::Context as _;
    use std::io::Read as _;
    /// More than any badge needs; a mistyped path should not fill the memory.
    const MOST: u64 = 64 * 1024 * 1024;
    let mut bytes = Vec::new();
    if name == "-" {
        std::io::stdin()
            .lock()
            .take(MOST)
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
    } else {
        std::fs::File::open(name)
            .and_then(|file| file.take(MOST).read_to_end(&mut bytes))
            .with_context(|| format!("{name} cannot be read"))?;
    }
    Ok(bytes)
}

/// Writes a file that was asked for, or standard output for `-`.
fn write_output(name: &str, bytes: &[u8]) -> Result<()> {
    use anyhow::Context as _;
    use std::io::Write as _;
    if name == "-" {
        std::io::stdout()
            .lock()
            .write_all(bytes)
            .context("standard output cannot be written")
    } else {
        std::fs::write(name, bytes).with_context(|| format!("{name} cannot be written"))
    }
}
