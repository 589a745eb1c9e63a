//! Class lists, kept under a name.

use accolade_issuing::access::Action;
use accolade_issuing::rosters;
use accolade_issuing::tables::Person;
use accolade_storage::rosters::Roster;
use accolade_storage::types::RosterId;
use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::batches::RowRequest;
use super::once::Outcome;
use super::{Exchange, JsonBody, PREFIX, issuers, moment};
use crate::problem::Problem;
use crate::state::State;

/// A class list to be kept.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterRequest {
    /// What it is called; a list of the same name is replaced.
    name: String,
    /// One person a line: a name, an address, or both; or a table with titles.
    people: String,
}

/// A class list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RosterView {
    /// Its id.
    id: Uuid,
    /// What it is called.
    name: String,
    /// How many people are in it.
    count: i32,
    /// When it last changed.
    updated_at: String,
    /// The people, where one list is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<RowRequest>>)]
    people: Option<Vec<Person>>,
}

impl RosterView {
    fn of(roster: Roster, people: Option<Vec<Person>>) -> Self {
        Self {
            id: roster.id.into(),
            name: roster.name,
            count: roster.people,
            updated_at: moment(roster.updated_at),
            people,
        }
    }
}

/// Keeps a class list.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/rosters", tag = "Batches",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    request_body = RosterRequest,
    responses((status = 201, description = "The list", body = RosterView)),
    security(("token" = ["awards:write"])),
)]
pub async fn save(
    exchange: Exchange,
    issuer: web::Path<String>,
    asked: JsonBody<RosterRequest>,
) -> Result<HttpResponse, Problem> {
    let (asked, bytes) = asked.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let id = issuers::allowed(conn, caller, Action::Award, &issuer)?.id;
            let roster = rosters::save(conn, tools, caller, id, &asked.name, &asked.people)?;
            let location = format!("{PREFIX}/rosters/{}", roster.id);
            Outcome::created(location, &RosterView::of(roster, None))
        })
        .await
}

/// Lists the class lists of an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/rosters", tag = "Batches",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The lists, by name", body = Vec<RosterView>)),
    security(("token" = ["awards:write"])),
)]
pub async fn list(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let id = issuers::allowed(conn, caller, Action::Award, &issuer)?.id;
            let found = rosters::list(conn, caller, id)?.into_iter();
            Ok(found
                .map(|one| RosterView::of(one, None))
                .collect::<Vec<_>>())
        })
        .await
}

/// Shows a class list with its people.
#[utoipa::path(
    get, path = "/api/v1/rosters/{id}", tag = "Batches",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The list", body = RosterView)),
    security(("token" = ["awards:write"])),
)]
pub async fn show(exchange: Exchange, id: web::Path<RosterId>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let (roster, people) = rosters::people(conn, tools, caller, *id)?;
            Ok(RosterView::of(roster, Some(people)))
        })
        .await
}

/// Forgets a class list. What was awarded from it stays.
#[utoipa::path(
    delete, path = "/api/v1/rosters/{id}", tag = "Batches",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It is gone")),
    security(("token" = ["awards:write"])),
)]
pub async fn forget(
    caller: crate::auth::Authenticated,
    state: web::Data<State>,
    id: web::Path<RosterId>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, tools| -> Result<(), Problem> {
            Ok(rosters::delete(conn, tools, &caller.0, *id)?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
