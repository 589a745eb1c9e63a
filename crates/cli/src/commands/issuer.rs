//! `accolade issuer create`

use accolade_issuing::{
    access::Caller,
    accounts,
    issuers::{self, NewIssuer},
};
use accolade_storage::types::{IssuerKind, Role};
use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};

use crate::{Outcome, settings::Settings, site, terminal::say};

/// What can be done with issuers.
#[derive(Debug, Subcommand)]
pub(crate) enum IssuerCommand {
    /// Makes an organisation with its keys, and prints its address
    Create(Box<CreateArguments>),
}

/// What `issuer create` can be told.
#[derive(Debug, Args)]
pub(crate) struct CreateArguments {
    /// Its part of the address: small letters, digits and hyphens
    #[arg(long)]
    slug: String,
    /// Its name
    #[arg(long)]
    name: String,
    /// What it is and does, in a sentence or two
    #[arg(long, default_value = "")]
    description: String,
    /// Its website
    #[arg(long)]
    url: String,
    /// Where people can write to it
    #[arg(long)]
    email: String,
    /// district, school, classroom, club or organisation
    #[arg(long, default_value = "organisation")]
    kind: IssuerKind,
    /// The slug of the organisation above it
    #[arg(long)]
    parent: Option<String>,
    /// The address of the person who will own it; the account is made if it is missing
    #[arg(long)]
    owner: Option<String>,
}

/// Makes an issuer.
pub(crate) fn run(settings: &Settings, command: IssuerCommand) -> Result<Outcome> {
    let IssuerCommand::Create(arguments) = command;
    let site = site::open(settings)?;
    let tools = &site.tools;
    let issuer = site.database.write(|conn| -> Result<_> {
        let parent = match &arguments.parent {
            None => None,
            Some(slug) => Some(
                accolade_storage::issuers::by_slug(conn, slug)?
                    .with_context(|| format!("there is no issuer {slug}"))?
                    .id,
            ),
        };
        let order = NewIssuer {
            slug: arguments.slug.clone(),
            parent,
            kind: arguments.kind,
            name: arguments.name.clone(),
            description: arguments.description.clone(),
            url: arguments.url.clone(),
            email: arguments.email.clone(),
            ..NewIssuer::default()
        };
        let issuer = issuers::create(conn, tools, &Caller::operator(), order)?;
        if let Some(owner) = &arguments.owner {
            let account = accounts::find_or_create(conn, tools, owner, owner)?;
            accounts::grant(
                conn,
                tools,
                &Caller::operator(),
                account.id,
                issuer.id,
                Role::Owner,
            )?;
        }
        Ok(issuer)
    });
    let issuer = issuer.context("the issuer cannot be made")?;
    say(tools.addresses.issuer(&issuer.slug));
    Ok(Outcome::Done)
}
