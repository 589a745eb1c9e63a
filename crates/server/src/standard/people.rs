//! The pages that share an address with documents.

use accolade_storage::{assertions, issuers};

use super::{Address, badges};
use crate::answer::Answer;
use crate::pages;
use crate::problem::Problem;
use crate::state::State;

/// The page at an address that has one.
pub(super) async fn page(state: &State, address: &Address) -> Result<Answer, Problem> {
    match address {
        Address::Issuer { slug } => {
            let slug = slug.clone();
            let issuer = state
                .read(move |conn| issuers::by_slug(conn, &slug))
                .await?;
            pages::issuers::show(state, &issuer.ok_or_else(Problem::not_found)?).await
        }
        Address::Badge { id } => badge(state, *id, None, None).await,
        Address::BadgeVersion { id, number } => badge(state, *id, Some(*number), None).await,
        Address::BadgeTranslation {
            id,
            number,
            language,
        } => badge(state, *id, Some(*number), Some(language)).await,
        Address::Award { id } => {
            let id = *id;
            let assertion = state.read(move |conn| assertions::find(conn, id)).await?;
            pages::awards::show(state, &assertion.ok_or_else(Problem::not_found)?).await
        }
        _ => Err(Problem::not_found()),
    }
}

async fn badge(
    state: &State,
    id: accolade_storage::types::BadgeClassId,
    number: Option<i32>,
    language: Option<&str>,
) -> Result<Answer, Problem> {
    let found = state
        .read(move |conn| badges::published(conn, id, number))
        .await?;
    let (badge_class, version) = found.ok_or_else(Problem::not_found)?;
    pages::badges::show(state, &badge_class, &version, language).await
}
