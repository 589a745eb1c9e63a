//! `accolade`: the operator's door to the platform, and anybody's tool for checking a badge.

mod cli;
mod commands;
mod demo;
mod fetching;
mod logging;
mod settings;
mod site;
mod terminal;
mod wording;

use std::process::ExitCode;

use clap::Parser as _;

/// How the program ends.
///
/// Scripts tell a false badge from a check that could not be made, and both from a mistyped
/// command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done; for `verify`: valid, with or without warnings.
    Done,
    /// For `verify`: looked at and not valid. For other commands: refused or failed.
    Failed,
    /// For `verify`: could not be checked.
    Unknown,
    /// The command line or the settings make no sense.
    Usage,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Failed => 1,
            Outcome::Unknown => 2,
            Outcome::Usage => 64,
        })
    }
}

fn main() -> ExitCode {
    let arguments = match cli::Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => {
            // A closed pipe is no reason to fail: the question was answered.
            let _ = answer.print();
            let wrong = answer.use_stderr();
            return if wrong { Outcome::Usage } else { Outcome::Done }.into();
        }
    };
    match commands::run(arguments) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            terminal::complain(&error);
            match error.downcast_ref::<commands::WrongUsage>() {
                Some(_) => Outcome::Usage.into(),
                None => Outcome::Failed.into(),
            }
        }
    }
}
