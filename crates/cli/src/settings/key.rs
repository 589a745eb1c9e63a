//! Where the master key comes from, and the files of a TLS endpoint.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::layers::{Found, Layers};

/// Where the master key comes from.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// Given in the environment.
    Given([u8; 32]),
    /// Kept in a file, which is made if it is missing.
    File(PathBuf),
}

impl std::fmt::Debug for KeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Given(_) => f.write_str("Given(…)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

/// The two files of a TLS endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tls {
    /// The certificate chain, PEM.
    pub(crate) certificate: PathBuf,
    /// Its private key, PEM.
    pub(crate) key: PathBuf,
}

pub(super) fn key_source(layers: &Layers, data: &Path) -> Result<KeySource> {
    if let Some(found) = layers.find("key") {
        return Ok(KeySource::Given(key_from_hex(found)?));
    }
    let path = layers.find("key_file").map_or_else(
        || data.join("accolade.key"),
        |found| PathBuf::from(&found.value),
    );
    Ok(KeySource::File(path))
}

fn key_from_hex(found: &Found) -> Result<[u8; 32]> {
    let wrong = || {
        format!(
            "{} must be 64 hexadecimal digits (32 bytes), for example from: openssl rand -hex 32",
            found.place
        )
    };
    let text = found.value.trim();
    if text.len() != 64 || !text.is_ascii() {
        bail!(wrong());
    }
    let mut key = [0; 32];
    for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(pair).with_context(wrong)?;
        *byte = u8::from_str_radix(digits, 16).with_context(wrong)?;
    }
    Ok(key)
}

pub(super) fn tls(layers: &Layers) -> Result<Option<Tls>> {
    match (layers.find("tls_certificate"), layers.find("tls_key")) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => {
            for found in [certificate, key] {
                if !Path::new(&found.value).is_file() {
                    bail!(
                        "{} names a file that is not there: {}",
                        found.place,
                        found.value
                    );
                }
            }
            Ok(Some(Tls {
                certificate: PathBuf::from(&certificate.value),
                key: PathBuf::from(&key.value),
            }))
        }
        (Some(found), None) => bail!("{} is set, so tls_key must be set as well", found.place),
        (None, Some(found)) => {
            bail!(
                "{} is set, so tls_certificate must be set as well",
                found.place
            )
        }
    }
}
