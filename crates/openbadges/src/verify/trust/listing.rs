//! A register that is one JSON document: `{"registry": {"did:…": {"name", "location", "url"}}}`.

use super::registries::fetch_json;
use super::{MatchingIssuer, Registry, RegistryKind, Word, words};
use crate::verify::codes::Code;
use crate::verify::run::Run;

pub(super) fn ask(run: &mut Run<'_>, registry: &Registry, issuer: &str) -> Word {
    let RegistryKind::Listing { url } = &registry.kind else {
        return Word::Absent;
    };
    let document = match fetch_json(run, url) {
        Ok(document) => document,
        Err((Code::IssuerRegistryUntrusted, why)) => return Word::Untrusted(why),
        Err((_, why)) => return Word::Unreachable(why),
    };
    let Some(entries) = document
        .get("registry")
        .and_then(serde_json::Value::as_object)
    else {
        return Word::Untrusted(format!("{url} holds no register"));
    };
    let Some(entry) = entries.get(issuer) else {
        return Word::Absent;
    };
    Word::Listed(Box::new(MatchingIssuer {
        registry: registry.name.clone(),
        governance_url: registry.governance_url.clone(),
        name: words(entry, "name"),
        url: words(entry, "url"),
        location: words(entry, "location"),
        ..MatchingIssuer::default()
    }))
}
