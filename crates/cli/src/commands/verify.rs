//! `accolade verify`

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::Args;
use openbadges::verify::{
    Code, Evidence, Input, Report, Request, Verdict, verify, verify_recorded,
};
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
    /// Keeps everything that was fetched, so that the same report can be made again
    #[arg(long, value_name = "FILE.json")]
    evidence: Option<PathBuf>,
    /// Makes the report again from what `--evidence` kept, asking nobody
    #[arg(long, value_name = "FILE.json", conflicts_with_all = ["evidence", "documents", "recipient"])]
    replay: Option<PathBuf>,
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
    let input = address.as_ref().map_or(Input::Bytes(&bytes), Input::Url);
    let report = match &arguments.replay {
        Some(path) => kept(path)?.replay(input),
        None => look(settings, arguments, address.as_ref(), input)?,
    };
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

/// Checks the badge by what others answer now.
fn look(
    settings: &Settings,
    arguments: &VerifyArguments,
    address: Option<&Url>,
    input: Input<'_>,
) -> Result<Report> {
    let documents = arguments.documents.as_deref();
    let sources = Sources::new(settings, documents, arguments.offline, address)?;
    let request = Request {
        input,
        recipient: arguments.recipient.as_deref(),
    };
    let (policy, now) = (&settings.verify_policy, sources.now());
    let Some(path) = &arguments.evidence else {
        return Ok(verify(&request, policy, &sources, now));
    };
    let (report, evidence) = verify_recorded(&request, policy, &sources, now);
    let text = serde_json::to_vec_pretty(&evidence).context("the evidence cannot be written")?;
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(report)
}

/// Reads what an earlier check kept.
fn kept(path: &Path) -> Result<Evidence> {
    let wrong = |why: String| WrongUsage(format!("{}: {why}", path.display()));
    let text = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    Ok(serde_json::from_slice(&text).map_err(|error| wrong(format!("no evidence: {error}")))?)
}

/// Whether what was typed is an address rather than a file.
fn address(input: &str) -> Result<Option<Url>> {
    if !input.starts_with("https://") && !input.starts_with("http://") {
        return Ok(None);
    }
    let url = Url::parse(input).map_err(|error| WrongUsage(format!("{input}: {error}")))?;
    Ok(Some(url))
}
