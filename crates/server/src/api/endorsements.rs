//! Endorsements: an organisation's signed word on another's badge class.

use accolade_issuing::Tools;
use accolade_issuing::endorsements as use_cases;
use accolade_storage::endorsements::{self, Endorsement};
use accolade_storage::types::{BadgeClassId, EndorsementId, IssuerId};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::badge_classes::visible;
use super::once::Outcome;
use super::{Exchange, JsonBody, moment, schemas};
use crate::problem::Problem;

/// What an organisation says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndorsementRequest {
    /// The organisation that says it, and signs.
    pub endorser: IssuerId,
    /// What it says (Markdown).
    pub comment: String,
}

/// A signed word.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EndorsementView {
    /// Its id.
    id: Uuid,
    /// Where the signed credential stands.
    url: String,
    /// The organisation that signed.
    endorser: Uuid,
    /// The version it was said of.
    version: i32,
    /// What it says.
    comment: String,
    /// When it was said.
    created_at: String,
}

/// All signed words that stand.
#[derive(Debug, Serialize, ToSchema)]
pub struct Endorsements {
    /// The oldest first.
    items: Vec<EndorsementView>,
}

/// Lists the endorsements of the current version of a badge class.
#[utoipa::path(
    get, path = "/api/v1/badge-classes/{id}/endorsements", tag = "Endorsements",
    params(("id" = Uuid, Path, description = "The badge class")),
    responses((status = 200, description = "What others say", body = Endorsements)),
)]
pub async fn list(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let (badge_class, _) = visible(conn, caller, *id)?;
            let number = badge_class.current_version.unwrap_or(0);
            let standing = endorsements::of_version(conn, *id, number)?;
            Ok(Endorsements {
                items: standing.into_iter().map(|one| view(tools, one)).collect(),
            })
        })
        .await
}

/// Signs an organisation's word on the current version of a badge class, with the organisation's own key.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/endorsements", tag = "Endorsements",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body = schemas::EndorsementRequest,
    responses((status = 201, description = "The signed word", body = EndorsementView)),
    security(("token" = ["badges:write"])),
)]
pub async fn endorse(
    exchange: Exchange,
    id: web::Path<BadgeClassId>,
    request: JsonBody<EndorsementRequest>,
) -> Result<HttpResponse, Problem> {
    let (request, bytes) = request.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let (endorser, comment) = (request.endorser, &request.comment);
            let made = use_cases::endorse(conn, tools, caller, endorser, *id, comment)?;
            let location = tools.addresses.endorsement(made.id);
            Outcome::created(location, &view(tools, made))
        })
        .await
}

/// Takes an endorsement back: documents carry it no longer, and its address says so.
#[utoipa::path(
    delete, path = "/api/v1/endorsements/{id}", tag = "Endorsements",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "What was taken back", body = EndorsementView)),
    security(("token" = ["badges:write"])),
)]
pub async fn withdraw(
    exchange: Exchange,
    id: web::Path<EndorsementId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            use_cases::withdraw(conn, tools, caller, *id)?;
            let gone = endorsements::find(conn, *id)?.ok_or_else(Problem::not_found)?;
            Outcome::changed(&view(tools, gone))
        })
        .await
}

fn view(tools: &Tools, endorsement: Endorsement) -> EndorsementView {
    EndorsementView {
        url: tools.addresses.endorsement(endorsement.id),
        id: endorsement.id.into(),
        endorser: endorsement.endorser_id.into(),
        version: endorsement.version_number,
        comment: endorsement.comment.unwrap_or_default(),
        created_at: moment(endorsement.created_at),
    }
}
