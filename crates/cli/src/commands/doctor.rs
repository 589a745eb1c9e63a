//! `accolade doctor`

use std::{net::TcpListener, path::Path};

use accolade_issuing::keyring::Keyring;
use accolade_storage::Database;
use anyhow::{Context as _, Result, bail};

use crate::{
    Outcome,
    settings::{KeySource, Settings, without_password},
    site,
    terminal::{Paint, Tone, say},
};

/// One thing to look at: its name, and what was found.
type Finding = (&'static str, Result<String>);

/// Looks at everything and changes nothing but what a start would make anyway.
pub(crate) fn run(settings: &Settings) -> Result<Outcome> {
    let findings: [Finding; 6] = [
        ("data folder", data_folder(&settings.data)),
        ("master key", master_key(&settings.key)),
        ("database", database(&settings.database_url)),
        ("port", port(settings)),
        ("public address", public_address(settings)),
        ("TLS", Ok(tls(settings))),
    ];
    let paint = Paint::for_stdout();
    let mut ill = 0;
    for (name, finding) in &findings {
        match finding {
            Ok(text) => say(format_args!(
                "{} {name}: {text}",
                paint.tone(Tone::Good, "✓")
            )),
            Err(error) => {
                ill += 1;
                say(format_args!(
                    "{} {name}: {error:#}",
                    paint.tone(Tone::Bad, "✗")
                ));
            }
        }
    }
    Ok(if ill == 0 {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

fn data_folder(folder: &Path) -> Result<String> {
    site::data_folder(folder)?;
    let probe = folder.join(".accolade-doctor");
    std::fs::write(&probe, b"")
        .and_then(|()| std::fs::remove_file(&probe))
        .with_context(|| format!("nothing can be written to {}", folder.display()))?;
    Ok(folder.display().to_string())
}

fn master_key(source: &KeySource) -> Result<String> {
    let path = match source {
        KeySource::Given(_) => return Ok("from the environment".to_owned()),
        KeySource::File(path) => path,
    };
    if !path.exists() {
        return Ok(format!(
            "{} will be made at the first start",
            path.display()
        ));
    }
    Keyring::load_or_create(path)?;
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions());
    if mode & 0o077 != 0 {
        bail!("{} can be read by others: chmod 600 {0}", path.display());
    }
    Ok(format!("{}, readable by its owner only", path.display()))
}

fn database(address: &str) -> Result<String> {
    let shown = without_password(address);
    let database =
        Database::connect(address).with_context(|| format!("{shown} cannot be opened"))?;
    let pending = database.pending_migrations()?;
    Ok(match pending.len() {
        0 => format!("{shown}, up to date"),
        count => format!("{shown}, {count} migrations to apply at the next start"),
    })
}

fn port(settings: &Settings) -> Result<String> {
    TcpListener::bind(settings.listen).with_context(|| {
        format!(
            "{} cannot be listened on (is the server running?)",
            settings.listen
        )
    })?;
    Ok(format!("{} is free", settings.listen))
}

fn public_address(settings: &Settings) -> Result<String> {
    let url = &settings.public_url;
    let host = url.host_str().unwrap_or_default();
    let is_local = host == "localhost" || host.ends_with(".localhost") || host == "127.0.0.1";
    if is_local {
        return Ok(format!("{url} (for trying out: others cannot reach it)"));
    }
    if url.scheme() != "https" {
        bail!("{url} must be https: issuers are known as did:web, and that asks over https only");
    }
    Ok(url.to_string())
}

fn tls(settings: &Settings) -> String {
    match &settings.tls {
        Some(tls) => format!("spoken here, with {}", tls.certificate.display()),
        None => "not spoken here; put a proxy in front for anything public".to_owned(),
    }
}
