//! The settings of mail.

use anyhow::{Result, bail};
use url::{Host, Url};

use super::layers::Layers;

/// Where letters go.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Mail {
    /// Nowhere.
    Off,
    /// Onto a page.
    Outbox,
    /// To a mail server.
    Smtp {
        /// Its address, with the password in it.
        url: String,
        /// The address that letters come from.
        from: String,
    },
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Off => f.write_str("Off"),
            Self::Outbox => f.write_str("Outbox"),
            Self::Smtp { from, .. } => f
                .debug_struct("Smtp")
                .field("from", from)
                .finish_non_exhaustive(),
        }
    }
}

pub(super) fn mail(layers: &Layers, public_url: &Url) -> Result<Mail> {
    let given = layers.text("mail");
    match given {
        "off" => return Ok(Mail::Off),
        "outbox" if is_own_machine(public_url) => return Ok(Mail::Outbox),
        "outbox" => bail!(
            "{} is outbox, and the site is {public_url}: everybody who reads that page can sign in as \
             anybody, so it is for a site on one's own machine",
            layers.place("mail")
        ),
        _ => {}
    }
    if !["smtp://", "smtps://"]
        .iter()
        .any(|scheme| given.starts_with(scheme))
    {
        bail!("`mail` must be off, outbox, or begin with smtp:// or smtps://");
    }
    let Some(from) = layers.find("mail_from") else {
        bail!(
            "`mail` names a mail server, so `mail_from` must name the address that letters come from"
        );
    };
    Ok(Mail::Smtp {
        url: given.to_owned(),
        from: from.value.clone(),
    })
}

/// Whether only programs of this machine find a site at that address.
fn is_own_machine(site: &Url) -> bool {
    match site.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
