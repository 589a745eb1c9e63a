//! Frameworks of skills: taken in, searched, taken out.

#![expect(
    unused_qualifications,
    reason = "the macro that describes a route writes whole paths"
)]

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::{frameworks as use_cases, limits};
use accolade_storage::frameworks::{self, Framework, FrameworkItem};
use accolade_storage::types::FrameworkId;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::once::Outcome;
use super::{Exchange, PREFIX, Query, body, issuers, moment};
use crate::auth::Authenticated;
use crate::pages::editor::house;
use crate::problem::Problem;
use crate::state::State;

/// A framework of skills.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkView {
    /// Its id.
    id: Uuid,
    /// Who took it in.
    issuer: Uuid,
    /// What it is called.
    name: String,
    /// Its own address.
    url: Option<String>,
    /// Who publishes it.
    publisher: Option<String>,
    /// Under which terms.
    licence: Option<String>,
    /// `case` or `esco`.
    format: String,
    /// How many items it has.
    items: i32,
    /// When it was taken in.
    created_at: String,
}

/// The frameworks that an issuer may pick from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Frameworks {
    /// The newest first, those of issuers above included.
    items: Vec<FrameworkView>,
}

/// One skill or standard: the fields of an alignment.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkItemView {
    /// Its name.
    name: String,
    /// Its address.
    url: String,
    /// Its code.
    code: Option<String>,
    /// What it means.
    description: Option<String>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkItems {
    /// In the framework's own order.
    items: Vec<FrameworkItemView>,
}

/// What to look for.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ItemSearch {
    /// Words or codes that must all occur; the first items if not said.
    pub q: Option<String>,
}

/// What a framework is called, if not as its file says.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Called {
    /// The name.
    pub name: Option<String>,
}

/// How many items a search gives at most.
const FOUND: u32 = 50;

/// Lists the frameworks that an issuer may pick from.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/frameworks", tag = "Frameworks",
    params(("issuer" = String, Path, description = "Its slug or its id")),
    responses((status = 200, description = "The frameworks", body = Frameworks)),
    security(("token" = ["badges:read"])),
)]
pub async fn list(exchange: Exchange, issuer: web::Path<String>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let issuer = issuers::allowed(conn, caller, Action::ViewDrafts, &issuer)?;
            let house = house(conn, issuer.id)?;
            let known = frameworks::of_issuers(conn, &house)?;
            Ok(Frameworks {
                items: known.into_iter().map(view).collect(),
            })
        })
        .await
}

/// Takes a framework in: a CASE package (JSON) or a table of ESCO skills (CSV). Send the bytes as the body.
#[utoipa::path(
    post, path = "/api/v1/issuers/{issuer}/frameworks", tag = "Frameworks",
    params(("issuer" = String, Path, description = "Its slug or its id"), Called),
    request_body(
        description = "A CASE package or an ESCO table",
        content((Vec<u8> = "application/json"), (String = "text/csv")),
    ),
    responses((status = 201, description = "The framework", body = FrameworkView)),
    security(("token" = ["badges:write"])),
)]
pub async fn take_in(
    exchange: Exchange,
    caller: Authenticated,
    issuer: web::Path<String>,
    called: Query<Called>,
    payload: web::Payload,
    request: HttpRequest,
    state: web::Data<State>,
) -> Result<HttpResponse, Problem> {
    let media_type = body::content_type(&request);
    let asked = issuer.clone();
    let found = state
        .read(move |conn| issuers::allowed(conn, &caller.0, Action::ManageFrameworks, &asked))
        .await?;
    if !body::is_json(&media_type) && media_type != "text/csv" {
        return Err(body::unsupported(&["application/json", "text/csv"]));
    }
    let bytes = body::read(payload.into_inner(), limits::FRAMEWORK_BYTES.value).await?;
    let (copy, name) = (bytes.clone(), called.0.name.unwrap_or_default());
    // A large one takes a second; meanwhile others must be able to write.
    let read = web::block(move || use_cases::read(&copy, &name)).await;
    let read = read.map_err(Problem::internal)??;
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let made = use_cases::take_in(conn, tools, caller, found.id, read.clone())?;
            let location = format!("{PREFIX}/frameworks/{}/items", made.id);
            Outcome::created(location, &view(made))
        })
        .await
}

/// Searches a framework by words or code.
#[utoipa::path(
    get, path = "/api/v1/frameworks/{id}/items", tag = "Frameworks",
    params(("id" = Uuid, Path, description = "The framework"), ItemSearch),
    responses((status = 200, description = "What was found, 50 at most", body = FrameworkItems)),
    security(("token" = ["badges:read"])),
)]
pub async fn items(
    exchange: Exchange,
    id: web::Path<FrameworkId>,
    search: Query<ItemSearch>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let framework = frameworks::find(conn, *id)?;
            let issuer = framework.map(|framework| framework.issuer_id);
            authorize(conn, caller, Action::ViewDrafts, issuer)?;
            let words = search.0.q.unwrap_or_default();
            let found = frameworks::search(conn, *id, &words, FOUND)?;
            Ok(FrameworkItems {
                items: found.into_iter().map(item).collect(),
            })
        })
        .await
}

/// Takes a framework out. Badges keep the alignments that were picked from it.
#[utoipa::path(
    delete, path = "/api/v1/frameworks/{id}", tag = "Frameworks",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "What was taken out", body = FrameworkView)),
    security(("token" = ["badges:write"])),
)]
pub async fn remove(
    exchange: Exchange,
    id: web::Path<FrameworkId>,
) -> Result<HttpResponse, Problem> {
    exchange
        .change(&[], move |conn, tools, caller| {
            let framework = frameworks::find(conn, *id)?;
            use_cases::remove(conn, tools, caller, *id)?;
            Outcome::changed(&view(framework.ok_or_else(Problem::not_found)?))
        })
        .await
}

fn view(framework: Framework) -> FrameworkView {
    FrameworkView {
        id: framework.id.into(),
        issuer: framework.issuer_id.into(),
        name: framework.name,
        url: framework.url,
        publisher: framework.publisher,
        licence: framework.licence,
        format: framework.format.to_string(),
        items: framework.items,
        created_at: moment(framework.created_at),
    }
}

fn item(item: FrameworkItem) -> FrameworkItemView {
    FrameworkItemView {
        name: item.name,
        url: item.url,
        code: item.code,
        description: item.description,
    }
}
