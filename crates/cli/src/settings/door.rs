//! The setting of the outside door.

use anyhow::{Result, bail};

use super::layers::Layers;

/// Who may use the outside door.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Door {
    /// Nobody.
    Closed,
    /// Whoever has the token.
    Token(String),
    /// Anybody.
    Open,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Closed => "Closed",
            Self::Token(_) => "Token(…)",
            Self::Open => "Open",
        })
    }
}

pub(super) fn door(layers: &Layers) -> Result<Door> {
    let token = layers.find("vc_api_token");
    match (layers.text("vc_api"), token) {
        ("off", None) => Ok(Door::Closed),
        ("open", None) => Ok(Door::Open),
        ("token", Some(found)) if found.value.trim().len() >= 16 => {
            Ok(Door::Token(found.value.trim().to_owned()))
        }
        ("token", Some(found)) => bail!("{} must have at least 16 characters", found.place),
        ("token", None) => {
            bail!(
                "{} is token, so ACCOLADE_VC_API_TOKEN must be set as well",
                layers.place("vc_api")
            )
        }
        ("off" | "open", Some(found)) => {
            bail!("{} is set, so vc_api must be token", found.place)
        }
        (other, _) => bail!(
            "{} must be off, token or open, and it is {other:?}",
            layers.place("vc_api")
        ),
    }
}
