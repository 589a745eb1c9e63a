//! `accolade token create`

use accolade_issuing::{
    access::{Caller, Scopes},
    accounts,
    tokens::{self, NewToken},
};
use accolade_storage::types::Timestamp;
use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::{
    Outcome,
    settings::Settings,
    site,
    terminal::{note, say},
};

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Makes a token and prints its secret, this once
    Create(CreateArguments),
}

/// What `token create` can be told.
#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// What the token is for, so that it can be recognised later
    #[arg(long)]
    name: String,
    /// The address of the account whose rights the token has; the account is made if it is missing
    #[arg(long)]
    email: String,
    /// The name of a new account
    #[arg(long, default_value = "Operator")]
    account_name: String,
    /// What the token may be used for, separated by spaces; everything if nothing is said
    #[arg(long)]
    scopes: Option<Scopes>,
    /// Makes the account an operator, who may do everything on this site
    #[arg(long)]
    operator: bool,
    /// After how many days the token ends; never if nothing is said
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    days: Option<u16>,
}

/// Makes a token.
pub(crate) fn run(settings: &Settings, command: &TokenCommand) -> Result<Outcome> {
    let TokenCommand::Create(arguments) = command;
    let site = site::open(settings)?;
    let tools = &site.tools;
    let secret = site.database.write(|conn| -> Result<String> {
        let account =
            accounts::find_or_create(conn, tools, &arguments.email, &arguments.account_name)?;
        if arguments.operator {
            accounts::make_operator(conn, tools, account.id)?;
        }
        let lifetime = arguments
            .days
            .map(|days| jiff::SignedDuration::from_hours(24 * i64::from(days)));
        let expires_at = lifetime.map(|lifetime| Timestamp::from(tools.clock.now() + lifetime));
        let order = NewToken {
            account: Some(account.id),
            name: arguments.name.clone(),
            scopes: arguments.scopes.unwrap_or_else(Scopes::all),
            expires_at,
        };
        let (_, secret) = tokens::create(conn, tools, &Caller::operator(), order)?;
        Ok(secret)
    });
    let secret = secret.context("the token cannot be made")?;
    note("Keep it now: it is shown this once and stored only as a digest.");
    say(secret);
    Ok(Outcome::Done)
}
