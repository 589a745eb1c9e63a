//! The library: badges that others may use, found by words, licence, language and tag.

use accolade_issuing::access::{Action, authorize};
use accolade_issuing::badge_classes;
use accolade_issuing::content::Commons;
use accolade_storage::library::{self, LibraryEntry, LibraryFilter};
use accolade_storage::types::{BadgeClassId, IssuerId};
use accolade_storage::{DbConnection, PageRequest, StorageError, issuers, memberships};
use actix_web::web;
use askama::Template;
use serde::Deserialize;
use uuid::Uuid;

use super::layout::{Layout, Place};
use super::parts::BadgeCard;
use super::{cards, paths, response};
use crate::answer::{Answer, Freshness};
use crate::auth::{Posted, Visitor};
use crate::problem::Problem;
use crate::state::State;

/// `/library`
#[derive(Template)]
#[template(path = "library/list.html")]
pub(crate) struct LibraryPage {
    pub(crate) layout: Layout,
    pub(crate) found: Vec<Shelved>,
    pub(crate) next: Option<String>,
    /// What was looked for.
    pub(crate) q: String,
    pub(crate) licence: String,
    pub(crate) language: String,
    pub(crate) tag: String,
    pub(crate) licences: Vec<&'static str>,
    /// Whether anything was looked for.
    pub(crate) searched: bool,
}

impl LibraryPage {
    /// Whether nothing but words was asked for.
    pub(crate) fn is_plain(&self) -> bool {
        [&self.licence, &self.language, &self.tag]
            .iter()
            .all(|asked| asked.is_empty())
    }
}

/// A badge in the library.
pub(crate) struct Shelved {
    pub(crate) card: BadgeCard,
    pub(crate) licence: String,
    pub(crate) languages: String,
    /// Where one makes one's own version; nothing if the licence forbids it.
    pub(crate) remix: Option<String>,
}

/// `/library/{id}/remix`
#[derive(Template)]
#[template(path = "library/remix.html")]
pub(crate) struct RemixPage {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) issuer: String,
    pub(crate) licence: String,
    /// Whether what is made from it must stay under that licence.
    pub(crate) stays: bool,
    pub(crate) badge: String,
    pub(crate) action: String,
    /// Id and name of the organisations in which the visitor may begin badges.
    pub(crate) places: Vec<(IssuerId, String)>,
}

/// What to look for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Search {
    q: String,
    licence: String,
    language: String,
    tag: String,
    after: Option<Uuid>,
}

/// Into which organisation.
#[derive(Debug, Deserialize)]
pub(crate) struct Into {
    issuer: IssuerId,
}

/// How many badges one page of the library shows.
const A_PAGE: u32 = 24;

/// `GET /library`
pub(crate) async fn list(
    state: web::Data<State>,
    query: web::Query<Search>,
) -> Result<Answer, Problem> {
    let Search {
        q,
        licence,
        language,
        tag,
        after,
    } = query.into_inner();
    let filter = filter(&q, &licence, &language, &tag);
    let request = match after {
        Some(after) => PageRequest::after(after, A_PAGE),
        None => PageRequest::first(A_PAGE),
    };
    let (found, next) = state
        .read(move |conn| -> Result<_, StorageError> {
            let page = library::search(conn, &filter, request)?;
            let mut found = Vec::with_capacity(page.items.len());
            for (badge_class, entry) in page.items {
                let card = cards::of_badges(conn, &[badge_class], true)?.pop();
                found.extend(card.map(|card| shelved(card, &entry)));
            }
            Ok((found, page.next))
        })
        .await?;
    let searched = [&q, &licence, &language, &tag]
        .into_iter()
        .any(|text| !text.trim().is_empty());
    let page = LibraryPage {
        layout: Layout::new(&state.site_name, Place::Badges),
        next: next.map(|after| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("q", &q)
                .append_pair("licence", &licence)
                .append_pair("language", &language)
                .append_pair("tag", &tag)
                .append_pair("after", &after.to_string())
                .finish();
            format!("/library?{query}")
        }),
        found,
        searched,
        q,
        licence,
        language,
        tag,
        licences: Commons::OFFERED.to_vec(),
    };
    response::page(&page, Freshness::Page)
}

/// What to look for, as it was typed; empty fields ask for nothing.
pub(crate) fn filter(q: &str, licence: &str, language: &str, tag: &str) -> LibraryFilter {
    let mut filter = LibraryFilter::new().words(q);
    if let Some(licence) = Some(licence.trim()).filter(|text| !text.is_empty()) {
        let known = Commons::read(licence).map_or_else(|| licence.to_owned(), |known| known.name());
        filter = filter.licence(known);
    }
    if !language.trim().is_empty() {
        filter = filter.language(language.trim());
    }
    if !tag.trim().is_empty() {
        filter = filter.tag(tag.trim());
    }
    filter
}

fn shelved(card: BadgeCard, entry: &LibraryEntry) -> Shelved {
    let free = Commons::read(&entry.licence).is_some_and(|licence| licence.allows_changes());
    Shelved {
        card,
        licence: entry.licence.clone(),
        languages: entry.languages.trim_matches('|').replace('|', ", "),
        remix: free.then(|| paths::remix(entry.badge_class_id)),
    }
}

/// `GET /library/{id}/remix`: into which organisation?
pub(crate) async fn choose(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(&state, &visitor, Place::Desk);
    let id = *id;
    let page = state
        .read(move |conn| -> Result<_, Problem> {
            let (badge_class, version) = published(conn, id)?;
            let content = accolade_issuing::content::BadgeContent::read(&version.content)
                .map_err(Problem::internal)?;
            let licence = content.licence.as_deref().and_then(Commons::read);
            let licence = licence
                .filter(Commons::allows_changes)
                .ok_or_else(Problem::not_found)?;
            let maker =
                issuers::find(conn, badge_class.issuer_id)?.ok_or_else(Problem::not_found)?;
            let mut places = Vec::new();
            for membership in
                memberships::of_account(conn, caller.account.ok_or_else(Problem::not_found)?)?
            {
                let may = authorize(
                    conn,
                    &caller,
                    Action::DraftBadge,
                    Some(membership.issuer_id),
                )
                .is_ok();
                if let Some(issuer) = issuers::find(conn, membership.issuer_id)?.filter(|_| may) {
                    places.push((issuer.id, issuer.name));
                }
            }
            Ok(RemixPage {
                layout,
                name: version.name,
                issuer: maker.name,
                stays: licence.must_stay(),
                licence: licence.name(),
                badge: accolade_issuing::addresses::paths::badge(id),
                action: paths::remix(id),
                places,
            })
        })
        .await?;
    response::page(&page, Freshness::Never)
}

/// `POST /library/{id}/remix`
pub(crate) async fn remix(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
    Posted(form): Posted<Into>,
) -> Result<Answer, Problem> {
    let (caller, id) = (visitor.required()?, *id);
    let copy = state
        .write(move |conn, tools| badge_classes::remix(conn, tools, &caller, id, form.issuer))
        .await?;
    Ok(Answer::see_other(paths::badge_edit(copy.id))
        .flash("This is your own version. Where it came from stays written in it."))
}

fn published(
    conn: &mut DbConnection,
    id: BadgeClassId,
) -> Result<
    (
        accolade_storage::badge_classes::BadgeClass,
        accolade_storage::badge_class_versions::BadgeClassVersion,
    ),
    Problem,
> {
    let class = accolade_storage::badge_classes::find(conn, id)?.ok_or_else(Problem::not_found)?;
    let version = accolade_storage::badge_class_versions::latest(conn, id)?;
    Ok((class, version.ok_or_else(Problem::not_found)?))
}
