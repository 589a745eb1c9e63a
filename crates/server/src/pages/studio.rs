//! The studio: a badge is drawn here, with or without an account, and its picture chosen anew later.

pub(crate) mod award;
pub(crate) mod form;
mod giver;
pub(crate) mod pictures;
pub(crate) mod recipients;
pub(crate) mod view;

use accolade_issuing::badge_classes::{self, BadgeClassEdit};
use accolade_issuing::content::{BadgeContent, BadgeImage};
use accolade_issuing::drawing::{self, Recipe, Starter};
use accolade_issuing::files;
use accolade_issuing::house::Founding;
use accolade_issuing::sketches::{self, Keeper, SketchContent, SketchError};
use accolade_issuing::violations::Violations;
use accolade_issuing::{Tools, addresses::paths};
use accolade_storage::types::{BadgeClassId, Digest};
use accolade_storage::{DbConnection, StorageError, badge_classes as stored};
use actix_web::{HttpRequest, http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use self::form::{StudioForm, Wish};
use self::view::StudioView;
use super::{
    layout::{Layout, Place},
    response,
    words::When,
};
use crate::{
    answer::{Answer, Freshness},
    auth::{PostedFiles, Visitor},
    limits,
    problem::Problem,
    state::State,
};

/// `/studio`
#[derive(Template)]
#[template(path = "studio/show.html")]
pub(crate) struct StudioPage {
    pub(crate) layout: Layout,
    pub(crate) view: StudioView,
    /// Whether the reader would have to be let in before they can give a badge.
    pub(crate) by_invitation: bool,
    /// When the sketch was last kept.
    pub(crate) kept: Option<When>,
    /// The badge class whose picture this is; none for a new badge.
    pub(crate) badge: Option<BadgeHead>,
}

/// The badge class that the studio was opened for.
#[derive(Debug, Clone)]
pub(crate) struct BadgeHead {
    pub(crate) id: BadgeClassId,
    pub(crate) name: String,
    pub(crate) revision: i32,
    pub(crate) back: String,
    /// The digest of a picture of their own that is not saved yet.
    pub(crate) upload: Option<Digest>,
}

/// What the studio should open with.
#[derive(Debug, Deserialize)]
pub(crate) struct Opening {
    /// A finished badge to begin from.
    #[serde(default)]
    start: String,
    /// What is looked for among the icons.
    #[serde(default)]
    find: String,
    /// The badge class whose picture is meant.
    badge: Option<BadgeClassId>,
}

/// Whose sketch is meant.
pub(crate) fn keeper(visitor: &Visitor) -> Keeper {
    Keeper {
        session: visitor.session,
        account: visitor.account.as_ref().map(|account| account.id),
    }
}

/// Whether a visitor would have to be let in before they can give a badge: said at once, and not at the end.
fn by_invitation(state: &State, visitor: &Visitor) -> bool {
    visitor.account.is_none() && state.tools.rules.founding == Founding::Operator
}

/// `GET /studio`
pub(crate) async fn show(
    state: web::Data<State>,
    visitor: Visitor,
    opening: web::Query<Opening>,
) -> Result<Answer, Problem> {
    if let Some(badge) = opening.badge {
        let (head, content) = badge_picture(&state, &visitor, badge).await?;
        return page(&state, &visitor, &content, &opening.find, Some(head), None);
    }
    let keeper = keeper(&visitor);
    let open = state
        .read(move |conn| -> Result<_, StorageError> { sketches::open(conn, keeper) })
        .await?;
    let (kept, mut content) = match open {
        Some((sketch, content)) => (Some(When::moment(sketch.updated_at.as_jiff())), content),
        None => (None, SketchContent::default()),
    };
    if let Some(starter) = Starter::named(&opening.start) {
        begin(&mut content, starter);
    }
    page(&state, &visitor, &content, &opening.find, None, kept)
}

/// `POST /studio`
pub(crate) async fn save(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    posted: PostedFiles,
) -> Result<Answer, Problem> {
    let form: StudioForm = posted.form()?;
    if let Some(badge) = form.badge() {
        return save_badge(&state, &visitor, &request, badge, &form, &posted).await;
    }
    let keeper = keeper(&visitor);
    let before = state
        .read(move |conn| -> Result<_, StorageError> { sketches::open(conn, keeper) })
        .await?
        .map_or_else(SketchContent::default, |(_, content)| content);
    let mut content = form.onto(before);
    let mut faults = Violations::default();
    match taken_picture(&state, &request, &posted).await? {
        Some(Ok(digest)) => content.upload = Some(digest),
        Some(Err(why)) => faults.add("/picture", "refused", why),
        None => {}
    }
    let wish = form.wish();
    carry_out(&state.tools, &mut content, &wish);
    if wish == Wish::Next {
        faults.nest("", content.check());
    }
    let session = visitor
        .keep(&state, limits::address_of(&request, &state))
        .await?;
    let keeper = Keeper {
        session: Some(session),
        ..keeper
    };
    let kept = content.clone();
    let result = state
        .write(move |conn, tools| -> Result<_, SketchError> {
            match sketches::keep(conn, tools, keeper, &kept) {
                Err(SketchError::Invalid(found)) => Ok(found),
                other => other.map(|_| Violations::default()),
            }
        })
        .await?;
    for fault in result.0 {
        if !faults.0.contains(&fault) {
            faults.0.push(fault);
        }
    }
    if !faults.is_empty() {
        return refused(&state, &visitor, &content, &form.find, faults, None);
    }
    Ok(match wish {
        Wish::Next => Answer::see_other(paths::STUDIO_RECIPIENTS),
        Wish::Find => Answer::see_other(format!("{}#icons", finding(&form.find))),
        _ => Answer::see_other(paths::STUDIO),
    })
}

fn finding(words: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("find", words.trim());
    format!("{}?{}", paths::STUDIO, query.finish())
}

/// Does to the sketch what a button asked for.
fn carry_out(tools: &Tools, content: &mut SketchContent, wish: &Wish) {
    match wish {
        Wish::Surprise => {
            content.recipe = drawing::surprise(&*tools.random, &content.recipe);
            content.upload = None;
        }
        Wish::Begin(starter) => begin(content, starter),
        Wish::Unpick => {
            content.upload = None;
            content.alt.clear();
        }
        Wish::Fresh => *content = SketchContent::default(),
        Wish::Redraw | Wish::Find | Wish::Next => {}
    }
}

/// Takes a finished badge; a name that was typed already goes on the ribbon where it fits.
fn begin(content: &mut SketchContent, starter: &Starter) {
    let mut recipe = starter.recipe();
    if !content.name.is_empty() {
        let named = Recipe {
            ribbon: content.name.clone(),
            below: String::new(),
            ..recipe.clone()
        };
        if named.check().is_empty() {
            recipe = named;
        }
    }
    content.recipe = recipe;
    content.upload = None;
    content.alt.clear();
}

/// The picture that was sent along, cleaned and stored; or why it was refused.
async fn taken_picture(
    state: &State,
    request: &HttpRequest,
    posted: &PostedFiles,
) -> Result<Option<Result<Digest, String>>, Problem> {
    let Some(file) = posted.file("picture").filter(|file| !file.bytes.is_empty()) else {
        return Ok(None);
    };
    state
        .limits
        .visitors_picture(limits::address_of(request, state))?;
    let bytes = file.bytes.clone();
    // A large picture takes seconds; meanwhile others must be able to write.
    let clean = web::block(move || files::clean_image(&bytes))
        .await
        .map_err(Problem::internal)?;
    let file = match clean {
        Ok(file) => file,
        Err(files::FileError::TooLarge(most)) => {
            let message = format!("The picture is larger than {} MB.", most / 1_048_576);
            return Ok(Some(Err(message)));
        }
        Err(files::FileError::Image(why)) => return Ok(Some(Err(why.to_string()))),
        Err(other) => return Err(other.into()),
    };
    let blob = state
        .write(move |conn, tools| -> Result<_, StorageError> { files::store(conn, tools, file) })
        .await?;
    Ok(Some(Ok(blob.digest)))
}

/// The picture of a badge class as something to draw on.
async fn badge_picture(
    state: &State,
    visitor: &Visitor,
    id: BadgeClassId,
) -> Result<(BadgeHead, SketchContent), Problem> {
    let caller = visitor.required()?;
    state
        .read(move |conn| {
            let (badge, content) = editable(conn, &caller, id)?;
            let image = content.image.as_ref();
            let sketch = SketchContent {
                recipe: image
                    .and_then(|image| image.recipe.clone())
                    .unwrap_or_default(),
                alt: image
                    .map(|image| image.alt.clone())
                    .filter(|alt| {
                        let drawn = image.and_then(|image| image.recipe.as_ref());
                        drawn.is_none_or(|recipe| recipe.description() != *alt)
                    })
                    .unwrap_or_default(),
                name: content.name.clone(),
                ..SketchContent::default()
            };
            let head = BadgeHead {
                id,
                name: content.name,
                revision: badge.revision,
                back: back_to(id),
                upload: None,
            };
            Ok::<_, Problem>((head, sketch))
        })
        .await
}

/// Where the editor shows the picture of a badge class.
fn back_to(id: BadgeClassId) -> String {
    format!("/desk/badges/{id}/edit/picture")
}

fn editable(
    conn: &mut DbConnection,
    caller: &accolade_issuing::access::Caller,
    id: BadgeClassId,
) -> Result<(stored::BadgeClass, BadgeContent), Problem> {
    use accolade_issuing::access::{Action, authorize};

    let badge = stored::find(conn, id)?;
    let issuer = badge.as_ref().map(|badge| badge.issuer_id);
    authorize(conn, caller, Action::EditBadge, issuer)?;
    let badge = badge.ok_or_else(Problem::not_found)?;
    let content = badge_classes::present(conn, &badge)?;
    Ok((badge, content))
}

async fn save_badge(
    state: &State,
    visitor: &Visitor,
    request: &HttpRequest,
    id: BadgeClassId,
    form: &StudioForm,
    posted: &PostedFiles,
) -> Result<Answer, Problem> {
    let caller = visitor.required()?;
    let (mut head, before) = badge_picture(state, visitor, id).await?;
    let name = head.name.clone();
    let mut content = SketchContent {
        name,
        ..form.onto(SketchContent {
            upload: form.upload(),
            ..before
        })
    };
    head.revision = form.revision().unwrap_or(head.revision);
    let mut faults = Violations::default();
    match taken_picture(state, request, posted).await? {
        Some(Ok(digest)) => content.upload = Some(digest),
        Some(Err(why)) => faults.add("/picture", "refused", why),
        None => {}
    }
    let wish = form.wish();
    carry_out(&state.tools, &mut content, &wish);
    head.upload = content.upload;
    if wish != Wish::Next && faults.is_empty() {
        return page(state, visitor, &content, &form.find, Some(head), None);
    }
    faults.nest("", picture_faults(&content));
    if !faults.is_empty() {
        return refused(state, visitor, &content, &form.find, faults, Some(head));
    }
    let revision = head.revision;
    state
        .write(move |conn, tools| {
            let (_, before) = editable(conn, &caller, id)?;
            let image = match content.upload {
                Some(blob) => BadgeImage {
                    blob,
                    alt: content.alt.clone(),
                    recipe: None,
                },
                None => sketches::drawn(conn, tools, &content.recipe, &before.name, &content.alt)?,
            };
            let edit = BadgeClassEdit {
                content: Some(BadgeContent {
                    palette: Some(content.hangs_in().to_owned()),
                    image: Some(image),
                    ..before
                }),
                revision: Some(revision),
                ..BadgeClassEdit::default()
            };
            badge_classes::edit(conn, tools, &caller, id, edit)?;
            Ok::<_, Problem>(())
        })
        .await?;
    Ok(Answer::see_other(back_to(id)).flash("The picture is saved."))
}

/// What is wrong with the picture alone.
fn picture_faults(content: &SketchContent) -> Violations {
    let mut found = content.check();
    found
        .0
        .retain(|fault| !matches!(fault.pointer.as_str(), "/name" | "/criteria"));
    found
}

fn page(
    state: &State,
    visitor: &Visitor,
    content: &SketchContent,
    find: &str,
    badge: Option<BadgeHead>,
    kept: Option<When>,
) -> Result<Answer, Problem> {
    let faults = match content.upload {
        Some(_) => Violations::default(),
        None => content.recipe.check(),
    };
    let page = StudioPage {
        by_invitation: by_invitation(state, visitor),
        layout: layout(state, visitor),
        view: StudioView::of(content, find, faults),
        kept,
        badge,
    };
    response::page(&page, Freshness::Never)
}

fn refused(
    state: &State,
    visitor: &Visitor,
    content: &SketchContent,
    find: &str,
    faults: Violations,
    badge: Option<BadgeHead>,
) -> Result<Answer, Problem> {
    let page = StudioPage {
        by_invitation: by_invitation(state, visitor),
        layout: layout(state, visitor),
        view: StudioView::of(content, find, faults),
        kept: None,
        badge,
    };
    response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn layout(state: &State, visitor: &Visitor) -> Layout {
    Layout::of(state, visitor, Place::Elsewhere).with_script("studio.js")
}
