//! `accolade revoke`

use accolade_issuing::{access::Caller, revocation};
use accolade_storage::types::AssertionId;
use anyhow::{Context as _, Result};
use clap::Args;

use crate::{
    Outcome,
    commands::{WrongUsage, award::last_part},
    settings::Settings,
    site,
    terminal::say,
};

/// What `revoke` can be told.
#[derive(Debug, Args)]
pub(crate) struct RevokeArguments {
    /// The award: its address or its id
    award: String,
    /// Why it is taken back; everybody who looks at the award reads this
    #[arg(long)]
    reason: String,
}

/// Takes an award back.
pub(crate) fn run(settings: &Settings, arguments: &RevokeArguments) -> Result<Outcome> {
    let award: AssertionId = last_part(&arguments.award)
        .parse()
        .map_err(|_| WrongUsage(format!("{:?} is no award's address or id", arguments.award)))?;
    let site = site::open(settings)?;
    let tools = &site.tools;
    let assertion = site
        .database
        .write(|conn| {
            revocation::revoke(conn, tools, &Caller::operator(), award, &arguments.reason)
        })
        .context("the award cannot be taken back")?;
    say(format_args!(
        "Withdrawn: {}",
        tools.addresses.award(assertion.id)
    ));
    Ok(Outcome::Done)
}
