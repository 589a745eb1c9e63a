//! `accolade unbake`

use anyhow::{Context as _, Result};
use clap::Args;
use openbadges::baking::{self, Payload, Version};

use super::{read_input, write_output};
use crate::{Outcome, terminal::note};

/// What `unbake` can be told.
#[derive(Debug, Args)]
pub(crate) struct UnbakeArguments {
    /// The picture, PNG or SVG; `-` is standard input
    image: String,
    /// Where the badge goes; `-` is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
    /// Which badge, when the picture holds two: 2 or 3
    #[arg(long, value_parser = clap::value_parser!(u8).range(2..=3))]
    edition: Option<u8>,
}

/// Takes a badge out of a picture.
pub(crate) fn run(arguments: &UnbakeArguments) -> Result<Outcome> {
    let image = read_input(&arguments.image)?;
    let payloads = baking::unbake(&image)
        .with_context(|| format!("{} holds no badge that can be read", arguments.image))?;
    let wanted = |payload: &&Payload| match arguments.edition {
        None => true,
        Some(2) => payload.version() == Version::V2,
        Some(_) => payload.version() == Version::V3,
    };
    let payload = payloads
        .iter()
        .find(wanted)
        .with_context(|| format!("{} holds no badge of that edition", arguments.image))?;
    write_output(&arguments.output, payload.text().as_bytes())?;
    if payloads.len() > 1 && arguments.edition.is_none() {
        note("The picture holds two badges; this is the 3.0 one. --edition 2 takes out the other.");
    }
    Ok(Outcome::Done)
}
