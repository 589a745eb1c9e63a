//! Where `verify` gets the documents that a badge refers to.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use accolade_issuing::clock::{Clock, SystemClock};
use accolade_server::fetcher::Fetcher;
use anyhow::{Context as _, Result};
use openbadges::verify::{Fetch, FetchError, Fetched};
use url::Url;

use crate::{commands::WrongUsage, settings::Settings, site};

/// A map of documents first, then the network if it is wanted.
pub(crate) struct Sources {
    documents: BTreeMap<String, PathBuf>,
    network: Option<Fetcher>,
}

impl Sources {
    /// Sets the sources up. `typed` is the address that was asked about: somebody who types a
    /// loopback address means it, so its origin is allowed, and so is the site's own.
    pub(crate) fn new(
        settings: &Settings,
        map: Option<&Path>,
        offline: bool,
        typed: Option<&Url>,
    ) -> Result<Self> {
        let documents = map.map(read_map).transpose()?.unwrap_or_default();
        if offline {
            return Ok(Self {
                documents,
                network: None,
            });
        }
        let mut policy = site::fetch_policy(settings);
        policy.allowed_origins.push(settings.public_url.clone());
        policy.allowed_origins.extend(typed.cloned());
        let network = Fetcher::new(policy).context("the network cannot be used")?;
        Ok(Self {
            documents,
            network: Some(network),
        })
    }

    /// The time of the check.
    #[expect(
        clippy::unused_self,
        reason = "the time is one more thing that comes from outside"
    )]
    pub(crate) fn now(&self) -> jiff::Timestamp {
        SystemClock.now()
    }
}

impl Fetch for Sources {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        if let Some(path) = self.documents.get(url.as_str()) {
            return read_document(path, url);
        }
        match &self.network {
            Some(network) => network.fetch(url, accept),
            None => Err(FetchError::Refused(
                "the network is not used and the map has no such document".to_owned(),
            )),
        }
    }
}

/// Reads `{"https://…": "file.json"}`; files are looked for beside the map.
fn read_map(path: &Path) -> Result<BTreeMap<String, PathBuf>> {
    let wrong = |why: String| WrongUsage(format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let entries: BTreeMap<String, PathBuf> = serde_json::from_str(&text)
        .map_err(|error| wrong(format!("not a map of addresses to files: {error}")))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    entries
        .into_iter()
        .map(|(address, file)| {
            let url = Url::parse(&address).map_err(|error| wrong(format!("{address}: {error}")))?;
            Ok((url.into(), folder.join(file)))
        })
        .collect()
}

fn read_document(path: &Path, url: &Url) -> Result<Fetched, FetchError> {
    let body = std::fs::read(path)
        .map_err(|error| FetchError::Unreachable(format!("{}: {error}", path.display())))?;
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let media_type = match ending {
        "png" => Some("image/png"),
        "svg" => Some("image/svg+xml"),
        "json" | "jsonld" => Some("application/json"),
        "jwt" | "jws" => Some("text/plain"),
        _ => None,
    };
    Ok(Fetched {
        status: 200,
        media_type: media_type.map(str::to_owned),
        body,
        final_url: url.clone(),
    })
}
