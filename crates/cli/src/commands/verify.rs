//! `accolade verify`

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use openbadges::verify::{Code, Input, Policy, Request, Verdict, verify};
use url::Url;

use super::{WrongUsage, read_input};
use crate::{
    Outcome,
    fetching::Sources,
    settings::Settings,
    terminal::{Paint, complain, say},
    wording,
};

/// What `verify` can be told.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The badge: a file (JSON, signed badge, PNG or SVG), an address, or `-` for standard input
    input: String,
    /// Prints the whole report as JSON
    #[arg(long)]
    json: bool,
    /// A JSON object of addresses and files, looked at before the network
    #[arg(long, value_name = "MAP.json")]
    documents: Option<PathBuf>,
    /// Asks no network: only the map of documents
    #[arg(long)]
    offline: bool,
    /// The address the person gave you; ends with 1 if the badge was given to somebody else
    #[arg(long, value_name = "EMAIL")]
    recipient: Option<String>,
}

/// Checks one badge.
pub(crate) fn run(settings: &Settings, arguments: &VerifyArguments) -> Result<Outcome> {
    let address = address(&arguments.input)?;
    let bytes = match address {
        Some(_) => Vec::new(),
        None => match read_input(&arguments.input) {
            Ok(bytes) => bytes,
            Err(error) => {
                complain(&error);
                return Ok(Outcome::Unknown);
            }
        },
    };
    let sources = Sources::new(
        settings,
        arguments.documents.as_deref(),
        arguments.offline,
        address.as_ref(),
    )?;
    let request = Request {
        input: address.as_ref().map_or(Input::Bytes(&bytes), Input::Url),
        recipient: arguments.recipient.as_deref(),
    };
    let now = sources.now();
    let report = verify(&request, &Policy::default(), &sources, now);
    if arguments.json {
        say(serde_json::to_string_pretty(&report).context("the report cannot be written")?);
    } else {
        wording::print(&report, Paint::for_stdout());
    }
    let is_elsewhose = report
        .checks
        .iter()
        .any(|check| check.code == Code::RecipientMismatch);
    Ok(match report.verdict {
        // True, but not what was asked: this person's badge.
        Verdict::Valid | Verdict::ValidWithWarnings if is_elsewhose => Outcome::Failed,
        Verdict::Valid | Verdict::ValidWithWarnings => Outcome::Done,
        Verdict::Indeterminate => Outcome::Unknown,
        Verdict::Expired
        | Verdict::NotYetValid
        | Verdict::Suspended
        | Verdict::Revoked
        | Verdict::Invalid => Outcome::Failed,
    })
}

/// Whether what was typed is an address rather than a file.
fn address(input: &str) -> Result<Option<Url>> {
    if !input.starts_with("https://") && !input.starts_with("http://") {
        return Ok(None);
    }
    let url = Url::parse(input).map_err(|error| WrongUsage(format!("{input}: {error}")))?;
    Ok(Some(url))
}
