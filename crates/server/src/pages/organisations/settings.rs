//! The settings of an organisation: its profile, where it hangs, whether it still gives badges.

use accolade_issuing::access::{Action, Caller, authorize};
use accolade_issuing::issuers::{self as use_cases, EditIssuerError, IssuerEdit, TreeError};
use accolade_issuing::review_policies;
use accolade_storage::issuers::{self, Issuer};
use accolade_storage::types::IssuerId;
use accolade_storage::{DbConnection, PageRequest, StorageError, memberships};
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::review_policy::ReviewCard;
use super::{KINDS, PALETTES, ProfileForm, picture};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, PostedFiles, Visitor},
    pages::{
        desk::{DeskHead, DeskTab, issuer_of},
        faults::{Choice, Faults},
        layout::{Layout, Place},
        response,
    },
    problem::Problem,
    state::State,
};

/// How many organisations are offered as a place to move to.
const PLACES: u32 = 200;

/// `/desk/{slug}/settings`
#[derive(Template)]
#[template(path = "organisations/settings.html")]
pub(crate) struct SettingsPage {
    pub(crate) layout: Layout,
    pub(crate) head: DeskHead,
    pub(crate) slug: String,
    pub(crate) form: ProfileForm,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) palettes: Vec<Choice>,
    /// Where it may hang; empty if the reader may not move it.
    pub(crate) places: Vec<Choice>,
    /// Whether the reader may archive it and take it up again.
    pub(crate) may_archive: bool,
    pub(crate) is_archived: bool,
    pub(crate) reviews: ReviewCard,
    /// Whether the reader may found one below it.
    pub(crate) may_found: bool,
    pub(crate) faults: Faults,
}

/// Where to hang it.
#[derive(Debug, Deserialize)]
pub(crate) struct MoveForm {
    /// The slug of the organisation above; empty for none.
    #[serde(default)]
    parent: String,
}

/// Whether to archive it.
#[derive(Debug, Deserialize)]
pub(crate) struct ArchiveForm {
    archived: bool,
}

/// `GET /desk/{slug}/settings`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
) -> Result<Answer, Problem> {
    visitor.required()?;
    let page = page(&state, &visitor, &slug, None, Faults::default()).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /desk/{slug}/settings`: the profile.
pub(crate) async fn edit(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    posted: PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let form: ProfileForm = posted.form()?;
    allowed(&state, &caller, &slug).await?;
    let image = match picture(&state, posted.file("picture")).await? {
        Ok(image) => image,
        Err(faults) => return again(&state, &visitor, &slug, form, faults).await,
    };
    let change = IssuerEdit {
        image,
        ..changes(&form)
    };
    let name = slug.clone();
    let edited = state
        .change(move |conn, tools| {
            let id = id_of(conn, &name)?.ok_or(EditIssuerError::UnknownIssuer)?;
            use_cases::edit(conn, tools, &caller, id, change)
        })
        .await?;
    match edited {
        Ok(_) => Ok(back(&slug).flash(
            "Saved. Badges given from now on say so; those given before keep what they said.",
        )),
        Err(EditIssuerError::Invalid(violations)) => {
            again(&state, &visitor, &slug, form, violations.into()).await
        }
        Err(EditIssuerError::Image(error)) => {
            again(
                &state,
                &visitor,
                &slug,
                form,
                Faults::one("picture", error.to_string()),
            )
            .await
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/{slug}/move`
pub(crate) async fn move_below(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<MoveForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let name = slug.clone();
    let moved = state
        .change(move |conn, tools| {
            let id = id_of(conn, &name)?.ok_or(TreeError::UnknownIssuer)?;
            let parent = match form.parent.as_str() {
                "" => None,
                slug => Some(id_of(conn, slug)?.ok_or(TreeError::UnknownIssuer)?),
            };
            use_cases::move_below(conn, tools, &caller, id, parent)
        })
        .await?;
    match moved {
        Ok(issuer) => Ok(back(&slug).flash(format!("{} has its new place.", issuer.name))),
        Err(TreeError::Invalid(violations)) => {
            let page = page(&state, &visitor, &slug, None, violations.into()).await?;
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /desk/{slug}/archive`: archives it, or takes it up again.
pub(crate) async fn archive(
    state: web::Data<State>,
    visitor: Visitor,
    slug: web::Path<String>,
    Posted(form): Posted<ArchiveForm>,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let name = slug.clone();
    let issuer = state
        .write(move |conn, tools| {
            let id = id_of(conn, &name)?.ok_or(TreeError::UnknownIssuer)?;
            match form.archived {
                true => use_cases::archive(conn, tools, &caller, id),
                false => use_cases::unarchive(conn, tools, &caller, id),
            }
        })
        .await?;
    let word = match issuer.archived_at {
        Some(_) => format!("{} is archived. What it gave stays true.", issuer.name),
        None => format!("{} gives badges again.", issuer.name),
    };
    Ok(back(&slug).flash(word))
}

fn back(slug: &str) -> Answer {
    Answer::see_other(format!("/desk/{slug}/settings"))
}

fn changes(form: &ProfileForm) -> IssuerEdit {
    let given = |text: &str| Some(text.to_owned());
    IssuerEdit {
        kind: form.kind.parse().ok(),
        name: given(&form.name),
        description: given(&form.description),
        url: given(&form.url),
        email: given(&form.email),
        palette: given(&form.palette),
        linkedin_id: given(form.linkedin_id.trim()),
        ..IssuerEdit::default()
    }
}

/// Asked before a picture is read and stored.
async fn allowed(state: &State, caller: &Caller, slug: &str) -> Result<(), Problem> {
    let (caller, slug) = (caller.clone(), slug.to_owned());
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &slug)?;
            Ok(authorize(
                conn,
                &caller,
                Action::EditIssuer,
                Some(issuer.id),
            )?)
        })
        .await
}

async fn again(
    state: &State,
    visitor: &Visitor,
    slug: &str,
    form: ProfileForm,
    faults: Faults,
) -> Result<Answer, Problem> {
    let page = page(state, visitor, slug, Some(form), faults).await?;
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    state: &State,
    visitor: &Visitor,
    slug: &str,
    typed: Option<ProfileForm>,
    faults: Faults,
) -> Result<SettingsPage, Problem> {
    let (caller, name) = (visitor.caller.clone(), slug.to_owned());
    let layout = Layout::of(state, visitor, Place::Desk);
    state
        .read(move |conn| -> Result<_, Problem> {
            let issuer = issuer_of(conn, &caller, &name)?;
            authorize(conn, &caller, Action::EditIssuer, Some(issuer.id))?;
            let head = DeskHead::load(conn, &caller, &issuer, DeskTab::Settings)?;
            let may = |conn: &mut DbConnection, action| {
                authorize(conn, &caller, action, Some(issuer.id)).is_ok()
            };
            let may_move = may(conn, Action::MoveIssuer);
            let may_archive = may(conn, Action::ArchiveIssuer);
            let may_found = may(conn, Action::CreateIssuer);
            let places = if may_move {
                places(conn, &caller, &issuer)?
            } else {
                Vec::new()
            };
            let is_archived = issuer.archived_at.is_some();
            let reviews = review_policies::of_issuer(conn, issuer.id)?.into();
            let form = match typed {
                Some(typed) => ProfileForm {
                    slug: issuer.slug.clone(),
                    ..typed
                },
                None => ProfileForm::of(issuer),
            };
            Ok(SettingsPage {
                layout,
                head,
                slug: form.slug.clone(),
                kinds: Choice::of(KINDS, &form.kind),
                palettes: Choice::of(PALETTES, &form.palette),
                form,
                places,
                may_archive,
                is_archived,
                reviews,
                may_found,
                faults,
            })
        })
        .await
}

/// The organisations below which the caller may hang this one: their own and those below, the present one first.
fn places(
    conn: &mut DbConnection,
    caller: &Caller,
    issuer: &Issuer,
) -> Result<Vec<Choice>, StorageError> {
    let mut known: Vec<Issuer> = Vec::new();
    if let Some(parent) = issuer.parent_id {
        known.extend(issuers::find(conn, parent)?);
    }
    if caller.operator {
        known.extend(issuers::list_all(conn, PageRequest::first(PLACES))?.items);
    } else if let Some(account) = caller.account {
        for membership in memberships::of_account(conn, account)? {
            known.extend(issuers::find(conn, membership.issuer_id)?);
            known.extend(issuers::descendants(conn, membership.issuer_id)?);
        }
    }
    let mut choices = vec![Choice {
        value: String::new(),
        words: "By itself, below no other".to_owned(),
        chosen: issuer.parent_id.is_none(),
    }];
    for place in known {
        let is_here = Some(place.id) == issuer.parent_id;
        let listed = choices.iter().any(|choice| choice.value == place.slug);
        let fits = place.id != issuer.id && !listed;
        if fits
            && (is_here || authorize(conn, caller, Action::CreateIssuer, Some(place.id)).is_ok())
        {
            choices.push(Choice {
                value: place.slug,
                words: format!("Below {}", place.name),
                chosen: is_here,
            });
        }
    }
    Ok(choices)
}

fn id_of(conn: &mut DbConnection, slug: &str) -> Result<Option<IssuerId>, StorageError> {
    Ok(issuers::by_slug(conn, slug)?.map(|issuer| issuer.id))
}
