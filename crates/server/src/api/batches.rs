//! Batches: many awards at once, looked through, started, stopped, undone.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::batches::{self, NewBatch, Source};
use accolade_issuing::limits;
use accolade_issuing::tables::{Meaning, Person, text_of};
use accolade_storage::batch_rows::RowFilter;
use accolade_storage::types::{BadgeClassId, BatchId, RowState};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use serde::Deserialize;
use std::future::Future;
use std::pin::Pin;

use super::once::Outcome;
use super::{Exchange, JsonBody, Listing, PREFIX, Paging, Query, body, issuers};
use crate::problem::Problem;
use crate::state::State;

mod views;

pub use views::{BatchRequest, BatchView, ColumnsRequest, RowRequest, RowView, StartRequest};

/// The rows of a new batch: JSON with people, or a table as text.
pub struct Handed {
    bytes: Bytes,
    json: bool,
}

impl FromRequest for Handed {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = body::content_type(request);
        let payload = payload.take();
        Box::pin(async move {
            let json = body::is_json(&media_type);
            if !json && !matches!(media_type.as_str(), "text/csv" | "text/plain") {
                return Err(body::unsupported(&["application/json", "text/csv"]));
            }
            let bytes = body::read(payload, limits::BATCH_BYTES.value).await?;
            Ok(Self { bytes, json })
        })
    }
}

impl Handed {
    fn new_batch(&self, badge_class: BadgeClassId) -> Result<NewBatch, Problem> {
        if !self.json {
            return Ok(NewBatch {
                badge_class,
                title: "API".to_owned(),
                source: Source::Text(text_of(&self.bytes).into_owned()),
            });
        }
        let asked: BatchRequest = body::shaped(body::parse(&self.bytes)?)?;
        Ok(NewBatch {
            badge_class,
            title: asked.title.unwrap_or_else(|| "API".to_owned()),
            source: Source::People(asked.people),
        })
    }
}

/// Hands in many recipients: nothing is awarded before the batch is started.
///
/// The rows come as JSON, or as a table (`text/csv`) in any usual encoding, with or without titles. What is wrong is noted
/// at each row, and can be mended there.
#[utoipa::path(
    post, path = "/api/v1/badge-classes/{id}/batches", tag = "Batches",
    params(("id" = Uuid, Path, description = "The badge class")),
    request_body(content((BatchRequest = "application/json"), (String = "text/csv"))),
    responses((status = 201, description = "The batch", body = BatchView)),
    security(("token" = ["awards:write"])),
)]
pub async fn create(
    exchange: Exchange,
    badge_class: web::Path<BadgeClassId>,
    handed: Handed,
) -> Result<HttpResponse, Problem> {
    let new = handed.new_batch(*badge_class)?;
    let bytes = handed.bytes;
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let batch = batches::create(conn, tools, caller, new.clone())?;
            let location = format!("{PREFIX}/batches/{}", batch.id);
            Outcome::created(location, &BatchView::load(conn, batch)?)
        })
        .await
}

/// Lists the batches of an issuer.
#[utoipa::path(
    get, path = "/api/v1/issuers/{issuer}/batches", tag = "Batches",
    params(("issuer" = String, Path, description = "Its slug or its id"), Paging),
    responses((status = 200, description = "A page of batches", body = Listing<BatchView>)),
    security(("token" = ["awards:write"])),
)]
pub async fn list(
    exchange: Exchange,
    issuer: web::Path<String>,
    paging: Paging,
) -> Result<HttpResponse, Problem> {
    exchange
        .list(move |conn, _, caller| {
            let id = issuers::allowed(conn, caller, Action::Award, &issuer)?.id;
            let page = accolade_storage::batches::list_by_issuer(conn, id, paging.request())?;
            let items = page
                .items
                .into_iter()
                .map(|batch| BatchView::load(conn, batch));
            Ok(accolade_storage::Page {
                items: items.collect::<Result<_, _>>()?,
                next: page.next,
            })
        })
        .await
}

/// Shows a batch and how far it has come.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}", tag = "Batches",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The batch", body = BatchView)),
    security(("token" = ["awards:write"])),
)]
pub async fn show(exchange: Exchange, id: web::Path<BatchId>) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, _, caller| {
            let batch = batches::find(conn, caller, *id)?;
            Ok(BatchView::load(conn, batch)?)
        })
        .await
}

/// Which rows to list.
#[derive(Debug, Deserialize)]
pub struct RowsWish {
    state: Option<RowState>,
    #[serde(default)]
    after: i32,
    limit: Option<u8>,
}

/// Lists rows of a batch, the first first.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/rows", tag = "Batches",
    params(
        ("id" = Uuid, Path, description = "The batch"),
        ("state" = Option<String>, Query, description = "Only those that are `ready`, `broken`, `awarded`, `failed` or `skipped`"),
        ("after" = Option<i32>, Query, description = "Only those behind this row"),
        ("limit" = Option<u8>, Query, description = "How many at most; 100 if unsaid"),
    ),
    responses((status = 200, description = "Rows", body = Vec<RowView>)),
    security(("token" = ["awards:write"])),
)]
pub async fn rows(
    exchange: Exchange,
    id: web::Path<BatchId>,
    wish: Query<RowsWish>,
) -> Result<HttpResponse, Problem> {
    exchange
        .show(move |conn, tools, caller| {
            let filter = RowFilter {
                state: wish.0.state,
                twins: false,
            };
            let limit = i64::from(wish.0.limit.unwrap_or(100).clamp(1, 200));
            let found = batches::rows(conn, tools, caller, *id, filter, wish.0.after, limit)?;
            Ok(found.into_iter().map(RowView::from).collect::<Vec<_>>())
        })
        .await
}

/// Mends a row: says what it should have said.
#[utoipa::path(
    put, path = "/api/v1/batches/{id}/rows/{number}", tag = "Batches",
    params(("id" = Uuid, Path, description = "The batch"), ("number" = i32, Path, description = "The row, from 1")),
    request_body = RowRequest,
    responses((status = 200, description = "The row as it is now", body = RowView)),
    security(("token" = ["awards:write"])),
)]
pub async fn mend(
    exchange: Exchange,
    place: web::Path<(BatchId, i32)>,
    person: JsonBody<RowRequest>,
) -> Result<HttpResponse, Problem> {
    let (person, bytes) = person.parts();
    let (id, number) = place.into_inner();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let person = Person::from(person.clone());
            let row = batches::mend(conn, tools, caller, id, number, person)?;
            Outcome::changed(&RowView::from(row))
        })
        .await
}

/// Says what the columns of its table mean, and looks at every row anew.
#[utoipa::path(
    put, path = "/api/v1/batches/{id}/columns", tag = "Batches",
    params(("id" = Uuid, Path, description = "The batch")),
    request_body = ColumnsRequest,
    responses((status = 200, description = "The batch", body = BatchView)),
    security(("token" = ["awards:write"])),
)]
pub async fn set_columns(
    exchange: Exchange,
    id: web::Path<BatchId>,
    columns: JsonBody<ColumnsRequest>,
) -> Result<HttpResponse, Problem> {
    let (columns, bytes) = columns.parts();
    let meanings: Vec<Meaning> = columns.meanings;
    exchange
        .change(&bytes, move |conn, tools, caller| {
            let batch = batches::set_columns(conn, tools, caller, *id, &meanings)?;
            Outcome::changed(&BatchView::load(conn, batch)?)
        })
        .await
}

/// Starts a batch, now or at a set time. Rows that are broken stay behind.
#[utoipa::path(
    post, path = "/api/v1/batches/{id}/start", tag = "Batches",
    params(("id" = Uuid, Path, description = "Its id")),
    request_body = StartRequest,
    responses((status = 200, description = "The batch", body = BatchView)),
    security(("token" = ["awards:write"])),
)]
pub async fn start(
    exchange: Exchange,
    state: web::Data<State>,
    id: web::Path<BatchId>,
    asked: JsonBody<StartRequest>,
) -> Result<HttpResponse, Problem> {
    let (asked, bytes) = asked.parts();
    let answer = exchange
        .change(&bytes, move |conn, tools, caller| {
            let batch = batches::start(conn, tools, caller, *id, asked.clone().into())?;
            Outcome::changed(&BatchView::load(conn, batch)?)
        })
        .await;
    state.errands.wake();
    answer
}

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $path:literal;)+) => {$(
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "Batches",
            params(("id" = Uuid, Path, description = "Its id")),
            responses((status = 200, description = "The batch", body = BatchView)),
            security(("token" = ["awards:write"])),
        )]
        pub async fn $name(
            exchange: Exchange,
            state: web::Data<State>,
            id: web::Path<BatchId>,
        ) -> Result<HttpResponse, Problem> {
            let answer = exchange
                .change(&[], move |conn, tools, caller| {
                    let batch = batches::$name(conn, tools, caller, *id)?;
                    Outcome::changed(&BatchView::load(conn, batch)?)
                })
                .await;
            state.errands.wake();
            answer
        }
    )+};
}

steps! {
    /// Stops a batch between two chunks of rows.
    pause "/api/v1/batches/{id}/pause";
    /// Goes on where a batch stopped.
    resume "/api/v1/batches/{id}/resume";
    /// Gives up what was not awarded yet; what was awarded stays.
    cancel "/api/v1/batches/{id}/cancel";
    /// Takes everything back that a batch awarded: while it runs, and for a quarter of an hour after.
    undo "/api/v1/batches/{id}/undo";
    /// Makes a new batch of the rows that a finished one left behind: broken, refused, or not reached before it was stopped.
    go_on "/api/v1/batches/{id}/go-on";
}

/// Saves the rows that a batch left behind as a table, with what is wrong with each in a column of its own.
#[utoipa::path(
    get, path = "/api/v1/batches/{id}/left.csv", tag = "Batches",
    params(("id" = Uuid, Path, description = "The batch")),
    responses((status = 200, description = "The rows", content_type = "text/csv", body = String)),
    security(("token" = ["awards:write"])),
)]
pub async fn left(
    caller: crate::auth::Authenticated,
    state: web::Data<State>,
    id: web::Path<BatchId>,
) -> Result<HttpResponse, Problem> {
    crate::pages::awarding::left::answer(state, caller.0, *id).await
}

/// Throws a batch away that was never started.
#[utoipa::path(
    delete, path = "/api/v1/batches/{id}", tag = "Batches",
    params(("id" = Uuid, Path, description = "Its id")),
    responses((status = 204, description = "It is gone")),
    security(("token" = ["awards:write"])),
)]
pub async fn discard(
    caller: crate::auth::Authenticated,
    state: web::Data<State>,
    id: web::Path<BatchId>,
) -> Result<HttpResponse, Problem> {
    state.limits.change(&caller.0)?;
    state
        .write(move |conn, tools| -> Result<(), Problem> {
            let issuer = accolade_storage::batches::find(conn, *id)?.map(|batch| batch.issuer_id);
            authorize(conn, &caller.0, Action::Award, issuer)?;
            Ok(batches::discard(conn, tools, &caller.0, *id)?)
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}
