//! Uploads: pictures and files of evidence, each stored once under the digest of its bytes.

use accolade_issuing::access::{AccessError, Caller, Scope};
use accolade_issuing::files::{CleanFile, FileError};
use accolade_issuing::{Tools, files, limits};
use accolade_storage::blobs::Blob;
use accolade_storage::types::Digest;
use accolade_storage::{DbConnection, blobs, memberships};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::assertions::ending_of;
use super::body;
use crate::auth::Authenticated;
use crate::problem::Problem;
use crate::standard::shown;
use crate::state::State;

/// A stored file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileView {
    /// SHA-256 of the stored bytes: what badge classes, issuers and evidence refer to it by.
    digest: String,
    /// Its public address, from when an issuer, a published badge or public evidence shows it.
    url: String,
    /// What it is.
    media_type: String,
    /// How long it is, in bytes.
    byte_length: i64,
    /// Pixels across, of a picture.
    width: Option<i32>,
    /// Pixels down, of a picture.
    height: Option<i32>,
}

impl FileView {
    pub(super) fn of(tools: &Tools, blob: Blob) -> Self {
        Self {
            url: tools
                .addresses
                .file(&blob.digest, ending_of(&blob.media_type)),
            digest: blob.digest.to_string(),
            media_type: blob.media_type,
            byte_length: blob.byte_length,
            width: blob.width,
            height: blob.height,
        }
    }
}

/// Stores a picture: decoded and written anew, SVG reduced to what is harmless. Send the bytes as the body.
#[utoipa::path(
    post, path = "/api/v1/images", tag = "Files",
    request_body(
        description = "PNG, JPEG, WebP or SVG",
        content(
            (Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"),
            (Vec<u8> = "image/webp"), (Vec<u8> = "image/svg+xml"),
        ),
    ),
    responses((status = 201, description = "The stored picture", body = FileView)),
    security(("token" = ["badges:write"]), ("token" = ["issuers:write"]), ("token" = ["awards:write"])),
)]
pub async fn image(
    caller: Authenticated,
    payload: web::Payload,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    const TAKEN: &[&str] = &["image/png", "image/jpeg", "image/webp", "image/svg+xml"];
    let media_type = body::content_type(&request);
    if !TAKEN.contains(&media_type.as_str()) {
        return Err(body::unsupported(TAKEN));
    }
    store(
        &state,
        caller.0,
        payload,
        limits::IMAGE_BYTES.value,
        files::clean_image,
    )
    .await
}

/// Stores a file of evidence: PDF, plain text, or a picture. Send the bytes as the body.
#[utoipa::path(
    post, path = "/api/v1/files", tag = "Files",
    request_body(
        description = "PDF, plain text in UTF-8, PNG, JPEG, WebP or SVG",
        content(
            (Vec<u8> = "application/pdf"), (String = "text/plain"), (Vec<u8> = "image/png"),
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"), (Vec<u8> = "image/svg+xml"),
        ),
    ),
    responses((status = 201, description = "The stored file", body = FileView)),
    security(("token" = ["awards:write"]), ("token" = ["badges:write"]), ("token" = ["issuers:write"])),
)]
pub async fn file(
    caller: Authenticated,
    payload: web::Payload,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let media_type = body::content_type(&request);
    store(
        &state,
        caller.0,
        payload,
        limits::FILE_BYTES.value,
        move |bytes| files::clean_file(bytes, &media_type),
    )
    .await
}

async fn store<F>(
    state: &State,
    caller: Caller,
    payload: web::Payload,
    most: usize,
    clean: F,
) -> Result<HttpResponse, Problem>
where
    F: FnOnce(&[u8]) -> Result<CleanFile, FileError> + Send + 'static,
{
    let asking = caller.clone();
    state.read(move |conn| may_upload(conn, &asking)).await?;
    state.limits.upload(&caller)?;
    let bytes = body::read(payload.into_inner(), most).await?;
    // A large picture takes seconds; meanwhile others must be able to write.
    let file = web::block(move || clean(&bytes))
        .await
        .map_err(Problem::internal)??;
    let blob = state
        .write(move |conn, tools| files::store(conn, tools, file))
        .await?;
    let location = address(&state.tools, &blob.digest);
    let view = FileView::of(&state.tools, blob);
    Ok(HttpResponse::Created()
        .insert_header(("location", location))
        .insert_header(("cache-control", "no-store"))
        .json(view))
}

/// Gives out a stored file, one that nothing public shows included, such as private evidence.
#[utoipa::path(
    get, path = "/api/v1/files/{digest}", tag = "Files",
    params(("digest" = String, Path, description = "SHA-256 of the stored bytes, in hexadecimal")),
    responses((status = 200, description = "The bytes, with the media type they have")),
    security(("token" = ["awards:read"]), ("token" = ["awards:write"]), ("token" = ["badges:write"]), ("token" = ["issuers:write"])),
)]
pub async fn stored(
    caller: Authenticated,
    digest: web::Path<String>,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let digest = digest.parse::<Digest>().ok();
    let blob = state
        .read(move |conn| {
            let mut scopes = WRITING.to_vec();
            scopes.push(Scope::AwardsRead);
            is_member(conn, &caller.0, &scopes)?;
            match digest {
                Some(digest) => Ok::<_, Problem>(blobs::find(conn, digest)?),
                None => Ok(None),
            }
        })
        .await?
        .ok_or_else(Problem::not_found)?;
    Ok(shown(blob).to(&request))
}

/// Where members find a stored file.
pub(super) fn address(tools: &Tools, digest: &Digest) -> String {
    tools.addresses.url(&format!("/api/v1/files/{digest}"))
}

/// Scopes that let a caller write something that refers to a file.
const WRITING: [Scope; 3] = [Scope::BadgesWrite, Scope::AwardsWrite, Scope::IssuersWrite];

/// Whoever may write something that refers to a file may store one: a member of any issuer, with a scope to
/// write. Asked before the body is read.
pub(super) fn may_upload(conn: &mut DbConnection, caller: &Caller) -> Result<(), Problem> {
    is_member(conn, caller, &WRITING)
}

fn is_member(conn: &mut DbConnection, caller: &Caller, scopes: &[Scope]) -> Result<(), Problem> {
    let Some(account) = caller.account else {
        return Err(AccessError::Unauthenticated.into());
    };
    if !scopes.iter().any(|scope| caller.scopes.contains(*scope)) {
        return Err(AccessError::MissingScope(Scope::BadgesWrite).into());
    }
    if !caller.operator && memberships::of_account(conn, account)?.is_empty() {
        return Err(AccessError::Forbidden.into());
    }
    Ok(())
}
