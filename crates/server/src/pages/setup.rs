//! The first start: who runs this, and what is the first organisation called?

use accolade_issuing::addresses::paths;
use accolade_issuing::secrets::Secret;
use accolade_issuing::setup::{self, FirstWords, SetupError};
use accolade_storage::StorageError;
use accolade_storage::types::IssuerKind;
use actix_web::{HttpRequest, http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::{
    faults::{Choice, Faults},
    layout::{Layout, Place},
    organisations::KINDS,
    response,
};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor, cookies},
    limits,
    problem::{Kind, Problem},
    state::State,
};

/// `/setup/{secret}`
#[derive(Template)]
#[template(path = "setup/show.html")]
pub(crate) struct SetupPage {
    pub(crate) layout: Layout,
    /// The address of the page itself.
    pub(crate) action: String,
    pub(crate) form: SetupForm,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) faults: Faults,
}

/// What the first operator says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct SetupForm {
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) email: String,
    #[serde(default)]
    pub(crate) organisation: String,
    #[serde(default)]
    pub(crate) slug: String,
    #[serde(default)]
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) website: String,
}

/// `GET /setup/{secret}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<String>,
) -> Result<Answer, Problem> {
    let secret = secret(&path)?;
    let good = state
        .write(move |conn, tools| -> Result<_, StorageError> {
            setup::is_good(conn, tools, &secret)
        })
        .await?;
    if !good {
        return Err(stale());
    }
    let form = SetupForm {
        kind: "school".to_owned(),
        ..SetupForm::default()
    };
    let page = page(&state, &visitor, &path, form, Faults::default());
    response::page(&page, Freshness::Never)
}

/// `POST /setup/{secret}`
pub(crate) async fn finish(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<String>,
    Posted(form): Posted<SetupForm>,
) -> Result<Answer, Problem> {
    state.limits.sign_in(limits::address_of(&request, &state))?;
    let secret = secret(&path)?;
    let words = words(&form);
    let (before, browser) = (visitor.secret().clone(), visitor.browser().clone());
    let finished = state
        .change(move |conn, tools| {
            setup::finish(conn, tools, &secret, &words, Some(&before), &browser)
        })
        .await?;
    match finished {
        Ok((account, cookie)) => {
            cookies::give(&request, cookie);
            let welcome = format!(
                "Welcome, {}. The site is yours. Draw the first badge.",
                account.name
            );
            Ok(Answer::see_other("/desk").flash(welcome))
        }
        Err(SetupError::Stale) => Err(stale()),
        Err(SetupError::Invalid(violations)) => {
            let page = page(&state, &visitor, &path, form, violations.into());
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

fn page(
    state: &State,
    visitor: &Visitor,
    path: &str,
    form: SetupForm,
    faults: Faults,
) -> SetupPage {
    SetupPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        action: paths::setup(path),
        kinds: Choice::of(KINDS, &form.kind),
        form,
        faults,
    }
}

fn words(form: &SetupForm) -> FirstWords {
    FirstWords {
        name: form.name.clone(),
        email: form.email.clone(),
        organisation: form.organisation.clone(),
        slug: if form.slug.trim().is_empty() {
            super::organisations::slug_of(&form.organisation)
        } else {
            form.slug.clone()
        },
        kind: form.kind.parse::<IssuerKind>().ok(),
        website: form.website.clone(),
    }
}

fn secret(path: &str) -> Result<Secret, Problem> {
    path.parse().map_err(|_| stale())
}

fn stale() -> Problem {
    Problem::new(Kind::NotFound).detail(
        "This link sets nothing up any more. The newest one was printed where the program was started last; \
         `accolade setup-link` prints another.",
    )
}
