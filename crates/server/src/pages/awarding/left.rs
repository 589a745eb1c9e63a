//! `/desk/batches/{id}/left.csv`: the rows that were not awarded, with the reason in a column of its own.

use accolade_issuing::access::Caller;
use accolade_issuing::batches::{self, RowView};
use accolade_storage::types::{BatchId, RowState};
use actix_web::http::header;
use actix_web::web::{self, Bytes};
use actix_web::{HttpResponse, web::Data};
use futures_util::stream;

use crate::auth::Visitor;
use crate::pages::spreadsheet;
use crate::problem::Problem;
use crate::state::State;

/// How many rows are read at a time.
const A_PAGE: i64 = 1_000;

/// The titles; those of the person are read again when the mended file comes back, the others are passed over.
const HEAD: [&str; 6] = [
    "row",
    "name",
    "email",
    "narrative",
    "evidence",
    "what is wrong",
];

/// What is left to write.
struct Rest {
    state: Data<State>,
    caller: Caller,
    id: BatchId,
    after: i32,
    begun: bool,
    ended: bool,
}

/// `GET /desk/batches/{id}/left.csv`
pub(crate) async fn csv(
    state: Data<State>,
    visitor: Visitor,
    id: web::Path<BatchId>,
) -> Result<HttpResponse, Problem> {
    answer(state, visitor.required()?, *id).await
}

/// The file, for those who may see the batch.
pub(crate) async fn answer(
    state: Data<State>,
    caller: Caller,
    id: BatchId,
) -> Result<HttpResponse, Problem> {
    let asked = caller.clone();
    state
        .read(move |conn| batches::find(conn, &asked, id))
        .await?;
    let rest = Rest {
        state,
        caller,
        id,
        after: 0,
        begun: false,
        ended: false,
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"not-awarded.csv\"",
        ))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(stream::unfold(rest, next)))
}

async fn next(mut rest: Rest) -> Option<(Result<Bytes, Problem>, Rest)> {
    if rest.ended {
        return None;
    }
    match rest.piece().await {
        Ok(text) => Some((Ok(Bytes::from(text)), rest)),
        Err(problem) => {
            rest.ended = true;
            Some((Err(problem), rest))
        }
    }
}

impl Rest {
    /// The text of the next thousand rows.
    async fn piece(&mut self) -> Result<String, Problem> {
        let (tools, caller) = (self.state.tools.clone(), self.caller.clone());
        let (id, after) = (self.id, self.after);
        let rows = self
            .state
            .read(move |conn| batches::rows_left(conn, &tools, &caller, id, after, A_PAGE))
            .await?;
        let mut text = match std::mem::replace(&mut self.begun, true) {
            false => spreadsheet::csv(HEAD, []),
            true => String::new(),
        };
        match rows.last() {
            Some(last) => self.after = last.number,
            None => self.ended = true,
        }
        for row in rows {
            let (number, wrong) = (row.number.to_string(), wrong(&row));
            let person = &row.person;
            text.push_str(&spreadsheet::line([
                &number,
                &person.name,
                &person.email,
                &person.narrative,
                &person.evidence,
                &wrong,
            ]));
        }
        Ok(text)
    }
}

/// Everything that is wrong with a row, in one cell.
fn wrong(row: &RowView) -> String {
    if row.state == RowState::Ready {
        return "The batch was stopped before its turn came.".to_owned();
    }
    let told = row.problems.iter();
    let told: Vec<String> = told
        .map(|one| format!("{}: {}", one.field, one.message))
        .collect();
    told.join(" ")
}
