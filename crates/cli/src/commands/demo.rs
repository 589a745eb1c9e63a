//! `accolade demo`

use anyhow::Result;
use clap::Args;

use crate::{Outcome, demo, settings::Settings};

/// What `demo` can be told.
#[derive(Debug, Args)]
pub(crate) struct DemoArguments {
    /// Makes everything, verifies every file and a spoilt copy of each, prints a table and ends
    #[arg(long)]
    check: bool,
    /// Prints what was made as one line of JSON instead of the welcome
    #[arg(long, conflicts_with = "check")]
    json: bool,
}

/// Fills the site and serves it, or checks it.
pub(crate) fn run(settings: &Settings, arguments: &DemoArguments) -> Result<Outcome> {
    if arguments.check {
        demo::check(settings)
    } else {
        demo::serve(settings, arguments.json)
    }
}
