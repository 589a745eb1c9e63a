//! Whether badges must be approved before they are published.

use accolade_issuing::access::Action;
use accolade_issuing::review_policies::{self, Policy};
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::once::Outcome;
use super::{Exchange, JsonBody, issuers, schemas};
use crate::problem::Problem;

/// What holds at an issuer.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewPolicyView {
    /// How many yeses a draft needs before it is published; none are needed if null.
    needed: Option<u32>,
    /// What the issuer itself has decided.
    own: Option<u32>,
    /// The issuer above that asks for as much or more.
    above: Option<String>,
}

/// What should hold from now on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyRequest {
    needed: Option<u32>,
}

impl From<Policy> for ReviewPolicyView {
    fn from(policy: Policy) -> Self {
        Self {
            needed: policy.needed,
            own: policy.own,
            above: policy.above,
        }
    }
}

/// Shows how many people must approve a draft of an issuer before it is published.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/review-policy", tag = "Reviews",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "What holds", body = ReviewPolicyView)),
    security(("token" = ["badges:read"])),
)]
pub async fn show(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewDrafts, &issuer)?;
            let policy = review_policies::of_issuer(conn, issuer.id)?;
            Ok(ReviewPolicyView::from(policy))
        })
        .await
}

/// Decides how many people must approve a draft before it is published, here and below. What is asked for above holds
/// in any case.
#[utoipa::path(
    put, path = "/api/v1/issuers/{issuer}/review-policy", tag = "Reviews",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = schemas::ReviewPolicyRequest,
    responses((status = 200, description = "What holds now", body = ReviewPolicyView)),
    security(("token" = ["issuers:write"])),
)]
pub async fn decide(
    exchange: Exchange,
    issuer: web::Path<String>,
    policy: JsonBody<PolicyRequest>,
) -> Result<HttpResponse, Problem> {
    let (policy, bytes) = policy.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let issuer = issuers::allowed(conn, caller, Action::EditIssuer, &issuer)?;
            let now = review_policies::decide(conn, tools, caller, issuer.id, policy.needed)?;
            Outcome::changed(&ReviewPolicyView::from(now))
        })
        .await
}
