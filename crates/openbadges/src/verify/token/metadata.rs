//! Where the issuer of an SD-JWT VC publishes its keys: the JWT VC Issuer Metadata of its site.

use serde_json::Value;

use crate::json;
use crate::keys::PublicKey;
use crate::verify::codes::Code;
use crate::verify::fetch::Answer;
use crate::verify::issuer_keys::{Problem, jwk_set_keys, same};
use crate::verify::run::{ACCEPT_KEYS, Run};
use crate::verify::shape::{shorten, web_address};

/// The key that `kid` names in the issuer's metadata, or its only key if none is named.
///
/// `None` if the issuer is no web address, or its site says that it has no such document: the key may then be found in
/// the ways that badges in tokens use. A site that does not answer decides nothing.
pub(super) fn key(
    run: &mut Run<'_>,
    kid: Option<&str>,
    issuer: &str,
) -> Result<Option<PublicKey>, Problem> {
    let Some(mut url) = web_address(issuer) else {
        return Ok(None);
    };
    // The well-known part goes between host and path, as for the metadata of authorization servers (RFC 8414).
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&format!("/.well-known/jwt-vc-issuer{path}"));
    url.set_query(None);
    let Some(metadata) = fetched(run, &url)? else {
        return Ok(None);
    };
    let wrong = |why: &str| (Code::IssuerDocument, format!("{url}: {why}"));
    let named = metadata.get("issuer").and_then(Value::as_str);
    if !named.is_some_and(|named| same(named, issuer)) {
        return Err(wrong("it is the metadata of another issuer"));
    }
    let set = match (metadata.get("jwks"), metadata.get("jwks_uri")) {
        (Some(set), None) => set.clone(),
        (None, Some(address)) => {
            let address = address.as_str().and_then(web_address);
            let address = address.ok_or_else(|| wrong("jwks_uri is no web address"))?;
            fetched(run, &address)?.ok_or_else(|| wrong("there is nothing at its jwks_uri"))?
        }
        _ => return Err(wrong("it must have either jwks or jwks_uri")),
    };
    let keys = jwk_set_keys(&set, issuer);
    let found = match (kid, keys.as_slice()) {
        (Some(kid), keys) => keys.iter().find(|(name, _)| name.as_deref() == Some(kid)),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    match found {
        Some((_, key)) => Ok(Some(key.clone())),
        None => {
            let detail = match kid {
                Some(kid) => format!("the keys of {} have no {}", shorten(issuer), shorten(kid)),
                None => format!("{} has several keys, and none is named", shorten(issuer)),
            };
            Err((Code::IssuerKeyUnlisted, detail))
        }
    }
}

fn fetched(run: &mut Run<'_>, url: &url::Url) -> Result<Option<Value>, Problem> {
    match run.fetcher.get(url, ACCEPT_KEYS) {
        Answer::NotFound | Answer::Gone(_) => Ok(None),
        Answer::Unknown(why) => Err((Code::IssuerKeyUnreachable, why)),
        Answer::Found(found) if found.is_elsewhere(url) => {
            let detail = format!("{url} sends its readers to {}", found.final_url);
            Err((Code::IssuerKeyUnreachable, detail))
        }
        Answer::Found(found) => json::read(&found.body)
            .map(Some)
            .map_err(|error| (Code::IssuerDocument, format!("{url}: {error}"))),
    }
}
