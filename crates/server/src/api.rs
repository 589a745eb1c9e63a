//! The REST API under `/api/v1`: a resource a file, each with its requests, its views and its handlers.

pub mod applications;
pub mod assertions;
pub mod audit_events;
pub mod badge_classes;
pub mod batches;
pub(crate) mod body;
pub mod claim_codes;
pub mod claim_links;
pub mod draft_reviews;
pub mod drawings;
pub mod endorsements;
mod exchange;
pub mod frameworks;
pub mod invitations;
pub mod issuers;
pub mod keys;
pub mod library;
pub mod me;
pub mod members;
mod once;
mod openapi;
pub mod overview;
pub mod own_account;
mod paging;
pub mod problems;
mod query;
pub mod reference;
pub mod reminders;
pub mod review_policies;
pub mod rosters;
pub mod saved_comments;
mod schemas;
pub mod sessions;
pub mod tokens;
pub mod uploads;
pub mod verify;
pub mod webhooks;

pub use body::JsonBody;
pub use exchange::Exchange;
pub use openapi::openapi;
pub use paging::{Listing, Paging};
pub use query::Query;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use crate::answer::{Answer, Freshness};

/// The path before every operation.
pub const PREFIX: &str = "/api/v1";

/// A view, tagged so that a client can ask whether it changed; never kept by shared caches.
fn view(request: &HttpRequest, view: &impl Serialize) -> HttpResponse {
    Answer::json("application/json", view)
        .fresh(Freshness::Private)
        .header(header::VARY, "Authorization")
        .to(request)
}

/// A moment as every view writes it.
fn moment(at: accolade_storage::types::Timestamp) -> String {
    at.to_string()
}
