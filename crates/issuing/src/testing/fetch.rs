//! The public documents, served from the database without a network.

use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{AssertionId, AssertionState, BadgeClassId, Digest, DocumentFormat};
use accolade_storage::{
    Database, DbConnection, StorageError, assertions, badge_class_versions, blobs, signing_keys,
    status_lists,
};
use openbadges::verify::{Fetch, FetchError, Fetched};
use serde_json::Value;
use url::Url;

use crate::addresses::Addresses;
use crate::awards::{self, FormError};
use crate::documents;

/// Answers for the public addresses as the server does, as far as verification asks.
pub struct DocumentsFetch<'a> {
    /// Where the documents come from.
    pub db: &'a Database,
    /// Which addresses are ours.
    pub addresses: &'a Addresses,
}

type Answer = Option<(u16, Vec<u8>)>;

impl Fetch for DocumentsFetch<'_> {
    fn fetch(&self, url: &Url, accept: &str) -> Result<Fetched, FetchError> {
        if url.host_str() != self.addresses.base().host_str() {
            return Err(FetchError::Refused(format!("{url} is not ours")));
        }
        let path: Vec<&str> = url.path_segments().into_iter().flatten().collect();
        let answer = self
            .db
            .read(|conn| self.answer(conn, &path, accept))
            .map_err(|error| FetchError::Unreachable(error.to_string()))?;
        let (status, body) = answer.unwrap_or((404, Vec::new()));
        Ok(Fetched {
            status,
            media_type: None,
            body,
            final_url: url.clone(),
        })
    }
}

impl DocumentsFetch<'_> {
    fn answer(
        &self,
        conn: &mut DbConnection,
        path: &[&str],
        accept: &str,
    ) -> Result<Answer, StorageError> {
        match path {
            ["issuers", slug, rest @ ..] => match issuers::by_slug(conn, slug)? {
                Some(issuer) => self.of_issuer(conn, &issuer, rest, accept),
                None => Ok(None),
            },
            ["badges", id, "versions", number] => self.badge(conn, id, number),
            ["awards", name] => self.award(conn, name),
            ["files", name] => file(conn, name),
            _ => Ok(None),
        }
    }

    fn of_issuer(
        &self,
        conn: &mut DbConnection,
        issuer: &Issuer,
        rest: &[&str],
        accept: &str,
    ) -> Result<Answer, StorageError> {
        let keys = signing_keys::of_issuer(conn, issuer.id)?;
        let key = |kid: &str| keys.iter().find(|key| key.kid == kid);
        let addresses = self.addresses;
        Ok(match rest {
            [] => ok(&documents::issuer::profile_v2(addresses, issuer, &keys)),
            ["did.json"] => ok(&documents::issuer::did_document(addresses, issuer, &keys)),
            ["jwks.json"] => ok(&documents::keys::jwks(
                addresses,
                &[(issuer.clone(), keys.clone())],
            )),
            ["keys", kid] => key(kid)
                .and_then(|key| documents::keys::jwk(addresses, issuer, key))
                .and_then(|jwk| ok(&jwk)),
            ["keys", kid, "v2.json"] => key(kid)
                .and_then(|key| documents::keys::cryptographic_key_v2(addresses, issuer, key))
                .and_then(|key| ok(&key)),
            ["revocations"] => {
                let revoked = assertions::not_in_force(conn, issuer.id)?;
                ok(&documents::status::revocation_list_v2(
                    addresses, issuer, &revoked,
                ))
            }
            ["status", number] => {
                let number = number.parse().unwrap_or_default();
                status_lists::by_number(conn, issuer.id, number)?.map(|list| {
                    let wants_jwt = accept.starts_with("application/vc+jwt");
                    let body = if wants_jwt {
                        list.signed_jwt
                    } else {
                        list.signed_json
                    };
                    (200, body.into_bytes())
                })
            }
            _ => None,
        })
    }

    fn badge(
        &self,
        conn: &mut DbConnection,
        id: &str,
        number: &str,
    ) -> Result<Answer, StorageError> {
        let (Ok(id), Ok(number)) = (id.parse::<BadgeClassId>(), number.parse()) else {
            return Ok(None);
        };
        let Some(version) = badge_class_versions::by_number(conn, id, number)? else {
            return Ok(None);
        };
        let Some(class) = accolade_storage::badge_classes::find(conn, id)? else {
            return Ok(None);
        };
        let Some(issuer) = issuers::find(conn, class.issuer_id)? else {
            return Ok(None);
        };
        Ok(
            documents::badge::badge_class_v2(self.addresses, &issuer, &version)
                .ok()
                .and_then(|class| ok(&class)),
        )
    }

    fn award(&self, conn: &mut DbConnection, name: &str) -> Result<Answer, StorageError> {
        let (id, ending) = name.split_once('.').unwrap_or((name, "json"));
        let format = match ending {
            "json" => DocumentFormat::V3Json,
            "jwt" => DocumentFormat::V3Jwt,
            "v2.json" => DocumentFormat::V2Json,
            _ => return Ok(None),
        };
        let Ok(id) = id.parse::<AssertionId>() else {
            return Ok(None);
        };
        let Some(assertion) = assertions::find(conn, id)? else {
            return Ok(None);
        };
        if format == DocumentFormat::V2Json && assertion.state == AssertionState::Revoked {
            let stub = documents::award::revoked_stub_v2(self.addresses, &assertion);
            return Ok(Some((410, stub.to_string().into_bytes())));
        }
        let tools = super::tools(self.addresses.base().as_str());
        let body = awards::form(conn, &tools, &assertion, format).map_err(|error| match error {
            FormError::Storage(error) => error,
            other => panic!("the documents of a test can be made: {other}"),
        })?;
        Ok(body.map(|body| (200, body.into_bytes())))
    }
}

fn file(conn: &mut DbConnection, name: &str) -> Result<Answer, StorageError> {
    let digest = name
        .split('.')
        .next()
        .and_then(|digest| digest.parse::<Digest>().ok());
    let Some(digest) = digest else {
        return Ok(None);
    };
    let public = blobs::find(conn, digest)?.filter(|blob| blob.published_at.is_some());
    Ok(public.map(|blob| (200, blob.bytes)))
}

fn ok(document: &Value) -> Answer {
    Some((200, document.to_string().into_bytes()))
}
