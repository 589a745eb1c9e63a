//! Where events go.

use anyhow::{Context as _, Result};
use tracing_subscriber::{EnvFilter, fmt};

use crate::settings::{LogFormat, Settings};

/// Starts logging to standard error, so that answers on standard output stay clean.
pub(crate) fn start(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::builder()
        .parse(&settings.log)
        .with_context(|| format!("log is not a filter of events: {:?}", settings.log))?;
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.log_format {
        LogFormat::Text => lines
            .with_ansi(stderr_is_terminal())
            .with_target(false)
            .try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging could not start: {error}"))
}

fn stderr_is_terminal() -> bool {
    use std::io::IsTerminal as _;
    std::env::var_os("NO_COLOR").is_none() && std::io::stderr().is_terminal()
}
