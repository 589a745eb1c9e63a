//! `accolade award`

use accolade_issuing::{
    access::Caller,
    awards::{self, AwardOrder, Recipient},
};
use accolade_storage::types::BadgeClassId;
use anyhow::{Context as _, Result};
use clap::Args;

use crate::{Outcome, commands::WrongUsage, settings::Settings, site, terminal::say};

/// What `award` can be told.
#[derive(Debug, Args)]
pub(crate) struct AwardArguments {
    /// The badge: its address or its id
    badge: String,
    /// The person's e-mail address; in public documents it appears only as a salted hash
    #[arg(long, required_unless_present = "name")]
    email: Option<String>,
    /// The person's name, shown on the award's page; enough for somebody without an address
    #[arg(long)]
    name: Option<String>,
    /// What the person did, in a sentence or two
    #[arg(long)]
    narrative: Option<String>,
    /// When the award ends, such as 2027-08-31T00:00:00Z
    #[arg(long)]
    valid_until: Option<jiff::Timestamp>,
    /// Prints a JSON object instead of the address
    #[arg(long)]
    json: bool,
}

/// Awards a badge to one person.
pub(crate) fn run(settings: &Settings, arguments: AwardArguments) -> Result<Outcome> {
    let badge: BadgeClassId = last_part(&arguments.badge)
        .parse()
        .map_err(|_| WrongUsage(format!("{:?} is no badge's address or id", arguments.badge)))?;
    let site = site::open(settings)?;
    let tools = &site.tools;
    let recipient = Recipient {
        email: arguments.email,
        name: arguments.name,
        show_name: true,
    };
    let mut order = AwardOrder::to(badge, recipient);
    order.narrative = arguments.narrative;
    order.valid_until = arguments.valid_until;
    let award = site
        .database
        .write(|conn| awards::award(conn, tools, &Caller::operator(), order))
        .context("the badge cannot be awarded")?;
    let address = tools.addresses.award(award.assertion.id);
    if arguments.json {
        say(serde_json::json!({ "id": award.assertion.id.to_string(), "address": address }));
    } else {
        say(address);
    }
    Ok(Outcome::Done)
}

/// The id at the end of an address, without a typed ending.
pub(crate) fn last_part(address: &str) -> &str {
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    last.split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_in_any_address_that_holds_it() {
        for address in [
            "7d30",
            "https://b.example/awards/7d30",
            "/awards/7d30.v2.json",
            "a/7d30/?x#y",
        ] {
            assert_eq!(last_part(address), "7d30", "{address}");
        }
    }
}
