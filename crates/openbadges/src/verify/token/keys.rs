//! From the header of a token to a key, and to the place where the issuer publishes it.

use serde_json::Value;

use crate::did::did_web_url;
use crate::json;
use crate::keys::PublicKey;
use crate::verify::codes::Code;
use crate::verify::fetch::Answer;
use crate::verify::issuer_keys::{
    Binding, Problem, Resolution, find_key, jwk_set_keys, key_code, releases, resolve, same,
};
use crate::verify::run::{ACCEPT_KEYS, Run};
use crate::verify::shape::{shorten, web_address};

/// The key that `kid` names: in the issuer's document, at the address itself, or in the issuer's set of keys.
pub(super) fn named_key(
    run: &mut Run<'_>,
    name: &str,
    issuer: &str,
) -> Result<(PublicKey, Binding), Problem> {
    if name.starts_with("did:") {
        return find_key(run, name, issuer, None);
    }
    let Some(url) = web_address(name) else {
        return key_of_set(run, name, issuer);
    };
    let document = match resolve(run, issuer) {
        Resolution::Document(document) => Some(document),
        // A DID has no second place to look; an https issuer may publish a set of keys instead of a document.
        Resolution::Failed(problem) if issuer.starts_with("did:") => return Err(problem),
        Resolution::Failed(_) | Resolution::LeadsNowhere => None,
    };
    if document
        .as_ref()
        .is_some_and(|document| document.method(name).is_some())
    {
        return find_key(run, name, issuer, None);
    }
    let (key, on_site) = key_at(run, &url, issuer)?;
    let on_site = on_site && same_host(&url, issuer);
    if document
        .as_ref()
        .is_some_and(|document| releases(run, document, &key))
    {
        return Ok((key, Binding::Issuer));
    }
    let lists_others = document.is_some_and(|document| document.lists_assertion_keys());
    // A DID says itself which keys are its own; being on the same host is not enough.
    if issuer.starts_with("did:") {
        return Err((
            Code::IssuerKeyUnlisted,
            format!("{} does not list the key at {url}", shorten(issuer)),
        ));
    }
    let binding = match key_set(run, issuer) {
        KeySet::Found(set)
            if jwk_set_keys(&set, issuer)
                .iter()
                .any(|(_, listed)| *listed == key) =>
        {
            Binding::Issuer
        }
        KeySet::Unknown(why) if !on_site || lists_others => {
            return Err((Code::IssuerKeyUnreachable, why));
        }
        _ if lists_others => {
            return Err((
                Code::IssuerKeyUnlisted,
                format!("{} lists other keys than the one at {url}", shorten(issuer)),
            ));
        }
        // The site has a list, or may have one, so a key beside it may be anybody's who can put a file there.
        KeySet::Found(_) | KeySet::Unknown(_) if on_site => Binding::Unpublished,
        _ if on_site => Binding::SameSite,
        KeySet::NoAddress => Binding::Unbound,
        _ => {
            return Err((
                Code::IssuerKeyForeign,
                format!("{} does not publish the key at {url}", shorten(issuer)),
            ));
        }
    };
    Ok((key, binding))
}

fn same_host(url: &url::Url, issuer: &str) -> bool {
    web_address(issuer).is_some_and(|issuer| issuer.origin() == url.origin())
}

/// The bare JWK at an address, or the one of that name in a set that is served there; and whether that very site
/// gave it. A key that says whose it is speaks for nobody else.
fn key_at(run: &mut Run<'_>, url: &url::Url, issuer: &str) -> Result<(PublicKey, bool), Problem> {
    let found = match run.fetcher.get(url, ACCEPT_KEYS) {
        Answer::Found(found) => found,
        Answer::NotFound | Answer::Gone(_) => {
            return Err((
                Code::IssuerKeyMissing,
                format!("the server says that {url} does not exist"),
            ));
        }
        Answer::Unknown(why) => return Err((Code::IssuerKeyUnreachable, why)),
    };
    let wrong = |why: String| (Code::IssuerDocument, format!("{url}: {why}"));
    let value = json::read(&found.body).map_err(|error| wrong(error.to_string()))?;
    let jwk = match value.get("keys").and_then(Value::as_array) {
        None => &value,
        Some(keys) => {
            let named = |jwk: &&Value| {
                jwk.get("kid")
                    .and_then(Value::as_str)
                    .is_some_and(|kid| kid == url.as_str() || Some(kid) == url.fragment())
            };
            keys.iter()
                .find(named)
                .ok_or_else(|| wrong("no key of that name in the set".to_owned()))?
        }
    };
    if let Some(owner) = jwk.get("iss").and_then(Value::as_str)
        && !issuer.starts_with("did:")
        && !same(owner, issuer)
    {
        let detail = format!("the key at {url} is that of {}", shorten(owner));
        return Err((Code::IssuerKeyForeign, detail));
    }
    let key =
        PublicKey::from_jwk(jwk).map_err(|error| (key_code(&error), format!("{url}: {error}")))?;
    Ok((key, !found.is_elsewhere(url)))
}

/// A key named by a word: it can only stand in the issuer's own set or document.
fn key_of_set(
    run: &mut Run<'_>,
    name: &str,
    issuer: &str,
) -> Result<(PublicKey, Binding), Problem> {
    if issuer.starts_with("did:") {
        let method = method_of_document(run, name, issuer)
            .unwrap_or_else(|| format!("{issuer}#{}", name.trim_start_matches('#')));
        return find_key(run, &method, issuer, None);
    }
    let missing = match key_set(run, issuer) {
        KeySet::Found(set) => {
            let named = jwk_set_keys(&set, issuer)
                .into_iter()
                .find(|(listed, _)| listed.as_deref() == Some(name));
            if let Some((_, key)) = named {
                return Ok((key, Binding::Issuer));
            }
            (
                Code::IssuerKeyUnlisted,
                format!("the set of keys has no {}", shorten(name)),
            )
        }
        KeySet::Unknown(why) => (Code::IssuerKeyUnreachable, why),
        KeySet::Missing | KeySet::NoAddress => (
            Code::SignatureNoKey,
            format!("the kid {} leads to no key", shorten(name)),
        ),
    };
    match method_of_document(run, name, issuer) {
        Some(method) => find_key(run, &method, issuer, None),
        None => Err(missing),
    }
}

/// The full name of a key in the issuer's own document that is named by its fragment or, as JOSE likes it, by the
/// thumbprint of the key.
pub(in crate::verify) fn method_of_document(
    run: &mut Run<'_>,
    name: &str,
    issuer: &str,
) -> Option<String> {
    let Resolution::Document(document) = resolve(run, issuer) else {
        return None;
    };
    let fragment = name.trim_start_matches('#');
    let found = document.methods.iter().find(|method| {
        let by_name = method
            .id
            .split_once('#')
            .is_some_and(|(_, f)| f == fragment);
        let thumbprint = || {
            method
                .key
                .as_ref()
                .is_ok_and(|key| key.thumbprint() == name)
        };
        by_name || thumbprint()
    });
    found.map(|method| method.id.clone())
}

/// Whether a key that came in the header is published. Open Badges 3.0 (key provenance) names the issuer's JWK Set as the
/// place to look; a DID lists its keys itself.
pub(super) fn header_binding(
    run: &mut Run<'_>,
    key: &PublicKey,
    issuer: &str,
) -> Result<Binding, Problem> {
    if issuer.starts_with("did:") {
        return match resolve(run, issuer) {
            Resolution::Document(document) if releases(run, &document, key) => Ok(Binding::Issuer),
            Resolution::Failed(problem) => Err(problem),
            _ => Err((
                Code::IssuerKeyUnlisted,
                format!("{} does not list the key of the header", shorten(issuer)),
            )),
        };
    }
    match key_set(run, issuer) {
        KeySet::Found(set)
            if jwk_set_keys(&set, issuer)
                .iter()
                .any(|(_, listed)| listed == key) =>
        {
            Ok(Binding::Issuer)
        }
        KeySet::Found(_) => Err((
            Code::IssuerKeyUnlisted,
            "the issuer's set of keys does not hold the key of the header".to_owned(),
        )),
        KeySet::Missing => Ok(Binding::Unpublished),
        // Open Badges 3.0 (8.2) allows a key in the header, so silence is no verdict against it. Nor is it one for it:
        // anybody can sign with a key of their own and wait until a site is silent, or make this run ask too much.
        KeySet::Unknown(_) => Ok(Binding::Unconfirmed),
        KeySet::NoAddress => Ok(Binding::Unbound),
    }
}

enum KeySet {
    Found(Value),
    Missing,
    Unknown(String),
    NoAddress,
}

/// The JWK Set of the host that the issuer's identifier names.
fn key_set(run: &mut Run<'_>, issuer: &str) -> KeySet {
    let host = if issuer.starts_with("did:web:") {
        did_web_url(issuer).ok()
    } else {
        web_address(issuer)
    };
    let Some(mut url) = host else {
        return KeySet::NoAddress;
    };
    url.set_path("/.well-known/jwks.json");
    url.set_query(None);
    match run.fetcher.get(&url, ACCEPT_KEYS) {
        Answer::Found(found) => json::read(&found.body).map_or(KeySet::Missing, KeySet::Found),
        Answer::NotFound | Answer::Gone(_) => KeySet::Missing,
        Answer::Unknown(why) => KeySet::Unknown(why),
    }
}
