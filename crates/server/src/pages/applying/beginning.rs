//! `/badges/{id}/apply` and `/badges/{id}/nominate`: name and address, and the work can begin.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::ApplicationError;
use accolade_issuing::applications::applying::{self, NewApplication, Nominator};
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, issuers};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

use super::fields::{Errors, Fields, Pairs, errors_of};
use super::view::BadgeLine;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::limits;
use crate::pages::files::Shelf;
use crate::pages::layout::{Layout, Place};
use crate::pages::{parts, response};
use crate::problem::Problem;
use crate::state::State;

/// The first page of an application, one's own or somebody else's.
#[derive(Template)]
#[template(path = "applying/begin.html")]
pub(crate) struct BeginPage {
    pub(crate) layout: Layout,
    pub(crate) badge: BadgeLine,
    /// Whether somebody else is proposed.
    pub(crate) nominates: bool,
    /// Where the form goes.
    pub(crate) here: String,
    /// The other of the two pages.
    pub(crate) other: String,
    /// What the badge asks for, point by point.
    pub(crate) points: Vec<String>,
    /// The rule as people say it.
    pub(crate) rule: String,
    /// Whether letters leave this site.
    pub(crate) mail: bool,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) show_name: bool,
    pub(crate) by_name: String,
    pub(crate) by_email: String,
    pub(crate) reason: String,
    pub(crate) errors: Errors,
}

/// What the page shows of the badge.
struct Facts {
    badge: BadgeLine,
    points: Vec<String>,
    rule: String,
}

/// `GET /badges/{id}/apply`
pub(crate) async fn apply_form(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    form(&state, &visitor, *id, false).await
}

/// `GET /badges/{id}/nominate`
pub(crate) async fn nominate_form(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    if !state.mail.is_on() {
        return Ok(nobody_would_hear(*id));
    }
    form(&state, &visitor, *id, true).await
}

/// Where no letters leave, nobody can be proposed: the one link to the application would reach nobody.
fn nobody_would_hear(id: BadgeClassId) -> Answer {
    Answer::see_other(paths::badge(id)).caution(
        "No letters leave this site, so nobody can be proposed. Tell them of this page: they can apply themselves.",
    )
}

/// `POST /badges/{id}/apply`
pub(crate) async fn apply(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<BadgeClassId>,
    form: Pairs,
) -> Result<Answer, Problem> {
    let fields = Fields::from(form);
    let new = NewApplication {
        name: fields.value("name").to_owned(),
        email: fields.value("email").to_owned(),
        show_name: fields.ticked("show_name"),
        nominator: None,
    };
    let begun = begin(&state, &visitor, &request, *id, new).await;
    match begun {
        Ok(token) => Ok(Answer::see_other(paths::application(&token))
            .flash("Begun. This page is yours alone: what you write here is kept as you go.")),
        Err(problem) => again(&state, &visitor, *id, false, &fields, problem).await,
    }
}

/// `POST /badges/{id}/nominate`
pub(crate) async fn nominate(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    id: web::Path<BadgeClassId>,
    form: Pairs,
) -> Result<Answer, Problem> {
    if !state.mail.is_on() {
        return Ok(nobody_would_hear(*id));
    }
    let fields = Fields::from(form);
    let new = NewApplication {
        name: fields.value("name").to_owned(),
        email: fields.value("email").to_owned(),
        // Only the nominee can say that their name may stand somewhere.
        show_name: false,
        nominator: Some(Nominator {
            name: fields.value("by_name").to_owned(),
            email: fields.value("by_email").to_owned(),
            reason: fields.value("reason").to_owned(),
        }),
    };
    let name = new.name.trim().to_owned();
    match begin(&state, &visitor, &request, *id, new).await {
        Ok(_) => Ok(Answer::see_other(paths::badge(*id)).flash(format!(
            "{name} gets a letter with what you wrote, and decides whether to go on."
        ))),
        Err(problem) => again(&state, &visitor, *id, true, &fields, problem).await,
    }
}

async fn begin(
    state: &State,
    visitor: &Visitor,
    request: &HttpRequest,
    id: BadgeClassId,
    new: NewApplication,
) -> Result<String, Problem> {
    // Each begins with a letter to an address that somebody typed.
    state.limits.letter(limits::address_of(request, state))?;
    let caller = visitor.caller.clone();
    let begun = state
        .write(move |conn, tools| applying::begin(conn, tools, &caller, id, &new))
        .await?;
    state.errands.wake();
    Ok(begun.token)
}

async fn form(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    nominates: bool,
) -> Result<Answer, Problem> {
    let mut page = page(state, visitor, id, nominates).await?;
    if let Some(account) = &visitor.account {
        let (name, email) = (account.name.clone(), account.email.clone());
        if nominates {
            (page.by_name, page.by_email) = (name, email);
        } else {
            (page.name, page.email) = (name, email);
        }
    }
    response::page(&page, Freshness::Never)
}

/// The same page with what was sent, and what is wrong with it.
async fn again(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    nominates: bool,
    fields: &Fields,
    problem: Problem,
) -> Result<Answer, Problem> {
    let errors = errors_of(problem)?;
    let page = BeginPage {
        name: fields.value("name").to_owned(),
        email: fields.value("email").to_owned(),
        show_name: fields.ticked("show_name"),
        by_name: fields.value("by_name").to_owned(),
        by_email: fields.value("by_email").to_owned(),
        reason: fields.value("reason").to_owned(),
        errors,
        ..page(state, visitor, id, nominates).await?
    };
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    nominates: bool,
) -> Result<BeginPage, Problem> {
    let facts = state.read(move |conn| facts(conn, id)).await?;
    let (here, other) = if nominates {
        (paths::nominate(id), paths::apply(id))
    } else {
        (paths::apply(id), paths::nominate(id))
    };
    Ok(BeginPage {
        layout: Layout::of(state, visitor, Place::Badges),
        badge: facts.badge,
        nominates,
        here,
        other,
        points: facts.points,
        rule: facts.rule,
        mail: state.mail.is_on(),
        name: String::new(),
        email: String::new(),
        show_name: true,
        by_name: String::new(),
        by_email: String::new(),
        reason: String::new(),
        errors: Errors::default(),
    })
}

fn facts(conn: &mut DbConnection, id: BadgeClassId) -> Result<Facts, ApplicationError> {
    let (class, version, content) = applying::open_badge(conn, id)?;
    let issuer = issuers::find(conn, class.issuer_id)?.ok_or(ApplicationError::Unknown)?;
    let shelf = Shelf::of(conn, [version.image_blob])?;
    let rule = accolade_issuing::applications::rule(&content);
    let mut names = std::collections::HashMap::new();
    for badge in rule.badges_to_hold() {
        if let Some(class) = accolade_storage::badge_classes::find(conn, badge)? {
            names.insert(badge, class.name);
        }
    }
    let naming = |badge| {
        let name = names.get(&badge).cloned();
        name.unwrap_or_else(|| "another badge".to_owned())
    };
    Ok(Facts {
        badge: BadgeLine {
            href: paths::badge(id),
            src: shelf.path(&version.image_blob),
            palette: parts::palette(content.palette.as_deref().unwrap_or("lagoon")),
            name: version.name,
            issuer: issuer.name,
        },
        points: content
            .criteria
            .items
            .iter()
            .map(|item| item.text.clone())
            .collect(),
        rule: rule.in_words(&naming),
    })
}
