//! Badges drawn from a recipe: what there is to choose from, and a drawing made and stored.

use accolade_issuing::content::BadgeImage;
use accolade_issuing::drawing::{
    self, Caption, GROUPS, Light, MARKS, Metal, Palette, Pattern, Recipe, STARTERS, Shape,
};
use accolade_issuing::limits;
use accolade_issuing::violations::Violations;
use accolade_issuing::{Tools, files};
use accolade_storage::{DbConnection, blobs};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::once::Outcome;
use super::uploads::{self, FileView};
use super::{Exchange, JsonBody, schemas};
use crate::answer::{Answer, Freshness};
use crate::problem::Problem;

/// A picture to be drawn and stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DrawingOrder {
    recipe: Recipe,
    #[serde(default)]
    title: String,
    #[serde(default)]
    alt: Option<String>,
}

/// A drawn and stored picture.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DrawingView {
    /// What to put into `image` of a badge class: `blob`, `alt` and `recipe`.
    #[schema(value_type = Object)]
    image: Value,
    /// What to put into `palette` of a badge class.
    palette: String,
    /// The drawing.
    svg: FileView,
    /// The same in pixels, for readers that take only PNG.
    png: FileView,
    /// How it holds up.
    advice: Vec<AdviceView>,
}

/// One thing that was looked at in a drawing.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdviceView {
    /// What was looked at.
    about: &'static str,
    /// Whether it is good as it is.
    good: bool,
    /// The contrast, 1 to 21, where it was that.
    contrast: Option<f64>,
    /// One sentence for people.
    sentence: String,
}

/// What a badge can be drawn from.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PartsView {
    shapes: Vec<PartView>,
    palettes: Vec<PartView>,
    lights: Vec<PartView>,
    metals: Vec<PartView>,
    patterns: Vec<PartView>,
    icon_groups: Vec<IconGroupView>,
    /// The most level marks.
    most_marks: u8,
    /// Finished badges to begin from.
    starters: Vec<StarterView>,
}

/// One choice.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    /// The word for a recipe.
    word: &'static str,
    /// What people read.
    label: &'static str,
}

/// Icons that belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct IconGroupView {
    word: &'static str,
    label: &'static str,
    icons: Vec<IconView>,
}

/// One thing a badge can show.
#[derive(Debug, Serialize, ToSchema)]
pub struct IconView {
    word: &'static str,
    label: &'static str,
    /// How it is described, after "with".
    phrase: &'static str,
    /// Words to find it by.
    words: Vec<&'static str>,
}

/// A finished badge to begin from.
#[derive(Debug, Serialize, ToSchema)]
pub struct StarterView {
    word: &'static str,
    name: &'static str,
    #[schema(value_type = Object)]
    recipe: Recipe,
}

/// Draws a badge from a recipe and stores the picture, as SVG and as PNG.
///
/// The same recipe and title give the same bytes. Words that are too long for their place, or of letters that
/// cannot be drawn, are told as faults of `/recipe/above`, `/recipe/below` or `/recipe/ribbon`.
#[utoipa::path(
    post, path = "/api/v1/drawings", tag = "Drawings",
    request_body = schemas::DrawingRequest,
    responses((status = 201, description = "The stored drawing", body = DrawingView)),
    security(("token" = ["badges:write"]), ("token" = ["issuers:write"]), ("token" = ["awards:write"])),
)]
pub async fn draw(
    exchange: Exchange,
    order: JsonBody<DrawingOrder>,
) -> Result<HttpResponse, Problem> {
    let (order, bytes) = order.parts();
    exchange
        .change(&bytes, move |conn, tools, caller| {
            uploads::may_upload(conn, caller)?;
            let view = stored(conn, tools, order.clone())?;
            let location = uploads::address(tools, &view.0);
            Outcome::created(location, &view.1)
        })
        .await
}

fn stored(
    conn: &mut DbConnection,
    tools: &Tools,
    order: DrawingOrder,
) -> Result<(accolade_storage::types::Digest, DrawingView), Problem> {
    let DrawingOrder { recipe, title, alt } = order;
    let alt = alt.unwrap_or_else(|| recipe.description());
    let mut faults = Violations::default();
    faults.text("/title", &title, limits::NAME);
    faults.text("/alt", &alt, limits::ALT_TEXT);
    faults.nest("/recipe", recipe.check());
    faults.into_result()?;
    let caption = Caption {
        title: &title,
        description: &alt,
    };
    let svg = drawing::draw(&recipe, caption)?;
    let drawn = files::accept_image(conn, tools, svg.as_bytes())?;
    let png = files::png_rendition(conn, tools, &drawn.digest)?;
    let png = blobs::find(conn, png)?.ok_or_else(Problem::not_found)?;
    let digest = drawn.digest;
    let view = DrawingView {
        palette: recipe.hangs_in().to_owned(),
        advice: drawing::advice(&recipe)
            .into_iter()
            .map(|advice| AdviceView {
                about: advice.about,
                good: advice.good,
                contrast: advice.contrast.map(|ratio| (ratio * 100.0).floor() / 100.0),
                sentence: advice.sentence,
            })
            .collect(),
        image: serde_json::to_value(BadgeImage {
            blob: digest,
            alt,
            recipe: Some(recipe),
        })
        .map_err(Problem::internal)?,
        svg: FileView::of(tools, drawn),
        png: FileView::of(tools, png),
    };
    Ok((digest, view))
}

/// Lists what a badge can be drawn from: shapes, colours, patterns, icons, and finished badges to begin from.
#[utoipa::path(
    get, path = "/api/v1/drawings/parts", tag = "Drawings",
    responses((status = 200, description = "The parts", body = PartsView)),
)]
pub async fn parts(request: HttpRequest) -> HttpResponse {
    let icon_groups = GROUPS.iter().map(|group| IconGroupView {
        word: group.word,
        label: group.label,
        icons: drawing::all_icons()
            .filter(|icon| icon.group() == group.word)
            .map(|icon| IconView {
                word: icon.name(),
                label: icon.label(),
                phrase: icon.phrase(),
                words: icon.words().split(' ').collect(),
            })
            .collect(),
    });
    let parts = PartsView {
        shapes: choices(Shape::ALL, Shape::word, Shape::label),
        palettes: choices(Palette::ALL, Palette::word, Palette::label),
        lights: choices(Light::ALL, Light::word, Light::label),
        metals: choices(Metal::ALL, Metal::word, Metal::label),
        patterns: choices(Pattern::ALL, Pattern::word, Pattern::label),
        icon_groups: icon_groups.collect(),
        most_marks: MARKS,
        starters: STARTERS
            .iter()
            .map(|starter| StarterView {
                word: starter.word,
                name: starter.name,
                recipe: starter.recipe(),
            })
            .collect(),
    };
    Answer::json("application/json", &parts)
        .fresh(Freshness::Document)
        .to(&request)
}

fn choices<T: Copy>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<PartView> {
    all.iter()
        .map(|choice| PartView {
            word: word(*choice),
            label: label(*choice),
        })
        .collect()
}
