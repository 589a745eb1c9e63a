//! `accolade serve`

use accolade_server::Server;
use anyhow::{Context as _, Result};

use crate::{Outcome, settings::Settings, site};

/// Serves until a signal stops it.
pub(crate) fn run(settings: &Settings) -> Result<Outcome> {
    let server = Server::bind(site::config(settings)?).context("the server cannot start")?;
    server.run_blocking().context("the server stopped")?;
    Ok(Outcome::Done)
}
