//! `/letters/{account}/{key}`: the link in a letter that ends letters of its kind.

use accolade_issuing::addresses::paths;
use accolade_issuing::desk_letters;
use accolade_storage::StorageError;
use accolade_storage::types::AccountId;
use actix_web::web;
use askama::Template;

use super::layout::{Layout, Place};
use super::response;
use crate::answer::{Answer, Freshness};
use crate::problem::Problem;
use crate::state::State;

/// `/letters/{account}/{key}`
#[derive(Template)]
#[template(path = "letters/stop.html")]
pub(crate) struct StopPage {
    pub(crate) layout: Layout,
    /// Where the form goes.
    pub(crate) action: String,
    /// Whether the letters have ended.
    pub(crate) is_done: bool,
}

/// `GET /letters/{account}/{key}`: asks, for a mail program that looks at every link must not end anything.
pub(crate) async fn ask(
    state: web::Data<State>,
    address: web::Path<(String, String)>,
) -> Result<Answer, Problem> {
    let (account, key) = parts(address.into_inner())?;
    if !desk_letters::opens(&state.tools, account, &key) {
        return Err(Problem::not_found());
    }
    response::page(&page(&state, account, &key, false), Freshness::Never)
}

/// `POST /letters/{account}/{key}`: ends them. A mail program may ask in the reader's name (RFC 8058), so nothing but
/// the link is needed, and the answer sends it nowhere else.
pub(crate) async fn stop(
    state: web::Data<State>,
    address: web::Path<(String, String)>,
) -> Result<Answer, Problem> {
    let (account, key) = parts(address.into_inner())?;
    let link = key.clone();
    let is_known = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            desk_letters::stop(conn, tools, account, &key)
        })
        .await?;
    if !is_known {
        return Err(Problem::not_found());
    }
    response::page(&page(&state, account, &link, true), Freshness::Never)
}

fn parts((account, key): (String, String)) -> Result<(AccountId, String), Problem> {
    Ok((account.parse().map_err(|_| Problem::not_found())?, key))
}

fn page(state: &State, account: AccountId, key: &str, is_done: bool) -> StopPage {
    StopPage {
        layout: Layout::new(&state.site_name, Place::Elsewhere),
        action: paths::stop_letters(account, key),
        is_done,
    }
}
