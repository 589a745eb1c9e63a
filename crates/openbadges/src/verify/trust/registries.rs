//! Which registers there are: those of the policy, and those of the lists it names.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Trust, UncheckedRegistry};
use crate::json;
use crate::verify::codes::Code;
use crate::verify::fetch::Answer;
use crate::verify::run::Run;
use crate::verify::shape::{shorten, web_address};

/// How many registers one verification asks.
const MOST: usize = 16;

pub(super) const ACCEPT_JSON: &str = "application/json";

/// A register of issuers, written as in the lists of known registers that wallets use:
/// `{"name", "type": "oidf", "trustAnchorEC"}` or `{"name", "type": "dcc-legacy", "url"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registry {
    /// The name of the register.
    pub name: String,
    /// Under what rules it is kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub governance_url: Option<String>,
    /// What it is and where.
    #[serde(flatten)]
    pub kind: RegistryKind,
}

/// What a register is and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum RegistryKind {
    /// An OpenID Federation: each issuer has a statement that is signed by the trust anchor.
    #[serde(rename = "oidf")]
    Federation {
        /// The address of the anchor's entity configuration, ending in `/.well-known/openid-federation`.
        #[serde(rename = "trustAnchorEC")]
        entity_configuration: String,
    },
    /// One JSON document with all issuers, as the Digital Credentials Consortium began with. It is not signed: whoever
    /// holds the address holds the register.
    #[serde(rename = "dcc-legacy")]
    Listing {
        /// The address of the document.
        url: String,
    },
}

/// The keys of a federation, learned from its keepers by another way than its own web site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustAnchor {
    /// The anchor's entity identifier: the address of its entity configuration without `/.well-known/openid-federation`.
    pub entity: String,
    /// Its keys as a JWK Set (RFC 7517, section 5).
    pub jwks: Value,
}

impl Registry {
    fn address(&self) -> &str {
        match &self.kind {
            RegistryKind::Federation {
                entity_configuration,
            } => entity_configuration,
            RegistryKind::Listing { url } => url,
        }
    }
}

/// The registers of the policy, then those of the lists that it names; each once.
pub(super) fn known(run: &mut Run<'_>, trust: &mut Trust) -> Vec<Registry> {
    let mut known: Vec<Registry> = Vec::new();
    let policy = run.policy;
    add_new(&mut known, policy.trust.registries.iter().cloned());
    for list in &policy.trust.lists {
        match read_list(run, list) {
            Ok(registries) => add_new(&mut known, registries.into_iter()),
            Err((code, detail)) => trust.unchecked_registries.push(UncheckedRegistry {
                registry: list.clone(),
                code,
                detail,
            }),
        }
    }
    for beyond in known.iter().skip(MOST) {
        trust.unchecked_registries.push(UncheckedRegistry {
            registry: beyond.name.clone(),
            code: Code::IssuerRegistryUnreachable,
            detail: format!("only {MOST} registers are asked"),
        });
    }
    known.truncate(MOST);
    known
}

fn add_new(known: &mut Vec<Registry>, more: impl Iterator<Item = Registry>) {
    for registry in more {
        if !known.iter().any(|one| one.address() == registry.address()) {
            known.push(registry);
        }
    }
}

/// Entries of a kind that is not known here are left out: other software has its own.
fn read_list(run: &mut Run<'_>, list: &str) -> Result<Vec<Registry>, (Code, String)> {
    let document = fetch_json(run, list)?;
    let Value::Array(entries) = document else {
        return Err((
            Code::IssuerRegistryUntrusted,
            format!("{} is no list of registers", shorten(list)),
        ));
    };
    Ok(entries
        .into_iter()
        .take(4 * MOST)
        .filter_map(|entry| serde_json::from_value(entry).ok())
        .collect())
}

/// Fetches a JSON document that is believed because of its address.
pub(super) fn fetch_json(run: &mut Run<'_>, address: &str) -> Result<Value, (Code, String)> {
    let url = web_address(address).ok_or_else(|| {
        let detail = format!("{} is no web address", shorten(address));
        (Code::IssuerRegistryUntrusted, detail)
    })?;
    let unreachable = |why: String| (Code::IssuerRegistryUnreachable, why);
    match run.fetcher.get(&url, ACCEPT_JSON) {
        Answer::Found(found) if found.is_elsewhere(&url) => Err((
            Code::IssuerRegistryUntrusted,
            format!("{url} sends its readers to {}", found.final_url),
        )),
        Answer::Found(found) => json::read(&found.body)
            .map_err(|error| (Code::IssuerRegistryUntrusted, format!("{url}: {error}"))),
        Answer::NotFound | Answer::Gone(_) => Err(unreachable(format!(
            "the server says that {url} does not exist"
        ))),
        Answer::Unknown(why) => Err(unreachable(why)),
    }
}
