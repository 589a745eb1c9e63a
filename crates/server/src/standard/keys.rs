//! Public keys: alone, as sets, and as Open Badges 2.0 writes them.

use accolade_issuing::{Tools, documents};
use accolade_storage::issuers::Issuer;
use accolade_storage::signing_keys::SigningKey;
use accolade_storage::{DbConnection, PageRequest, StorageError, issuers, signing_keys};
use openbadges::keys::PublicKey;

use super::Form;
use super::address::Kid;
use crate::answer::{Answer, Freshness};
use crate::problem::Problem;

/// How many issuers are read at a time for the set of all keys.
const CHUNK: u32 = 200;

pub(super) fn key(
    conn: &mut DbConnection,
    tools: &Tools,
    slug: &str,
    kid: &Kid,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let Some(key) = signing_keys::by_kid(conn, issuer.id, kid.name())? else {
        return Ok(None);
    };
    let answer = match form {
        Form::Pem => Some(Answer::bytes("application/x-pem-file", pem(&key)?)),
        Form::V2Json => documents::keys::cryptographic_key_v2(&tools.addresses, &issuer, &key)
            .map(|document| Answer::json("application/ld+json", &document)),
        _ => documents::keys::jwk(&tools.addresses, &issuer, &key)
            .map(|jwk| Answer::json("application/jwk+json", &jwk)),
    };
    Ok(answer.map(|answer| answer.fresh(Freshness::Standing)))
}

pub(super) fn of_issuer(
    conn: &mut DbConnection,
    tools: &Tools,
    slug: &str,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let keys = signing_keys::of_issuer(conn, issuer.id)?;
    Ok(Some(set(tools, &[(issuer, keys)])))
}

pub(super) fn of_all(conn: &mut DbConnection, tools: &Tools) -> Result<Answer, Problem> {
    Ok(set(tools, &everyone(conn)?))
}

fn everyone(conn: &mut DbConnection) -> Result<Vec<(Issuer, Vec<SigningKey>)>, StorageError> {
    let mut all = Vec::new();
    let mut page = PageRequest::first(CHUNK);
    loop {
        let issuers = issuers::list_all(conn, page)?;
        for issuer in issuers.items {
            let keys = signing_keys::of_issuer(conn, issuer.id)?;
            all.push((issuer, keys));
        }
        match issuers.next {
            Some(next) => page = PageRequest::after(next, CHUNK),
            None => return Ok(all),
        }
    }
}

fn set(tools: &Tools, keys: &[(Issuer, Vec<SigningKey>)]) -> Answer {
    let set = documents::keys::jwks(&tools.addresses, keys);
    Answer::json("application/jwk-set+json", &set).fresh(Freshness::Standing)
}

fn pem(key: &SigningKey) -> Result<String, Problem> {
    let jwk = serde_json::from_str(&key.public_jwk).map_err(Problem::internal)?;
    Ok(PublicKey::from_jwk(&jwk)
        .map_err(Problem::internal)?
        .to_pem())
}
