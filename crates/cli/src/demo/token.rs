//! The demo's API token, the same at every start.

use std::{
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use accolade_issuing::{
    access::{Caller, Scopes},
    tokens::{self, NewToken},
};
use accolade_server::state::State;
use accolade_storage::types::AccountId;
use anyhow::{Context as _, Result};

/// The token and where it is kept.
pub(super) struct DemoToken {
    pub(super) secret: String,
    pub(super) file: PathBuf,
}

/// Finds the token of an earlier run, or makes one.
pub(super) fn for_demo(site: &State, data: &Path, account: AccountId) -> Result<DemoToken> {
    let file = data.join("demo-token");
    if let Ok(text) = std::fs::read_to_string(&file) {
        let secret = text.trim().to_owned();
        let known = site
            .database
            .read(|conn| tokens::authenticate(conn, &site.tools, &secret))?;
        if known.is_some() {
            return Ok(DemoToken { secret, file });
        }
    }
    let order = NewToken {
        account: Some(account),
        name: "Demo".to_owned(),
        scopes: Scopes::all(),
        expires_at: None,
    };
    let (_, secret) = site
        .database
        .write(|conn| tokens::create(conn, &site.tools, &Caller::operator(), order))
        .context("the demo's token cannot be made")?;
    keep(&file, &secret)?;
    Ok(DemoToken { secret, file })
}

fn keep(file: &Path, secret: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
        .open(file)
        .and_then(|mut open| writeln!(open, "{secret}"))
        .with_context(|| format!("{} cannot be written", file.display()))
}
