//! Whether badges are published only once others have approved them: a card among the settings.

use accolade_issuing::review_policies::{self, Policy, PolicyError};
use actix_web::web;
use serde::Deserialize;

use crate::{
    answer::Answer,
    auth::{Posted, Visitor},
    pages::desk::issuer_of,
    problem::Problem,
    state::State,
};

/// What the card shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReviewCard {
    /// What the organisation has decided, as it stands in the field.
    pub(crate) needed: String,
    /// "2 people must approve": what holds, if anything does.
    pub(crate) holds: Option<String>,
    /// The organisation above that asks for as much.
    pub(crate) above: Option<String>,
}

/// The number as it was typed.
#[derive(Debug, Deserialize)]
pub(crate) struct ReviewForm {
    #[serde(default)]
    needed: String,
}

impl From<Policy> for ReviewCard {
    fn from(policy: Policy) -> Self {
        Self {
            needed: policy.own.map(|own| own.to_string()).unwrap_or_default(),
            holds: policy.needed.map(|needed| match needed {
                1 => "One person must approve".to_owned(),
                many => format!("{many} people must approve"),
            }),
            above: policy.above,
        }
    }
}

/// `POST /desk/{slug}/review-policy`
pub(crate) async fn decide(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<ReviewForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let back = Answer::see_other(format!("/desk/{slug}/settings"));
    let typed = form.needed.trim().to_owned();
    // What is no number is refused as one that is out of range, once it is known that the caller may ask.
    let needed = match typed.as_str() {
        "" => None,
        text => Some(text.parse().unwrap_or(0)),
    };
    let decided = state
        .write(move |conn, tools| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            match review_policies::decide(conn, tools, &caller, issuer.id, needed) {
                Ok(policy) => Ok(Ok(policy)),
                Err(PolicyError::Invalid(found)) => Ok(Err(found)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    Ok(match decided {
        Ok(policy) if policy.needed.is_some() => {
            back.flash("Kept. It holds for the next badge that is published, here and below.")
        }
        Ok(_) => back.flash("Badges can be published without anybody else's word again."),
        Err(found) => {
            let first = found.0.into_iter().next();
            back.caution(first.map(|one| one.message).unwrap_or_default())
        }
    })
}
