//! A register that is an OpenID Federation 1.0: signed statements about each issuer, fetched from the trust anchor.
//!
//! The anchor's own configuration must be signed by a key that the policy pins; keys that it lists there may sign the
//! statements, so that an anchor can rotate its keys while one of the pinned ones lasts.

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::{MatchingIssuer, Registry, RegistryKind, Word, words};
use crate::keys::PublicKey;
use crate::proof::jws::CompactJws;
use crate::verify::fetch::{Answer, Fetched};
use crate::verify::run::Run;
use crate::verify::shape::{shorten, web_address};

/// Media type of entity statements (OpenID Federation 1.0, section 3.1).
const ACCEPT: &str = "application/entity-statement+jwt";
/// The `typ` that sets them apart from every other token.
const TYPE: &str = "entity-statement+jwt";
const WELL_KNOWN: &str = "/.well-known/openid-federation";
/// How many keys of a set are looked at.
const MOST_KEYS: usize = 16;

type Keys = Vec<(Option<String>, PublicKey)>;

pub(super) fn ask(run: &mut Run<'_>, registry: &Registry, issuer: &str) -> Word {
    let RegistryKind::Federation {
        entity_configuration,
    } = &registry.kind
    else {
        return Word::Absent;
    };
    let anchor = match Anchor::find(run, entity_configuration) {
        Ok(anchor) => anchor,
        Err(word) => return word,
    };
    let mut address = anchor.fetch_endpoint;
    address.query_pairs_mut().append_pair("sub", issuer);
    let body = match run.fetcher.get(&address, ACCEPT) {
        Answer::Found(found) => found,
        // The standard answers so for an entity that is not registered (section 8.1.2).
        Answer::NotFound | Answer::Gone(_) => return Word::Absent,
        Answer::Unknown(why) => return Word::Unreachable(why),
    };
    let stated = match statement(run, &body, &anchor.keys, &anchor.entity, issuer) {
        Ok(stated) => stated,
        Err(why) => return Word::Untrusted(format!("the statement about the issuer: {why}")),
    };
    Word::Listed(Box::new(matching(registry, &stated)))
}

/// A trust anchor whose configuration was verified.
struct Anchor {
    entity: String,
    keys: Keys,
    fetch_endpoint: Url,
}

impl Anchor {
    fn find(run: &mut Run<'_>, configuration: &str) -> Result<Self, Word> {
        let url = web_address(configuration)
            .ok_or_else(|| Word::Untrusted("the trust anchor has no web address".to_owned()))?;
        let entity = entity_of(configuration);
        let pinned = run.policy.trust.anchors.iter();
        let pinned = pinned
            .filter(|anchor| entity_of(&anchor.entity) == entity)
            .flat_map(|anchor| keys_of(&anchor.jwks))
            .collect::<Keys>();
        if pinned.is_empty() {
            let why = format!(
                "the policy has no key of the trust anchor {}",
                shorten(entity)
            );
            return Err(Word::Untrusted(why));
        }
        let body = match run.fetcher.get(&url, ACCEPT) {
            Answer::Found(found) => found,
            Answer::NotFound | Answer::Gone(_) => {
                let why = format!("the server says that {url} does not exist");
                return Err(Word::Unreachable(why));
            }
            Answer::Unknown(why) => return Err(Word::Unreachable(why)),
        };
        let untrusted = |why: &str| Word::Untrusted(format!("the trust anchor's own: {why}"));
        let stated =
            statement(run, &body, &pinned, entity, entity).map_err(|why| untrusted(&why))?;
        let listed = stated.get("jwks").map(keys_of).unwrap_or_default();
        let fetch_endpoint = stated
            .get("metadata")
            .and_then(|metadata| metadata.get("federation_entity"))
            .and_then(|entity| entity.get("federation_fetch_endpoint"))
            .and_then(Value::as_str)
            .and_then(web_address)
            .ok_or_else(|| untrusted("no federation_fetch_endpoint"))?;
        Ok(Self {
            entity: entity.to_owned(),
            keys: pinned.into_iter().chain(listed).collect(),
            fetch_endpoint,
        })
    }
}

/// The entity identifier that a configuration address belongs to.
fn entity_of(address: &str) -> &str {
    address
        .strip_suffix(WELL_KNOWN)
        .unwrap_or(address)
        .trim_end_matches('/')
}

fn keys_of(set: &Value) -> Keys {
    let keys = set.get("keys").and_then(Value::as_array);
    keys.into_iter()
        .flatten()
        .take(MOST_KEYS)
        .filter_map(|jwk| {
            let name = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
            PublicKey::from_jwk(jwk).ok().map(|key| (name, key))
        })
        .collect()
}

/// Opens an entity statement: the right kind of token, signed by one of the keys, by and about the right parties, in date.
fn statement(
    run: &Run<'_>,
    body: &Fetched,
    keys: &Keys,
    by: &str,
    about: &str,
) -> Result<Map<String, Value>, String> {
    let text = std::str::from_utf8(&body.body).map_err(|_| "it is no text")?;
    let jws = CompactJws::parse(text.trim()).map_err(|error| error.to_string())?;
    if jws.header.get("typ").and_then(Value::as_str) != Some(TYPE) {
        return Err(format!("its typ is not {TYPE}"));
    }
    let name = jws.key_id();
    let mut last = "it names a key that the trust anchor does not have".to_owned();
    let verified = keys
        .iter()
        .filter(|(listed, _)| name.is_none() || listed.as_deref() == name)
        .any(|(_, key)| match jws.verify(key) {
            Ok(()) => true,
            Err(error) => {
                last = error.to_string();
                false
            }
        });
    if !verified {
        return Err(last);
    }
    let claims = jws.payload_object().map_err(|error| error.to_string())?;
    if claims.contains_key("crit") || claims.contains_key("metadata_policy_crit") {
        return Err("it has critical claims that are not understood here".to_owned());
    }
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str);
    if text("iss").map(|iss| iss.trim_end_matches('/')) != Some(by) {
        return Err(format!("it is not by {}", shorten(by)));
    }
    let own = by == about;
    let subject = text("sub").map(|sub| if own { sub.trim_end_matches('/') } else { sub });
    if subject != Some(about) {
        return Err(format!("it is not about {}", shorten(about)));
    }
    let moment = |claim: &str| {
        let seconds = claims.get(claim)?.as_i64()?;
        Timestamp::from_second(seconds).ok()
    };
    match moment("iat") {
        Some(made) if made <= run.latest_now() => {}
        Some(made) => return Err(format!("it was made in the future, at {made}")),
        None => return Err("it does not say when it was made".to_owned()),
    }
    match moment("exp") {
        Some(until) if until > run.now => Ok(claims),
        Some(until) => Err(format!("it expired at {until}")),
        None => Err("it does not say when it ends".to_owned()),
    }
}

fn matching(registry: &Registry, claims: &Map<String, Value>) -> MatchingIssuer {
    let nothing = Value::Null;
    let part = |name: &str| {
        let metadata = claims.get("metadata").unwrap_or(&nothing);
        metadata.get(name).unwrap_or(&nothing)
    };
    let entity = part("federation_entity");
    let until = claims.get("exp").and_then(Value::as_i64);
    MatchingIssuer {
        registry: registry.name.clone(),
        governance_url: registry.governance_url.clone(),
        name: words(entity, "organization_name"),
        legal_name: words(part("institution_additional_information"), "legal_name"),
        url: words(entity, "homepage_uri").or_else(|| words(entity, "organization_uri")),
        logo: words(entity, "logo_uri"),
        location: None,
        ctid: words(part("credential_registry_entity"), "ctid"),
        ror: words(part("ror_entity"), "rorid"),
        until: until.and_then(|seconds| Timestamp::from_second(seconds).ok()),
    }
}
