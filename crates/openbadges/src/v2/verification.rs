use serde::{Deserialize, Serialize};

use crate::document::{Members, serial};

/// How an assertion can be checked: by fetching it, or by its signature.
///
/// Open Badges 2.0, data classes: `VerificationObject`. (of assertions).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// `HostedBadge` or `SignedBadge` (older: `hosted`, `signed`).
    #[serde(deserialize_with = "serial::single_text")]
    pub r#type: String,
    /// Address of the key that signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl Verification {
    /// The document at the assertion's address is the proof.
    pub fn hosted() -> Self {
        Self {
            r#type: "HostedBadge".into(),
            creator: None,
            extra: Members::new(),
        }
    }

    /// A signature by the key at this address is the proof.
    pub fn signed(creator: impl Into<String>) -> Self {
        Self {
            r#type: "SignedBadge".into(),
            creator: Some(creator.into()),
            extra: Members::new(),
        }
    }

    /// Whether the assertion is checked by its signature.
    pub fn is_signed(&self) -> bool {
        matches!(self.r#type.as_str(), "SignedBadge" | "signed")
    }
}

/// Which addresses an issuer's hosted assertions may have.
///
/// Open Badges 2.0, data classes: `VerificationObject`. (of issuers).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuerVerification {
    /// `VerificationObject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    /// The member of an assertion that is looked at; only `id` is defined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification_property: Option<String>,
    /// Prefixes of which one must begin the address.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub starts_with: Vec<String>,
    /// Hosts of which one must serve the address.
    #[serde(
        default,
        deserialize_with = "serial::one_or_many",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub allowed_origins: Vec<String>,
    /// All other members.
    #[serde(flatten)]
    pub extra: Members,
}

impl IssuerVerification {
    /// Only addresses that begin with this.
    pub fn starting_with(prefix: impl Into<String>) -> Self {
        Self {
            r#type: Some("VerificationObject".into()),
            starts_with: vec![prefix.into()],
            ..Self::default()
        }
    }

    /// Only addresses on one of these hosts, written without a scheme.
    pub fn on_hosts(hosts: impl IntoIterator<Item = String>) -> Self {
        Self {
            r#type: Some("VerificationObject".into()),
            allowed_origins: hosts.into_iter().collect(),
            ..Self::default()
        }
    }
}
