//! A new organisation, by itself or below another.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::issuers::{self as use_cases, CreateIssuerError, NewIssuer};
use accolade_storage::issuers;
use accolade_storage::types::IssuerKind;
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::{KINDS, PALETTES, ProfileForm, picture, slug_of};
use crate::{
    answer::{Answer, Freshness},
    auth::{PostedFiles, Visitor},
    pages::{
        desk::issuer_of,
        faults::{Choice, Faults},
        layout::{Layout, Place},
        parts::Link,
        response,
    },
    problem::Problem,
    state::State,
};

/// `/desk/new-issuer`
#[derive(Template)]
#[template(path = "organisations/new.html")]
pub(crate) struct NewIssuerPage {
    pub(crate) layout: Layout,
    /// The organisation it will stand below.
    pub(crate) above: Option<Link>,
    /// The slug of that organisation, or nothing.
    pub(crate) below: String,
    pub(crate) form: ProfileForm,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) palettes: Vec<Choice>,
    pub(crate) faults: Faults,
}

/// Below which organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct Below {
    #[serde(default)]
    below: String,
}

/// `GET /desk/new-issuer?below=`
pub(crate) async fn form(
    state: web::Data<State>,
    visitor: Visitor,
    query: web::Query<Below>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let below = query.into_inner().below;
    let above = above(&state, &visitor, &below).await?;
    if above.is_none() {
        let founding = founding(&state);
        state
            .read(move |conn| authorize(conn, &caller, founding, None))
            .await?;
    }
    let form = ProfileForm {
        kind: if above.is_some() {
            "classroom"
        } else {
            "school"
        }
        .to_owned(),
        palette: "lagoon".to_owned(),
        email: visitor
            .account
            .as_ref()
            .map(|account| account.email.clone())
            .unwrap_or_default(),
        ..ProfileForm::default()
    };
    let page = page(&state, &visitor, above, below, form, Faults::default());
    response::page(&page, Freshness::Never)
}

/// `POST /desk/new-issuer`
pub(crate) async fn create(
    state: web::Data<State>,
    visitor: Visitor,
    posted: PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let below = posted.value("below").to_owned();
    let above = above(&state, &visitor, &below).await?;
    let form: ProfileForm = posted.form()?;
    let again = |form, faults| {
        let page = page(&state, &visitor, above.clone(), below.clone(), form, faults);
        response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    let image = match picture(&state, posted.file("picture")).await? {
        Ok(image) => image,
        Err(faults) => return again(form, faults),
    };
    let mut new = NewIssuer {
        image,
        ..order(&state, &form)
    };
    let parent = below.clone();
    let made = state
        .change(move |conn, tools| {
            if !parent.is_empty() {
                new.parent = issuers::by_slug(conn, &parent)?.map(|issuer| issuer.id);
            }
            use_cases::create(conn, tools, &caller, new)
        })
        .await?;
    match made {
        Ok(issuer) => Ok(Answer::see_other(format!("/desk/{}", issuer.slug))
            .flash(format!("{} is founded. Now its first badge.", issuer.name))),
        Err(CreateIssuerError::Invalid(violations)) => again(form, violations.into()),
        Err(CreateIssuerError::Image(error)) => {
            again(form, Faults::one("picture", error.to_string()))
        }
        Err(other) => Err(other.into()),
    }
}

fn order(state: &State, form: &ProfileForm) -> NewIssuer {
    let or_ours = |given: &str| match given.trim() {
        "" => state.public_url().to_string(),
        own => own.to_owned(),
    };
    NewIssuer {
        slug: match form.slug.trim() {
            "" => slug_of(&form.name),
            slug => slug.to_owned(),
        },
        kind: form.kind.parse().unwrap_or(IssuerKind::Organisation),
        name: form.name.clone(),
        description: form.description.clone(),
        url: or_ours(&form.url),
        email: form.email.clone(),
        palette: form.palette.clone(),
        linkedin_id: Some(form.linkedin_id.clone()).filter(|id| !id.is_empty()),
        ..NewIssuer::default()
    }
}

fn founding(state: &State) -> Action {
    use accolade_issuing::house::Founding;
    match state.tools.rules.founding {
        Founding::Operator => Action::CreateTopIssuer,
        Founding::Anyone => Action::FoundIssuer,
    }
}

/// The organisation above, where the caller may found one below it.
async fn above(state: &State, visitor: &Visitor, slug: &str) -> Result<Option<Link>, Problem> {
    if slug.is_empty() {
        return Ok(None);
    }
    let (caller, slug) = (visitor.caller.clone(), slug.to_owned());
    let issuer = state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            authorize(conn, &caller, Action::CreateIssuer, Some(issuer.id))?;
            Ok(issuer)
        })
        .await?;
    Ok(Some(Link {
        href: format!("/desk/{}", issuer.slug),
        words: issuer.name,
    }))
}

fn page(
    state: &State,
    visitor: &Visitor,
    above: Option<Link>,
    below: String,
    form: ProfileForm,
    faults: Faults,
) -> NewIssuerPage {
    NewIssuerPage {
        layout: Layout::of(state, visitor, Place::Desk),
        above,
        below,
        kinds: Choice::of(KINDS, &form.kind),
        palettes: Choice::of(PALETTES, &form.palette),
        form,
        faults,
    }
}
