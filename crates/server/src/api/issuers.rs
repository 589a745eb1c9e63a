//! Issuers: organisations that award.

use accolade_issuing::Tools;
use accolade_issuing::access::{Action, Caller, authorize, is_archived};
use accolade_issuing::issuers::{self as use_cases, IssuerEdit, NewIssuer};
use accolade_storage::issuers::Issuer;
use accolade_storage::types::IssuerId;
use accolade_storage::{DbConnection, Page, StorageError, issuers};
use actix_web::{HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, moment, schemas};
use crate::problem::Problem;

/// An organisation that awards badges.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuerView {
    /// Its id.
    id: Uuid,
    /// Its part of the public address.
    slug: String,
    /// Its page, and the `id` of its Open Badges 2.0 profile.
    url: String,
    /// Its decentralised identifier, which signs for it in Open Badges 3.0.
    did: String,
    /// The issuer above.
    parent: Option<Uuid>,
    /// `district`, `school`, `classroom`, `club` or `organisation`.
    kind: String,
    /// What it is called.
    name: String,
    /// What it says about itself.
    description: String,
    /// Its own web site.
    website: String,
    /// Where to write to.
    email: String,
    /// The address of its image.
    image: Option<String>,
    /// The colours of its pages, by name.
    palette: String,
    /// Its organisation number at LinkedIn.
    linkedin_id: Option<String>,
    /// Whether a second proof is added for readers that know only the older suite.
    compatibility_proof: bool,
    /// Which key signs its JSON Web Tokens.
    jwt_algorithm: String,
    /// When it was founded.
    created_at: String,
    /// When it was last edited.
    updated_at: String,
    /// When it was archived; null while it gives badges.
    archived_at: Option<String>,
}

impl IssuerView {
    /// What anyone may see of an issuer.
    pub(super) fn of(tools: &Tools, issuer: Issuer) -> Self {
        let addresses = &tools.addresses;
        Self {
            id: issuer.id.into(),
            url: addresses.issuer(&issuer.slug),
            did: addresses.issuer_did(&issuer.slug),
            parent: issuer.parent_id.map(Into::into),
            kind: issuer.kind.to_string(),
            image: issuer
                .image_blob
                .map(|digest| addresses.file(&digest, "png")),
            slug: issuer.slug,
            name: issuer.name,
            description: issuer.description,
            website: issuer.url,
            email: issuer.email,
            palette: issuer.palette,
            linkedin_id: issuer.linkedin_id,
            compatibility_proof: issuer.compatibility_proof,
            jwt_algorithm: issuer.jwt_algorithm.to_string(),
            created_at: moment(issuer.created_at),
            updated_at: moment(issuer.updated_at),
            archived_at: issuer.archived_at.map(moment),
        }
    }
}

/// Finds an issuer by its id or its slug.
pub(super) fn find(conn: &mut DbConnection, key: &str) -> Result<Option<Issuer>, StorageError> {
    match key.parse::<IssuerId>() {
        Ok(id) => issuers::find(conn, id),
        Err(_) => issuers::by_slug(conn, key),
    }
}

/// The same, where there must be one.
pub(super) fn existing(conn: &mut DbConnection, key: &str) -> Result<Issuer, Problem> {
    find(conn, key)?.ok_or_else(Problem::not_found)
}

/// The same, where the caller must be allowed this action; who may not learns only what the refusal says.
pub(super) fn allowed(
    conn: &mut DbConnection,
    caller: &Caller,
    action: Action,
    key: &str,
) -> Result<Issuer, Problem> {
    let found = find(conn, key)?;
    let id = found.as_ref().map(|issuer| issuer.id);
    authorize(conn, caller, action, id)?;
    found.ok_or_else(Problem::not_found)
}

/// Lists the issuers that give badges. Those that are archived, or stand below one that is, are shown only by their own
/// addresses: what they gave stays true. A page may be shorter than was asked for; `next` says whether another follows.
#[utoipa::path(
    get, path = "/api/v1/issuers", tag = "Issuers", params(Paging),
    responses((status = 200, description = "A page of issuers", body = Listing<IssuerView>)),
)]
pub async fn list(exchange: Exchange, paging: Paging) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, tools, _| {
            let page = issuers::list_active(conn, paging.request())?;
            let mut items = Vec::with_capacity(page.items.len());
            for issuer in page.items {
                if issuer.parent_id.is_none() || !is_archived(conn, issuer.id)? {
                    items.push(IssuerView::of(tools, issuer));
                }
            }
            Ok(Page {
                items,
                next: page.next,
            })
        })
        .await
}

/// Founds an issuer, with its three keys. Without `parent` only the operator may.
#[utoipa::path(
    post, path = "/api/v1/issuers", tag = "Issuers",
    request_body = schemas::NewIssuer,
    responses((status = 201, description = "The new issuer", body = IssuerView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn create(exchange: Exchange, new: JsonBody<NewIssuer>) -> Result<HttpResponse, Problem> {
    let (new, bytes) = new.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = use_cases::create(conn, tools, caller, new.clone())?;
            let location = format!("{PREFIX}/issuers/{}", issuer.slug);
            Outcome::created(location, &IssuerView::of(tools, issuer))
        })
        .await
}

/// Shows an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The issuer", body = IssuerView)),
)]
pub async fn show(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| Ok(IssuerView::of(tools, existing(conn, &issuer)?)))
        .await
}

/// Changes an issuer's profile; what is absent stays.
#[utoipa::path(
    patch, path = "/api/v1/issuers/{issuer}", tag = "Issuers",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::IssuerEdit,
    responses((status = 200, description = "The issuer as it is now", body = IssuerView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn edit(
    exchange: Exchange,
    issuer: web::Path<String>,
    edit: JsonBody<IssuerEdit>,
) -> Result<HttpResponse, Problem> {
    let (edit, bytes) = edit.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = allowed(conn, caller, Action::EditIssuer, &issuer)?;
            let issuer = use_cases::edit(conn, tools, caller, issuer.id, edit.clone())?;
            Outcome::changed(&IssuerView::of(tools, issuer))
        })
        .await
}
