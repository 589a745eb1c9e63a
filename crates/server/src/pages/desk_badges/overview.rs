//! One badge on the desk: how it stands, and what can be done to it.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::badge_classes;
use accolade_issuing::content::BadgeContent;
use accolade_issuing::review_requests::Standing;
use accolade_storage::badge_classes::{self as stored, BadgeClass};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{BadgeClassId, BadgeClassState, ReviewState};
use accolade_storage::{DbConnection, badge_class_versions, review_requests, reviewers};
use actix_web::web;
use askama::Template;

use super::Chip;
use crate::answer::{Answer, Freshness};
use crate::auth::Visitor;
use crate::pages::assessing;
use crate::pages::editor::{self, Missing, missing};
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::{Fact, Link, Picture};
use crate::pages::words::{self, When};
use crate::pages::{paths, response};
use crate::problem::Problem;
use crate::state::State;

/// `/desk/badges/{id}`
#[derive(Template)]
#[template(path = "desk_badges/show.html")]
pub(crate) struct BadgeOverview {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) issuer: Link,
    pub(crate) chip: Chip,
    pub(crate) claim: String,
    pub(crate) picture: Option<Picture>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) id: BadgeClassId,
    /// The public page, once there is one.
    pub(crate) public: Option<String>,
    /// Whether there is something to publish.
    pub(crate) has_draft: bool,
    pub(crate) archived: bool,
    /// Whether awards can be made now.
    pub(crate) open: bool,
    pub(crate) may_edit: bool,
    pub(crate) may_publish: bool,
    /// Whether the visitor may give it to people, and may make codes for it.
    pub(crate) may_award: bool,
    pub(crate) may_claim: bool,
    pub(crate) missing: Vec<Missing>,
    pub(crate) review: Option<ReviewLine>,
    /// What it was made from.
    pub(crate) origin: Option<Origin>,
    /// How many others made their own version of it.
    pub(crate) remixes: usize,
    pub(crate) versions: usize,
    /// What stood against publishing it.
    pub(crate) refusal: Option<String>,
}

/// How a round of review stands.
pub(crate) struct ReviewLine {
    /// "2 of 3 that are needed have approved it."
    pub(crate) words: String,
    pub(crate) reached: bool,
    /// Whether the text that was sent is the text of the draft.
    pub(crate) same_text: bool,
}

/// The badge that this one was made from.
pub(crate) struct Origin {
    pub(crate) words: String,
    pub(crate) href: String,
    /// Said when the original was published anew since.
    pub(crate) newer: Option<String>,
}

impl BadgeOverview {
    fn edit(&self) -> String {
        paths::badge_edit(self.id)
    }

    fn publish(&self) -> String {
        paths::publish(self.id)
    }

    fn award_page(&self) -> String {
        format!("{}/award", paths::badge(self.id))
    }

    fn claims_page(&self) -> String {
        format!("{}/claims", paths::badge(self.id))
    }

    /// Whether there is something to publish, or something to say of where it came from.
    fn has_news(&self) -> bool {
        self.has_draft || self.origin.is_some()
    }

    fn review_page(&self) -> String {
        paths::review(self.id)
    }

    fn assessment_page(&self) -> String {
        assessing::paths::rule(self.id)
    }

    fn versions_page(&self) -> String {
        paths::versions(self.id)
    }

    fn deed(&self, deed: &str) -> String {
        match deed {
            "duplicate" => paths::duplicate(self.id),
            "archive" => paths::archive(self.id),
            _ => paths::unarchive(self.id),
        }
    }
}

/// `GET /desk/badges/{id}`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    id: web::Path<BadgeClassId>,
) -> Result<Answer, Problem> {
    response::page(&page(&state, &visitor, *id, None).await?, Freshness::Never)
}

/// The page, with what stood against publishing if something did.
pub(super) async fn page(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
    refusal: Option<String>,
) -> Result<BadgeOverview, Problem> {
    let caller = visitor.required()?;
    let layout = Layout::of(state, visitor, Place::Desk);
    state
        .read(move |conn| load(conn, &caller, id, layout, refusal))
        .await
}

/// A badge class and its issuer, for those who may see drafts.
pub(super) fn found(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<(BadgeClass, Issuer), Problem> {
    let badge_class = stored::find(conn, id)?;
    let at = badge_class.as_ref().map(|class| class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, Action::ViewDrafts, at).map_err(|refusal| refusal.known(public))?;
    let badge_class = badge_class.ok_or_else(Problem::not_found)?;
    let issuer = issuers::find(conn, badge_class.issuer_id)?.ok_or_else(Problem::not_found)?;
    Ok((badge_class, issuer))
}

fn load(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
    layout: Layout,
    refusal: Option<String>,
) -> Result<BadgeOverview, Problem> {
    let (badge_class, issuer) = found(conn, caller, id)?;
    let content = badge_classes::present(conn, &badge_class)?;
    let at = Some(issuer.id);
    let awards = u64::try_from(stored::count_awards(conn, id)?).unwrap_or_default();
    let remixes = stored::remixes_of(conn, id, accolade_storage::PageRequest::first(200))?;
    let versions = badge_class_versions::of_badge_class(conn, id)?;
    let archived = badge_class.state == BadgeClassState::Archived;
    Ok(BadgeOverview {
        layout,
        name: editor::called(&badge_class.name),
        issuer: Link {
            href: paths::issuer_badges(&issuer.slug),
            words: issuer.name,
        },
        chip: Chip::of(&badge_class),
        claim: content.claim.clone(),
        picture: editor::niche(id, &content),
        facts: facts(&badge_class, &versions, awards),
        id,
        public: badge_class
            .current_version
            .map(|_| accolade_issuing::addresses::paths::badge(id)),
        has_draft: badge_class.draft.is_some() && !archived,
        archived,
        open: badge_class.state == BadgeClassState::Published,
        may_edit: authorize(conn, caller, Action::EditBadge, at).is_ok(),
        may_publish: authorize(conn, caller, Action::PublishBadge, at).is_ok(),
        may_award: authorize(conn, caller, Action::Award, at).is_ok(),
        may_claim: authorize(conn, caller, Action::ManageClaims, at).is_ok(),
        missing: missing(id, &content),
        review: review(conn, &badge_class)?,
        origin: origin(conn, &content)?,
        remixes: remixes.items.len(),
        versions: versions.len(),
        refusal,
    })
}

fn facts(
    badge_class: &BadgeClass,
    versions: &[badge_class_versions::BadgeClassVersion],
    awards: u64,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(newest) = versions.first() {
        facts.push(Fact::new("Given now", format!("Version {}", newest.number)));
        facts.push(Fact::date(
            "Since",
            When::day(newest.published_at.as_jiff()),
        ));
    } else {
        facts.push(Fact::date(
            "Begun",
            When::day(badge_class.created_at.as_jiff()),
        ));
    }
    facts.push(match awards {
        0 => Fact::new("Given", "Not yet"),
        awards => Fact::new("Given", words::times(awards)),
    });
    facts
}

fn review(
    conn: &mut DbConnection,
    badge_class: &BadgeClass,
) -> Result<Option<ReviewLine>, Problem> {
    let latest = review_requests::latest(conn, badge_class.id)?;
    let Some(request) = latest.filter(|request| request.state == ReviewState::Open) else {
        return Ok(None);
    };
    let standing = Standing::of(&request, &reviewers::of_request(conn, request.id)?);
    let objected = match standing.objected {
        0 => String::new(),
        1 => " One objects.".to_owned(),
        many => format!(" {many} object."),
    };
    Ok(Some(ReviewLine {
        words: format!(
            "{} of the {} that are needed have approved it.{objected}",
            standing.approved, standing.quorum
        ),
        reached: standing.reached(),
        same_text: badge_class.draft.as_deref() == Some(request.content.as_str()),
    }))
}

/// What it was made from, and whether that has gone on since.
pub(super) fn origin(
    conn: &mut DbConnection,
    content: &BadgeContent,
) -> Result<Option<Origin>, Problem> {
    let Some(from) = &content.remixed_from else {
        return Ok(None);
    };
    let now = stored::find(conn, from.badge)?.and_then(|class| class.current_version);
    Ok(Some(Origin {
        words: format!(
            "“{}” of {}, version {}",
            from.name, from.issuer, from.version
        ),
        href: accolade_issuing::addresses::paths::badge_version(from.badge, from.version),
        newer: now
            .filter(|now| *now > from.version)
            .map(|now| format!("It has gone on to version {now} since.")),
    }))
}
