//! Many badges in one request, for who checks a whole pile of applications.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use openbadges::verify::Report;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{checked, filled, of_value};
use crate::api::{body, schemas};
use crate::auth::Authenticated;
use crate::limits;
use crate::problem::Problem;
use crate::state::State;
use crate::verify_service::{Asked, verify_many};

/// Badges in one request at most.
pub(crate) const MOST: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    items: Vec<Value>,
}

#[derive(Serialize)]
struct Reports {
    items: Vec<Report>,
}

/// Verifies up to 50 badges, each as `POST /api/v1/verify` would.
///
/// Each item is what that operation takes as JSON. The reports come in the order of the items. All of them
/// together wait half a minute at most for documents of others; what did not arrive by then leaves its report
/// `indeterminate`. Every item counts as one verification.
#[utoipa::path(
    post, path = "/api/v1/verify/batch", tag = "Verification",
    request_body(content = schemas::VerifyBatch, description = "At most 10 MiB"),
    responses((status = 200, description = "The reports", body = schemas::Reports)),
)]
pub async fn verify_batch(
    _: Authenticated,
    request: HttpRequest,
    payload: web::Payload,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    if !body::is_json(&body::content_type(&request)) {
        return Err(body::unsupported(&["application/json"]));
    }
    let batch: Batch = body::shaped(body::parse(&filled(payload).await?)?)?;
    let items = asked_of(batch)?;
    let address = limits::address_of(&request, &state);
    for _ in &items {
        state.limits.verification(address)?;
    }
    let items = verify_many(&state, items).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(Reports { items }))
}

fn asked_of(batch: Batch) -> Result<Vec<Asked>, Problem> {
    if batch.items.is_empty() {
        return Err(Problem::field("/items", "required", "Send a badge."));
    }
    if batch.items.len() > MOST {
        let message = format!("At most {MOST} badges are taken at once.");
        return Err(Problem::field("/items", "too_many", message));
    }
    let items = batch.items.into_iter().enumerate();
    items
        .map(|(place, item)| asked(item).map_err(|problem| within(place, problem)))
        .collect()
}

fn asked(item: Value) -> Result<Asked, Problem> {
    let bytes = serde_json::to_vec(&item).map_err(Problem::internal)?;
    checked(of_value(item, &bytes)?)
}

/// The problem of one item, told by its place among the items.
fn within(place: usize, mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        error.pointer.insert_str(0, &format!("/items/{place}"));
    }
    problem
}
