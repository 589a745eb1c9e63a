//! What was typed is kept, or shown again with what stands against it.

use accolade_issuing::access::Caller;
use accolade_issuing::applications::badge_at;
use accolade_issuing::badge_classes::{self, BadgeClassEdit, BadgeClassError};
use accolade_issuing::content::{Alignment, BadgeContent, BadgeImage};
use accolade_issuing::files::{self, CleanFile, FileError};
use accolade_issuing::violations::Violations;
use accolade_issuing::{Tools, changes};
use accolade_storage::types::BadgeClassId;
use accolade_storage::{DbConnection, StorageError, frameworks};
use actix_web::web;

use super::fields::{Fields, Wish};
use super::loading::{self, Asked, Draft, print};
use super::steps::Step;
use super::{Conflict, reading};
use crate::pages::changes::ChangeView;
use crate::pages::desk_badges::published_of_house;
use crate::pages::paths;
use crate::pages::words::When;
use crate::problem::Problem;
use crate::state::State;

/// What became of a form.
pub(super) enum Saved {
    /// It is in the badge.
    Kept(Draft),
    /// It is to be shown again.
    NotYet {
        /// The draft with what was typed.
        draft: Draft,
        asked: Asked,
    },
}

/// A picture, checked without a transaction; its refusal stands at the field.
pub(super) async fn cleaned(bytes: Vec<u8>) -> Result<Result<CleanFile, String>, Problem> {
    let done = web::block(move || files::clean_image(&bytes)).await;
    Ok(done
        .map_err(Problem::internal)?
        .map_err(|error| match error {
            FileError::TooLarge(most) => {
                format!("The file is larger than {} MB.", most / 1_048_576)
            }
            error => format!("The picture was not taken: {error}."),
        }))
}

/// Keeps a step, or says why not.
pub(super) async fn save(
    state: &web::Data<State>,
    caller: Caller,
    id: BadgeClassId,
    step: Step,
    fields: Fields,
    image: Option<Result<CleanFile, String>>,
) -> Result<Saved, Problem> {
    state
        .write(move |conn, tools| kept(conn, tools, &caller, id, step, &fields, image))
        .await
}

fn kept(
    conn: &mut DbConnection,
    tools: &Tools,
    caller: &Caller,
    id: BadgeClassId,
    step: Step,
    fields: &Fields,
    image: Option<Result<CleanFile, String>>,
) -> Result<Saved, Problem> {
    let mut draft = loading::draft(conn, caller, id)?;
    let now = print(&draft.content, step);
    let theirs = draft.content.clone();
    let mut errors = Violations::default();
    match image {
        Some(Ok(file)) => {
            let blob = files::store(conn, tools, file)?;
            // The words come from the form; what it was drawn from before it is no longer.
            draft.content.image = Some(BadgeImage {
                blob: blob.digest,
                alt: String::new(),
                recipe: None,
            });
        }
        Some(Err(refusal)) => errors.add("/image", "refused", refusal),
        None => {}
    }
    reading::apply(tools, step, fields, &mut draft.content);
    if step == Step::Around {
        complete_links(conn, tools, &mut draft)?;
    }
    let wish = fields.wish();
    if let Wish::Pick(framework, position) = &wish {
        pick(conn, framework, *position, &mut draft.content)?;
    }
    let suspendable = (step == Step::Criteria).then(|| fields.ticked("suspendable"));
    let asked = Asked {
        // The form keeps what its reader last saw, so that a later save still notices.
        seen: Some(fields.line("seen")),
        look: wish == Wish::Look,
        query: fields.said("q"),
        suspendable,
        ..Asked::default()
    };
    let only_shown = wish.keeps_nothing() && step != Step::Languages;
    if only_shown {
        return Ok(Saved::NotYet { draft, asked });
    }
    if !errors.is_empty() {
        return Ok(Saved::NotYet {
            draft,
            asked: Asked { errors, ..asked },
        });
    }
    let seen = fields.line("seen");
    if !seen.is_empty() && seen != now && draft.content != theirs {
        let conflict = conflict(&draft, &theirs, step);
        let asked = Asked {
            seen: Some(now),
            conflict: Some(conflict),
            ..asked
        };
        return Ok(Saved::NotYet { draft, asked });
    }
    let edit = BadgeClassEdit {
        content: Some(draft.content.clone()),
        suspendable,
        revision: Some(draft.badge_class.revision),
    };
    match badge_classes::edit(conn, tools, caller, id, edit) {
        Ok(badge_class) => Ok(Saved::Kept(Draft {
            badge_class,
            ..draft
        })),
        Err(BadgeClassError::Invalid(errors)) => Ok(Saved::NotYet {
            draft,
            asked: Asked { errors, ..asked },
        }),
        Err(error) => Err(error.into()),
    }
}

/// Fills in what a badge of this house is called of which only the address was chosen, and where it is of which only the
/// name was.
fn complete_links(
    conn: &mut DbConnection,
    tools: &Tools,
    draft: &mut Draft,
) -> Result<(), StorageError> {
    let content = &mut draft.content;
    let before = content.prerequisites.iter_mut();
    let before = before.map(|badge| (&mut badge.name, &mut badge.url));
    let beside = content.related.iter_mut();
    let beside = beside.map(|badge| (&mut badge.name, &mut badge.url));
    let mut halves: Vec<_> = before
        .chain(beside)
        .filter(|(name, url)| name.is_empty() != url.is_empty())
        .collect();
    if halves.is_empty() {
        return Ok(());
    }
    let ours = published_of_house(conn, draft.issuer.id)?;
    for (name, url) in &mut halves {
        let chosen = badge_at(&tools.addresses, url);
        let found = ours.iter().find(|(id, known)| match name.is_empty() {
            true => chosen == Some(*id),
            false => known.to_lowercase() == name.to_lowercase(),
        });
        if let Some((id, known)) = found {
            known.clone_into(name);
            **url = tools.addresses.badge(*id);
        }
    }
    Ok(())
}

/// What somebody else wrote in this step while the form was open, beside what was typed.
fn conflict(mine: &Draft, theirs: &BadgeContent, step: Step) -> Conflict {
    let id = mine.badge_class.id;
    let kept = When::moment(mine.badge_class.updated_at.as_jiff()).words;
    let who = mine.last_by.as_deref().unwrap_or("Somebody");
    Conflict {
        title: format!("{who} kept other words on {kept}, while you were writing"),
        changes: ChangeView::all(changes::between(theirs, &mine.content)),
        theirs: paths::badge_edit_step(id, step.slug()),
    }
}

/// Puts an item of a framework among the skills, once.
fn pick(
    conn: &mut DbConnection,
    framework: &str,
    position: i32,
    content: &mut BadgeContent,
) -> Result<(), Problem> {
    let Ok(id) = framework.parse() else {
        return Ok(());
    };
    let (Some(framework), Some(item)) = (
        frameworks::find(conn, id)?,
        frameworks::item(conn, id, position)?,
    ) else {
        return Ok(());
    };
    if content.alignments.iter().all(|known| known.url != item.url) {
        content.alignments.push(Alignment {
            name: item
                .name
                .chars()
                .take(accolade_issuing::limits::NAME.value)
                .collect(),
            url: item.url,
            code: item.code,
            framework: Some(framework.name),
            description: item.description,
            r#type: (framework.format == accolade_storage::types::FrameworkFormat::Case)
                .then(|| "CFItem".to_owned()),
        });
    }
    Ok(())
}
