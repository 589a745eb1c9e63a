//! What earners and those who were asked do, by the secret of their link.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::applying::{self, ApplicationEdit, NewApplication};
use accolade_issuing::applications::asking::{self, Asked};
use accolade_issuing::applications::{NewReview, links, reviewing, showing};
use accolade_issuing::awards::NewEvidence;
use accolade_issuing::files;
use accolade_storage::types::{BadgeClassId, EvidenceId};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use super::views::{ApplicationView, AskedView, BegunView, PieceView, ReviewView};
use crate::api::assertions::EvidenceItem;
use crate::api::once::Outcome;
use crate::api::uploads::FileView;
use crate::api::{Exchange, JsonBody, PREFIX, body, schemas};
use crate::limits;
use crate::problem::Problem;
use crate::state::State;

/// A piece of work, and what it is for.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Piece {
    /// The criterion; the whole if unsaid.
    #[serde(default)]
    criterion: Option<String>,
    #[serde(flatten)]
    item: EvidenceItem,
}

/// What somebody who was asked says, and by what name.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LinkReview {
    name: String,
    #[serde(default)]
    review: NewReview,
}

/// Whether something is wanted.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    wanted: bool,
}

/// Begins an application, or proposes somebody for a badge. The secret link also goes out by mail.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/applications", tag = "Applications",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body = schemas::NewApplication,
    responses((status = 201, description = "The application, with its secret; for a nomination the secret goes to the nominee alone and is empty here", body = BegunView)),
)]
pub async fn begin(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    badge_class: web::Path<BadgeClassId>,
    new: JsonBody<NewApplication>,
) -> Result<HttpResponse, Problem> {
    state.limits.letter(limits::address_of(&request, &state))?;
    let (new, bytes) = new.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let begun = applying::begin(conn, tools, caller, *badge_class, &new)?;
            let location = format!("{PREFIX}/applications/{}", begun.application.id);
            // Whoever proposes somebody does not get the key to their page.
            let token = if new.nominator.is_some() {
                String::new()
            } else {
                begun.token
            };
            let url = if token.is_empty() {
                String::new()
            } else {
                tools.addresses.url(&paths::application(&token))
            };
            let application = ApplicationView::of(conn, tools, begun.application)?;
            Outcome::created(
                location,
                &BegunView {
                    application,
                    token,
                    url,
                },
            )
        })
        .await
}

/// Shows an earner their application.
#[utoipa::path(
    get, path = "/api/v1/my-applications/{token}", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    responses((status = 200, description = "The application", body = ApplicationView)),
)]
pub async fn show_mine(
    exchange: Exchange,
    token: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| {
            let (_, application) = links::earner(conn, tools, &token)?;
            Ok(ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Changes what the earner says, while they still write.
#[utoipa::path(
    patch, path = "/api/v1/my-applications/{token}", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body = schemas::ApplicationEdit,
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
)]
pub async fn edit(
    exchange: Exchange,
    token: web::Path<String>,
    edit: JsonBody<ApplicationEdit>,
) -> Result<HttpResponse, Problem> {
    let (edit, bytes) = edit.parts();
    exchange
        .change(&bytes, move |conn, tools, _| {
            let application = applying::edit(conn, tools, &token, &edit)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Stores a file for an application, as `POST /api/v1/files` does: PDF, plain text or a picture. Send the bytes as the body.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/files", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body(
        description = "PDF, plain text in UTF-8, PNG, JPEG, WebP or SVG",
        content(
            (Vec<u8> = "application/pdf"), (String = "text/plain"), (Vec<u8> = "image/png"),
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"), (Vec<u8> = "image/svg+xml"),
        ),
    ),
    responses((status = 201, description = "The stored file; evidence refers to it by its digest", body = FileView)),
)]
pub async fn upload(
    state: web::Data<State>,
    request: HttpRequest,
    token: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Problem> {
    state.limits.letter(limits::address_of(&request, &state))?;
    let tools = state.tools.clone();
    state
        .read(move |conn| applying::taking(conn, &tools, &token).map(|_| ()))
        .await?;
    let media_type = body::content_type(&request);
    let most = accolade_issuing::limits::FILE_BYTES.value;
    let bytes = body::read(payload.into_inner(), most).await?;
    let file = web::block(move || files::clean_file(&bytes, &media_type))
        .await
        .map_err(Problem::internal)??;
    let blob = state
        .write(move |conn, tools| files::store(conn, tools, file))
        .await?;
    Ok(HttpResponse::Created()
        .insert_header(("cache-control", "no-store"))
        .json(FileView::of(&state.tools, blob)))
}

/// Adds a piece of work.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/evidence", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body = schemas::Piece,
    responses((status = 201, description = "The piece of work", body = PieceView)),
)]
pub async fn add_evidence(
    exchange: Exchange,
    token: web::Path<String>,
    piece: JsonBody<Piece>,
) -> Result<HttpResponse, Problem> {
    let (piece, bytes) = piece.parts();
    let (criterion, item) = (piece.criterion, NewEvidence::from(piece.item));
    exchange
        .change(&bytes, move |conn, tools, _| {
            let added = showing::add(conn, tools, &token, criterion.as_deref(), &item)?;
            let location = format!("{PREFIX}/my-applications/{token}/evidence/{}", added.id);
            Outcome::created(location, &PieceView::from(added))
        })
        .await
}

/// Puts another piece of work in the place of one.
#[utoipa::path(
    put, path = "/api/v1/my-applications/{token}/evidence/{id}", tag = "Applications",
    params(
        ("token" = String, Path, description = "The secret of the earner's link"),
        ("id" = Uuid, Path, description = "The piece of work"),
    ),
    request_body = schemas::NewEvidence,
    responses((status = 200, description = "The piece of work as it is now", body = PieceView)),
)]
pub async fn change_evidence(
    exchange: Exchange,
    path: web::Path<(String, EvidenceId)>,
    item: JsonBody<EvidenceItem>,
) -> Result<HttpResponse, Problem> {
    let (token, id) = path.into_inner();
    let (item, bytes) = item.parts();
    let item = NewEvidence::from(item);
    exchange
        .change(&bytes, move |conn, tools, _| {
            let changed = showing::replace(conn, tools, &token, id, &item)?;
            Outcome::changed(&PieceView::from(changed))
        })
        .await
}

/// Takes a piece of work away.
#[utoipa::path(
    delete, path = "/api/v1/my-applications/{token}/evidence/{id}", tag = "Applications",
    params(
        ("token" = String, Path, description = "The secret of the earner's link"),
        ("id" = Uuid, Path, description = "The piece of work"),
    ),
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
)]
pub async fn remove_evidence(
    exchange: Exchange,
    path: web::Path<(String, EvidenceId)>,
) -> Result<HttpResponse, Problem> {
    let (token, id) = path.into_inner();
    exchange
        .change(&[], move |conn, tools, _| {
            showing::remove(conn, tools, &token, id)?;
            let (_, application) = links::earner(conn, tools, &token)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Hands an application in.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/submit", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
)]
pub async fn submit(exchange: Exchange, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let application = applying::submit(conn, tools, caller, &token)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Takes an application back.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/withdraw", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
)]
pub async fn withdraw(
    exchange: Exchange,
    token: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let application = applying::withdraw(conn, tools, caller, &token)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Begins the next try with everything that was sent.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/again", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    responses((status = 200, description = "The next try", body = ApplicationView)),
)]
pub async fn again(exchange: Exchange, token: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let application = applying::again(conn, tools, caller, &token)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// Says whether the award shows the first try beside the last.
#[utoipa::path(
    put, path = "/api/v1/my-applications/{token}/then-and-now", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body = schemas::Wanted,
    responses((status = 200, description = "The application as it is now", body = ApplicationView)),
)]
pub async fn then_and_now(
    exchange: Exchange,
    token: web::Path<String>,
    wanted: JsonBody<Wanted>,
) -> Result<HttpResponse, Problem> {
    let (wanted, bytes) = wanted.parts();
    exchange
        .change(&bytes, move |conn, tools, _| {
            let application = applying::show_then_and_now(conn, tools, &token, wanted.wanted)?;
            Outcome::changed(&ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// The earner's own look.
#[utoipa::path(
    put, path = "/api/v1/my-applications/{token}/review", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body = schemas::NewReview,
    responses((status = 200, description = "What was said", body = ReviewView)),
)]
pub async fn look_at_own(
    exchange: Exchange,
    token: web::Path<String>,
    review: JsonBody<NewReview>,
) -> Result<HttpResponse, Problem> {
    let (review, bytes) = review.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let said = reviewing::own(conn, tools, caller, &token, review.clone())?;
            Outcome::changed(&ReviewView::from(said))
        })
        .await
}

/// Asks a peer to look. The link is mailed to them and told to nobody.
#[utoipa::path(
    post, path = "/api/v1/my-applications/{token}/peers", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the earner's link")),
    request_body = schemas::Asked,
    responses((status = 200, description = "Who was asked", body = AskedView)),
)]
pub async fn ask_peer(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    token: web::Path<String>,
    asked: JsonBody<Asked>,
) -> Result<HttpResponse, Problem> {
    state.limits.letter(limits::address_of(&request, &state))?;
    let (asked, bytes) = asked.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let link = asking::peer(conn, tools, caller, &token, &asked)?;
            Outcome::changed(&AskedView::of(link))
        })
        .await
}

/// Shows an application to somebody who was asked to look.
#[utoipa::path(
    get, path = "/api/v1/reviews/{token}", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the link they were sent")),
    responses((status = 200, description = "The application", body = ApplicationView)),
)]
pub async fn show_by_link(
    exchange: Exchange,
    token: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, _| {
            let (_, application) = links::reviewer(conn, tools, &token)?;
            Ok(ApplicationView::of(conn, tools, application)?)
        })
        .await
}

/// The look of somebody who was asked. Said again, it replaces what they said before.
#[utoipa::path(
    put, path = "/api/v1/reviews/{token}", tag = "Applications",
    params(("token" = String, Path, description = "The secret of the link they were sent")),
    request_body = schemas::LinkReview,
    responses((status = 200, description = "What was said", body = ReviewView)),
)]
pub async fn by_link(
    exchange: Exchange,
    request: HttpRequest,
    state: web::Data<State>,
    token: web::Path<String>,
    review: JsonBody<LinkReview>,
) -> Result<HttpResponse, Problem> {
    state.limits.review(limits::address_of(&request, &state))?;
    let (said, bytes) = review.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let review = said.review.clone();
            let kept = reviewing::by_link(conn, tools, caller, &token, &said.name, review)?;
            Outcome::changed(&ReviewView::from(kept))
        })
        .await
}
