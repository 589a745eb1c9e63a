//! A draft from the database becomes a page of the editor.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::badge_classes;
use accolade_issuing::content::BadgeContent;
use accolade_issuing::violations::Violations;
use accolade_storage::audit_events::{self, AuditFilter};
use accolade_storage::badge_classes::{self as stored, BadgeClass};
use accolade_storage::blobs::{self, Blob};
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::{BadgeClassId, Digest, IssuerId};
use accolade_storage::{DbConnection, PageRequest, StorageError, accounts, frameworks};
use actix_web::web;

use super::steps::{self, Step};
use super::view::{self, Errors, Form};
use super::{Conflict, EditPage};
use crate::auth::Visitor;
use crate::pages::layout::{Layout, Place};
use crate::pages::parts::{self, Link, Picture};
use crate::pages::words::When;
use crate::pages::{desk_badges, paths};
use crate::problem::Problem;
use crate::state::State;

/// A badge class that somebody may write.
pub(super) struct Draft {
    pub(super) badge_class: BadgeClass,
    pub(super) issuer: Issuer,
    pub(super) content: BadgeContent,
    /// Who saved it last, if it was a person.
    pub(super) last_by: Option<String>,
}

/// What a form asks to be shown besides the draft.
#[derive(Default)]
pub(super) struct Asked {
    /// What the step says in the badge itself, if the content is only what was typed.
    pub(super) seen: Option<String>,
    pub(super) errors: Violations,
    pub(super) conflict: Option<Conflict>,
    pub(super) language: Option<String>,
    /// Whether to show how the words will look.
    pub(super) look: bool,
    /// What to look for in the frameworks.
    pub(super) query: Option<String>,
    /// Whether its awards can be put on hold, as typed.
    pub(super) suspendable: Option<bool>,
}

/// Finds the draft, for those who may change it.
pub(super) fn draft(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
) -> Result<Draft, Problem> {
    let badge_class = stored::find(conn, id)?;
    let issuer = badge_class.as_ref().map(|class| class.issuer_id);
    let public = badge_class
        .as_ref()
        .is_some_and(|class| class.current_version.is_some());
    authorize(conn, caller, Action::EditBadge, issuer).map_err(|refusal| refusal.known(public))?;
    let badge_class = badge_class.ok_or_else(Problem::not_found)?;
    let issuer = issuers::find(conn, badge_class.issuer_id)?.ok_or_else(Problem::not_found)?;
    let content = badge_classes::present(conn, &badge_class)?;
    Ok(Draft {
        last_by: last_by(conn, id)?,
        badge_class,
        issuer,
        content,
    })
}

fn last_by(conn: &mut DbConnection, id: BadgeClassId) -> Result<Option<String>, StorageError> {
    let filter = AuditFilter::new().subject(id);
    let page = audit_events::list(conn, filter, PageRequest::first(1))?;
    let Some(account) = page.items.first().and_then(|event| event.account_id) else {
        return Ok(None);
    };
    Ok(accounts::find(conn, account)?.map(|account| account.name))
}

/// A picture that the draft or the badge shows.
pub(super) fn picture(
    conn: &mut DbConnection,
    caller: &Caller,
    id: BadgeClassId,
    digest: Digest,
) -> Result<Blob, Problem> {
    let badge_class = stored::find(conn, id)?.ok_or_else(Problem::not_found)?;
    authorize(
        conn,
        caller,
        Action::ViewDrafts,
        Some(badge_class.issuer_id),
    )?;
    let content = badge_classes::present(conn, &badge_class)?;
    if content.image.is_none_or(|image| image.blob != digest) {
        return Err(Problem::not_found());
    }
    blobs::find(conn, digest)?.ok_or_else(Problem::not_found)
}

/// The badge in its niche, as its editor sees it.
pub(crate) fn niche(id: BadgeClassId, content: &BadgeContent) -> Option<Picture> {
    let image = content.image.as_ref()?;
    Some(Picture {
        src: paths::badge_picture(id, &image.blob),
        alt: image.alt.clone(),
        palette: parts::palette(content.palette.as_deref().unwrap_or("lagoon")),
        off: false,
    })
}

/// The page of one step.
pub(super) async fn page(
    state: &web::Data<State>,
    visitor: &Visitor,
    draft: Draft,
    step: Step,
    asked: Asked,
) -> Result<EditPage, Problem> {
    let id = draft.badge_class.id;
    let seen = asked
        .seen
        .clone()
        .unwrap_or_else(|| print(&draft.content, step));
    let form = form(state, &draft, step, &asked).await?;
    Ok(EditPage {
        layout: Layout::of(state, visitor, Place::Desk).with_script("editor.js"),
        name: called(&draft.content.name),
        issuer: Link {
            href: paths::issuer_badges(&draft.issuer.slug),
            words: draft.issuer.name.clone(),
        },
        standing: standing(&draft),
        overview: paths::badge(id),
        steps: steps::views(id, &draft.content, step),
        next: step.next().map(Step::title),
        action: paths::badge_edit_step(id, step.slug()),
        picture: niche(id, &draft.content),
        missing: steps::missing(id, &draft.content),
        errors: Errors(asked.errors),
        conflict: asked.conflict,
        seen,
        step,
        form,
    })
}

/// The name, also of a badge that has none yet.
pub(crate) fn called(name: &str) -> String {
    match name.trim() {
        "" => "A badge without a name".to_owned(),
        name => name.to_owned(),
    }
}

fn standing(draft: &Draft) -> String {
    let kept = When::moment(draft.badge_class.updated_at.as_jiff()).words;
    let by = draft
        .last_by
        .as_deref()
        .map(|name| format!(" by {name}"))
        .unwrap_or_default();
    match (draft.badge_class.current_version, &draft.badge_class.draft) {
        (None, _) => format!("Draft, kept{by} on {kept}. Nobody outside sees it yet."),
        (Some(number), None) => {
            format!("Version {number} is given now. What you change becomes the next one.")
        }
        (Some(number), Some(_)) => {
            format!(
                "Draft of the next version, kept{by} on {kept}. Version {number} is given until you publish it."
            )
        }
    }
}

/// What a step says, in short: two that say the same have the same print.
pub(super) fn print(content: &BadgeContent, step: Step) -> String {
    use sha2::{Digest as _, Sha256};

    let mut value = serde_json::to_value(content).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        members.retain(|name, _| Step::of_pointer(&format!("/{name}")) == step);
    }
    hex::encode(&Sha256::digest(value.to_string())[..16])
}

async fn form(state: &State, draft: &Draft, step: Step, asked: &Asked) -> Result<Form, Problem> {
    let content = &draft.content;
    let id = draft.badge_class.id;
    Ok(match step {
        Step::Picture => Form::Picture(view::PictureForm {
            picture: niche(id, content),
            alt: content
                .image
                .as_ref()
                .map(|image| image.alt.clone())
                .unwrap_or_default(),
            palette: content
                .palette
                .clone()
                .unwrap_or_else(|| "lagoon".to_owned()),
            studio: format!("/studio?badge={id}"),
        }),
        Step::Words => Form::Words(view::words(content)),
        Step::Criteria => {
            let suspendable = asked.suspendable.unwrap_or(draft.badge_class.suspendable);
            Form::Criteria(view::criteria(content, asked.look, suspendable))
        }
        Step::Skills => Form::Skills(skills(state, draft, asked).await?),
        Step::Around => {
            let issuer = draft.issuer.id;
            let addresses = state.tools.addresses.clone();
            let ours = state
                .read(move |conn| desk_badges::published_of_house(conn, issuer))
                .await?;
            let ours = ours.into_iter().filter(|(other, _)| *other != id);
            let ours = ours
                .map(|(other, name)| (name, addresses.badge(other)))
                .collect();
            Form::Around(view::around(content, ours))
        }
        Step::Languages => {
            Form::Languages(view::languages(content, asked.language.as_deref(), |tag| {
                format!("{}?lang={tag}", paths::badge_edit_step(id, step.slug()))
            }))
        }
    })
}

/// How many items a search shows.
const FOUND: u32 = 12;

async fn skills(state: &State, draft: &Draft, asked: &Asked) -> Result<view::SkillsForm, Problem> {
    let issuer = draft.issuer.id;
    let query = asked.query.clone().unwrap_or_default();
    let wanted = query.clone();
    let (names, found) = state
        .read(move |conn| -> Result<_, StorageError> {
            let house = house(conn, issuer)?;
            let known = frameworks::of_issuers(conn, &house)?;
            let mut found = Vec::new();
            for framework in known.iter().filter(|_| !wanted.trim().is_empty()) {
                for item in frameworks::search(conn, framework.id, &wanted, FOUND)? {
                    found.push(view::found(&framework.name, item));
                }
            }
            found.truncate(FOUND as usize);
            let names: Vec<_> = known.into_iter().map(|framework| framework.name).collect();
            Ok((names, found))
        })
        .await?;
    Ok(view::SkillsForm {
        alignments: draft.content.alignments.clone(),
        results: draft
            .content
            .results
            .iter()
            .map(|result| view::result_row(result, &draft.content))
            .collect(),
        searched: !query.trim().is_empty(),
        query,
        found,
        frameworks: names,
        frameworks_page: paths::frameworks(&draft.issuer.slug),
    })
}

/// The issuer and those above it: what they took in, everybody below may use.
pub(crate) fn house(
    conn: &mut DbConnection,
    issuer: IssuerId,
) -> Result<Vec<IssuerId>, StorageError> {
    let mut house = vec![issuer];
    house.extend(
        issuers::ancestors(conn, issuer)?
            .into_iter()
            .map(|above| above.id),
    );
    Ok(house)
}
