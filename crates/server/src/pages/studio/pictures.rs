//! Drawings for pages: made from the query alone, kept for a while, the same for everybody.

use std::sync::Arc;

use accolade_issuing::drawing::{self, Caption, Recipe};
use accolade_issuing::images;
use accolade_issuing::sketches;
use accolade_storage::{StorageError, blobs};
use actix_web::{HttpRequest, web};
use moka::sync::Cache;
use serde::{Deserialize, Serialize};

use super::form::RecipeForm;
use super::keeper;
use crate::{
    answer::{Answer, Freshness},
    auth::Visitor,
    limits,
    problem::Problem,
    state::State,
};

/// How much all kept drawings together may weigh, in bytes.
const KEPT: u64 = 16 * 1024 * 1024;
/// The sizes in pixels that are drawn.
const SIZES: [u32; 6] = [32, 64, 128, 256, 512, 1024];

/// What is drawn of a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum View {
    Svg,
    Emblem,
    Pixels(u32),
}

/// Drawings of the last while, by recipe: live previews ask for the same ones again and again.
#[derive(Clone)]
pub(crate) struct Drawings(Cache<(Arc<Recipe>, View), Answer>);

impl Default for Drawings {
    fn default() -> Self {
        let weigh = |_: &(Arc<Recipe>, View), answer: &Answer| {
            u32::try_from(answer.parts().2.len() + 512).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(KEPT).weigher(weigh).build())
    }
}

/// How large a picture should be.
#[derive(Debug, Deserialize)]
pub(crate) struct Size {
    size: Option<u32>,
}

impl Size {
    fn pixels(&self) -> Result<u32, Problem> {
        let wanted = self.size.unwrap_or(512);
        SIZES
            .into_iter()
            .find(|size| *size == wanted)
            .ok_or_else(Problem::not_found)
    }
}

/// `GET /studio/preview.svg`
pub(crate) async fn svg(
    state: web::Data<State>,
    drawings: web::Data<Drawings>,
    request: HttpRequest,
    form: web::Query<RecipeForm>,
) -> Result<Answer, Problem> {
    drawn(&state, &drawings, &request, &form, View::Svg).await
}

/// `GET /studio/emblem.svg`
pub(crate) async fn emblem(
    state: web::Data<State>,
    drawings: web::Data<Drawings>,
    request: HttpRequest,
    form: web::Query<RecipeForm>,
) -> Result<Answer, Problem> {
    drawn(&state, &drawings, &request, &form, View::Emblem).await
}

/// `GET /studio/preview.png`
pub(crate) async fn pixels(
    state: web::Data<State>,
    drawings: web::Data<Drawings>,
    request: HttpRequest,
    form: web::Query<RecipeForm>,
    size: web::Query<Size>,
) -> Result<Answer, Problem> {
    let view = View::Pixels(size.pixels()?);
    drawn(&state, &drawings, &request, &form, view).await
}

async fn drawn(
    state: &State,
    drawings: &Drawings,
    request: &HttpRequest,
    form: &RecipeForm,
    view: View,
) -> Result<Answer, Problem> {
    let recipe = Arc::new(form.recipe());
    let key = (recipe.clone(), view);
    if let Some(answer) = drawings.0.get(&key) {
        return Ok(answer);
    }
    state.limits.drawing(limits::address_of(request, state))?;
    let answer = web::block(move || draw(&recipe, view))
        .await
        .map_err(Problem::internal)??;
    drawings.0.insert(key, answer.clone());
    Ok(answer)
}

fn draw(recipe: &Recipe, view: View) -> Result<Answer, Problem> {
    if view == View::Emblem {
        let svg = drawing::emblem(recipe);
        return Ok(Answer::bytes("image/svg+xml", svg).fresh(Freshness::Page));
    }
    let description = recipe.description();
    let caption = Caption {
        title: "A badge",
        description: &description,
    };
    let (svg, _) = drawing::preview(recipe, caption);
    let answer = match view {
        View::Pixels(size) => {
            let png = images::rasterize(svg.as_bytes(), size).map_err(Problem::internal)?;
            Answer::bytes("image/png", png)
        }
        _ => Answer::bytes("image/svg+xml", svg),
    };
    Ok(answer.fresh(Freshness::Page))
}

/// How a recipe holds up, for the module that redraws while somebody chooses.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    /// What the picture shows, in words.
    description: String,
    /// Where it hangs.
    palette: &'static str,
    /// What is wrong with which field.
    faults: Vec<CheckFault>,
    advice: Vec<CheckLine>,
}

#[derive(Debug, Serialize)]
struct CheckFault {
    field: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct CheckLine {
    good: bool,
    sentence: String,
}

/// `GET /studio/check`
pub(crate) async fn check(
    state: web::Data<State>,
    request: HttpRequest,
    form: web::Query<RecipeForm>,
) -> Result<Answer, Problem> {
    state.limits.drawing(limits::address_of(&request, &state))?;
    let recipe = form.recipe();
    let faults = recipe.check().0.into_iter().map(|fault| CheckFault {
        field: fault.pointer.trim_start_matches('/').to_owned(),
        message: fault.message,
    });
    let advice = drawing::advice(&recipe).into_iter().map(|line| CheckLine {
        good: line.good,
        sentence: line.sentence,
    });
    let check = Check {
        description: recipe.description(),
        palette: recipe.hangs_in(),
        faults: faults.collect(),
        advice: advice.collect(),
    };
    Ok(Answer::json("application/json", &check).fresh(Freshness::Page))
}

/// `GET /studio/picture.png`: the picture of their own in the sketch that this browser keeps.
pub(crate) async fn own(
    state: web::Data<State>,
    visitor: Visitor,
    request: HttpRequest,
    size: web::Query<Size>,
) -> Result<Answer, Problem> {
    state.limits.drawing(limits::address_of(&request, &state))?;
    let size = size.pixels()?;
    let keeper = keeper(&visitor);
    let blob = state
        .read(move |conn| -> Result<_, StorageError> {
            let open = sketches::open(conn, keeper)?;
            match open.and_then(|(_, content)| content.upload) {
                Some(digest) => blobs::find(conn, digest),
                None => Ok(None),
            }
        })
        .await?
        .ok_or_else(Problem::not_found)?;
    let png = web::block(move || images::to_png(&blob.bytes, size))
        .await
        .map_err(Problem::internal)?
        .map_err(Problem::internal)?;
    Ok(Answer::bytes("image/png", png).fresh(Freshness::Never))
}
