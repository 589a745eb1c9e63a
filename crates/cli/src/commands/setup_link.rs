//! `accolade setup-link`

use accolade_issuing::setup;
use anyhow::{Context as _, Result, bail};

use crate::{
    Outcome,
    settings::Settings,
    site,
    terminal::{note, say},
};

/// Prints another link in place of the one before.
pub(crate) fn run(settings: &Settings) -> Result<Outcome> {
    let site = site::open(settings)?;
    let link = site
        .database
        .write(|conn| setup::renew(conn, &site.tools))
        .context("the link cannot be made")?;
    let Some(link) = link else {
        bail!("this site has an operator already: `accolade sign-in-link EMAIL` lets them in");
    };
    note(
        "Open this address to set the site up. It works once, for a day; the links before work no more.",
    );
    say(link);
    Ok(Outcome::Done)
}
