//! `/applications/{token}/add` and `/applications/{token}/evidence/{id}`: one piece of work, one plain form.

use accolade_issuing::addresses::paths;
use accolade_issuing::applications::{ApplicationError, applying, links, showing};
use accolade_issuing::awards::{EvidenceContent, NewEvidence};
use accolade_issuing::files::{self, CleanFile, FileError};
use accolade_storage::application_evidence;
use accolade_storage::types::{EvidenceId, EvidenceKind, Visibility};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;
use serde::Deserialize;

use super::fields::{Errors, Fields, errors_of};
use super::records;
use super::view::{BadgeLine, badge_line};
use crate::answer::{Answer, Freshness};
use crate::auth::{PostedFile, PostedFiles, Visitor};
use crate::limits;
use crate::pages::layout::{Layout, Place};
use crate::pages::response;
use crate::problem::{FieldError, Kind, Problem};
use crate::state::State;

/// The field of the second picture of a pair.
const SECOND_FILE: &str = "second_file";

/// A form for one piece of work.
#[derive(Template)]
#[template(path = "applying/evidence.html")]
pub(crate) struct EvidencePage {
    pub(crate) layout: Layout,
    /// Where the form goes.
    pub(crate) here: String,
    /// The application's page.
    pub(crate) back: String,
    pub(crate) badge: BadgeLine,
    /// The point itself.
    pub(crate) point: Option<(String, Option<String>)>,
    pub(crate) kind: EvidenceKind,
    /// Whether a link leads to a film.
    pub(crate) film: bool,
    /// Whether something is there already that this changes.
    pub(crate) changes: bool,
    pub(crate) content: EvidenceContent,
    pub(crate) private: bool,
    /// The paths of the pictures or files that are there.
    pub(crate) present: Option<String>,
    pub(crate) second_present: Option<String>,
    pub(crate) errors: Errors,
}

/// For which point, and what.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct AddQuery {
    #[serde(default)]
    r#for: String,
    #[serde(default)]
    kind: String,
}

/// `GET /applications/{token}/add?for=…&kind=…`
pub(crate) async fn add_form(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
    query: web::Query<AddQuery>,
) -> Result<Answer, Problem> {
    let page = blank(&state, &visitor, &token, &query).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /applications/{token}/add?for=…&kind=…`
pub(crate) async fn add(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    token: web::Path<String>,
    query: web::Query<AddQuery>,
    form: PostedFiles,
) -> Result<Answer, Problem> {
    let (kind, _) = kind_of(&query.kind);
    let fields = Fields::from(&form);
    let criterion = Some(query.r#for.clone()).filter(|id| !id.is_empty());
    let secret = token.to_string();
    let files = admitted(&state, &request, &token, form.files).await?;
    let added = match item(&state, kind, &query.kind, &fields, files).await {
        Ok(item) => {
            state
                .write(move |conn, tools| {
                    showing::add(conn, tools, &secret, criterion.as_deref(), &item)
                })
                .await
        }
        Err(problem) => Err(problem),
    };
    match added {
        Ok(item) => {
            Ok(Answer::see_other(back_to(&token, item.criterion.as_deref())).flash("Added."))
        }
        Err(problem) => {
            let mut page = blank(&state, &visitor, &token, &query).await?;
            page.errors = errors_of(problem)?;
            page.content = content(&fields, &query.kind);
            page.private = fields.value("visibility") == "private";
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `GET /applications/{token}/evidence/{id}`
pub(crate) async fn change_form(
    state: web::Data<State>,
    visitor: Visitor,
    path: web::Path<(String, EvidenceId)>,
) -> Result<Answer, Problem> {
    let (token, id) = path.into_inner();
    let page = present(&state, &visitor, &token, id).await?;
    response::page(&page, Freshness::Never)
}

/// `POST /applications/{token}/evidence/{id}`: replaces it, or takes it away.
pub(crate) async fn change(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    path: web::Path<(String, EvidenceId)>,
    form: PostedFiles,
) -> Result<Answer, Problem> {
    let (token, id) = path.into_inner();
    let fields = Fields::from(&form);
    let page = present(&state, &visitor, &token, id).await?;
    let back = page.back.clone();
    let secret = token.clone();
    if fields.value("do") == "remove" {
        state
            .write(move |conn, tools| showing::remove(conn, tools, &secret, id))
            .await?;
        return Ok(Answer::see_other(back).flash("Taken away."));
    }
    let word = if page.film {
        "film"
    } else {
        page.kind.as_str()
    };
    let files = admitted(&state, &request, &token, form.files).await?;
    let changed = match item(&state, page.kind, word, &fields, files).await {
        Ok(item) => {
            state
                .write(move |conn, tools| showing::replace(conn, tools, &secret, id, &item))
                .await
        }
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(_) => Ok(Answer::see_other(back).flash("Changed.")),
        Err(problem) => {
            let page = EvidencePage {
                errors: errors_of(problem)?,
                content: content(&fields, word),
                private: fields.value("visibility") == "private",
                ..page
            };
            response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The page of the application, at the point it is about.
fn back_to(token: &str, criterion: Option<&str>) -> String {
    match criterion {
        Some(id) => format!("{}#point-{id}", paths::application(token)),
        None => format!("{}#whole", paths::application(token)),
    }
}

fn kind_of(word: &str) -> (EvidenceKind, bool) {
    match word {
        "film" => (EvidenceKind::Link, true),
        other => (other.parse().unwrap_or(EvidenceKind::Text), false),
    }
}

async fn blank(
    state: &State,
    visitor: &Visitor,
    token: &str,
    query: &AddQuery,
) -> Result<EvidencePage, Problem> {
    let (tools, secret) = (state.tools.clone(), token.to_owned());
    let records = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (_, application) = links::earner(conn, &tools, &secret)?;
            records::load(conn, application, &paths::application(&secret))
        })
        .await?;
    let (kind, film) = kind_of(&query.kind);
    let point = records.points.iter().find(|point| point.id == query.r#for);
    let criterion = point.map_or(String::new(), |point| point.id.clone());
    let word = if film { "film" } else { kind.as_str() };
    Ok(EvidencePage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        here: format!(
            "{}/add?for={criterion}&kind={word}",
            paths::application(token)
        ),
        back: back_to(token, point.map(|point| point.id.as_str())),
        badge: badge_line(&records),
        point: point.map(|point| (point.text.clone(), point.hint.clone())),
        kind,
        film,
        changes: false,
        content: EvidenceContent::default(),
        private: false,
        present: None,
        second_present: None,
        errors: Errors::default(),
    })
}

async fn present(
    state: &State,
    visitor: &Visitor,
    token: &str,
    id: EvidenceId,
) -> Result<EvidencePage, Problem> {
    let (tools, secret) = (state.tools.clone(), token.to_owned());
    let item = state
        .read(move |conn| -> Result<_, ApplicationError> {
            let (_, application) = links::earner(conn, &tools, &secret)?;
            application_evidence::find(conn, application.id, id)?.ok_or(ApplicationError::Unknown)
        })
        .await?;
    let words = showing::words(&item);
    let film = words.genre.as_deref() == Some("Film");
    let query = AddQuery {
        r#for: item.criterion.clone().unwrap_or_default(),
        kind: if film {
            "film".to_owned()
        } else {
            item.kind.to_string()
        },
    };
    let here = paths::application(token);
    let file = |digest| format!("{here}/files/{digest}");
    Ok(EvidencePage {
        here: format!("{here}/evidence/{id}"),
        changes: true,
        content: words,
        private: item.visibility == Visibility::Private,
        present: item.blob.map(file),
        second_present: item.second_blob.map(file),
        ..blank(state, visitor, token, &query).await?
    })
}

/// The files of a form, one for each of its fields, once it is known that the link takes work and that not too many came
/// from this address. Nothing is cleaned or stored for anybody else.
async fn admitted(
    state: &State,
    request: &HttpRequest,
    token: &str,
    mut files: Vec<PostedFile>,
) -> Result<Vec<PostedFile>, Problem> {
    let (tools, token) = (state.tools.clone(), token.to_owned());
    state
        .read(move |conn| applying::taking(conn, &tools, &token).map(|_| ()))
        .await?;
    let mut taken = Vec::new();
    for field in ["file", SECOND_FILE] {
        let Some(position) = files.iter().position(|file| file.field == field) else {
            continue;
        };
        state
            .limits
            .visitors_picture(limits::address_of(request, state))?;
        taken.push(files.swap_remove(position));
    }
    Ok(taken)
}

/// What was sent, with its files cleaned and stored.
async fn item(
    state: &State,
    kind: EvidenceKind,
    word: &str,
    fields: &Fields,
    files: Vec<PostedFile>,
) -> Result<NewEvidence, Problem> {
    let mut item = NewEvidence {
        visibility: match fields.value("visibility") {
            "private" => Visibility::Private,
            _ => Visibility::Public,
        },
        content: content(fields, word),
        ..NewEvidence::new(kind)
    };
    for file in files {
        let second = file.field == SECOND_FILE;
        let name = file.name.clone();
        let digest = store(state, kind, file).await?;
        if second {
            item.second_file = Some(digest);
        } else {
            item.file = Some(digest);
            item.content.file_name = (kind == EvidenceKind::File).then_some(name);
        }
    }
    Ok(item)
}

/// Cleans a file outside of any transaction, then stores it.
async fn store(
    state: &State,
    kind: EvidenceKind,
    file: PostedFile,
) -> Result<accolade_storage::types::Digest, Problem> {
    let pointer = match file.field.as_str() {
        SECOND_FILE => "/secondFile",
        _ => "/file",
    };
    let clean = web::block(move || cleaned(kind, &file))
        .await
        .map_err(Problem::internal)?
        .map_err(|error| refusal(pointer, error))?;
    let blob = state
        .write(move |conn, tools| files::store(conn, tools, clean))
        .await?;
    Ok(blob.digest)
}

fn cleaned(kind: EvidenceKind, file: &PostedFile) -> Result<CleanFile, FileError> {
    match kind {
        EvidenceKind::File => files::clean_file(&file.bytes, &file.media_type),
        _ => files::clean_image(&file.bytes),
    }
}

/// What is wrong with a file, told beside its field.
fn refusal(pointer: &str, error: FileError) -> Problem {
    let problem = Problem::from(error);
    if problem.kind == Kind::Internal || problem.kind == Kind::Unavailable {
        return problem;
    }
    let message = problem
        .detail
        .clone()
        .unwrap_or_else(|| problem.kind.title().to_owned());
    Problem::invalid(vec![FieldError {
        pointer: pointer.to_owned(),
        code: "not_allowed".to_owned(),
        message,
    }])
}

fn content(fields: &Fields, word: &str) -> EvidenceContent {
    EvidenceContent {
        name: fields.said("title"),
        narrative: fields.said("narrative"),
        genre: (word == "film").then(|| "Film".to_owned()),
        url: fields.said("url"),
        alt: fields.said("alt"),
        caption: fields.said("caption"),
        taken: fields.said("taken"),
        second_alt: fields.said("second_alt"),
        second_caption: fields.said("second_caption"),
        second_taken: fields.said("second_taken"),
        author: fields.said("author"),
        author_role: fields.said("author_role"),
        ..EvidenceContent::default()
    }
}

impl EvidencePage {
    /// "A picture", at the head of the page.
    fn what(&self) -> &'static str {
        match (self.kind, self.film) {
            (EvidenceKind::Text, _) => "In your own words",
            (EvidenceKind::Link, true) => "A film",
            (EvidenceKind::Link, false) => "A link",
            (EvidenceKind::File, _) => "A file",
            (EvidenceKind::Picture, _) => "A picture",
            (EvidenceKind::Pair, _) => "Then and now",
            (EvidenceKind::Testimonial, _) => "Somebody who was there",
        }
    }

    fn of(&self, word: &str) -> bool {
        self.kind.as_str() == word
    }

    /// The words of a field that may be empty.
    fn text<'a>(&self, value: &'a Option<String>) -> &'a str {
        value.as_deref().unwrap_or_default()
    }
}
