//! Signing keys of an issuer: their public halves, and replacing them.

use accolade_issuing::Tools;
use accolade_issuing::access::Action;
use accolade_issuing::issuers as use_cases;
use accolade_storage::signing_keys::{self, SigningKey};
use accolade_storage::types::KeyAlgorithm;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::once::Outcome;
use super::{Exchange, JsonBody, issuers, moment, schemas};
use crate::problem::Problem;

/// The public half of a signing key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Its name within the issuer.
    kid: String,
    /// Where it is published as a bare JWK.
    url: String,
    /// `EdDSA`, `ES256` or `RS256`.
    algorithm: String,
    /// `active`, `retired` or `compromised`.
    state: String,
    /// The key as JSON Web Key.
    #[schema(value_type = Object)]
    public_jwk: Value,
    /// The key as Multikey, where that form exists.
    public_multikey: Option<String>,
    /// When it was made.
    created_at: String,
    /// When it stopped signing.
    retired_at: Option<String>,
}

/// All keys of an issuer, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Keys {
    /// The keys.
    items: Vec<KeyView>,
}

/// Which key to replace.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRotation {
    algorithm: KeyAlgorithm,
}

impl KeyView {
    fn of(tools: &Tools, slug: &str, key: SigningKey) -> Result<Self, Problem> {
        Ok(Self {
            url: tools.addresses.key(slug, &key.kid),
            kid: key.kid,
            algorithm: key.algorithm.to_string(),
            state: key.state.to_string(),
            public_jwk: serde_json::from_str(&key.public_jwk).map_err(Problem::internal)?,
            public_multikey: key.public_multikey,
            created_at: moment(key.created_at),
            retired_at: key.retired_at.map(moment),
        })
    }
}

/// Lists an issuer's keys, retired ones too.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/keys", tag = "Keys",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The keys", body = Keys)),
)]
pub async fn list(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| {
            let issuer = issuers::existing(conn, &issuer)?;
            let keys = signing_keys::of_issuer(conn, issuer.id)?.into_iter();
            let items = keys.map(|key| KeyView::of(tools, &issuer.slug, key));
            Ok(Keys {
                items: items.collect::<Result<_, Problem>>()?,
            })
        })
        .await
}

/// Replaces the active key of one algorithm. The old one goes on verifying what it signed.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/keys", tag = "Keys",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::KeyRotation,
    responses((status = 201, description = "The new key", body = KeyView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn rotate(
    exchange: Exchange,
    issuer: web::Path<String>,
    rotation: JsonBody<KeyRotation>,
) -> Result<HttpResponse, Problem> {
    let (KeyRotation { algorithm }, bytes) = rotation.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::RotateKey, &issuer)?;
            let key = use_cases::rotate_key(conn, tools, caller, issuer.id, algorithm)?;
            let view = KeyView::of(tools, &issuer.slug, key)?;
            Outcome::created(view.url.clone(), &view)
        })
        .await
}
