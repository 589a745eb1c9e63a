//! Webhooks leave: signed messages are posted to their addresses, a few at a time.

use accolade_issuing::webhooks::{self, Due, Outcome};
use accolade_storage::types::DeliveryId;
use accolade_storage::{StorageError, webhook_deliveries};
use actix_web::web;
use futures_util::future::join_all;
use url::Url;

use crate::errands::Turn;
use crate::problem::Problem;
use crate::state::State;

/// Messages that are posted at once.
const HANDFUL: i64 = 8;

/// Posts what is due.
pub(crate) async fn turn(state: &State) -> Result<Turn, Problem> {
    // Looking takes no lock; only what is due is worth one.
    let next = state.read(webhook_deliveries::next_due).await?;
    if next.is_none_or(|next| next > state.tools.now()) {
        return Ok(Turn::Idle(next.map(Into::into)));
    }
    let due = state
        .write(|conn, tools| -> Result<_, StorageError> { webhooks::take(conn, tools, HANDFUL) })
        .await?;
    if due.is_empty() {
        // Another copy was faster.
        let next = state.read(webhook_deliveries::next_due).await?;
        return Ok(Turn::Idle(next.map(Into::into)));
    }
    for (id, outcome) in join_all(due.into_iter().map(|due| post(state, due))).await {
        state
            .write(move |conn, tools| -> Result<_, StorageError> {
                webhooks::answered(conn, tools, id, &outcome)
            })
            .await?;
    }
    Ok(Turn::Busy)
}

async fn post(state: &State, due: Due) -> (DeliveryId, Outcome) {
    let id = due.id;
    let fetcher = state.fetcher.clone();
    let posted = web::block(move || {
        let url = due.url.as_deref().and_then(|url| url.parse::<Url>().ok());
        match url {
            Some(url) => fetcher
                .post(&url, &due.headers, due.body)
                .map_err(|error| error.to_string()),
            None => Err("the address cannot be used".to_owned()),
        }
    })
    .await;
    let outcome = match posted {
        Ok(Ok(answer)) => Outcome::Answered(answer.status, answer.text),
        Ok(Err(why)) => Outcome::Silent(why),
        Err(_) => Outcome::Silent("the server was stopping".to_owned()),
    };
    (id, outcome)
}
