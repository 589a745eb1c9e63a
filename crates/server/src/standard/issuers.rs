//! What an issuer says about itself: profiles, its DID document, its revocation list.

use accolade_issuing::{Tools, documents};
use accolade_storage::{DbConnection, assertions, issuers, signing_keys};

use super::Form;
use crate::answer::{Answer, Freshness};
use crate::problem::Problem;

pub(super) fn profile(
    conn: &mut DbConnection,
    tools: &Tools,
    slug: &str,
    form: Form,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let document = if form == Form::V3Json {
        documents::issuer::profile_v3(&tools.addresses, &issuer)
    } else {
        let keys = signing_keys::of_issuer(conn, issuer.id)?;
        documents::issuer::profile_v2(&tools.addresses, &issuer, &keys)
    };
    Ok(Some(Answer::json("application/ld+json", &document)))
}

pub(super) fn did_document(
    conn: &mut DbConnection,
    tools: &Tools,
    slug: &str,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let keys = signing_keys::of_issuer(conn, issuer.id)?;
    let document = documents::issuer::did_document(&tools.addresses, &issuer, &keys);
    Ok(Some(
        Answer::json("application/did+json", &document).fresh(Freshness::Standing),
    ))
}

pub(super) fn revocations(
    conn: &mut DbConnection,
    tools: &Tools,
    slug: &str,
) -> Result<Option<Answer>, Problem> {
    let Some(issuer) = issuers::by_slug(conn, slug)? else {
        return Ok(None);
    };
    let revoked = assertions::not_in_force(conn, issuer.id)?;
    let document = documents::status::revocation_list_v2(&tools.addresses, &issuer, &revoked);
    Ok(Some(
        Answer::json("application/ld+json", &document).fresh(Freshness::Standing),
    ))
}
