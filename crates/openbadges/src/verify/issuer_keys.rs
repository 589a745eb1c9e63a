//! From the name of a key to the key, and whether it is the issuer's.
//!
//! A key is never taken from the name it goes by: it must stand in the document that the issuer publishes, be controlled
//! by the issuer, and be released for assertions there.

use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::codes::Code;
use super::fetch::Answer;
use super::policy::EndedKeys;
use super::run::{ACCEPT_KEYS, Run};
use super::shape::{is_uri, shorten, web_address};
use crate::did::{ControllerDocument, VerificationMethod, did_web_url, resolve_did_key};
use crate::json;
use crate::keys::{KeyError, PublicKey};

/// Whose a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binding {
    /// The issuer's document lists it.
    Issuer,
    /// The issuer's document can be read and does not list it; the key's own controller does.
    Foreign,
    /// The issuer's identifier leads to no document at all.
    Unbound,
    /// The key lies at an address on the issuer's site, but nothing of the issuer's names it.
    SameSite,
    /// The key came along in the header, and the issuer's site could not be asked about it.
    Unconfirmed,
    /// The key came along in the header, or is not among those that the issuer's site lists.
    Unpublished,
}

/// Why there is no key: a code for the report, and a sentence.
pub(super) type Problem = (Code, String);

/// What an identifier leads to.
#[derive(Clone)]
pub(super) enum Resolution {
    Document(Rc<ControllerDocument>),
    /// No document, for the reason given.
    Failed(Problem),
    /// The identifier is of a kind that leads nowhere, such as `urn:uuid:`.
    LeadsNowhere,
}

/// Finds the controller document behind an identifier.
pub(super) fn resolve(run: &mut Run<'_>, id: &str) -> Resolution {
    if id.starts_with("did:key:") || id.starts_with("did:jwk:") {
        return match resolve_did_key(id) {
            Ok(document) => Resolution::Document(Rc::new(document)),
            Err(error) => {
                Resolution::Failed((Code::IssuerDocument, format!("{}: {error}", shorten(id))))
            }
        };
    }
    if id.starts_with("did:web:") {
        return match did_web_url(id) {
            Ok(url) => fetch(run, &url, id),
            Err(error) => {
                Resolution::Failed((Code::IssuerDocument, format!("{}: {error}", shorten(id))))
            }
        };
    }
    if id.starts_with("did:") {
        let detail = format!("{} is of a DID method that is not supported", shorten(id));
        return Resolution::Failed((Code::IssuerMethodUnsupported, detail));
    }
    match web_address(id) {
        Some(url) => fetch(run, &url, id),
        None => check_site(id).map_or_else(Resolution::Failed, |()| Resolution::LeadsNowhere),
    }
}

/// Refuses an issuer that names a web site in a way that nobody could ask: whom nobody can ask, nobody can contradict.
pub(super) fn check_site(issuer: &str) -> Result<(), Problem> {
    let scheme = issuer.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_web = ["http", "https"]
        .iter()
        .any(|web| scheme.trim().eq_ignore_ascii_case(web));
    if is_web && web_address(issuer).is_none() {
        let detail = format!("{} is no web address", shorten(issuer));
        return Err((Code::IssuerDocument, detail));
    }
    Ok(())
}

/// Fetches and reads a document once: many proofs may be by one issuer, and the document may be large.
fn fetch(run: &mut Run<'_>, url: &url::Url, id: &str) -> Resolution {
    if let Some(known) = run.resolved.get(id) {
        return known.clone();
    }
    let resolution = read(run, url, id);
    run.resolved.insert(id.to_owned(), resolution.clone());
    resolution
}

fn read(run: &mut Run<'_>, url: &url::Url, id: &str) -> Resolution {
    let wrong = |why: String| Resolution::Failed((Code::IssuerDocument, format!("{url}: {why}")));
    match run.fetcher.get(url, ACCEPT_KEYS) {
        Answer::Unknown(why) => Resolution::Failed((Code::IssuerKeyUnreachable, why)),
        Answer::NotFound | Answer::Gone(_) => Resolution::Failed((
            Code::IssuerKeyMissing,
            format!("the server says that {url} does not exist"),
        )),
        Answer::Found(found) if found.is_elsewhere(url) => Resolution::Failed((
            Code::IssuerKeyUnreachable,
            format!(
                "{url} sends its readers to another site, {}",
                found.final_url
            ),
        )),
        Answer::Found(found) => {
            let value = match json::read(&found.body) {
                Ok(value) => value,
                Err(error) => return wrong(error.to_string()),
            };
            let document = match ControllerDocument::parse(&value) {
                Ok(document) => document,
                Err(error) => return wrong(error.to_string()),
            };
            if !same(&document.id, id) {
                return wrong(format!("its id is {}", shorten(&document.id)));
            }
            Resolution::Document(Rc::new(document))
        }
    }
}

/// Finds the key that a proof or token names, and whose it is. `created` is when it was used, if the proof says so.
pub(super) fn find_key(
    run: &mut Run<'_>,
    method: &str,
    issuer: &str,
    created: Option<Timestamp>,
) -> Result<(PublicKey, Binding), Problem> {
    if !is_uri(method) {
        return Err((
            Code::SignatureMalformed,
            format!("the verification method {} is no URL", shorten(method)),
        ));
    }
    let method = with_fragment(method);
    let controller = method
        .split_once('#')
        .map_or(method.as_str(), |(controller, _)| controller);
    let unbound = match resolve(run, issuer) {
        Resolution::Document(document)
            if listed(&document, &method).is_some() || same(controller, issuer) =>
        {
            return released_key(run, &document, &method, created)
                .map(|key| (key, Binding::Issuer));
        }
        Resolution::Document(_) => Binding::Foreign,
        Resolution::Failed(problem) => return Err(problem),
        Resolution::LeadsNowhere => Binding::Unbound,
    };
    match resolve(run, controller) {
        Resolution::Document(document) => {
            released_key(run, &document, &method, created).map(|key| (key, unbound))
        }
        // Whatever the other document might say, the issuer's does not list the key.
        Resolution::Failed((_, why)) if unbound == Binding::Foreign => {
            Err((Code::IssuerKeyForeign, why))
        }
        Resolution::Failed(problem) => Err(problem),
        Resolution::LeadsNowhere => Err((
            Code::SignatureMalformed,
            format!(
                "the verification method {} leads to no key",
                shorten(&method)
            ),
        )),
    }
}

/// The key of a method, if the document releases it for assertions by its own subject.
fn released_key(
    run: &Run<'_>,
    document: &ControllerDocument,
    method: &str,
    created: Option<Timestamp>,
) -> Result<PublicKey, Problem> {
    let Some(found) = listed(document, method) else {
        return Err((
            Code::IssuerKeyUnlisted,
            format!(
                "{} does not list {}",
                shorten(&document.id),
                shorten(method)
            ),
        ));
    };
    if !same(&found.controller, &document.id) {
        let detail = format!(
            "{} is controlled by {}",
            shorten(method),
            shorten(&found.controller)
        );
        return Err((Code::IssuerKeyForeign, detail));
    }
    if !document.asserts(&found.id) {
        return Err((
            Code::IssuerKeyPurpose,
            format!("{} is not under assertionMethod", shorten(method)),
        ));
    }
    if let Some(why) = retired(found, run, created) {
        return Err((Code::IssuerKeyRetired, format!("{} {why}", shorten(method))));
    }
    found
        .key
        .clone()
        .map_err(|error| (key_code(&error), format!("{}: {error}", shorten(method))))
}

/// The method of that name. Documents in the wild repeat a method word for word; two that differ are no answer.
fn listed<'a>(document: &'a ControllerDocument, method: &str) -> Option<&'a VerificationMethod> {
    let mut found = document.methods.iter().filter(|listed| listed.id == method);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Why the method vouches for nothing any more. Controlled Identifiers 1.0 (section 2.2) has no proof verify after the end
/// of its key, whenever it was made: a date inside the proof is only the word of whoever holds the key.
fn retired(
    method: &VerificationMethod,
    run: &Run<'_>,
    created: Option<Timestamp>,
) -> Option<String> {
    if let Some(revoked) = method.revoked.filter(|end| *end <= run.now) {
        return Some(format!("was revoked at {revoked}"));
    }
    let expires = method.expires?;
    let ended = match run.policy.ended_keys {
        EndedKeys::Refuse => expires <= run.now,
        EndedKeys::AcceptOlderProofs => {
            expires <= run.now && created.is_none_or(|created| expires <= created)
        }
    };
    ended.then(|| format!("expired at {expires}"))
}

pub(super) fn key_code(error: &KeyError) -> Code {
    match error {
        KeyError::Unsupported(_) => Code::SignatureSuiteUnsupported,
        KeyError::Private => Code::SignaturePrivateKey,
        _ => Code::IssuerDocument,
    }
}

/// Whether an issuer document releases this very key, under whatever name.
pub(super) fn releases(run: &Run<'_>, document: &ControllerDocument, key: &PublicKey) -> bool {
    document.methods.iter().any(|method| {
        method.key.as_ref() == Ok(key)
            && same(&method.controller, &document.id)
            && document.asserts(&method.id)
            && retired(method, run, None).is_none()
    })
}

/// A key that is named by its DID alone has one obvious full name.
pub(super) fn with_fragment(method: &str) -> String {
    if method.contains('#') {
        return method.to_owned();
    }
    if let Some(key) = method.strip_prefix("did:key:") {
        return format!("{method}#{key}");
    }
    if method.starts_with("did:jwk:") {
        return format!("{method}#0");
    }
    method.to_owned()
}

/// Whether two identifiers are equal, after trimming and percent-decoding, as Open Badges 3.0 compares them.
pub(super) fn same(a: &str, b: &str) -> bool {
    a == b || decoded(a) == decoded(b)
}

fn decoded(text: &str) -> Vec<u8> {
    let bytes = text.trim().as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten();
        let byte = escaped
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

/// The keys of a JWK Set that may speak for `issuer`.
pub(super) fn jwk_set_keys(set: &Value, issuer: &str) -> Vec<(Option<String>, PublicKey)> {
    let Some(keys) = set.get("keys").and_then(Value::as_array) else {
        return Vec::new();
    };
    keys.iter()
        .take(64)
        .filter(|jwk| {
            jwk.get("iss")
                .is_none_or(|iss| iss.as_str().is_some_and(|iss| same(iss, issuer)))
        })
        .filter_map(|jwk| {
            let name = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
            PublicKey::from_jwk(jwk).ok().map(|key| (name, key))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_compared_after_decoding() {
        assert!(same("https://a.example/x%20y", " https://a.example/x y"));
        assert!(same("did:web:a.example%3A8443", "did:web:a.example%3a8443"));
        assert!(!same("https://a.example/x", "https://a.example/X"));
        assert!(same("100%", "100%"));
    }

    #[test]
    fn a_did_that_is_its_own_key_gets_its_full_name() {
        assert_eq!(with_fragment("did:key:z6Mk"), "did:key:z6Mk#z6Mk");
        assert_eq!(with_fragment("did:web:a.example#k"), "did:web:a.example#k");
    }
}
