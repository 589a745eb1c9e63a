//! Frameworks of skills on the desk: taken in from a file, looked through, taken out.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::frameworks::{self as use_cases, FrameworkError};
use accolade_issuing::violations::Violations;
use accolade_storage::types::{FrameworkFormat, FrameworkId};
use accolade_storage::{frameworks, issuers};
use actix_web::http::StatusCode;
use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::desk::{DeskHead, DeskTab};
use super::editor::{Errors, house};
use super::layout::{Layout, Place};
use super::parts::Link;
use super::words::{self, When};
use super::{desk_badges, paths, response};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, PostedFiles, Visitor};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/{slug}/frameworks`
#[derive(Template)]
#[template(path = "frameworks/list.html")]
pub(crate) struct FrameworksPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) issuer: Link,
    pub(crate) frameworks: Vec<FrameworkLine>,
    pub(crate) may: bool,
    pub(crate) action: String,
    /// What was looked for, and what was found.
    pub(crate) q: String,
    pub(crate) found: Vec<ItemLine>,
    pub(crate) called: String,
    pub(crate) errors: Errors,
}

/// A framework in the list.
pub(crate) struct FrameworkLine {
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) line: String,
    pub(crate) when: When,
    /// Where it is taken out; nothing if it belongs to an organisation above.
    pub(crate) remove: Option<String>,
}

/// An item that was found.
pub(crate) struct ItemLine {
    pub(crate) name: String,
    pub(crate) code: Option<String>,
    pub(crate) href: String,
    pub(crate) framework: String,
    pub(crate) description: Option<String>,
}

/// What to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    q: String,
}

/// How many items of each framework a search shows.
const FOUND: u32 = 20;

/// `GET /desk/{slug}/frameworks`
pub(crate) async fn list(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    query: web::Query<Search>,
) -> Result<Answer, Problem> {
    let q = query.into_inner().q;
    let page = page(
        &state,
        &visitor,
        &slug,
        q,
        String::new(),
        Violations::default(),
    )
    .await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/{slug}/frameworks`
pub(crate) async fn take_in(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    posted: PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let place = slug.clone();
    let asker = caller.clone();
    // Asked before the file is looked at: reading a large one is work.
    let issuer = state
        .read(move |conn| desk_badges::issuer(conn, &asker, Action::ManageFrameworks, &place))
        .await?;
    let called = posted.value("called").to_owned();
    let Some(file) = posted.files.into_iter().find(|file| file.field == "file") else {
        return refused(&state, &visitor, &slug, called, "Choose a file.").await;
    };
    let name = called.clone();
    let read = web::block(move || use_cases::read(&file.bytes, &name)).await;
    let read = match read.map_err(Problem::internal)? {
        Ok(read) => read,
        Err(error @ (FrameworkError::Unreadable(_) | FrameworkError::TooLarge(_))) => {
            return refused(&state, &visitor, &slug, called, &error.to_string()).await;
        }
        Err(error) => return Err(error.into()),
    };
    let made = state
        .write(move |conn, tools| use_cases::take_in(conn, tools, &caller, issuer.id, read))
        .await?;
    let items = words::count(
        u64::try_from(made.items).unwrap_or_default(),
        "item",
        "items",
    );
    Ok(Answer::see_other(paths::frameworks(&slug))
        .flash(format!("{} is here, with {items}.", made.name)))
}

/// `POST /desk/{slug}/frameworks/{id}/remove`
pub(crate) async fn remove(
    state: web::Data<State>,
    visitor: Visitor,
    place: web::Path<(String, FrameworkId)>,
    Posted(_): Posted<Vec<(String, String)>>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (slug, id) = place.into_inner();
    state
        .write(move |conn, tools| use_cases::remove(conn, tools, &caller, id))
        .await?;
    Ok(Answer::see_other(paths::frameworks(&slug))
        .flash("It is out. Badges keep the skills that were picked from it."))
}

async fn refused(
    state: &web::Data<State>,
    visitor: &Visitor,
    slug: &str,
    called: String,
    why: &str,
) -> Result<Answer, Problem> {
    let errors = Violations::one("/file", "refused", why);
    let page = page(state, visitor, slug, String::new(), called, errors).await?;
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    state: &web::Data<State>,
    visitor: &Visitor,
    slug: &str,
    q: String,
    called: String,
    errors: Violations,
) -> Result<FrameworksPage, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    let slug = slug.to_owned();
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = desk_badges::issuer(conn, &caller, Action::ViewDrafts, &slug)?;
            let may = authorize(conn, &caller, Action::ManageFrameworks, Some(issuer.id)).is_ok();
            let above = house(conn, issuer.id)?;
            let known = frameworks::of_issuers(conn, &above)?;
            let mut lines = Vec::new();
            let mut found = Vec::new();
            for framework in known {
                if !q.trim().is_empty() {
                    for item in frameworks::search(conn, framework.id, &q, FOUND)? {
                        found.push(ItemLine {
                            name: item.name,
                            code: item.code,
                            href: item.url,
                            framework: framework.name.clone(),
                            description: item.description,
                        });
                    }
                }
                let own = framework.issuer_id == issuer.id;
                let owner = (!own)
                    .then(|| issuers::find(conn, framework.issuer_id))
                    .transpose()?;
                lines.push(FrameworkLine {
                    line: line(&framework, owner.flatten().map(|issuer| issuer.name)),
                    name: framework.name,
                    href: framework.url,
                    when: When::day(framework.created_at.as_jiff()),
                    remove: (own && may)
                        .then(|| paths::remove_framework(&issuer.slug, framework.id)),
                });
            }
            Ok(FrameworksPage {
                layout,
                head: DeskHead::load(conn, &caller, &issuer, DeskTab::Badges)?,
                issuer: Link {
                    href: paths::issuer_badges(&issuer.slug),
                    words: issuer.name,
                },
                frameworks: lines,
                may,
                action: paths::frameworks(&slug),
                q,
                found,
                called,
                errors: Errors(errors),
            })
        })
        .await
}

fn line(framework: &frameworks::Framework, owner: Option<String>) -> String {
    let items = words::count(
        u64::try_from(framework.items).unwrap_or_default(),
        "item",
        "items",
    );
    let format = match framework.format {
        FrameworkFormat::Case => "CASE",
        FrameworkFormat::Esco => "ESCO table",
    };
    let mut parts = vec![items, format.to_owned()];
    parts.extend(framework.publisher.clone());
    parts.extend(framework.licence.clone());
    parts.extend(owner.map(|owner| format!("taken in by {owner}")));
    parts.join(", ")
}
