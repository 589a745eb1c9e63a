//! The addresses of the database and of the site.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use url::Url;

use super::layers::Layers;

pub(super) fn database_url(layers: &Layers, data: &Path) -> Result<String> {
    let Some(found) = layers.find("database_url") else {
        return Ok(format!(
            "sqlite:{}",
            data.join("accolade.sqlite3").display()
        ));
    };
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !known.iter().any(|scheme| found.value.starts_with(scheme)) {
        bail!(
            "{} must begin with sqlite: or postgres://, and it is {:?}",
            found.place,
            without_password(&found.value)
        );
    }
    Ok(found.value.clone())
}

/// A database address as it may be shown: without the password in it.
pub(crate) fn without_password(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) if url.password().is_some() => {
            // It has a password, so it has a host, and setting one cannot fail.
            let _ = url.set_password(Some("…"));
            url.to_string()
        }
        _ => address.to_owned(),
    }
}

pub(super) fn public_url(layers: &Layers, listen: SocketAddr, tls: bool) -> Result<Url> {
    let Some(found) = layers.find("public_url") else {
        let scheme = if tls { "https" } else { "http" };
        let address = format!("{scheme}://localhost:{}", listen.port());
        return Ok(Url::parse(&address).expect("a scheme, a name and a port make an address"));
    };
    let url = Url::parse(&found.value)
        .with_context(|| format!("{} is not a web address: {:?}", found.place, found.value))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        bail!(
            "{} must begin with https:// or http://, and it is {:?}",
            found.place,
            found.value
        );
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        bail!(
            "{} must name a host and nothing after it, and it is {:?}: issuers' identifiers are \
             made from it",
            found.place,
            found.value
        );
    }
    if !url.username().is_empty() || url.password().is_some() {
        bail!("{} must not hold a user name or a password", found.place);
    }
    Ok(url)
}
