//! `accolade serve`

use accolade_issuing::setup;
use accolade_server::Server;
use anyhow::{Context as _, Result};

use crate::{
    Outcome,
    settings::Settings,
    site,
    terminal::{note, say},
};

/// Serves until a signal stops it.
pub(crate) fn run(settings: &Settings) -> Result<Outcome> {
    let server = Server::bind(site::config(settings)?).context("the server cannot start")?;
    tell_how_to_begin(&server)?;
    server.run_blocking().context("the server stopped")?;
    Ok(Outcome::Done)
}

/// While nobody runs this site, each start prints another link by which somebody becomes its operator.
fn tell_how_to_begin(server: &Server) -> Result<()> {
    let state = server.state();
    let link = state
        .database
        .write(|conn| setup::renew(conn, &state.tools))
        .context("the link for the first start cannot be made")?;
    if let Some(link) = link {
        note(
            "This site has no operator yet. Open this address to set it up (it works once, for a day):",
        );
        say(link);
    }
    Ok(())
}
