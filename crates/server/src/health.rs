//! Is it alive, and is it ready?

use actix_web::{HttpResponse, web};
use serde_json::json;

use crate::problem::{Kind, Problem};
use crate::state::State;

/// The process answers.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(json!({"status": "ok"}))
}

/// The database answers and its schema is ours.
pub async fn readyz(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    let database = state.database.clone();
    let pending = web::block(move || database.pending_migrations())
        .await
        .map_err(Problem::internal)?
        .map_err(|error| {
            tracing::warn!(%error, "the database is not ready");
            Problem::new(Kind::Unavailable).detail("The database cannot be reached.")
        })?;
    if !pending.is_empty() {
        return Err(Problem::new(Kind::Unavailable).detail("Migrations are pending."));
    }
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(json!({"status": "ready", "database": "ok", "migrations": "ok"})))
}
