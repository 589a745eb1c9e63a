//! `accolade sign-in-link`

use accolade_issuing::sign_in;
use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::{
    Outcome,
    settings::Settings,
    site,
    terminal::{note, say},
};

/// What `sign-in-link` can be told.
#[derive(Debug, Args)]
pub(crate) struct SignInLinkArguments {
    /// The address of the account
    email: String,
}

/// Prints a link that signs its reader in as the account with this address.
pub(crate) fn run(settings: &Settings, arguments: &SignInLinkArguments) -> Result<Outcome> {
    let site = site::open(settings)?;
    let link = site
        .database
        .write(|conn| sign_in::link_without_letter(conn, &site.tools, &arguments.email))
        .context("the link cannot be made")?;
    let Some(link) = link else {
        bail!("no account has the address {}", arguments.email);
    };
    note("Whoever opens this address is signed in. It works once, for ten minutes.");
    say(link);
    Ok(Outcome::Done)
}
