//! Who gets the badge: names and addresses as people have them, pasted.

use accolade_issuing::addresses::paths;
use accolade_issuing::sketches::{self, Keeper, SketchContent, SketchError};
use accolade_issuing::tables::Table;
use accolade_issuing::violations::Violations;
use accolade_storage::StorageError;
use actix_web::{http::StatusCode, web};
use askama::Template;
use serde::Deserialize;

use super::super::{
    layout::{Layout, Place},
    parts::Picture,
    response, words,
};
use super::{keeper, view};
use crate::{
    answer::{Answer, Freshness},
    auth::{Posted, Visitor},
    problem::Problem,
    state::State,
};

/// `/studio/recipients`
#[derive(Template)]
#[template(path = "studio/recipients.html")]
pub(crate) struct RecipientsPage {
    pub(crate) layout: Layout,
    pub(crate) name: String,
    pub(crate) picture: Picture,
    pub(crate) recipients: String,
    pub(crate) error: Option<String>,
}

/// The form with the names.
#[derive(Debug, Deserialize)]
pub(crate) struct RecipientsForm {
    #[serde(default)]
    recipients: String,
    #[serde(default, rename = "do")]
    wish: String,
}

/// How many people a pasted text names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Heads {
    pub(crate) with_address: u64,
    pub(crate) by_name: u64,
}

impl Heads {
    pub(crate) fn of(text: &str) -> Self {
        let mut table = Table::of(text);
        let columns = table.columns();
        let mut heads = Self::default();
        for cells in table {
            let person = columns.read(&cells);
            if !person.email.is_empty() {
                heads.with_address += 1;
            } else if !person.name.is_empty() {
                heads.by_name += 1;
            }
        }
        heads
    }

    pub(crate) fn all(self) -> u64 {
        self.with_address + self.by_name
    }

    /// "28 people: 25 with an address, 3 by name"
    pub(crate) fn sentence(self) -> String {
        let all = words::count(self.all(), "person", "people");
        match (self.with_address, self.by_name) {
            (0, 0) => "nobody yet".to_owned(),
            (_, 0) => format!("{all}, each with an address"),
            (0, _) => format!("{all}, each by name alone"),
            (with, without) => format!("{all}: {with} with an address, {without} by name alone"),
        }
    }
}

/// The sketch that this browser keeps; whoever has none draws first.
pub(super) async fn open(state: &State, keeper: Keeper) -> Result<Option<SketchContent>, Problem> {
    let open = state
        .read(move |conn| -> Result<_, StorageError> { sketches::open(conn, keeper) })
        .await?;
    Ok(open.map(|(_, content)| content))
}

/// The picture of a sketch, in its niche.
pub(super) fn picture_of(content: &SketchContent) -> Picture {
    let src = match content.upload {
        Some(_) => format!("{}?size=512", paths::STUDIO_PICTURE),
        None => view::preview(&content.recipe),
    };
    Picture {
        src,
        alt: content.alt(),
        palette: content.hangs_in(),
        off: false,
    }
}

/// `GET /studio/recipients`
pub(crate) async fn show(state: web::Data<State>, visitor: Visitor) -> Result<Answer, Problem> {
    let Some(content) = open(&state, keeper(&visitor)).await? else {
        return Ok(Answer::see_other(paths::STUDIO));
    };
    response::page(&page(&state, &visitor, content, None), Freshness::Never)
}

/// `POST /studio/recipients`
pub(crate) async fn save(
    state: web::Data<State>,
    visitor: Visitor,
    Posted(form): Posted<RecipientsForm>,
) -> Result<Answer, Problem> {
    let keeper = keeper(&visitor);
    let Some(before) = open(&state, keeper).await? else {
        return Ok(Answer::see_other(paths::STUDIO));
    };
    let later = form.wish == "later";
    let content = SketchContent {
        recipients: if later {
            String::new()
        } else {
            form.recipients.replace("\r\n", "\n").trim().to_owned()
        },
        ..before
    };
    let kept = content.clone();
    let faults = state
        .write(move |conn, tools| -> Result<_, SketchError> {
            match sketches::keep(conn, tools, keeper, &kept) {
                Err(SketchError::Invalid(found)) => Ok(found),
                other => other.map(|_| Violations::default()),
            }
        })
        .await?;
    let error = match faults.0.into_iter().next() {
        Some(fault) => Some(fault.message),
        None if !later && form.wish == "next" && Heads::of(&content.recipients).all() == 0 => Some(
            "There is nobody in it yet. Put one person on a line, or choose “Nobody yet”."
                .to_owned(),
        ),
        None => None,
    };
    if error.is_some() {
        let page = page(&state, &visitor, content, error);
        return response::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    Ok(match form.wish.as_str() {
        "back" => Answer::see_other(paths::STUDIO),
        _ => Answer::see_other(paths::STUDIO_AWARD),
    })
}

fn page(
    state: &State,
    visitor: &Visitor,
    content: SketchContent,
    error: Option<String>,
) -> RecipientsPage {
    RecipientsPage {
        layout: Layout::of(state, visitor, Place::Elsewhere),
        picture: picture_of(&content),
        name: content.name,
        recipients: content.recipients,
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_counted_as_they_were_pasted() {
        let text = "Mia Okafor <mia@kestrelhill.example>\nBen\n\nada@kestrelhill.example\n";

        let heads = Heads::of(text);

        assert_eq!(
            heads.sentence(),
            "3 people: 2 with an address, 1 by name alone"
        );
        assert_eq!(Heads::of("").sentence(), "nobody yet");
    }
}
