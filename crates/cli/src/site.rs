//! A site as the commands see it: its database, its keys and its addresses.

use std::path::Path;

use accolade_issuing::keyring::Keyring;
use accolade_server::{
    Config,
    config::{DoorPolicy, MailPolicy, RateLimits, TlsFiles},
    fetcher::FetchPolicy,
    server,
    state::State,
};
use anyhow::{Context as _, Result};

use crate::settings::{Door, KeySource, Mail, Settings};

/// What the server is told, from the settings.
pub(crate) fn config(settings: &Settings) -> Result<Config> {
    data_folder(&settings.data)?;
    let mut config = Config::new(&settings.database_url, &settings.data, keyring(settings)?);
    config.public_url = Some(settings.public_url.clone());
    config.listen = settings.listen;
    config.site_name.clone_from(&settings.site_name);
    config.workers = settings.workers;
    config.trust_forwarded_for = settings.trust_forwarded_for;
    if !settings.rate_limits {
        config.limits = RateLimits::none();
    }
    config.mail = match &settings.mail {
        Mail::Off => MailPolicy::Off,
        Mail::Outbox => MailPolicy::Outbox,
        Mail::Smtp { url, from } => MailPolicy::Smtp {
            url: url.clone(),
            from: from.clone(),
        },
    };
    config.rules = settings.rules;
    config.providers.clone_from(&settings.providers);
    config.fetch = fetch_policy(settings);
    config.verify.clone_from(&settings.verify_policy);
    config.door = match &settings.door {
        Door::Closed => DoorPolicy::Closed,
        Door::Token(token) => DoorPolicy::Token(token.clone()),
        Door::Open => DoorPolicy::Open,
    };
    config.tls = settings.tls.as_ref().map(|tls| TlsFiles {
        certificate: tls.certificate.clone(),
        key: tls.key.clone(),
    });
    Ok(config)
}

/// Makes the data folder if it is not there: for its owner alone, as it holds keys and people's data.
pub(crate) fn data_folder(folder: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

/// Opens the site for a command: migrated, with its keys at hand.
pub(crate) fn open(settings: &Settings) -> Result<State> {
    let config = config(settings)?;
    server::state(&config, settings.public_url.clone()).context("the site cannot be opened")
}

/// What may be fetched while checking a badge.
pub(crate) fn fetch_policy(settings: &Settings) -> FetchPolicy {
    FetchPolicy {
        allow_private: settings.fetch_private,
        allow_http: settings.fetch_private,
        ..FetchPolicy::default()
    }
}

fn keyring(settings: &Settings) -> Result<Keyring> {
    match &settings.key {
        KeySource::Given(key) => Ok(Keyring::from_key(*key)),
        KeySource::File(path) => Keyring::load_or_create(path)
            .with_context(|| format!("the key file {} cannot be used", path.display())),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_new_data_folder_is_for_its_owner_alone() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("some/data");

        data_folder(&folder).unwrap();
        data_folder(&folder).unwrap();

        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
