//! After the award: put right, given anew, and many changed at once.

use accolade_issuing::awards::{AwardResult, Recipient};
use accolade_issuing::corrections::{self, CorrectionEdit, Wording};
use accolade_issuing::revocation::{ManyDeed, ManyOrder, change_many};
use accolade_storage::Page;
use accolade_storage::types::AssertionId;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::order;
use super::views::AssertionView;
use crate::api::once::Outcome;
use crate::api::{Exchange, JsonBody, Listing, PREFIX, issuers, moment, schemas};
use crate::problem::Problem;

/// What to put right; what is absent stays.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorrectionRequest {
    #[serde(default)]
    recipient: Option<Recipient>,
    #[serde(default, deserialize_with = "said")]
    narrative: Option<Option<String>>,
    #[serde(default)]
    results: Option<Vec<AwardResult>>,
    #[serde(default, deserialize_with = "said")]
    valid_until: Option<Option<jiff::Timestamp>>,
    #[serde(default)]
    reason: Option<String>,
}

/// What an award said before it was corrected.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WordingView {
    /// Counts the wordings from 1, the oldest.
    revision: i32,
    /// Until when the award said this.
    until: String,
    /// The recipient's name, if it was public.
    name: Option<String>,
    /// What the recipient did (Markdown).
    narrative: Option<String>,
    /// Until when it held; for good if null.
    valid_until: Option<String>,
    /// The Open Badges 3.0 credential as it was signed: the exact text.
    document: String,
}

impl From<Wording> for WordingView {
    fn from(wording: Wording) -> Self {
        Self {
            revision: wording.revision,
            until: moment(wording.until),
            name: wording.said.name,
            narrative: wording.said.narrative,
            valid_until: wording.said.valid_until.map(|end| moment(end.into())),
            document: wording.document,
        }
    }
}

/// What is there counts as said, null too.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// What to do with many awards.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManyRequest {
    deed: ManyDeed,
    awards: Vec<AssertionId>,
    #[serde(default)]
    reason: Option<String>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ManyView {
    /// The awards that were changed.
    changed: Vec<Uuid>,
    /// The awards that stay as they were.
    left: Vec<LeftView>,
}

/// One award that stays as it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftView {
    /// Which.
    award: Uuid,
    /// Why: `revoked`, `on_hold`, `not_on_hold`, `not_suspendable` or `no_address`.
    why: &'static str,
}

/// Puts right what an award says. Its address stays; what it said before is kept, and no longer given out.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/correct", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = schemas::AwardCorrection,
    responses((status = 200, description = "The award as it is now", body = AssertionView)),
    security(("token" = ["awards:read", "awards:write"])),
)]
pub async fn correct(
    exchange: Exchange,
    id: web::Path<AssertionId>,
    request: JsonBody<CorrectionRequest>,
) -> Result<HttpResponse, Problem> {
    let (request, bytes) = request.parts();
    if let Some(recipient) = &request.recipient {
        order::check_address(recipient)?;
    }
    let edit = CorrectionEdit {
        recipient: request.recipient,
        narrative: request.narrative,
        results: request.results,
        valid_until: request.valid_until,
        reason: request.reason,
    };
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let award = corrections::edit(conn, tools, caller, *id, edit.clone())?;
            Outcome::changed(&AssertionView::with_evidence(conn, tools, caller, award)?)
        })
        .await
}

/// Lists what an award said before it was corrected, the newest first.
#[utoipa::path(
    get, path = "/api/v1/assertions/{id}/history", tag = "Awards",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "All earlier wordings", body = Listing<WordingView>)),
    security(("token" = ["awards:read"])),
)]
pub async fn history(
    exchange: Exchange,
    id: web::Path<AssertionId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let items = corrections::history(conn, caller, *id)?;
            Ok(Page { items, next: None }.map(WordingView::from))
        })
        .await
}

/// Gives the present version of the badge to the same person, and takes the earlier award back.
#[utoipa::path(
    post, path = "/api/v1/assertions/{id}/reissue", tag = "Awards",
    params(("id" = Uuid, Path, description = "The earlier award")),
    responses((status = 201, description = "The new award", body = AssertionView)),
    security(("token" = ["awards:read", "awards:write"])),
)]
pub async fn reissue(
    exchange: Exchange,
    id: web::Path<AssertionId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(b"", move |conn, tools, caller| {
            let award = corrections::reissue(conn, tools, caller, *id, None)?;
            let location = format!("{PREFIX}/assertions/{}", award.assertion.id);
            let view = AssertionView::of(conn, tools, caller, award.assertion, &award.evidence)?;
            Outcome::created(location, &view)
        })
        .await
}

/// Does one thing to many awards of an issuer and of those below it, all or none. An award that cannot be changed so is
/// passed over and named.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/assertions/change", tag = "Awards",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::ManyAwards,
    responses((status = 200, description = "What came of it", body = ManyView)),
    security(("token" = ["awards:write"])),
)]
pub async fn change(
    exchange: Exchange,
    issuer: web::Path<String>,
    request: JsonBody<ManyRequest>,
) -> Result<HttpResponse, Problem> {
    let (request, bytes) = request.parts();
    let order = ManyOrder {
        deed: request.deed,
        awards: request.awards,
        reason: request.reason,
    };
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, order.deed.action(), &issuer)?;
            let done = change_many(conn, tools, caller, issuer.id, &order)?;
            let left = done.left.into_iter().map(|(award, why)| LeftView {
                award: award.into(),
                why: why.as_str(),
            });
            Outcome::changed(&ManyView {
                changed: done.changed.into_iter().map(Into::into).collect(),
                left: left.collect(),
            })
        })
        .await
}
